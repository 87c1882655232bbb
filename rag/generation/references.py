"""References of a text to the record: lists at its end, brackets inside it, and the statements they mean.

In: a text made by any system. Out: the text without its list of references, the references by mark, and for a
reference the places of the record it names: meeting, date, delegation, speaker. What names no meeting and no
date names nothing that can be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Filters, StatementRef
from index.speakers.delegations import Delegations
from index.text.dates import find_date
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.wording import DOCUMENT, MEETING, TITLED
from rag.generation.words import phrases
from rag.quotation.attribution import Attributions, Fit

_LISTED = re.compile(r"^[ \t]*\[(?P<key>\^?[\w.-]{1,20})\]:?[ \t]+(?P<text>\S.*)$", re.MULTILINE)
_HEADING = re.compile(
    rf"^[ \t#*]*(?:{'|'.join(phrases('heading_of_references'))})[ \t:*]*$", re.I | re.MULTILINE
)
_INSIDE = r"[^()\[\]]{0,200}(?:\([^()]{0,40}\)[^()\[\]]{0,200})?"
_BRACKETED = re.compile(rf"\s?(?:\((?P<round>{_INSIDE})\)|\[(?P<square>{_INSIDE})\])")
MOST = 200
"""Statements of one meeting or day that a reference is looked for among."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A text without its list, blanks in its place, and the references of the list by mark."""

    text: str
    references: dict[str, str]


def split_references(text: str) -> Listed:
    """A line that begins with a mark is a reference below a heading of such lines, and where the mark stands
    elsewhere too."""
    references: dict[str, str] = {}
    heading = _HEADING.search(text)
    below = heading.end() if heading else len(text)

    def taken(found: re.Match[str]) -> str:
        if found.start() < below and text.count(f"[{found['key']}]") < 2:
            return found.group()
        references[found["key"]] = found["text"]
        return " " * len(found.group())

    body = _LISTED.sub(taken, text)
    return Listed(_HEADING.sub(lambda f: " " * len(f.group()), body) if references else body, references)


def begins_with(text: str) -> int:
    """The length of a reference in brackets at the beginning of the text, with the mark that ends it: it
    stands behind the sentence before."""
    match = _BRACKETED.match(text)
    if match is None or not _names_a_place(match):
        return 0
    return match.end() + (text[match.end() : match.end() + 1] in (".", "!", "?"))


def _names_a_place(match: re.Match[str]) -> bool:
    text = match["round"] or match["square"] or ""
    return bool(MEETING.search(text) or DOCUMENT.search(text))


def bracketed(sentence: str) -> tuple[str, tuple[str, ...]]:
    """The sentence without brackets that name a meeting, and what these say; those that a quotation has are
    its words."""
    found: list[str] = []
    quoted = quoted_spans(sentence)

    def taken(match: re.Match[str]) -> str:
        inside = any(span.start <= match.start() < span.end for span in quoted)
        if inside or not _names_a_place(match):
            return match.group()
        found.append(match["round"] or match["square"])
        return ""

    return _BRACKETED.sub(taken, sentence), tuple(found)


class References:
    """Reads references with the table of delegations."""

    def __init__(self, delegations: Delegations) -> None:
        self._delegations, self._attributions = delegations, Attributions(delegations)

    def filters(self, reference: str) -> Filters | None:
        """Where to look, by the meeting or else the day; None where the reference names neither."""
        meeting = MEETING.search(reference) or DOCUMENT.search(reference)
        if meeting is not None:
            return Filters(meetings=(" ".join(meeting.group().split()),), procedural=True)
        date = find_date(reference)
        if date is not None and len(date) == len("2020-05-27"):
            return Filters(since=date, until=date, procedural=True)
        return None

    def fitting(self, reference: str, refs: Iterable[StatementRef]) -> list[StatementRef]:
        """Those of the statements whose speaker or delegation the reference names; if there is none, those it
        does not contradict."""
        fits = self._fits(reference, refs)
        theirs = [ref for ref, fit in fits if fit.supported]
        return theirs or [ref for ref, fit in fits if not fit.contradicted]

    def names(self, reference: str, ref: StatementRef) -> bool:
        """Does the reference name the statement's speaker or delegation, and nobody else?"""
        return all(fit.supported for _, fit in self._fits(reference, [ref]))

    def _fits(self, reference: str, refs: Iterable[StatementRef]) -> list[tuple[StatementRef, Fit]]:
        titled = TITLED.search(reference)
        named = self._delegations.find_in(MEETING.sub(" ", reference))
        claim = self._attributions.claim(
            named[0].delegation.code if named else None,
            titled.group() if titled else None,
            None,
            find_date(reference),
        )
        return [(ref, self._attributions.fit(claim, ref)) for ref in refs]
