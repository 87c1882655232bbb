"""What a question was understood as, shown on the page and taken back there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.pages import CITED, EVERYONE, KAZAKHSTAN, found, page, words

CHIPS = "//ul[@class='chips']/li"


def taken_away(tree: Any) -> dict[str, str]:
    """The chips of a page by their words, each with the address it leads to."""
    chips = [(words(chip.find("span")), chip.xpath("a/@href")[0]) for chip in tree.xpath(CHIPS)]
    assert len(dict(chips)) == len(chips)
    return dict(chips)


def test_each_filter_in_force_is_taken_away_by_itself(client: TestClient) -> None:
    """The question stands: without what was typed, or without what its words were taken for."""
    given = {"since": "2020-01-01", "until": "2020-12-31"}
    chips = taken_away(page(client, "/", q=KAZAKHSTAN, **given))
    since = parse_qs(urlsplit(chips["From: 1 January 2020"]).query)
    assert since == {"q": [KAZAKHSTAN], "until": ["2020-12-31"]}
    back = chips["As speaker: Kazakhstan sure"]
    assert parse_qs(urlsplit(back).query) == {"q": [KAZAKHSTAN], "undo": ["Kazakhstan"]} | {
        name: [day] for name, day in given.items()
    }
    left = taken_away(page(client, back))
    assert {"From: 1 January 2020", "Not meant: Kazakhstan as speaker"} <= set(left)
    assert "As speaker: Kazakhstan sure" not in left


@pytest.mark.parametrize(
    ("question", "chip", "undone"),
    [
        ("What did Kazakhstan say in 2020 about civilians?", "Said: 2020 sure", "dates"),
        ("What did Ecuador say in S/2020/465 about hospitals?", "Meeting: S/2020/465 sure", "meetings"),
        ("What did Ecuador last say about hospitals?", "Asking: the latest words", "order"),
        (EVERYONE, "Asking: who speaks for it", "side"),
        (EVERYONE, "Asking: everyone who spoke", "scope"),
    ],
)
def test_whatever_was_understood_is_taken_back(
    client: TestClient, question: str, chip: str, undone: str
) -> None:
    """It leaves the interface's answer to the question without that meaning, and is put back from there."""
    chips = taken_away(page(client, "/", q=question))
    (address,) = (address for name, address in chips.items() if name.startswith(chip))
    left = page(client, address)
    body = {"question": question, "undo": [undone]}
    cited = client.post("/v1/ask", json=body).json()["citations"]
    assert found(left, f"{CITED}//blockquote") == [
        " ".join(f"“{one['quote']}” [{one['number']}]".split()) for one in cited
    ]
    assert not any(name.startswith(chip) for name in taken_away(left))
    (back,) = (address for name, address in taken_away(left).items() if name.startswith("Not meant"))
    assert parse_qs(urlsplit(back).query) == {"q": [question]}


def test_we_are_who_is_said_to_ask(client: TestClient) -> None:
    """The delegation that asks is a field of the form and a chip; a name nobody knows is an error."""
    tree = page(client, "/", q="What did we say about unarmed civilian protection?", **{"as": "Kazakhstan"})
    assert tree.xpath("//search//input[@name='as']/@value") == ["Kazakhstan"]
    assert all("Kazakhstan" in said for said in found(tree, f"{CITED}//figcaption"))
    assert "as=" not in taken_away(tree)["My delegation: Kazakhstan"]
    assert "Narnia" in words(page(client, "/", 422, q="hospitals", **{"as": "Narnia"}))


def test_words_are_searched_for_under_nothing_they_say(client: TestClient) -> None:
    """The link beside the form searches the same words under no filter of theirs, and leads back."""
    tree = page(client, "/", q=KAZAKHSTAN)
    (search,) = tree.xpath("//search//a/@href")
    plain = page(client, search)
    assert len(set(found(plain, "//ol[@class='hits']//p[@class='note']"))) > 1
    assert f"/?{urlsplit(client.get('/', params={'q': KAZAKHSTAN}).url.__str__()).query}" in [
        str(link) for link in plain.xpath("//section//a/@href")
    ]


def test_words_taken_literally_are_restricted_by_the_filters_alone(client: TestClient) -> None:
    body = {"query": KAZAKHSTAN, "literal": True, "filters": {"until": "2020-12-31"}}
    reply = client.post("/v1/search", json=body).json()
    assert reply["interpreted"]["recognised"] == []
    assert reply["interpreted"]["filters"]["delegations"] == []
    assert reply["interpreted"]["filters"]["until"] == "2020-12-31"
    assert len({hit["statement"]["id"] for hit in reply["hits"]}) > 1
