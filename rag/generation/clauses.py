"""Sentences that tell of several delegations at once: each part is held to the words of its own.

In: a claim and what it cites. Out: its parts with the sentences of whom they speak of, where it has at least
two such parts; else nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.speakers.delegations import Delegations
from rag.generation.model import Cited
from rag.generation.names import codes_of

_JOINT = re.compile(
    r"(?:;|,?\s(?:while|whereas|but)|,\s(?:and|as|with))\s(?=(?:the\s)?[A-ZÀ-Þ])|(?<=\w)\sand\s(?=(?:the\s)?[A-ZÀ-Þ][\w’'-]+\s[a-z]+(?:ed|s)\s)"
)


def parts_of(claim: str, cited: Sequence[Cited], delegations: Delegations) -> list[tuple[str, list[Cited]]]:
    """Each part of the claim with what it is held to; empty where the claim is one."""
    found: list[tuple[str, list[Cited]]] = []
    for text in _JOINT.split(claim):
        codes = [one.delegation.code for one in delegations.find_in(text[:80])]
        own = [one for one in cited if any(code in codes_of([one]) for code in codes[:1])]
        if not own:
            return []
        found.append((text.strip(), own))
    several = {id(one) for _, own in found for one in own}
    return found if len(found) > 1 and len(several) > 1 else []
