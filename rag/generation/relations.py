"""How the parts of a sentence are related: before or after, because or despite, on what condition.

In: the wordings of a claim and of what it cites. Out: the first relation that the record does not have or has
the other way round. The words of each are rows of `data/checking.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.generation.claim import Wording
from rag.generation.model import Check
from rag.generation.thesaurus import carried_by_any
from rag.generation.words import phrase_contraries, phrases, words_of

REACH = 6
"""How many words behind "after" or "before" the event it refers to may be named."""

_DISTANCE = {
    "this": "now", "current": "now", "last": "past", "past": "past", "previous": "past", "next": "future",
    "coming": "future", "following": "future",
}  # fmt: skip
_DEICTIC = re.compile(rf"\b({'|'.join(_DISTANCE)}) ({'|'.join(phrases('pointed_time'))})\b")


def check_relations(claim: Wording, cited: Sequence[Wording]) -> Check | None:
    """None if every relation is also the record's."""
    for found in _turned_round(claim, cited):
        return Check("meaning", False, found, "contradicted")
    for found in _opposed(claim, cited):
        return Check("meaning", False, found, "contradicted")
    for found in (*_moments(claim, cited), *_reasons(claim, cited), *_conditions(claim, cited)):
        return Check("meaning", False, found, "altered")
    return None


def _turned_round(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    for at, side in _order(claim):
        told = set(_behind(claim, at))
        met = [other for one in cited for place, other in _order(one) if told & set(_behind(one, place))]
        if met and side not in met:
            yield f"the record has the other order than “{claim.folded[at]}”"
        words = [stem for stem in told if not stem.isdigit()]
        known = any(carried_by_any(stem, one.all_stems) for stem in words for one in cited)
        if words and not met and not known:
            yield f"the record does not tell what is said to be “{claim.folded[at]}” it"


def _order(wording: Wording) -> Iterator[tuple[int, str]]:
    for at, word in enumerate(wording.folded):
        if word == "before" and wording.folded[at - 1 : at] == ("ever",):
            continue
        for side in ("later", "earlier"):
            if word in words_of(f"order_{side}"):
                yield at, side


def _behind(wording: Wording, at: int) -> list[str]:
    """The terms and figures behind a word, up to the end of its clause."""
    found: list[str] = []
    for place in range(at + 1, min(at + 1 + REACH, len(wording.words))):
        if wording.breaks[place] and found:
            break
        if wording.stems[place] or wording.folded[place].isdigit():
            found.append(wording.stems[place] or wording.folded[place])
    return found


def _opposed(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """Phrases that say the contrary of each other: "at once", "step by step"."""
    said, held = _line([claim]), _line(cited)
    for one, other in phrase_contraries():
        for own, theirs in ((one, other), (other, one)):
            met = next((phrase for phrase in own if f" {phrase} " in said), None)
            if met and any(f" {phrase} " in held for phrase in theirs) and f" {met} " not in held:
                yield f"the record says the contrary of “{met}”"


def _line(wordings: Sequence[Wording]) -> str:
    return "".join(f" {' '.join(one.folded)} " for one in wordings)


def _moments(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """ "This year", if the record says "last year"."""
    held = [found for one in cited for found in _DEICTIC.findall(" ".join(one.folded))]
    for which, unit in _DEICTIC.findall(" ".join(claim.folded)):
        others = {_DISTANCE[other] for other, same in held if same == unit}
        if others and _DISTANCE[which] not in others:
            yield f"the record does not say “{which} {unit}”"


def _reasons(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """A "despite" that the record does not have, or a cause that is not one there."""
    said, held = _line([claim]), _line(cited)
    despite = next((one for one in phrases("concession") if f" {one} " in said), None)
    if despite and not any(
        f" {one} " in held for one in (*phrases("concession"), *phrases("concession_too"))
    ):
        yield f"the record does not say “{despite}”"
    cause = next((one for one in phrases("cause") if f" {one} " in said), None)
    if (
        cause
        and any(f" {one} " in held for one in phrases("concession"))
        and not any(f" {one} " in held for one in (*phrases("cause"), *phrases("cause_too")))
    ):
        yield f"the record does not say “{cause}”"


def _conditions(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """A condition of the record that the claim leaves out."""
    if any(word in words_of("condition_kept") for word in claim.folded):
        return
    for one in cited:
        for at, word in enumerate(one.folded):
            if word == "provided" and one.folded[at + 1 : at + 2] != ("that",):
                continue
            if word in words_of("condition") and one.folded[at - 1 : at] not in (
                ("as",),
                ("even",),
                ("see",),
            ):
                own = [stem for stem in one.stems[:at] if stem] or [stem for stem in one.stems if stem]
                if len(claim.all_stems & set(own)) >= 2:
                    yield f"the record says this on a condition (“{word}”)"
