"""Drafts and quotations that are hostile on purpose are read, or refused, in seconds."""

from __future__ import annotations

import time

import pytest

from index.errors import OnRecordError
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import check_draft
from rag.draft.readers import read_draft
from rag.quotation.check import QuoteChecker

DRAFTS = [
    ("a.html", "<a " * 20_000),
    ("a.html", "<!--" * 20_000),
    ("a.html", "<p" * 20_000),
    ("a.html", "<q>" * 20_000),
    ("a.html", "&" * 50_000),
    ("a.html", "<![CDATA[" * 10_000),
    ("a.html", "<del>" * 20_000),
    ("a.html", "</" * 20_000),
    ("a.html", "<blockquote>" * 20_000),
    ("a.html", "<sup>" * 9_000 + "1"),
    ("a.html", "‹!--" * 20_000),
    ("a.html", "<p style='" + "display:" * 9_000),
    ("a.html", "<?" * 20_000),
    ("a.html", "<script>" * 9_000),
    ("a.md", "*a " * 20_000),
    ("a.md", "**" * 30_000),
    ("a.md", "_a " * 20_000),
    ("a.md", "[" * 50_000),
    ("a.md", "[](" * 20_000),
    ("a.md", "[a](" + "(" * 50_000),
    ("a.md", "[^a]" * 15_000),
    ("a.md", "> " * 30_000),
    ("a.md", "\\*" * 30_000),
    ("a.md", "1. " * 20_000),
    ("a.md", "“" * 50_000),
    ("a.md", "‘a " * 20_000),
    ("a.md", '"a ' * 20_000),
    ("a.md", "«»" * 30_000),
    ("a.md", "“a” " * 15_000),
    ("a.md", "[^1]: a\n" * 8_000),
    ("a.txt", "‹!--" * 20_000),
    ("a.txt", "A. " * 20_000),
    ("a.txt", "(" * 50_000),
    ("a.txt", "’a’ " * 15_000),
]


@pytest.mark.parametrize(("name", "text"), DRAFTS, ids=[f"{name} {text[:10]!r}" for name, text in DRAFTS])
def test_every_reader_of_drafts_is_linear(name: str, text: str) -> None:
    """Sixty kilobytes of broken markup are read, or refused, within two seconds."""
    data = text.encode()
    begun = time.process_time()
    try:
        read_draft(name, data)
    except OnRecordError:
        return
    assert time.process_time() - begun < 2


@pytest.fixture(scope="module")
def checker(checker: QuoteChecker) -> QuoteChecker:
    checker.check("These words bring the index about.")
    return checker


QUOTATIONS = [
    "We must act [" + "." * 90,
    "We must act (" + ". " * 9_000,
    "We must act [" * 1_500,
    "a[" * 9_000,
    "[a]" * 6_000,
    "[" * 19_000 + "a",
    "a … " * 5_000,
    "a" * 20_000,
    "a[b]" * 5_000,
    "We … [not] " * 1_800,
    "1,000" * 4_000,
    "not " * 5_000,
    "the embargo " * 1_600,
    "if we may not " * 1_400,
]


@pytest.mark.parametrize("quote", QUOTATIONS, ids=[quote[:16] for quote in QUOTATIONS])
def test_every_quotation_is_answered(checker: QuoteChecker, quote: str) -> None:
    """At the limit of a request's length a quotation is checked, or refused, in seconds."""
    begun = time.process_time()
    try:
        assert checker.check(quote).verdict in ("verbatim", "altered", "misattributed", "not_found")
    except OnRecordError:
        return
    assert time.process_time() - begun < 10


@pytest.mark.process
@pytest.mark.parametrize(
    "unit", ["“a b c d” said Peru, ", "“a b c d e” ", "Mr. A ", "Peru said “", "; Peru, by contrast, "]
)
def test_attribution_is_bounded(checker: QuoteChecker, unit: str) -> None:
    """A paragraph of nothing but quotations and names is read in seconds."""
    begun = time.process_time()
    check_draft("a.md", (unit * 300).encode(), checker)
    assert time.process_time() - begun < 20
    assert AttributionReader(checker.delegations).introduced(unit * 2000) is not None or Attributed()


def test_a_draft_of_long_paragraphs_is_bounded(checker: QuoteChecker) -> None:
    """What is read for a quotation does not grow with the paragraph or the note it stands in."""
    said = "Peru said: “we must protect civilians in armed conflict”. "
    begun = time.process_time()
    beside = check_draft("a.txt", (said * 20 + "word " * 200_000).encode(), checker)
    noted = "\n\n".join([f"{said}[^1]"] * 20) + "\n\n[^1]: " + "Mr. Umarov (Kazakhstan) " * 40_000
    below = check_draft("a.md", noted.encode(), checker)
    assert time.process_time() - begun < 5
    for report in (beside, below):
        assert [one.attributed_to.delegation for one in report.quotations] == ["Peru"] * 20
