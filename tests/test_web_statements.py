"""The pages of statements and of what is on record; hostile words come out as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api import schemas as wire
from api.settings import Settings
from api.web.lit import covering, pieces
from index.model import Span
from index.text.dates import spoken_date
from index.text.steering import web_address
from tests.hash_embedder import HashEmbedder
from tests.pages import KAZAKHSTAN, found, page, words
from tests.served import client_of

HOSTILE = (
    'Mr. Example (Norway): Norway bans landmines <img src=x onerror="alert(1)"> without exception.\n\n'
    "We thank </script><script>alert(2)</script> the Council & \u202eits members for mine action.\n\n"
    "Clearing landmines [1] is {{ 7*7 }} our &lt;duty&gt; to children.\n"
)


LURES = 'topic = "</title><b onclick=alert(3)>Mines"\ndate = "2020-01-02"\nurl = "javascript:alert(4)"\n'


def statement_of(client: TestClient, delegation: str) -> wire.Statement:
    item = client.get("/v1/statements", params={"delegations": delegation}).json()["items"][0]
    return wire.Statement.model_validate(client.get(f"/v1/statements/{item['id']}").json())


def test_statement_has_every_word_once_by_paragraphs(client: TestClient) -> None:
    """Numbers are said to be ours; a passage over two paragraphs is lit in both, with one anchor."""
    shown = statement_of(client, "KAZ")
    start, end = shown.paragraphs[1].start + 4, shown.paragraphs[2].start + 9
    tree = page(client, f"/statements/{shown.id}?from={start}&to={end}")
    assert [*tree.xpath("//div[@class='block']/@id")] == [f"p{p.number}" for p in shown.paragraphs]
    for part in tree.xpath("//p[@class='words']/span"):
        part.drop_tree()
    assert " ".join(found(tree, "//p[@class='words']")).split() == shown.text.split()
    assert "their numbers are ours" in words(tree)
    marks = tree.xpath("//mark")
    assert [mark.get("id") for mark in marks] == ["passage", None]
    assert " ".join(mark.text_content() for mark in marks).split() == shown.text[start:end].split()


def test_statement_of_one_line_is_shown_by_points(client: TestClient) -> None:
    items = client.get("/v1/statements").json()["items"]
    every = [client.get(f"/v1/statements/{item['id']}").json() for item in items]
    shown = next(one for one in every if not one["paragraphs"] and len(one["points"]) > 1)
    tree = page(client, f"/statements/{shown['id']}")
    assert tree.xpath("//div[@class='block']/@id") == [f"point{p['number']}" for p in shown["points"]]
    assert "numbered by us" in words(tree)
    assert " ".join(found(tree, "//p[@class='words']")).split() == shown["text"].split()
    assert not tree.xpath("//mark")


def test_statement_gives_its_facts_its_address_and_a_footnote(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"query": "hospitals"}).json()["hits"]
    hit = next(hit for hit in hits if hit["citation"]["url"])
    id, span = hit["statement"]["id"], hit["citation"]["span"]
    tree = page(client, f"/statements/{id}?from={span['start']}&to={span['end']}")
    assert tree.xpath("//textarea[@readonly]/text()") == [hit["citation"]["text"]]
    facts = dict(zip(found(tree, "//dl//dt"), found(tree, "//dl//dd"), strict=True))
    assert facts["Meeting"] == hit["statement"]["meeting"]
    assert facts["Date"] == spoken_date(hit["statement"]["date"])
    (link,) = tree.xpath("//dl//a[@rel]")
    assert (link.get("href"), link.get("rel")) == (hit["citation"]["url"], "noopener noreferrer")


def test_statement_leads_through_its_meeting(client: TestClient) -> None:
    """Before and after follow the meeting's own list, from its first speaker to its last."""
    tree = page(client, "/meetings", meeting="S/2020/465")
    listed = tree.xpath("//ol[@class='listed']//a/@href")
    items = client.get("/v1/statements", params={"meetings": "S/2020/465", "limit": 100}).json()["items"]
    assert listed == [f"/statements/{item['id']}" for item in items]
    assert len(listed) > 2
    walked, at = [listed[0]], listed[0]
    while following := page(client, at).xpath("//a[@rel='next']/@href"):
        at = following[0]
        walked.append(at)
    assert walked == listed
    assert page(client, at).xpath("//a[@rel='prev']/@href") == [listed[-2]]
    assert page(client, "/meetings", 404, meeting="S/PV.1") is not None
    assert page(client, "/meetings", 422) is not None


def test_statement_is_taken_away_and_cited_in_every_style(client: TestClient) -> None:
    shown = statement_of(client, "KAZ")
    tree = page(client, f"/statements/{shown.id}")
    files = {link.text: client.get(link.get("href")) for link in tree.xpath("//details[@class='cite']//a")}
    assert list(files) == ["RIS", "BibTeX", "CSL JSON", "Text", "Markdown", "JSON"]
    assert shown.text in files["Text"].text
    assert files["JSON"].json() == client.get(f"/v1/statements/{shown.id}").json()
    assert all(f"**{paragraph.number}** " in files["Markdown"].text for paragraph in shown.paragraphs)
    assert found(tree, "//details[@class='cite']//dt") == [
        "UN footnote",
        "Short",
        "Chicago",
        "OSCOLA",
        "Bluebook",
    ]
    page(client, f"/statements/{shown.id}/file?format=exe", 422)


def test_what_is_on_record_can_be_walked_through(client: TestClient) -> None:
    """Every year, delegation, meeting and collection leads to its statements."""
    tree = page(client, "/records")
    links = tree.xpath("//main//a/@href")
    items = client.get("/v1/statements", params={"limit": 100}).json()["items"]
    names = {item["delegation"]["name"] for item in items if item["delegation"]}
    assert names <= set(found(tree, "//main//li/a"))
    assert all(
        page(client, link).xpath(
            "//ol[@class='listed']/li | //table[@class='heat'] | //form[@action='/timeline']"
        )
        for link in links
        if link != "#add"
    )
    first = page(client, "/statements", delegation="KAZ")
    assert len(first.xpath("//ol[@class='listed']/li")) == sum(
        (item["delegation"] or {}).get("code") == "KAZ" for item in items
    )


# Hostile records


@pytest.fixture
def hostile(own_settings: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    parts = [
        ("file", ("norway.txt", HOSTILE.encode())),
        ("file", ("norway.meta.toml", LURES.encode())),
    ]
    with client_of(own_settings, embedder) as client:
        report = client.post("/v1/statements", files=parts, data={"collection": "<u>lure</u>"}).json()
        assert (report["added"], report["skipped"]) == (1, [])
        yield client


def test_hostile_words_come_out_as_text(hostile: TestClient) -> None:
    """Markup in texts, titles, questions and addresses is shown, not obeyed."""
    shown = statement_of(hostile, "NOR")
    span = f"?from=0&to={len(shown.text)}"
    asked = "landmines </title><script>alert(5)</script> \"'><img src=x onerror=alert(6)>"
    trees = [
        page(hostile, f"/statements/{shown.id}{span}"),
        page(hostile, "/", q="What does Norway say about landmines?"),
        page(hostile, "/", q=asked),
        page(hostile, "/search", q=asked),
        page(hostile, "/", 422, q=asked, delegation=asked, speaker=asked),
        page(hostile, "/check", quote="Norway bans landmines <img src=x onerror=", speaker=asked),
    ]
    for tree in trees:
        assert not tree.xpath("//script[not(@src)] | //img | //b | //u | //@*[starts-with(name(), 'on')]")
        assert len(tree.xpath("//title")) == 1
        addresses = tree.xpath("//@href | //@action | //@src")
        assert {urlsplit(address).scheme for address in addresses} <= {"", "https"}
    statement, answer, question = trees[0], trees[1], trees[2]
    assert '<img src=x onerror="alert(1)">' in words(statement)
    assert "{{ 7*7 }} our &lt;duty&gt;" in words(statement)
    assert "</title><b onclick=alert(3)>Mines" in words(statement)
    assert "\u202e" not in words(statement)
    assert "<img src=x" in words(answer)
    assert asked in words(question)


def test_only_addresses_of_the_web_are_links() -> None:
    assert web_address("https://docs.un.org/en/S/PV.8534") == "https://docs.un.org/en/S/PV.8534"
    for lure in (
        None,
        "javascript:alert(1)",
        "JaVaScRiPt://x/%0aalert(1)",
        "data:text/html,x",
        "//x",
        "http:",
    ):
        assert web_address(lure) is None
    assert web_address("https://[") is None


def test_addresses_carry_every_filter(client: TestClient) -> None:
    """Two delegations and a speaker survive the form and the link that undoes."""
    url = f"/?q={KAZAKHSTAN}&delegation=KAZ&delegation=CHN&speaker=Mr.+Umarov"
    tree = page(client, url)
    assert tree.xpath("//search//input[@name='delegation']/@value") == ["KAZ", "CHN"]
    (undo,) = tree.xpath("//search//a/@href")
    query = parse_qs(urlsplit(cast(str, undo)).query)
    assert query["delegation"] == ["KAZ", "CHN"]
    assert query["speaker"] == ["Mr. Umarov"]
    assert undo.startswith("/search?")


# Laws of lighting

TEXTS = st.text(alphabet="ab \n", max_size=30)


@st.composite
def cut(draw: st.DrawFn) -> tuple[str, list[Span], Span]:
    text = draw(TEXTS)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(places[::2], places[1::2], strict=False) if a < b]
    a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text, spans, Span(a, b)


@given(cut())
def test_lit_words_are_the_span_and_nothing_is_lost(case: tuple[str, list[Span], Span]) -> None:
    """Blocks give every word once, in order; what is lit is the span within them."""
    text, spans, lit = case
    whole = list(covering(text, spans))
    assert [span for span in whole if span in spans] == spans
    every = [
        piece
        for span in whole
        for piece in pieces(text, span, lit, [(quoted, "another") for quoted in spans[:1]])
    ]
    assert "".join(piece.text for piece in every).split() == "".join(span.of(text) for span in whole).split()
    assert "".join("".join(piece.text for piece in every).split()) == "".join(text.split())
    inside = "".join(
        text[i] for span in whole for i in range(span.start, span.end) if lit.start <= i < lit.end
    )
    assert "".join(piece.text for piece in every if piece.lit) == inside
    assert "".join(piece.text for piece in every if piece.whose) == "".join(
        span.of(text) for span in spans[:1]
    )
