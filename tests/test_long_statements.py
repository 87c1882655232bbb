"""A statement as long as a sender likes costs readers what its length is, not the square of it.

Whoever may add records may add one of thousands of paragraphs or quotations. These tests bound the
processor's time because that is what they are about; the bound is far above what linear work takes.
"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.model import Span, met_by
from rag.discourse.read_out import quoted_words
from tests.examples import examples

MANY = 4_000
SECONDS = 6.0
LONG = {
    "paragraphs": "\n\n".join(f"We protect civilians in armed conflict, case {n}." for n in range(MANY)),
    "sentences": " ".join(f"We protect civilians in armed conflict, case {n}." for n in range(MANY)),
    "quotations": " ".join(f"The text says: “civilians must be protected, case {n}”." for n in range(MANY)),
}
TOPIC = "protect civilians"
REQUESTS = (
    ("GET", "/statements/{id}?from=0&to=40", {}),
    ("GET", "/v1/statements/{id}", {}),
    ("GET", f"/v1/timeline?issue={TOPIC}", {}),
    ("POST", "/v1/history", {"delegation": "KAZ", "issue": TOPIC}),
    ("POST", "/v1/ask", {"question": "Which delegations spoke of protecting civilians?"}),
    ("POST", "/v1/briefs", {"topic": TOPIC, "format": "md"}),
)


@pytest.mark.process
@pytest.mark.parametrize("kind", LONG)
def test_a_long_statement_is_read_in_linear_time(kind: str, own_client: TestClient) -> None:
    """By every route that reads its sentences one by one."""
    text = f"Mr. Umarov (Kazakhstan): {LONG[kind]}\n"
    assert own_client.post("/v1/statements", files={"file": ("long.txt", text.encode())}).json()["added"] == 1
    listed = own_client.get("/v1/statements?limit=100").json()["items"]
    (id,) = (ref["id"] for ref in listed if ref["source"]["path"] == "long.txt")
    for method, path, body in REQUESTS:
        began = time.process_time()
        reply = own_client.request(method, path.format(id=id), json=body or None)
        took = time.process_time() - began
        assert reply.status_code == 200, (path, reply.text[:300])
        assert took < SECONDS, (path, took)


@pytest.mark.parametrize(
    "unit",
    [
        "And I quote words of another, ",
        "It reads as follows: ",
        "\n\n(1) It reads as follows:",
        "\n\n“He said: ",
        "I quote: a. End of quote. ",
    ],
)
@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.process)])
def test_what_is_read_out_is_found_in_linear_time(unit: str, share: int) -> None:
    """However many openings share one end; the fast suite tries a tenth of the length."""
    began = time.process_time()
    quoted_words(unit * (200_000 // share // len(unit)))
    assert time.process_time() - began < 12 / share


PIECES = [
    "I quote ", "end of quote. ", "The text reads as follows: ", "He said: ", "“We will act”. ", "“", "”",
    "\n\n", "\n\n“", "\n\n(1) we act. ", "And I quote, ", "… ", "- ", "Peru says that we act. ",
]  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@example("““We will act”. I quote \n\n“")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_is_read_out_lies_apart(text: str) -> None:
    """A mark within a quotation over paragraphs opens none of its own."""
    found = [one.span for one in quoted_words(text)]
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 50), st.integers(0, 50))
def test_what_a_span_meets_is_what_overlaps_it(lengths: list[int], start: int, end: int) -> None:
    """Whatever lies between the pieces."""
    pieces, at = [], 0
    for length in lengths:
        pieces += [Span(at, at + length)] if length else []
        at += length or 2
    span = Span(min(start, end), max(start, end))
    met = pieces[met_by(span, pieces, lambda piece: piece)]
    assert met == [piece for piece in pieces if piece.overlaps(span)]
