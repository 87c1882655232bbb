"""Words copied from the record except for a few: what was changed, dropped or inserted.

In: the wordings of a claim and of a record sentence. Out: the regions between two copied runs, and the check
`meaning` on them: a negation or a hedge that only one side has, or a word of content put in another's place.
A freely worded sentence has no such regions and is judged by `meaning` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from rag.generation.claim import Wording
from rag.generation.denial import denying_places
from rag.generation.model import Check
from rag.generation.thesaurus import related
from rag.generation.words import words_of
from rag.quotation.slips import NEGATIONS, inflected

RUN, TOGETHER = 2, 6
"""Copied words on either side of a region, and on both, from which the region is a change of copied words."""
COPIED, LEAST = 0.8, 10
"""The share of a claim's words from which it is a copy, in which another word of content is no free wording;
of so many words at least."""
LONGEST = 4
"""A change has at most this many words; more than that are the writer's own."""


@dataclass(frozen=True, slots=True)
class Region:
    """Claim words [first, last) where the record has words [r_first, r_last)."""

    first: int
    last: int
    r_first: int
    r_last: int


def check_copied(claim: Wording, cited: Sequence[Wording]) -> Check:
    """The first change that turns or alters what was copied."""
    for record in cited:
        is_copy = _copied(claim, record) >= COPIED
        for region in regions(claim, record):
            found = _turned(claim, record, region) or _unhedged(claim, record, region)
            if found is None and is_copy:
                found = _replaced(claim, record, region)
            if found is not None:
                return found
    return Check("meaning", True)


def regions(claim: Wording, record: Wording) -> Iterator[Region]:
    """What differs between two runs of words that both have."""
    ends = (len(claim.words), len(record.words))
    kept = [block for block in _blocks(claim, record) if block.size >= RUN]
    for at, block in enumerate(kept):
        after = kept[at + 1] if at + 1 < len(kept) else None
        here = Region(
            block.a + block.size,
            after.a if after else ends[0],
            block.b + block.size,
            after.b if after else ends[1],
        )
        long = here.last - here.first > LONGEST or here.r_last - here.r_first > LONGEST
        if not long and (block.size + (after.size if after else RUN)) >= TOGETHER:
            yield here


def _turned(claim: Wording, record: Wording, region: Region) -> Check | None:
    here, there = claim.folded[region.first : region.last], record.folded[region.r_first : region.r_last]
    said = _negations(claim, region.first, region.last)
    held = _negations(record, region.r_first, region.r_last)
    if said % 2 == held % 2 or not any(word in NEGATIONS for word in (*here, *there)):
        return None
    word = next(word for word in (*here, *there) if word in NEGATIONS)
    where = "here, not in the record" if said > held else "in the record, not here"
    return Check("meaning", False, f"“{word}” stands {where}", "contradicted")


def _negations(wording: Wording, first: int, last: int) -> int:
    """Words that negate, in set phrases ("not only") too, and words that deny by themselves."""
    denying = denying_places(wording)
    return sum(wording.folded[at] in NEGATIONS or at in denying for at in range(first, last))


def _copied(claim: Wording, record: Wording) -> float:
    """The share of the claim's words, from its first copied run to its last, that are copied in runs."""
    kept = [block for block in _blocks(claim, record) if block.size >= RUN]
    if not kept:
        return 0.0
    whole = kept[-1].a + kept[-1].size - kept[0].a
    return sum(block.size for block in kept) / max(whole, LEAST)


def _blocks(claim: Wording, record: Wording) -> list[Match]:
    return SequenceMatcher(None, claim.folded, record.folded, autojunk=False).get_matching_blocks()


def _unhedged(claim: Wording, record: Wording, region: Region) -> Check | None:
    here, there = claim.folded[region.first : region.last], record.folded[region.r_first : region.r_last]
    hedges = [word for word in there if word in words_of("hedge_word") - {"nearly", "almost"}]
    if hedges and not any(word in words_of("hedge") for word in here):
        return Check("meaning", False, f"the record says “{hedges[0]}”", "altered")
    return None


def _replaced(claim: Wording, record: Wording, region: Region) -> Check | None:
    """A word of content in another's place, that the record has nowhere in any form."""
    mine = [
        (at, stem) for at, stem in enumerate(claim.stems[region.first : region.last], region.first) if stem
    ]
    theirs = [
        (at, stem)
        for at, stem in enumerate(record.stems[region.r_first : region.r_last], region.r_first)
        if stem
    ]
    if mine and theirs and not _related(claim, record, [at for at, _ in mine], [at for at, _ in theirs]):
        said, held = claim.folded[mine[0][0]], record.folded[theirs[0][0]]
        return Check("meaning", False, f"“{said}” stands where the record has “{held}”", "altered")
    return None


def _related(claim: Wording, record: Wording, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Does any word of one side stand, in some form, on the other, or elsewhere in the record?"""
    return any(
        claim.stems[at] in record.all_stems
        or any(
            inflected(claim.folded[at], record.folded[other]) or related(record.stems[other], claim.stems[at])
            for other in theirs
        )
        for at in mine
    )
