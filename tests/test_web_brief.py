"""The basket and the briefing page: from ticks on an answer to files and citations."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from lxml import html

from tests.pages import TOPIC, found, page, words

BOXES = "//input[@name='passage'][@type='checkbox']"


def passages_of(client: TestClient, question: str) -> list[str]:
    """The passages that an answer's page offers for the basket."""
    return list(dict.fromkeys(page(client, "/", q=question).xpath(f"{BOXES}/@value")))


def test_every_quotation_of_an_answer_can_be_put_into_the_basket(client: TestClient) -> None:
    """Its box holds the passage its words stand in, in a form that leads to the briefing."""
    answer = client.post("/v1/ask", json={"question": "What about hospitals?"}).json()
    tree = page(client, "/", q="What about hospitals?")
    for article, citation in zip(tree.xpath("//article"), answer["citations"], strict=True):
        (id,) = article.xpath(f".{BOXES}/@value")
        shown = client.get("/brief", params={"passage": id}).text
        assert " ".join(citation["quote"].split()) in words(html.fromstring(shown))
    (form,) = tree.xpath("//form[@id='basket']")
    assert form.get("action") == "/brief"


def test_basket_travels_in_the_address_where_no_script_keeps_it(client: TestClient) -> None:
    """From the briefing to another question, and from its answer back to the briefing."""
    one, other, *_ = passages_of(client, "hospitals")
    tree = page(client, "/brief", passage=[one, other])
    (more,) = tree.xpath("//a[text()='Ask another question']/@href")
    asked = page(client, more)
    assert asked.xpath("//search//input[@name='passage']/@value") == [one, other]
    answered = page(client, more, q="peace", passage=[one, other])
    assert answered.xpath("//form[@id='basket']//input[@type='hidden']/@value") == [one, other]


@pytest.mark.parametrize("given", [{"topic": TOPIC}, {"topic": "A title", "passage": "basket"}])
def test_preview_is_the_briefing_of_the_interface(client: TestClient, given: dict[str, Any]) -> None:
    if "passage" in given:
        given = {**given, "passage": passages_of(client, "hospitals")[:3]}
    body = {"topic": given["topic"], "passages": given.get("passage", []), "format": "html"}
    file = html.fromstring(client.post("/v1/briefs", json=body).content)
    tree = page(client, "/brief", **given)
    quotes = found(file, "//blockquote")
    assert quotes
    assert found(tree, "//article[@class='preview']//blockquote") == quotes
    assert found(tree, "//h2[starts-with(., 'Briefing')]") == found(file, "//h1")


def test_briefing_is_taken_away_in_every_form_that_is_offered(client: TestClient) -> None:
    """Word, Markdown, HTML; RIS, BibTeX, CSL JSON with one item a statement."""
    tree = page(client, "/brief", passage=passages_of(client, "hospitals")[:3])
    links = [link for link in tree.xpath("//section[@class='take']//a") if link.text != "PDF"]
    files = {link.text: client.get(link.get("href")) for link in links}
    assert list(files) == ["Word", "Markdown", "HTML", "RIS", "BibTeX", "CSL JSON"]
    for file in files.values():
        assert file.status_code == 200
        assert file.headers["content-disposition"].startswith("attachment; ")
    assert "word/document.xml" in ZipFile(io.BytesIO(files["Word"].content)).namelist()
    items = json.loads(files["CSL JSON"].text)
    assert len({item["id"] for item in items}) == len(items)
    assert files["RIS"].text.count("TY  - ") == files["BibTeX"].text.count("@techreport") == len(items)


def test_briefing_is_for_a_delegation_and_as_long_as_wanted(client: TestClient) -> None:
    """What the form asks is in the preview and in the addresses of the files."""
    tree = page(client, "/brief", topic=TOPIC, **{"as": "Kazakhstan", "length": "short"})
    headings = found(tree, "//article[@class='preview']//h3")
    assert "Our own record: Kazakhstan" in headings
    assert "What was said" not in headings
    assert tree.xpath("//input[@name='as']/@value") == ["Kazakhstan"]
    assert tree.xpath("//select[@name='length']/option[@selected]/@value") == ["short"]
    (link,) = tree.xpath("//a[text()='Markdown']/@href")
    assert "## Our own record: Kazakhstan" in client.get(link).text


def test_passage_no_longer_on_record_is_left_out_and_said(client: TestClient) -> None:
    kept = passages_of(client, "hospitals")[0]
    tree = page(client, "/brief", passage=["gone", kept])
    assert "No longer on record" in words(tree)
    assert len(found(tree, "//article[@class='preview']//blockquote")) == 1
    assert client.get(tree.xpath("//a[text()='Word']/@href")[0]).status_code == 200


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/brief?topic=zeppelin+mooring+fees", "Nothing in the record"),
        ("/brief?topic=peace&delegation=Narnia", "Narnia"),
        ("/brief/file?topic=peace&format=exe", "docx"),
        ("/brief/file?format=docx", "topic"),
    ],
)
def test_what_cannot_be_briefed_is_said_on_the_page(client: TestClient, url: str, said: str) -> None:
    (message,) = found(page(client, url, 422), "//*[@role='alert']")
    assert said in message


@pytest.mark.parametrize("style", ["un", "short", "chicago", "oscola", "bluebook", "ris", "bibtex", "csl"])
def test_any_words_are_cited_in_every_style(client: TestClient, style: str) -> None:
    """As the interface cites them, for words that are no whole passage too."""
    hit = client.post("/v1/search", json={"query": "hospitals", "limit": 1}).json()["hits"][0]
    id, passage = hit["statement"]["id"], hit["passage"]
    place = {"statement": id, "from": passage["start"], "to": passage["end"]}
    reply = client.get("/cite", params={**place, "style": style})
    assert reply.text == client.get(f"/v1/citations/{passage['id']}", params={"format": style}).text
    assert client.get("/cite", params={**place, "to": passage["start"] + 20}).status_code == 200
    assert client.get("/cite", params={**place, "style": "mine"}).status_code == 422
