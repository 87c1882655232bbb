"""Checks that no word makes a sentence say something else than the record it cites.

In: the wordings of a claim and of what it cites. Out: the check `meaning`: a negation on one side only, words
that are contraries (`data/checking.tsv`), a hedge or an obligation of the record told as a fact. Turns are
those of `rag.quotation.turns`; what both sides deny or hedge, in whatever words, agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.generation.claim import Wording
from rag.generation.denial import REACH, denied_alone, is_denied, negators, pairs_denied_alone
from rag.generation.model import Check
from rag.generation.thesaurus import carried_by_any, contrary
from rag.generation.words import contraries, words_of
from rag.quotation.slips import is_number

ASIDE = 9
"""Words between a word of view and what it is said of."""


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
    """The first disagreement found, or that there is none."""
    denials = (*denied_alone(claim, cited), *pairs_denied_alone(claim, cited))
    for found in (*denials, *_contraries(claim, cited), *_opposites(claim, cited)):
        return Check("meaning", False, found, "contradicted")
    for found in _hedges(claim, cited):
        return Check("meaning", False, found, "altered")
    return Check("meaning", True)


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
    """The places of words that follow closely on a negation."""
    return {at + step for at in negators(wording) for step in range(1, 4)}


def _held(claim: Wording, at: int, record: Wording, sides: list[tuple[int, int]]) -> list[int]:
    """The sides that the record takes close to what the claim's word is about; all if that is not mentioned.

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
    """Words of the axis with their side, reversed where they are denied."""
    found: list[tuple[int, int]] = []
    for at, (stem, word) in enumerate(zip(wording.stems, wording.folded, strict=True)):
        side = axis.side(stem, word)
        if side:
            found.append((at, -side if is_denied(wording, at) else side))
    return found


# Modality


def _hedges(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    for kind, told in (("hedge", "a possibility"), ("obligation", "what should be")):
        for one in cited:
            for at, word in enumerate(one.modal):
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
    said = claim.modal[: max(met) + 2] if met else ()
    passive = any(f"{be} reported" in " ".join(said) for be in ("is", "are", "was", "were", "been"))
    return bool(met) and not (
        passive or record.folded[at] in claim.modal or any(word in kept for word in said)
    )


@cache
def _axes() -> tuple[Contrary, ...]:
    return tuple(Contrary(one, other) for one, other in contraries())
