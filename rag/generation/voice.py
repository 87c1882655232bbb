"""Whose position is it? Words that the cited speaker only reports are not the speaker's own (law 9).

In: a claim and the record sentences it cites. Out: the check `voice`. A claim that says itself that the words
are retold, or names whose they are, passes.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.speakers.delegations import Delegations
from index.tables import word_set
from index.text.terms import content_terms
from rag.generation.model import Check, Cited
from rag.generation.names import speaks_as

_RETELLING = word_set(
    "recall recalls recalled quote quotes quoted quoting cite cites cited citing report reports reported recount "
    "according note notes noted mention mentions mentioned claim claims claimed allege alleged argument arguments "
    "allegation allegations view contrary deny denies denied reject rejects rejected dispute disputes disputed "
    "accuse accused accuses echo echoed remind reminded call called whose others some emphasized emphasised argued"
)


def check_voice(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Does the claim give the cited speaker what they only retell?"""
    retold = [one.retold for one in cited if one.retold is not None]
    if len(retold) < len(cited) or not any(speaks_as(claim, one.ref, delegations) for one in cited):
        return Check("voice", True)
    words = set(claim.casefold().replace(",", " ").split())
    theirs = {term for words in retold for term in content_terms(words)}
    if words & _RETELLING or theirs & set(content_terms(claim)):
        return Check("voice", True)
    return Check("voice", False, f"the speaker only retells this (“{retold[0]}”)", "altered")
