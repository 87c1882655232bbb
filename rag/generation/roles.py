"""Who did what to whom: with the parts exchanged, the same words say something else.

In: a claim and what it cites. Out: the first verb or place whose parts are exchanged. Only a double crossing
counts: what did it in the record suffers it in the claim, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.speakers.delegations import Delegations
from rag.generation.claim import Wording
from rag.generation.model import Check, Cited
from rag.generation.words import phrases
from rag.quotation.turns import of_class

AROUND = 9
"""How many words on either side of a verb its parts are looked for among."""
_PLACE = re.compile(rf"\b(?P<word>{'|'.join(phrases('place_before'))})\s(?:the\s)?(?:[\w-]+\s){{0,2}}$", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """Terms of who does it and of whom it is done to, as far as the wording shows."""

    doer: frozenset[str]
    done_to: frozenset[str]


def check_roles(claim: Wording, cited: Sequence[Cited], delegations: Delegations) -> Check | None:
    """None if no parts are exchanged."""
    record = [Wording.of(one.text) for one in cited]
    for found in (*_verbs(claim, record), *_places(claim.text, cited, delegations)):
        return Check("meaning", False, found, "contradicted")
    return None


def _verbs(claim: Wording, record: Sequence[Wording]) -> Iterator[str]:
    for at, stem in enumerate(claim.stems):
        if not stem or not _is_verb(claim, at):
            continue
        said = _parts(claim, at)
        held = [_parts(one, place) for one in record for place in one.places(stem) if _is_verb(one, place)]
        if held and all(_exchanged(said, other) for other in held):
            yield f"the record has the parts of “{claim.folded[at]}” the other way round"


def _exchanged(said: Parts, held: Parts) -> bool:
    crossed = (said.doer & held.done_to) - held.doer, (said.done_to & held.doer) - held.done_to
    return all(crossed) and not (said.doer & held.doer or said.done_to & held.done_to)


def _is_verb(wording: Wording, at: int) -> bool:
    """Does it end in -ed or -s, or stand behind an auxiliary? Only its form counts; nothing is parsed."""
    before = wording.folded[max(0, at - 1) : at]
    word = wording.folded[at]
    return (word.endswith(("ed", "s", "ing")) and not word.endswith(("ys", "ss", "us", "is", "ps"))) or any(
        word in of_class("auxiliary") | of_class("modal") | {"to"} for word in before
    )


def _parts(wording: Wording, at: int) -> Parts:
    before = _stems(wording, range(at - 1, max(-1, at - 1 - AROUND), -1))
    behind = range(at + 1, min(len(wording.words), at + 1 + AROUND))
    passive = "by" in wording.folded[at + 1 : at + 4] or any(
        word in ("be", "been", "being", "is", "are", "was", "were") for word in _auxiliaries(wording, at)
    )
    if not passive:
        return Parts(before, _stems(wording, behind))
    by = next((place for place in behind if wording.folded[place] == "by"), None)
    doer = _stems(wording, range(by + 1, min(len(wording.words), by + 1 + AROUND))) if by else frozenset()
    return Parts(doer, before)


def _auxiliaries(wording: Wording, at: int) -> tuple[str, ...]:
    return wording.folded[max(0, at - 2) : at]


def _stems(wording: Wording, places: range) -> frozenset[str]:
    """The terms at those places up to the end of the clause."""
    found: set[str] = set()
    for place in places:
        if wording.breaks[max(place, place - (places.step - 1) // 2)] and found:
            break
        if wording.folded[place] in ("that", "which", "who") and found:
            break
        found |= {wording.stems[place]} - {""}
    return frozenset(found)


def _places(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Iterator[str]:
    """Two delegations exchanged: one is where something happens or comes from, the other is not."""
    said = _oblique(claim, delegations)
    for one in cited:
        held = _oblique(one.text, delegations)
        changed = [code for code in said if code in held and bool(said[code]) != bool(held[code])]
        if {bool(said[code]) for code in changed} == {True, False}:
            yield f"the record has {' and '.join(sorted(changed))} the other way round"
        for code, word in said.items():
            if (
                code in held
                and {word, held[code]} <= {"from", "in", "across", "throughout"}
                and "from" in (word, held[code])
                and word != held[code]
            ):
                yield f"“{word}” stands where the record has “{held[code]}”"


def _oblique(text: str, delegations: Delegations) -> dict[str, str]:
    """Each delegation named once, with the small word before it, "" for none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for mention in delegations.find_in(text):
        word = _PLACE.search(text[max(0, mention.span.start - 40) : mention.span.start])
        code = mention.delegation.code
        if code in found:
            twice.add(code)
        found[code] = word["word"].lower() if word else ""
    return {code: word for code, word in found.items() if code not in twice}
