"""The page: what a browser is given for questions, quotations and errors, read as HTML."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from lxml import html

from api import schemas as wire
from api.web import views
from tests.pages import CITED, EVERYONE, KAZAKHSTAN, TOPIC, found, page, words

POINT = "Attacks on hospitals and medical personnel must stop."
PAGES = (
    "/",
    f"/?q={KAZAKHSTAN}",
    "/?q=whaling+quotas",
    f"/?q=and+China&before={KAZAKHSTAN}",
    "/search",
    "/search?q=hospitals",
    "/coverage",
    "/delegations/KAZ",
    "/history?delegation=KAZ&issue=unarmed+civilian+protection",
    "/timeline",
    "/timeline?issue=civilians&count=delegations",
    "/check",
    "/similar",
    f"/similar?text={POINT}",
    "/positions",
    "/positions?issue=hospitals",
    "/brief",
    f"/brief?topic={TOPIC}",
    "/about",
    "/records",
    "/statements",
    "/meetings?meeting=S/2020/465",
    "/statements/none",
)


@pytest.mark.parametrize("url", PAGES)
def test_every_page_stands_alone_and_is_well_formed(client: TestClient, url: str) -> None:
    """One heading, landmarks, language, labels; one module, no inline style, no address elsewhere to load."""
    tree = html.fromstring(client.get(url).text)
    assert tree.get("lang") == "en"
    assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == len(tree.xpath("//head/title")) == 1
    assert tree.xpath("//header//nav[@aria-label]")
    assert not tree.xpath("//script[text()] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
    loaded = tree.xpath("//link/@href | //*/@src")
    assert loaded == ["/web/icon.svg", "/web/style.css", "/web/page.js"]
    assert [client.get(address).status_code for address in loaded] == [200, 200, 200]
    labelled = set(tree.xpath("//label/@for"))
    fields = tree.xpath("//input[@type != 'hidden' or not(@type)] | //textarea | //select")
    assert all(field.get("id") in labelled or field.xpath("ancestor::label") for field in fields)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")]
    assert set(inside) <= set(ids)


def test_first_page_asks_and_shows_questions_that_can_be_asked(client: TestClient) -> None:
    tree = page(client, "/")
    assert tree.xpath("//search/form[@action='/'][@method='get']//input[@name='q']")
    examples = tree.xpath("//ul[@class='examples']//a/@href")
    assert examples
    assert all(client.get(address).status_code == 200 for address in examples)


def test_answer_is_the_interfaces_answer(client: TestClient) -> None:
    """The page quotes what `/v1/ask` quotes, each mark leads to its citation, each citation to the words."""
    answer = client.post("/v1/ask", json={"question": EVERYONE}).json()
    tree = page(client, "/", q=EVERYONE)
    assert answer["citations"]
    said = tree.xpath(f"{CITED}//figure[@class='said']")
    numbers = [str(citation["number"]) for citation in answer["citations"]]
    assert [figure.xpath(".//a/@href") for figure in said] == [[f"#c{number}"] for number in numbers]
    assert [item.get("id") for item in tree.xpath(CITED)] == [f"c{number}" for number in numbers]
    for figure, item, citation in zip(said, tree.xpath(CITED), answer["citations"], strict=True):
        assert " ".join(citation["quote"].split()) in words(figure)
        assert words(item.xpath(".//p[@class='note']")[0]) == citation["text"]
        (link,) = item.xpath(".//a[starts-with(@href, '/statements/')]/@href")
        lit = page(client, link).xpath("//mark")
        assert "".join(mark.text_content() for mark in lit) == citation["quote"]


def test_flags_of_a_citation_are_words(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": EVERYONE}).json()
    flags = [flag for citation in answer["citations"] for flag in citation["flags"]]
    assert found(page(client, "/", q=EVERYONE), f"{CITED}//ul[@class='flags']/li") == flags


def test_refusal_says_why_and_shows_the_nearest_as_that(client: TestClient) -> None:
    question = "What did Kazakhstan say about whaling?"
    refusal = client.post("/v1/ask", json={"question": question}).json()["refusal"]
    tree = page(client, "/", q=question)
    assert found(tree, "//p[@class='refusal']") == [refusal["message"]]
    assert not tree.xpath(CITED)
    near = tree.xpath("//ol[@class='hits']/li")
    assert len(near) == len(refusal["nearest"])
    assert "do not answer the question." in words(tree)


def test_what_the_record_says_otherwise_stands_first_and_once(client: TestClient) -> None:
    """The contradicting sentence by itself, the rest as near only; any other refusal has no such sentence."""
    refusal = client.post("/v1/ask", json={"question": "What did Kazakhstan say about whaling?"}).json()
    told = wire.Refusal.model_validate(refusal["refusal"])
    assert views.contrary(told) is None
    assert views.near(told) == told.nearest
    contrary = told.model_copy(update={"reason": "says_otherwise"})
    assert views.contrary(contrary) == told.nearest[0].citation
    assert views.near(contrary) == told.nearest[1:]


def test_further_passages_do_not_repeat_the_answer(client: TestClient) -> None:
    tree = page(client, "/", q=KAZAKHSTAN)
    quoted = [quote.strip("“” ").split("”")[0] for quote in found(tree, f"{CITED}//blockquote")]
    further = found(tree, "//details[@class='further']//blockquote")
    assert further
    assert not [quote for quote in quoted if any(quote in passage for passage in further)]


def test_more_passages_are_offered_only_where_the_first_came_full(client: TestClient) -> None:
    """One short statement has no ten passages; nine statements have more than ten."""
    offered = "//a[text()='Show more passages']"
    assert not page(client, "/", q=KAZAKHSTAN).xpath(offered)
    assert page(client, "/search", q="protection of civilians").xpath(offered)


def test_who_else_says_so_is_the_interfaces_answer(client: TestClient) -> None:
    """By stance, each quotation with its place in the statement; none of them leads back to itself."""
    positions = client.post("/v1/similar", json={"text": POINT}).json()["positions"]
    tree = page(client, "/similar", text=POINT)
    assert positions
    quotes = [evidence["citation"]["quote"] for each in positions for evidence in each["evidence"]]
    assert sorted(found(tree, "//figure//blockquote")) == sorted(
        " ".join(f"“{quote}”".split()) for quote in quotes
    )
    assert set(tree.xpath("//section/@id | //h2/@id")) == {each["stance"] for each in positions}
    assert len(tree.xpath("//div[@class='ways']/a[starts-with(@href, '/statements/')]")) == len(quotes)


def test_a_citation_leads_to_who_else_says_so_without_its_own_delegation(client: TestClient) -> None:
    (first, *_) = page(client, "/", q=KAZAKHSTAN).xpath(f"{CITED}//a[starts-with(@href, '/similar')]/@href")
    tree = page(client, first)
    assert "Kazakhstan is left out below" in words(tree)
    assert "Kazakhstan" not in found(tree, "//section/h3")
    assert not tree.xpath("//input[@name='own']/@checked")
    kept = page(client, first + "&own=with")
    assert kept.xpath("//input[@name='own']/@checked")
    assert "left out below" not in words(kept)


def test_beside_a_citation_stands_only_what_it_does_not_say(client: TestClient) -> None:
    """Day and meeting stand beside it, topic and organ behind the footnote."""
    tree = page(client, "/", q=EVERYONE, since="2020-01-01")
    for item in tree.xpath(CITED):
        assert "27 May 2020 · S/2020/465 · " in words(item.xpath(".//span[@class='standing']")[0])
        assert "27 May 2020" in words(item.xpath(".//p[@class='note']")[0])
        assert "2020" not in words(item.xpath(".//p[@class='about']")[0])


def test_point_that_is_too_long_stays_in_its_form(client: TestClient) -> None:
    tree = page(client, "/similar", status=422, text="peace " * 4000)
    assert "text" in words(tree.xpath("//*[@role='alert']")[0])
    assert tree.xpath("//textarea")[0].text.startswith("peace peace")


def test_filters_stay_in_the_form_and_hold(client: TestClient) -> None:
    tree = page(client, "/", q="hospitals", delegation="KAZ", since="2000-01-01", until="2030-01-01")
    fields = {field.get("name"): field.get("value") for field in tree.xpath("//search//input")}
    assert fields == {
        "q": "hospitals", "delegation": "KAZ", "meeting": "", "since": "2000-01-01", "until": "2030-01-01",
        "as": "",
    }  # fmt: skip
    assert tree.xpath("//details[@open]")
    undated = page(client, "/", q="medical facilities", delegation="KAZ")
    notes = found(undated, CITED)
    assert notes
    assert all("Kazakhstan" in note for note in notes)


def test_empty_fields_of_the_form_restrict_nothing(client: TestClient) -> None:
    fields = {"delegation": "", "meeting": "", "since": "", "until": ""}
    with_fields, without = page(client, "/", q=EVERYONE, **fields), page(client, "/", q=EVERYONE)
    assert found(with_fields, CITED) == found(without, CITED)


# Quotations


def test_quotation_is_checked_word_by_word(client: TestClient) -> None:
    quote = "We must also use innovative practical tools, including armed civilian protection."
    tree = page(client, "/check", quote=quote, delegation="Kazakhstan")
    assert found(tree, "//h2[@class='verdict']") == ["Altered"]
    rows = [found(row, "th | td") for row in tree.xpath("//tbody/tr")]
    assert ["Changed changes the meaning", "armed", "unarmed"] in rows
    assert tree.xpath("//textarea[@name='quote']/text()") == [quote]
    assert tree.xpath("//input[@name='delegation']/@value") == ["Kazakhstan"]
    (link,) = tree.xpath("//main//a[starts-with(@href, '/statements/')]/@href")
    assert "unarmed" in words(page(client, link).xpath("//mark")[0])


def test_quotation_on_record_and_not_on_record(client: TestClient) -> None:
    true = page(client, "/check", quote="including unarmed civilian protection", delegation="KAZ")
    assert found(true, "//h2[@class='verdict']") == ["Word for word on record"]
    assert not true.xpath("//table")
    false = page(client, "/check", quote="Whales deserve a seat at this very table, wearing hats.")
    assert found(false, "//h2[@class='verdict']") == ["Not found on record"]


def test_figures_are_those_of_the_interface(client: TestClient) -> None:
    status = client.get("/v1/status").json()
    tree = page(client, "/about")
    facts = dict(zip(found(tree, "//dl//dt"), found(tree, "//dl//dd"), strict=True))
    assert facts["Statements"] == str(status["statements"])
    assert facts["Embedder"] == status["embedder"]
