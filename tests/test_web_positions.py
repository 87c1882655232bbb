"""The positions page: the matrix of issues and delegations, and what it says of silence."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.pages import found, page, words

ISSUES = ["protection of hospitals and medical personnel", "unarmed civilian protection"]


def test_matrix_is_the_interfaces_matrix(client: TestClient) -> None:
    """A line for each that spoke to an issue, its words in the issue's column; the silent are named apart."""
    matrix = client.post("/v1/compare", json={"issues": ISSUES}).json()
    tree = page(client, "/positions", issue="\n".join(ISSUES))
    assert found(tree, "//thead//th")[1:] == ISSUES
    spoke = [
        at
        for at, _ in enumerate(matrix["delegations"])
        if any(r["cells"][at]["addressed"] for r in matrix["rows"])
    ]
    names = [one["name"] for one in matrix["delegations"]]
    assert spoke
    assert found(tree, "//tbody//th") == [names[at] for at in spoke]
    cells = [row["cells"][at] for at in spoke for row in matrix["rows"]]
    for shown, cell in zip(tree.xpath("//tbody//td"), cells, strict=True):
        told = cell["citation"]["quote"] if cell["addressed"] else "Did not address it"
        assert " ".join(told.split()) in words(shown)
    silent = [name for at, name in enumerate(names) if at not in spoke]
    assert [name.partition(" (")[0] for name in found(tree, "//ul[@class='columns']/li")] == silent


def test_matrix_is_narrowed_and_taken_away(client: TestClient) -> None:
    tree = page(client, "/positions", issue=ISSUES[0], delegation="Kazakhstan\nCHN", until="2030-01-01")
    assert "No statement to look at: Kazakhstan, China." in words(tree)  # Kazakhstan's has no date
    assert tree.xpath("//textarea[@name='delegation']/text()") == ["Kazakhstan\nCHN"]
    for name in ("CSV", "HTML", "JSON"):
        (link,) = tree.xpath(f"//a[text()='{name}']/@href")
        file = client.get(link)
        assert file.status_code == 200
        assert "Kazakhstan" in file.text
        assert file.headers["content-disposition"].startswith("attachment; ")


def test_unknown_delegation_is_named_beside_the_form(client: TestClient) -> None:
    tree = page(client, "/positions", 422, issue="peace", delegation="Narnia")
    assert "Narnia" in words(tree.xpath("//*[@role='alert']")[0])
    assert tree.xpath("//textarea[@name='issue']/text()") == ["peace"]


def test_similar_positions_are_narrowed(client: TestClient) -> None:
    point = "Attacks on hospitals and medical personnel must stop."
    tree = page(client, "/similar", text=point, delegation="China")
    assert set(found(tree, "//section/h3")) <= {"China"}
    assert tree.xpath("//input[@name='delegation']/@value") == ["China"]


def test_who_has_no_statement_left_nothing_aside(client: TestClient) -> None:
    """Norway does not speak in the sample: it is not among those who did not address it."""
    tree = page(client, "/positions", issue=ISSUES[1], delegation="Norway\nItaly")
    assert found(tree, "//ul[@class='columns']/li") == ["Italy (1 statement)"]
    assert "No statement to look at: Norway." in words(tree)


def test_my_delegation_stands_first(client: TestClient) -> None:
    """On the page and in its files."""
    asked = {"issue": ISSUES[1], "delegation": "Italy", "as": "Kazakhstan"}
    tree = page(client, "/positions", **asked)
    assert found(tree, "//tbody//th")[0] == "Kazakhstan"
    (link,) = tree.xpath("//a[text()='JSON']/@href")
    assert [one["code"] for one in client.get(link).json()["delegations"]] == ["KAZ", "ITA"]
    alike = page(client, "/similar", text="Unarmed civilian protection is needed.", **{"as": "Kazakhstan"})
    assert "Kazakhstan" not in found(alike, "//section/h3")
    assert "Kazakhstan is left out below." in words(alike)
