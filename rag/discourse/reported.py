"""Whose words are these? Sentences in which a speaker reports, endorses or rebuts what others say.

In: a text and its sentences. Out: spans with the way they are spoken: "attributed" (another's words
reported), "endorsed" (another's words made one's own: "as the Secretary-General
has said"), "rebutted" (another's words disputed). Of these only "endorsed" is the speaker's own position. The
patterns are rows of `data/reported.tsv`, in small letters as the sentences are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.model import Span
from index.tables import rows_of

Voice = Literal["attributed", "endorsed", "rebutted"]


@dataclass(frozen=True, slots=True)
class Reported:
    """A stretch of text that gives others' words, and how."""

    span: Span
    voice: Voice

    @property
    def own(self) -> bool:
        """Does the speaker hold it too?"""
        return self.voice == "endorsed"


def not_own(text: str, sentence: Span) -> Reported | None:
    """The report that makes most letters of the sentence another's words, or None."""
    for found in told_in(text, sentence):
        if not found.own and _letters(text, found.span) * 2 > _letters(text, sentence):
            return found
    return None


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[span.start : max(span.start, span.end)]))


def told_in(text: str, sentence: Span) -> Iterator[Reported]:
    """What wording reports: the first row that matches the sentence decides for the rest of it."""
    words = sentence.of(text).replace("İ", "I").lower()  # alone among letters, its small form is two long
    for voice, pattern in _rows():
        found = pattern.search(words)
        if found is not None:
            yield Reported(Span(sentence.start + found.start(), sentence.end), voice)
            return


@cache
def _rows() -> tuple[tuple[Voice, re.Pattern[str]], ...]:
    voices: dict[str, Voice] = {"attributed": "attributed", "endorsed": "endorsed", "rebutted": "rebutted"}
    return tuple((voices[row["kind"]], re.compile(row["pattern"])) for row in rows_of("rag", "reported.tsv"))
