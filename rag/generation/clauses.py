"""Sentences about several delegations: each part is held to that delegation's own words.

In: a claim and what it cites. Out: its parts, each with the sentences of the delegation it is about, if there
are at least two; else nothing. Also the check `attribution` on what one of them is said to have said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.speakers.delegations import Delegations
from rag.generation.claim import Wording
from rag.generation.model import Check, Cited
from rag.generation.names import belonging, codes_of
from rag.generation.thesaurus import carried_by_any
from rag.generation.words import phrases

_JOINT = re.compile(
    rf"(?:;|,?\s(?:{'|'.join(phrases('clause_joined'))})|,\s(?:{'|'.join(phrases('clause_added'))}))"
    r"\s(?=(?:the\s)?[A-ZÀ-Þ])|(?<=\w)\sand\s(?=(?:the\s)?[A-ZÀ-Þ][\w’'-]+\s[a-z]+(?:ed|s)\s)"
)


def clauses_of(claim: str, cited: Sequence[Cited], delegations: Delegations) -> list[tuple[str, list[Cited]]]:
    """Each part of the claim with what it is held to; empty if the claim has only one part."""
    found: list[tuple[str, list[Cited]]] = []
    for text in _JOINT.split(claim):
        codes = [one.delegation.code for one in delegations.find_in(text[:80])]
        own = [one for one in cited if any(code in codes_of([one]) for code in codes[:1])]
        if not own:
            return []
        found.append((text.strip(), own))
    several = {id(one) for _, own in found for one in own}
    return found if len(found) > 1 and len(several) > 1 else []


MOST_BORROWED = 2
"""So many terms of another delegation's sentence may stand in what is said of one."""


def check_joined(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check | None:
    """Does what is said of one delegation rest on its own words, not on another's cited beside them?"""
    named = {one.delegation.code for one in delegations.find_in(claim)}
    own = [one for one in cited if named & codes_of([one])]
    others = [one for one in cited if not named & codes_of([one])]
    if not own or not others:
        return None
    theirs = {stem for one in others for stem in Wording.of(one.text).all_stems}
    held = {stem for one in own for stem in Wording.of(f"{one.text} {belonging(one.ref)}").all_stems}
    borrowed = [
        stem for stem in Wording.of(claim).all_stems if stem in theirs and not carried_by_any(stem, held)
    ]
    if len(borrowed) <= MOST_BORROWED:
        return None
    return Check("attribution", False, "it gives one delegation the words of another", "contradicted")
