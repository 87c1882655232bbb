"""Do a sentence and the record it cites say the same thing, or has a word turned one of them?

In: the wordings of a claim and of what it cites. Out: the check `meaning`: a negation on one side only, words
that are contraries (`data/checking.tsv`), a hedge or an obligation of the record told as a fact. Turns are
those of `rag.quotation.turns`; what both sides deny or hedge, in whatever words, agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from index.text.terms import terms
from rag.generation.claim import Wording
from rag.generation.model import Check
from rag.generation.thesaurus import carried_by_any, contrary
from rag.generation.words import contraries, words_of
from rag.quotation.slips import NEGATING_PREFIXES, is_number
from rag.quotation.turns import NEGATIVE, of_class

REACH = 6
"""Words behind a negation that it may deny."""
ASIDE = 9
"""Words between a word of view and what it is said of."""
PAIRED = 4
"""Words between two terms that a negation denies together, and before them."""
HELD = 3
"""Words of content behind a hedge, within which the verb that it hedges stands."""


@dataclass(frozen=True, slots=True)
class Contrary:
    """Two families of terms; each says the opposite of the other."""

    one: frozenset[str]
    other: frozenset[str]

    def side(self, stem: str, word: str) -> int:
        if word in self.one or stem in self.one:
            return 1
        return -1 if word in self.other or stem in self.other else 0


def check_meaning(claim: Wording, cited: Sequence[Wording]) -> Check:
    """Fails with the first disagreement, passes if there is none."""
    denials = (*_denials(claim, cited), *_denied_pairs(claim, cited))
    for found in (*denials, *_contraries(claim, cited), *_opposites(claim, cited)):
        return Check("meaning", False, found, "contradicted")
    for found in _hedges(claim, cited):
        return Check("meaning", False, found, "altered")
    return Check("meaning", True)


# Negation


def _denials(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    record_denies = any(_denying(one) for one in cited)
    for at in _negators(claim):
        denied = _denied(claim, at)
        met = next((stem for stem in denied if any(stem in one.all_stems for one in cited)), None)
        if met is None and not record_denies and denied:
            yield f"the record does not deny this: {_shown(claim, at)}"
        elif met is not None and not any(_denies(one, met) for one in cited):
            yield f"denied here, not in the record: {_shown(claim, at)}"
    claim_denies = _denying(claim)
    for one in cited:
        for at in _negators(one):
            denied = _denied(one, at, narrow=one.folded[at] == "no")
            met = next((stem for stem in denied[:HELD] if stem in claim.all_stems), None)
            if met is not None and not _denies(claim, met) and not (claim_denies and len(cited) > 1):
                yield f"the record denies what is said here: {_shown(one, at)}"


def _denied_pairs(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """Two words that stand together on both sides, denied on one only: too close for another reading."""
    for one in cited:
        for at in _negators(claim):
            if any(not _denying_in(one, first - PAIRED, last) for first, last in _pairs(claim, at, one)):
                yield f"denied here, not in the record: {_shown(claim, at)}"
        for at in _negators(one):
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


def _negators(wording: Wording) -> list[int]:
    """Where words of negation end; those that turn nothing are left out."""
    yet = [at for at, pair in enumerate(pairwise(wording.folded), 1) if pair == ("yet", "to")]
    return sorted([*yet, *(turn.last - 1 for turn in wording.turns if turn.kind in NEGATIVE)])


def _denied(wording: Wording, at: int, narrow: bool = False) -> list[str]:
    """The terms behind a negation up to the end of its clause; only its noun if the negation is narrow."""
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
    return frozenset(turned | lexical | set(_negators(wording)))


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


# Contraries


def _contraries(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    for axis in _axes():
        said = _sides(claim, axis)
        for at, sign in said:
            held = [side for one in cited for side in _held(claim, at, one, _sides(one, axis))]
            if held and all(other != sign for other in held):
                yield f"the record says the contrary of “{claim.folded[at]}”"


def _opposites(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """A word whose contrary the record has in its place; neither is denied, and each is on one side only."""
    for at, stem in enumerate(claim.stems):
        if not stem or any(carried_by_any(stem, one.all_stems) for one in cited):
            continue
        for one in cited:
            for place, other in enumerate(one.stems):
                opposed = other and other not in claim.all_stems and contrary(stem, other)
                if opposed and (at in _turned_places(claim)) == (place in _turned_places(one)):
                    yield f"the record says “{one.folded[place]}”, the contrary of “{claim.folded[at]}”"


def _turned_places(wording: Wording) -> set[int]:
    """Words that stand close behind a negation."""
    return {at + step for at in _negators(wording) for step in range(1, 4)}


def _held(claim: Wording, at: int, record: Wording, sides: list[tuple[int, int]]) -> list[int]:
    """The sides that the record takes near what the claim's word is said of; all, where that is not told.

    A word that the record has itself is judged by its negation alone.
    """
    if any(record.folded[own] == claim.folded[at] for own, _ in sides):
        return []
    told = (stem for stem in claim.stems[at + 1 : at + 1 + REACH] if stem)
    met = next((stem for stem in told if stem in record.all_stems), None)
    if met is None:
        return [side for _, side in sides]
    near = [(min(abs(place - own) for place in record.places(met)), side) for own, side in sides]
    return [side for far, side in near if far <= ASIDE and far == min(near)[0]]


def _sides(wording: Wording, axis: Contrary) -> list[tuple[int, int]]:
    """Words of the axis with their side, turned round where they are denied."""
    found: list[tuple[int, int]] = []
    for at, (stem, word) in enumerate(zip(wording.stems, wording.folded, strict=True)):
        side = axis.side(stem, word)
        if side:
            found.append((at, -side if _is_denied(wording, at) else side))
    return found


def _is_denied(wording: Wording, place: int) -> bool:
    """Does a negation stand before the word in its clause, without a term between?"""
    for at in _negators(wording):
        if at < place <= at + REACH and not any(wording.breaks[at + 1 : place + 1]):
            return not any(wording.stems[between] for between in range(at + 1, place)) or place - at <= 2
    return False


# Modality


def _hedges(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    for kind, told in (("hedge", "a possibility"), ("obligation", "what should be")):
        for one in cited:
            for at, word in enumerate(one.folded):
                if (
                    word in words_of(f"{kind}_word")
                    and not _frames(one, at)
                    and _is_told(one, at, claim, words_of(kind))
                ):
                    yield f"the record tells this as {told} (“{word}”)"


def _frames(record: Wording, at: int) -> bool:
    """Does the word only lead up to a number ("nearly 500") or to what is said ("we should recall that")?"""
    behind = record.folded[at + 1 : at + 4]
    if record.folded[at] in ("nearly", "almost"):
        return any(word[:1].isdigit() or is_number(word) for word in behind[:1])
    return any(word in words_of("mental") for word in behind[:2])


def _is_told(record: Wording, at: int, claim: Wording, kept: frozenset[str]) -> bool:
    """Is what the word hedges told in the claim, and without any of the words that keep it so?"""
    behind = [stem for stem in record.stems[at + 1 : at + 1 + REACH] if stem][:2]
    met = [place for stem in behind for place in claim.places(stem)]
    said = claim.folded[: max(met) + 2] if met else ()
    passive = any(f"{be} reported" in " ".join(said) for be in ("is", "are", "was", "were", "been"))
    return bool(met) and not (
        passive or record.folded[at] in claim.folded or any(word in kept for word in said)
    )


def _shown(wording: Wording, at: int) -> str:
    words = wording.words[at : at + 5]
    return f"“{wording.text[words[0].span.start : words[-1].span.end]}”"


@cache
def _axes() -> tuple[Contrary, ...]:
    return tuple(Contrary(one, other) for one, other in contraries())
