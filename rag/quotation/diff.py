"""What an alignment says about the wording: the differences that count, the serious ones first.

In: a quotation, its alignment with a statement's words, and the statement's text. Out: `Difference`s, and
whether any is more than a matter of print, a marked omission or a bracketed insertion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Statement
from rag.model import Difference
from rag.quotation.align import Alignment, Step
from rag.quotation.normal import Word
from rag.quotation.parse import Quoted
from rag.quotation.slips import (
    NEGATIONS,
    Count,
    is_number,
    negates,
    negations_in,
    numbers_in,
    same_in_print,
)

SPLICE = 8
REPLACED_AT_MOST = 12
OMITTED_NEGATION = 5
INSERTED_NEGATION = 3
"""Words of a bracket up to which a "not" in it turns the sentence; a longer one explains."""
SMALL_SEGMENT, FAR = 2, 120
SHOWN = 40
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)]*\s")


@dataclass(frozen=True, slots=True)
class Region:
    """Quoted words [q, q_end) against recorded words [r, r_end) that differ."""

    q: int
    q_end: int
    r: int
    r_end: int
    marked: bool = False


def regions(quoted: Quoted, alignment: Alignment) -> tuple[Region, ...]:
    """Runs of steps that are not the same words; gaps the editor marked and long gaps stand alone."""
    found: list[Region] = []
    apart = True
    for step in alignment.steps:
        if step.same or _absent_insertion(quoted, step):
            apart = apart or step.same
        elif _stands_alone(quoted, step):
            found.append(Region(step.q, step.q_end, step.r, step.r_end, _marked(quoted, step)))
            apart = True
        elif apart:
            found.append(Region(step.q, step.q_end, step.r, step.r_end))
            apart = False
        else:
            found[-1] = Region(found[-1].q, step.q_end, found[-1].r, step.r_end)
    return tuple(found)


def _absent_insertion(quoted: Quoted, step: Step) -> bool:
    return step.q < step.q_end and step.r == step.r_end and quoted.words[step.q].inserted


def _marked(quoted: Quoted, step: Step) -> bool:
    return step.q == step.q_end and (step.q in quoted.omissions or step.q in quoted.insertions)


def _stands_alone(quoted: Quoted, step: Step) -> bool:
    return _marked(quoted, step) or step.r_end - step.r > 3


def counting(
    quoted: Quoted, recorded: Sequence[str], alignment: Alignment, count: Count
) -> tuple[Region, ...]:
    """The regions that change the wording; matters of print and fair marks are left out."""
    changed = (
        region
        for region in regions(quoted, alignment)
        if not (
            _fair_mark(quoted, recorded, region, alignment)
            if region.marked
            else _in_print(quoted, recorded, region, count)
        )
    )
    return (*changed, *_turning(quoted, alignment))


def _turning(quoted: Quoted, alignment: Alignment) -> Iterator[Region]:
    """Short brackets whose "not" the record does not have: "is [not] easy"."""
    absent = {step.q: step.r for step in alignment.steps if _absent_insertion(quoted, step)}
    for first, last in quoted.brackets:
        negations = negations_in(
            [w.folded for at, w in enumerate(quoted.words[first:last], first) if at in absent]
        )
        if negations and last - first <= INSERTED_NEGATION:
            at = next(absent[q] for q in range(first, last) if q in absent)
            yield Region(first, last, at, at)


def _in_print(quoted: Quoted, recorded: Sequence[str], region: Region, count: Count) -> bool:
    words = [word for word in quoted.words[region.q : region.q_end] if not word.inserted]
    return same_in_print(
        [word.folded for word in words],
        [word.raw for word in words],
        recorded[region.r : region.r_end],
        count,
    )


def _fair_mark(quoted: Quoted, recorded: Sequence[str], region: Region, alignment: Alignment) -> bool:
    """An omission must not swallow a "not" between two words, nor lead to a stray word far away; a
    bracket may stand for a few words without negation."""
    left_out = recorded[region.r : region.r_end]
    negating = negations_in(left_out) > 0
    if region.q in quoted.omissions:
        stray = len(left_out) > FAR and _segment_length(quoted, region.q) <= SMALL_SEGMENT
        return not stray and not (negating and len(left_out) <= OMITTED_NEGATION)
    return len(left_out) <= REPLACED_AT_MOST and not negating


def _segment_length(quoted: Quoted, at: int) -> int:
    """Words of the shorter of the two segments that meet at an omission."""
    edges = sorted({0, len(quoted.words), *quoted.omissions})
    place = edges.index(at)
    return min(at - edges[place - 1], edges[place + 1] - at)


def describe(
    quoted: Quoted, found: Sequence[Region], words: Sequence[Word], text: str
) -> tuple[Difference, ...]:
    """The regions as differences in the words as typed and as recorded, serious ones first."""
    moved = _moved(quoted, found, words)
    described = [_difference(quoted, region, words, text, region in moved) for region in found]
    return tuple(sorted(described, key=lambda difference: not difference.serious))


def opening_negation(
    quoted: Quoted, words: Sequence[Word], first: int, statement: Statement
) -> tuple[Difference, ...]:
    """The "No" that stands just before the words quoted, where they are made to look like a whole sentence:
    it opens the sentence on record, or the quotation turns the small letter after it into a capital."""
    if not 0 < first < len(words) or words[first - 1].folded not in NEGATIONS:
        return ()
    before = words[first - 1].span
    begins = words[first].span.start
    opens = any(s.start == before.start and s.end > begins for s in statement.sentences)
    made_capital = quoted.words[0].raw[:1].isupper() and statement.text[begins].islower()
    return (Difference("missing", "", before.of(statement.text), True),) if opens or made_capital else ()


def _difference(quoted: Quoted, region: Region, words: Sequence[Word], text: str, moved: bool) -> Difference:
    ours = quoted.words[region.q : region.q_end]
    if region.r < region.r_end:
        ours = tuple(word for word in ours if not word.inserted)
    theirs = [word.folded for word in words[region.r : region.r_end]]
    span_text = text[words[region.r].span.start : words[region.r_end - 1].span.end] if theirs else ""
    if moved:
        kind = "moved"
    elif not theirs:
        kind = "added"
    elif not ours:
        kind = "spliced" if len(theirs) >= SPLICE or _SENTENCE_END.search(span_text) else "missing"
    else:
        kind = "changed"
    serious = kind != "spliced" and is_serious([word.folded for word in ours], theirs)
    return Difference(kind, " ".join(word.raw for word in ours), _shown(span_text), serious)  # type: ignore[arg-type]


def is_serious(quoted: Sequence[str], recorded: Sequence[str]) -> bool:
    """A negation dropped or added, or a number changed."""
    return (
        negations_in(quoted) != negations_in(recorded)
        or _opposed_by_prefix(quoted, recorded)
        or numbers_in(quoted) != numbers_in(recorded)
    )


def _opposed_by_prefix(quoted: Sequence[str], recorded: Sequence[str]) -> bool:
    """ "acceptable" against "unacceptable"."""
    return any(negates(one, other) for one in quoted for other in recorded)


def _moved(quoted: Quoted, found: Sequence[Region], words: Sequence[Word]) -> set[Region]:
    """Regions whose words all stand elsewhere among the differences: said, but in another place."""
    ours = {region: [w.folded for w in quoted.words[region.q : region.q_end]] for region in found}
    theirs = {region: [w.folded for w in words[region.r : region.r_end]] for region in found}
    common = Counter(w for part in ours.values() for w in part) & Counter(
        w for part in theirs.values() for w in part
    )
    return {
        region
        for region in found
        if all(word in common for word in ours[region] + theirs[region])
        and not any(is_number(word) for word in ours[region] + theirs[region])
    }


def _shown(text: str) -> str:
    words = text.split()
    if len(words) <= SHOWN:
        return " ".join(words)
    return " ".join([*words[: SHOWN // 2], "[…]", *words[-SHOWN // 2 :]])
