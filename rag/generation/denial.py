"""What a sentence denies, and what one of two sentences denies alone.

In: the wordings of a claim and of what it cites. Out: where words are denied, in whatever way; what is denied
on one side only, in a sentence each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.text.terms import terms
from rag.generation.claim import Wording
from rag.generation.words import contraries, words_of
from rag.quotation.slips import NEGATING_PREFIXES
from rag.quotation.turns import NEGATIVE, of_class

REACH = 6
"""Words behind a negation that it may deny."""
HELD = 3
"""Words of content behind a hedge, within which the verb that it hedges stands."""
PAIRED = 4
"""Words between two terms that a negation denies together, and before them."""


def denied_alone(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """What is denied on one side and told on the other, with the words."""
    record_denies = any(_denying(one) for one in cited)
    for at in negators(claim):
        denied = _denied(claim, at)
        met = next((stem for stem in denied if any(stem in one.all_stems for one in cited)), None)
        if met is None and not record_denies and denied:
            yield f"the record does not deny this: {_shown(claim, at)}"
        elif met is not None and not any(_denies(one, met) for one in cited):
            yield f"denied here, not in the record: {_shown(claim, at)}"
    claim_denies = _denying(claim)
    for one in cited:
        for at in negators(one):
            denied = _denied(one, at, narrow=one.folded[at] == "no")
            met = next((stem for stem in denied[:HELD] if stem in claim.all_stems), None)
            if met is not None and not _denies(claim, met) and not (claim_denies and len(cited) > 1):
                yield f"the record denies what is said here: {_shown(one, at)}"


def pairs_denied_alone(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """Two words that follow each other on both sides, denied on one alone: too close for another reading."""
    for one in cited:
        for at in negators(claim):
            if any(not _denying_in(one, first - PAIRED, last) for first, last in _pairs(claim, at, one)):
                yield f"denied here, not in the record: {_shown(claim, at)}"
        for at in negators(one):
            if any(not _denying_in(claim, 0, last) for _, last in _pairs(one, at, claim)):
                yield f"the record denies what is said here: {_shown(one, at)}"


def _pairs(denying: Wording, at: int, other: Wording) -> Iterator[tuple[int, int]]:
    """Where the first two terms behind a negation follow each other in the other wording."""
    denied = _denied(denying, at)[:2]
    if len(denied) == 2:
        for first in other.places(denied[0]):
            for last in other.places(denied[1]):
                if first < last <= first + PAIRED:
                    yield first, last


def _denying_in(wording: Wording, first: int, last: int) -> bool:
    return any(first <= place <= last for place in denying_places(wording))


def negators(wording: Wording) -> list[int]:
    """Where words of negation end, those that turn nothing left out."""
    yet = [at for at, pair in enumerate(pairwise(wording.folded), 1) if pair == ("yet", "to")]
    return sorted([*yet, *(turn.last - 1 for turn in wording.turns if turn.kind in NEGATIVE)])


def _denied(wording: Wording, at: int, narrow: bool = False) -> list[str]:
    """The terms behind a negation up to the end of its clause; where it is narrow, of its noun alone."""
    found: list[str] = []
    for place in range(at + 1, min(at + 1 + REACH, len(wording.words))):
        if found and (wording.breaks[place] or (narrow and wording.folded[place] in of_class("preposition"))):
            break
        if wording.stems[place]:
            found.append(wording.stems[place])
    return found


def _denies(wording: Wording, stem: str) -> bool:
    """Is the term, or a word beside it, denied anywhere in the wording, in whatever way?"""
    return any(_negative_near(wording, place) for place in wording.places(stem))


def _negative_near(wording: Wording, place: int) -> bool:
    first, last = max(0, place - REACH - 1), min(len(wording.words), place + REACH)
    near = [at for at in range(first, last) if not wording.hard_break(at, place)]
    return any(at in denying_places(wording) for at in near)


def _denying(wording: Wording) -> bool:
    return bool(denying_places(wording))


@cache
def denying_places(wording: Wording) -> frozenset[int]:
    """Negations, refusals, words of lack, and words that a prefix negates."""
    turned = {
        at
        for turn in wording.turns
        if turn.kind in (*NEGATIVE, "refuse")
        for at in range(turn.first, turn.last)
    }
    lexical = {
        at for at, word in enumerate(wording.folded) if word in words_of("negative") or _prefixed(word)
    }
    return frozenset(turned | lexical | set(negators(wording)))


def _prefixed(word: str) -> bool:
    """ "unacceptable", "non-violent", "illegal"; a word of which the rest is an ordinary one."""
    return len(word) > 6 and any(
        word.startswith(prefix) and terms(word[len(prefix) :]) and word[len(prefix) :] in _negated()
        for prefix in NEGATING_PREFIXES
    )


@cache
def _negated() -> frozenset[str]:
    """Words of the table of contraries that a prefix may negate, and the adjectives most often negated."""
    listed = {word for families in contraries() for family in families for word in family}
    return frozenset(listed) | words_of("prefixable")


def is_denied(wording: Wording, place: int) -> bool:
    """Does a negation stand before the word in its clause, without a term between?"""
    for at in negators(wording):
        if at < place <= at + REACH and not any(wording.breaks[at + 1 : place + 1]):
            return not any(wording.stems[between] for between in range(at + 1, place)) or place - at <= 2
    return False


def _shown(wording: Wording, at: int) -> str:
    words = wording.words[at : at + 5]
    return f"“{wording.text[words[0].span.start : words[-1].span.end]}”"
