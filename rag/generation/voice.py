"""Whose position is it? Words that the cited speaker only reports are not the speaker's own (law 9).

In: a claim and the record sentences it cites. Out: the check `voice`. A claim that says itself that the words
are retold, or names whose they are, passes.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.speakers.delegations import Delegations
from index.text.terms import content_terms
from rag.generation.attribution import speaks_as, told_by
from rag.generation.model import Check, Cited
from rag.generation.named_source import named_source
from rag.generation.words import words_of

FEW = 4
"""In a report without "that", whose words it gives stands within so many words."""


def check_voice(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Does the claim ascribe to the cited speakers what they only retell, or have another say?"""
    sources = list(filter(None, (named_source(one.text) for one in cited)))
    another = len(sources) == len(cited) > 0 and not _named(sources, claim)
    if another and any(told_by(claim, one.ref, delegations) for one in cited):
        return Check("voice", False, f"the record has another say this (“{sources[0]}”)", "altered")
    retold = [one.retold for one in cited if one.retold is not None]
    if len(retold) < len(cited) or not any(speaks_as(claim, one.ref, delegations) for one in cited):
        return Check("voice", True)
    words = set(claim.casefold().replace(",", " ").split())
    theirs = {term for report in retold for term in content_terms(_opening(report))}
    if words & words_of("retelling") or theirs & set(content_terms(claim)):
        return Check("voice", True)
    return Check("voice", False, f"the speaker only retells this (“{retold[0]}”)", "altered")


def _named(sources: Sequence[str], claim: str) -> bool:
    """Does the claim name any of those who say it in the record?"""
    return bool({term for source in sources for term in content_terms(source)} & set(content_terms(claim)))


def _opening(report: str) -> str:
    """The words that say whose the rest is: up to "that", or a few if there is none."""
    lead, that, _ = report.partition(" that ")
    return lead if that else " ".join(report.split()[:FEW])
