"""What an alignment says about the wording: the differences that count, the serious ones first.

In: a quotation, its alignment with a statement's words, and the statement's text. Out: `Difference`s, and
whether any of them is more than a matter of print, a marked omission or a bracketed insertion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.model import Difference
from rag.quotation.align import Alignment, Step
from rag.quotation.brackets import Bracket
from rag.quotation.normal import Word
from rag.quotation.parse import Quoted, QuotedWord
from rag.quotation.slips import (
    Count,
    is_number,
    negates,
    negations_in,
    numbers_in,
    same_in_print,
)

SPLICE = 8
SMALL_SEGMENT, FAR = 2, 120
EDGE = 6
SHOWN = 40
"""Words of a stretch of the record that are shown at most."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)]*\s")


@dataclass(frozen=True, slots=True)
class Region:
    """Quoted words [q, q_end) against recorded words [r, r_end) that differ."""

    q: int
    q_end: int
    r: int
    r_end: int
    marked: bool = False
    bracket: bool = False


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
    quoted: Quoted,
    recorded: Sequence[str],
    alignment: Alignment,
    count: Count,
    fair: Callable[[Bracket], bool],
) -> tuple[Region, ...]:
    """The regions that change the wording, without matters of print, fair omissions and `fair` brackets."""
    changed = (
        region
        for region in regions(quoted, alignment)
        if not (_fair_mark(quoted, region) if region.marked else _in_print(quoted, recorded, region, count))
    )
    return (*changed, *_unfair_brackets(quoted, recorded, alignment, fair))


def _unfair_brackets(
    quoted: Quoted, recorded: Sequence[str], alignment: Alignment, fair: Callable[[Bracket], bool]
) -> Iterator[Region]:
    """Brackets that replace the recorded words by different ones."""
    for first, last in quoted.brackets:
        inside = [step for step in alignment.steps if first <= step.q and step.q_end <= last]
        own = [step for step in inside if step.q < step.q_end or step.q not in quoted.omissions]
        if all(step.same for step in own):
            continue
        paired = [step for step in own if step.r < step.r_end]
        r, r_end = (paired[0].r, paired[-1].r_end) if paired else (own[0].r, own[0].r)
        bracket = Bracket(
            " ".join(word.raw for word in quoted.words[first:last]),
            tuple(word.folded for word in quoted.words[first:last]),
            tuple(recorded[r:r_end]),
            tuple(word.folded for word in quoted.words[max(0, first - 1) : first]),
            tuple(word.folded for word in quoted.words[last : last + 1]),
            _swallowed(quoted, recorded, inside),
            () if paired else _at_edge(quoted, recorded, first, last, r),
            r,
        )
        if not fair(bracket):
            if not paired and bracket.edges:
                r, r_end = (max(0, r - 1), r) if first == 0 else (r, min(r + 1, len(recorded)))
            yield Region(first, last, r, r_end, True, True)


def _swallowed(quoted: Quoted, recorded: Sequence[str], steps: Sequence[Step]) -> tuple[str, ...]:
    """What omissions right beside a bracket leave out."""
    gaps = (step for step in steps if step.q == step.q_end and step.q in quoted.omissions)
    return tuple(word for gap in gaps for word in recorded[gap.r : gap.r_end])


def _at_edge(
    quoted: Quoted, recorded: Sequence[str], first: int, last: int, r: int
) -> tuple[tuple[str, ...], ...]:
    """The recorded words, one to EDGE of them, that a bracket at the quotation's edge may stand for."""
    if first == 0:
        return tuple(tuple(recorded[at:r]) for at in range(max(0, r - EDGE), r))
    if last == len(quoted.words):
        return tuple(tuple(recorded[r:at]) for at in range(r + 1, min(r + EDGE, len(recorded)) + 1))
    return ()


def _in_print(quoted: Quoted, recorded: Sequence[str], region: Region, count: Count) -> bool:
    words = [word for word in quoted.words[region.q : region.q_end] if not word.inserted]
    return same_in_print(
        [word.folded for word in words],
        [word.raw for word in words],
        recorded[region.r : region.r_end],
        count,
    )


def _fair_mark(quoted: Quoted, region: Region) -> bool:
    """An omission must not lead to a stray word far away; what it may swallow is judged with its sentence,
    and what a bracket replaces with the bracket."""
    if region.q not in quoted.omissions:
        return True
    stray = region.r_end - region.r > FAR and _segment_length(quoted, region.q) <= SMALL_SEGMENT
    return not stray


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


def _difference(quoted: Quoted, region: Region, words: Sequence[Word], text: str, moved: bool) -> Difference:
    ours = quoted.words[region.q : region.q_end]
    if region.bracket:
        return _of_bracket(ours, region, words, text)
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
    return Difference(kind, " ".join(word.raw for word in ours), abridged(span_text), serious)  # type: ignore[arg-type]


def _of_bracket(ours: Sequence[QuotedWord], region: Region, words: Sequence[Word], text: str) -> Difference:
    """What the bracket put there, and what it replaced."""
    shown = f"[{' '.join(word.raw for word in ours)}]"
    if region.r == region.r_end:
        return Difference("added", shown, "", True)
    return Difference(
        "changed", shown, abridged(text[words[region.r].span.start : words[region.r_end - 1].span.end]), True
    )


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
    """Regions whose words all stand elsewhere among the differences: they were said, but in another place."""
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


def abridged(text: str) -> str:
    """A stretch of the record as it is told; of a long one its beginning and its end."""
    words = text.split()
    if len(words) <= SHOWN:
        return " ".join(words)
    return " ".join([*words[: SHOWN // 2], "[…]", *words[-SHOWN // 2 :]])
