"""Sentences put together from parts of others: words replaced, lists, agreement, the mark at the end.

In: text, spans, names. Out: text. Nothing here knows what a question means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import Span

ONE_OF_MANY = {"do": "does", "have": "has", "are": "is", "were": "was"}
"""What an auxiliary becomes where one stands for several; the other way round it is read backwards."""
Edit = tuple[Span, str]
"""What is put in the place of a span."""


def agreeing(word: str, count: int) -> str:
    plural = {one: many for many, one in ONE_OF_MANY.items()}
    return (ONE_OF_MANY if count == 1 else plural).get(word, word)


def with_preposition(text: str, span: Span) -> Span:
    before = text[: span.start].rstrip()
    word = before.rpartition(" ")[2]
    return Span(len(before) - len(word), span.end) if word.lower() in ("in", "at", "during") else span


def does(names: Sequence[str]) -> str:
    return "does" if len(names) == 1 else "do"


def edited(text: str, edits: Iterable[Edit], first: int = 0) -> str:
    """The text from `first` on, with the spans replaced."""
    for span, new in sorted(edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return " ".join(text[first:].split())


def closed(text: str, when: str) -> str:
    """One sentence with a capital and a question mark."""
    said = f"{text.rstrip('?!. ,;')} {when}".strip()
    return f"{said[:1].upper()}{said[1:]}?"


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with the spans left out."""
    for span in sorted(spans, reverse=True):
        text = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}"
    return " ".join(text.split())
