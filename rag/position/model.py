"""The nouns of a position: what a delegation holds on a point, and the sentences that show it.

In: hits and citations. Out: frozen values that `api` turns into JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Delegation
from rag.model import Citation, Hit

Stance = Literal["agrees", "opposes", "unclear"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of a hit that speak to the issue, cited, and why they count as they do.

    `shared` and `differing` are words that both sides use or only the quote; `common_runs` are runs of eight
    words or more that both have in common.
    """

    rank: int
    citation: Citation
    stance: Stance
    reason: str
    shared: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    common_runs: tuple[str, ...] = ()
    reported: bool = False


@dataclass(frozen=True, slots=True)
class DelegationPosition:
    """What one delegation said on an issue, best evidence first; one piece of evidence for each hit."""

    delegation: Delegation | None
    stance: Stance
    hits: tuple[Hit, ...]
    shared_text: bool = False
    evidence: tuple[Evidence, ...] = ()
