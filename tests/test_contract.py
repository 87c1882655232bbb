"""The wire is the contract's: names, meanings and laws of every reply, over real statements."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
QUOTE = "We must also actively use innovative practical tools, including unarmed civilian protection."
REF = {
    "id", "speaker", "delegation", "capacity", "meeting", "date", "topic", "organ", "language", "source",
}  # fmt: skip
CITATION = {
    "number", "statement", "paragraphs", "sentences", "page", "span", "quote", "text", "url", "flags",
}  # fmt: skip
ANSWER = {
    "question", "answered", "text", "citations", "refusal", "interpreted", "hits", "answerer", "index",
}  # fmt: skip
FILTERS = {
    "delegations", "speakers", "meetings", "organs", "collections", "statements", "since", "until",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer(client: TestClient) -> dict[str, Any]:
    return dict(client.post("/v1/ask", json={"question": QUESTION}).json())


@pytest.fixture(scope="module")
def hits(client: TestClient) -> list[dict[str, Any]]:
    found = client.post("/v1/search", json={"query": "protection of civilians", "limit": 20}).json()["hits"]
    assert len(found) > 5
    return list(found)


def text_of(client: TestClient, id: str) -> str:
    return str(client.get(f"/v1/statements/{id}").json()["text"])


def assert_ref(ref: dict[str, Any]) -> None:
    assert ref.keys() >= REF
    assert ref["speaker"].keys() == {"name", "role"}
    assert ref["delegation"] is None or ref["delegation"].keys() == {"code", "name"}
    assert ref["source"].keys() == {"collection", "path", "sha256", "url"}
    assert not ref["source"]["path"].startswith("/")
    assert re.fullmatch(r"[0-9a-f]{64}", ref["source"]["sha256"])


def test_answer_has_the_contracts_names(answer: dict[str, Any]) -> None:
    """Every name of Answer is there, with its kind of value."""
    assert answer.keys() >= ANSWER
    assert answer["question"] == QUESTION
    assert answer["interpreted"]["filters"].keys() >= FILTERS
    assert isinstance(answer["index"], str)


def test_every_mark_of_an_answer_resolves(answer: dict[str, Any]) -> None:
    """Law 3: each [n] is a citation's number; a refusal has neither text nor citations."""
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer["text"])}
    assert marks == {citation["number"] for citation in answer["citations"]}
    assert answer["answered"] is (answer["refusal"] is None)


def test_refusal_says_why_and_shows_the_nearest(client: TestClient) -> None:
    """What the record lacks is refused with a reason, a message and hits as what they are."""
    asked = {"question": "What did Kazakhstan say in 1951 about whaling in Antarctica?"}
    answer = client.post("/v1/ask", json=asked).json()
    assert answer["answered"] is False
    assert (answer["text"], answer["citations"]) == ("", [])
    assert answer["refusal"].keys() >= {"reason", "message", "nearest"}


def test_citations_are_the_records_own_words(client: TestClient, answer: dict[str, Any]) -> None:
    """Law 2: a quote equals its span in the stored statement."""
    for citation in answer["citations"]:
        assert citation.keys() >= CITATION
        assert_ref(citation["statement"])
        span = citation["span"]
        stored = text_of(client, citation["statement"]["id"])
        assert citation["quote"] == stored[span["start"] : span["end"]]


def test_hits_are_spans_of_their_statements(client: TestClient, hits: list[dict[str, Any]]) -> None:
    """Law 1 for passages, and ranks and scores run the right way."""
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert hit.keys() >= {"rank", "score", "statement", "passage", "citation"}
        passage = hit["passage"]
        assert passage.keys() >= {"id", "text", "start", "end", "paragraphs", "point", "page"}
        assert_ref(hit["statement"])
        stored = text_of(client, hit["statement"]["id"])
        assert passage["text"] == stored[passage["start"] : passage["end"]]


def test_lost_paragraphs_are_null_not_invented(hits: list[dict[str, Any]]) -> None:
    """One-line sources have no paragraphs; Kazakhstan's statement has."""
    known = {hit["statement"]["delegation"]["code"]: hit["passage"]["paragraphs"] for hit in hits}
    assert known["KAZ"] is not None
    assert all(value is None for code, value in known.items() if code != "KAZ")


def test_search_has_the_contracts_names(client: TestClient) -> None:
    found = client.post("/v1/search", json={"query": "medical care"}).json()
    assert found.keys() >= {"query", "interpreted", "hits", "took_ms"}


def test_filters_hold_for_every_hit(client: TestClient) -> None:
    """A delegation is given by any of its names or its code; lists are "or"."""
    body = {"query": "civilians", "filters": {"delegations": ["kazakhstan", "CHN"]}}
    found = client.post("/v1/search", json=body).json()
    assert {hit["statement"]["delegation"]["code"] for hit in found["hits"]} <= {"KAZ", "CHN"}
    assert found["interpreted"]["filters"]["delegations"] == ["KAZ", "CHN"]


def test_statement_lays_structure_over_its_text(client: TestClient, hits: list[dict[str, Any]]) -> None:
    """Paragraphs and points are numbered from 1 and lie inside the text, in order."""
    id = next(h["statement"]["id"] for h in hits if h["statement"]["delegation"]["code"] == "KAZ")
    statement = client.get(f"/v1/statements/{id}").json()
    assert_ref(statement)
    assert [paragraph["number"] for paragraph in statement["paragraphs"]] == list(range(1, 10))
    assert [point["number"] for point in statement["points"]] == list(range(1, len(statement["points"]) + 1))
    for piece in (*statement["paragraphs"], *statement["points"]):
        assert 0 <= piece["start"] < piece["end"] <= len(statement["text"])
    assert {"number", "start", "end", "page"} <= statement["paragraphs"][0].keys()
    assert {"number", "kind", "start", "end", "paragraphs"} <= statement["points"][0].keys()


def test_pages_of_statements_follow_each_other(client: TestClient) -> None:
    """Following `next` shows every statement once; it is null on the last page."""
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/statements", params=query).json()
        assert page.keys() == {"items", "next"}
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == client.get("/v1/status").json()["statements"]


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        (QUOTE, "verbatim"),
        (QUOTE.replace("actively", "never"), "altered"),
        ("The committee adjourned to sample several excellent cheeses from the Alpine valleys.", "not_found"),
    ],
)  # fmt: skip
def test_quotes_are_checked(client: TestClient, quote: str, verdict: str) -> None:
    found = client.post("/v1/quotes/check", json={"quote": quote, "delegation": "Kazakhstan"}).json()
    assert found.keys() >= {"verdict", "match", "differences"}
    assert found["verdict"] == verdict


def test_free_attribution_is_no_error(client: TestClient) -> None:
    """An unknown name in a draft's attribution is a finding, not a bad request."""
    found = client.post("/v1/quotes/check", json={"quote": QUOTE, "delegation": "the delegate of Narnia"})
    assert found.status_code == 200
    assert found.json()["match"]["statement"]["delegation"]["code"] == "KAZ"


@pytest.mark.parametrize(
    ("form", "kind", "has"),
    [
        ("un", "text/plain", "Kazakhstan"),
        ("csl", "application/vnd.citationstyles.csl+json", '"'),
        ("ris", "application/x-research-info-systems", "TY  - "),
        ("bibtex", "application/x-bibtex", "@"),
    ],
)
def test_citations_come_in_their_forms(
    client: TestClient, hits: list[dict[str, Any]], form: str, kind: str, has: str
) -> None:
    id = next(h["passage"]["id"] for h in hits if h["statement"]["delegation"]["code"] == "KAZ")
    reply = client.get(f"/v1/citations/{id}", params={"format": form})
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith(kind)
    assert has in reply.text


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/v1/health").json() == {"status": "alive"}
    assert client.get("/v1/ready").json() == {"ready": True, "reasons": []}
