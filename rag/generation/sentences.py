"""An answer's text cut into sentences with the marks that each ends on.

In: a text with marks like [1], [1, 2], [3.2] or [^n], or references in brackets, in front of a full stop or
behind it. Out: `Written` sentences in order, each with its place, its words without marks, and its marks.
What stands between quotation marks is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Span
from index.segmentation.sentences import split_sentences
from rag.discourse.quotation_marks import quoted_spans
from rag.generation.references import begins_with

MARK = re.compile(r"\s?\[(?P<keys>\^?[\w.-]{1,20}(?:\s?[,;]\s?\^?[\w.-]{1,20})*)\]")
_BEHIND = re.compile(rf"(?:{MARK.pattern.replace('?P<keys>', '?:')})+[.!?]?")
_BULLET = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+")
_KEY = re.compile(r"(?=[^\]]*\d)\^?[\w.-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of an answer; `words` are its text without the marks."""

    span: Span
    text: str
    words: str
    marks: tuple[str, ...]


def written_sentences(text: str) -> Iterator[Written]:
    """The sentences of every line; a line without letters has none."""
    at = 0
    for line in text.split("\n"):
        for span in _sentences(line):
            written = _written(Span(span.start + at, span.end + at), span.of(line))
            if any(map(str.isalpha, written.words)):
                yield written
        at += len(line) + 1


def _sentences(line: str) -> list[Span]:
    """Sentences with the marks and references that follow them."""
    masked = list(line)
    for quoted in quoted_spans(line):
        for at in range(quoted.start, quoted.end):
            masked[at] = "x"
    opening = _BULLET.match(line)
    for at in range(opening.end() if opening else 0):
        masked[at] = " "
    for mark in MARK.finditer("".join(masked)):
        for at in range(*mark.span()):
            masked[at] = " "
    found: list[Span] = []
    for sentence in split_sentences("".join(masked)):
        start = max(sentence.start, found[-1].end if found else 0)
        if found and (ahead := begins_with(sentence.of(line))):
            found[-1] = Span(found[-1].start, sentence.start + ahead)
            start = sentence.end - len(line[found[-1].end : sentence.end].lstrip())
        behind = _BEHIND.match(line, sentence.end)
        end = behind.end() if behind else sentence.end
        if start < end:
            found.append(Span(start, end))
    return found


def _written(span: Span, text: str) -> Written:
    marks: list[str] = []
    words = text
    for found in reversed(list(MARK.finditer(text))):
        keys = re.split(r"\s?[,;]\s?", found["keys"])
        if all(_KEY.fullmatch(key) for key in keys):
            marks = [*keys, *marks]
            words = words[: found.start()] + words[found.end() :]
    return Written(span, text, words.strip(), tuple(dict.fromkeys(marks)))
