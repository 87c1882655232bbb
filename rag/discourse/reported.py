"""Whose words are these? Sentences in which a speaker reports, endorses or rebuts what others say.

In: a text and its sentences. Out: spans with the way they are spoken: "quoted" (between quotation marks),
"attributed" (another's words reported), "endorsed" (another's words made one's own: "as the Secretary-General
has said"), "rebutted" (another's words disputed). Of these only "endorsed" is the speaker's own position. The
patterns are rows of `data/reported.tsv`, in small letters as the sentences are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.model import Span
from index.tables import rows_of
from rag.discourse.quotation_marks import quoted_spans

Voice = Literal["quoted", "attributed", "endorsed", "rebutted"]
LEAST_QUOTED = 5
"""Words between quotation marks from which they are another's words and no term."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A stretch of text that gives others' words, and how."""

    span: Span
    voice: Voice

    @property
    def own(self) -> bool:
        """Does the speaker hold it too?"""
        return self.voice == "endorsed"


def quotations(text: str, sentences: Sequence[Span]) -> tuple[Reported, ...]:
    """What stands between quotation marks in these neighbouring sentences, terms left out."""
    if not sentences:
        return ()
    first, last = sentences[0].start, sentences[-1].end
    return tuple(
        Reported(Span(span.start + first, span.end + first), "quoted")
        for span in quoted_spans(text[first:last])
        if len(text[span.start + first : span.end + first].split()) >= LEAST_QUOTED
    )


def not_own(text: str, sentence: Span, quoted: Sequence[Reported]) -> Reported | None:
    """The report that makes most letters of the sentence another's words, or None.

    `quoted` are the quotations of the sentence and its neighbours, for one may run over several.
    """
    for found in (*quoted, *told_in(text, sentence)):
        common = Span(max(found.span.start, sentence.start), min(found.span.end, sentence.end))
        if not found.own and _letters(text, common) * 2 > _letters(text, sentence):
            return found
    return None


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[span.start : max(span.start, span.end)]))


def told_in(text: str, sentence: Span) -> Iterator[Reported]:
    """What wording reports: the first row that matches the sentence speaks for the rest of it from there."""
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
