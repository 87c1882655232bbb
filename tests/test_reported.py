"""Whose words a sentence gives: every row of the table finds its own example, in any letters."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from importlib.resources import files

import pytest

from index.model import Span
from rag.discourse.reported import Reported, told_in

TABLE = files("rag").joinpath("data", "reported.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def reports(text: str, sentences: Sequence[Span]) -> list[Reported]:
    """Everything in the sentences that gives others' words."""
    return [found for sentence in sentences for found in told_in(text, sentence)]


def voices(text: str) -> list[str]:
    return [found.voice for found in reports(text, (Span(0, len(text)),))]


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_a_row_finds_its_example_whatever_its_letters(row: dict[str, str]) -> None:
    """Capitals, as in a heading, change nothing."""
    assert voices(row["example"]) == [row["kind"]]
    assert voices(row["example"].upper()) == [row["kind"]]


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_patterns_are_written_in_small_letters(row: dict[str, str]) -> None:
    """Sentences are looked at in small letters: a capital in a pattern would never be met."""
    assert not re.search(r"[A-Z]", re.sub(r"\\[A-Za-z]", "", row["pattern"]))


def test_a_letter_whose_small_form_is_longer_moves_nothing() -> None:
    """The span begins at the words that report, though "İ" in small letters is two characters long."""
    text = "İzmir and İstanbul: as the Secretary-General has said, hospitals are no targets."
    (found,) = reports(text, (Span(0, len(text)),))
    assert found.span.of(text).startswith("as the Secretary-General")
