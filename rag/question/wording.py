"""Builds sentences from parts of others: words replaced, lists, agreement, the mark at the end.

In: text, spans, names. Out: text. Nothing here knows what a question means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from index.model import Span
from rag.question.senses import FUNCTION

T = TypeVar("T")
SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}
PLURAL = {one: many for many, one in SINGULAR.items()}
"""What an auxiliary becomes before one name, and before several."""
_COMMA_BEFORE, _COMMA_BEHIND = re.compile(r",\s{0,9}\Z"), re.compile(r"\s{0,9},(?=\s{0,9}(?P<next>\w*))")
Edit = tuple[Span, str]
"""What to put in the place of a span."""


def agreeing(word: str, count: int) -> str:
    """The form of the word before this many names."""
    return (SINGULAR if count == 1 else PLURAL).get(word, word)


def before_article(text: str, start: int) -> int:
    """Where the name that begins at `start` begins if its article counts."""
    return start - len("the ") if text[:start].lower().endswith("the ") else start


def with_preposition(text: str, span: Span) -> Span:
    before = text[: span.start].rstrip()
    word = before.rpartition(" ")[2]
    return Span(len(before) - len(word), span.end) if word.lower() in ("in", "at", "during") else span


def does(names: Sequence[str]) -> str:
    return agreeing("do", len(names))


def edited(text: str, edits: Iterable[Edit], first: int = 0) -> str:
    """The text from `first` on, with the spans replaced."""
    for span, new in sorted(edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return " ".join(text[first:].split())


def closed(text: str, when: str) -> str:
    """One sentence with a capital and a question mark."""
    said = f"{text.rstrip('?!. ,;')} {when}".strip()
    return f"{said[:1].upper()}{said[1:]}?"


def listed(names: Sequence[str], joint: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    return f" {joint} ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with the spans left out."""
    for span in sorted(spans, reverse=True):
        text = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}"
    return " ".join(text.split())


def with_commas(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans, apart and in order, those joined of which only blanks and commas stand between; each with
    the commas around it, if it stands between two ("what was said, on 5 May, of the plan"). Before a word
    that may go on a list one comma stays."""
    joined: list[Span] = []
    for span in disjoint(spans, lambda one: one):
        if joined and not text[joined[-1].end : span.start].strip(" ,"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return [_with_commas(text, span) for span in joined]


def _with_commas(text: str, span: Span) -> Span:
    opened, closed = _COMMA_BEFORE.search(text[: span.start]), _COMMA_BEHIND.match(text, span.end)
    if not opened or not closed:
        return span
    return Span(opened.start(), closed.end() if closed["next"].lower() in FUNCTION else span.end)


def disjoint(found: Iterable[T], span_of: Callable[[T], Span]) -> list[T]:
    """What was found in a text, in order; of two that overlap the first, and of those that begin together the
    longest."""
    kept: list[T] = []
    for one in sorted(found, key=lambda one: (span_of(one).start, -span_of(one).end)):
        if not kept or span_of(one).start >= span_of(kept[-1]).end:
            kept.append(one)
    return kept
