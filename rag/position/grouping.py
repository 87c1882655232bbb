"""Judged passages grouped by delegation, with the evidence shown for each.

In: passages in turn, the best of each delegation first, with the way they point; the text compared with, how
many to show. Out: one position per delegation, those who agree first and those who oppose last, each group
best evidence first. Some places are kept for those who oppose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.sided import one_told
from rag.citation.cite import cite
from rag.discourse.shared_text import common_runs, common_words, other_words
from rag.position.model import DelegationPosition, Evidence, Stance
from rag.position.passage_reader import Neighbour
from rag.ranking.hits import hit_of
from rag.ranking.in_time import in_time

LOOKED_FOR_OPPOSED = 3
"""How many times the limit is searched, in turn, for those who oppose."""
KEPT_FOR_OPPOSED = 4
"""One hit in so many is kept for those who oppose, where they would fall outside the limit."""
ORDER: tuple[Stance, ...] = ("agrees", "unclear", "opposes")


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage with the way it points and why it counts so."""

    neighbour: Neighbour
    stance: Stance
    reason: str


def key_of(neighbour: Neighbour) -> str:
    """The delegation, or who else spoke."""
    ref = neighbour.statement.ref
    if ref.delegation is not None:
        return ref.delegation.code
    return f"{ref.speaker.name or ref.speaker.role or ref.id}\0"


def grouped(judged: Sequence[Judged], text: str, limit: int, by_date: bool) -> tuple[DelegationPosition, ...]:
    """At most `limit` hits of those `judged`, which stand in turn."""
    groups: dict[str, list[Judged]] = {}
    for item in _chosen(judged, limit):
        groups.setdefault(key_of(item.neighbour), []).append(item)
    ordered = sorted(groups.values(), key=lambda group: (ORDER.index(_stance(group)), -_best(group)))
    positions: list[DelegationPosition] = []
    rank = 1
    for group in ordered:
        shown = in_time(group, _date, latest=False) if by_date else group
        positions.append(_position(shown, text, rank))
        rank += len(group)
    return tuple(positions)


def _chosen(judged: Sequence[Judged], limit: int) -> list[Judged]:
    """The hits to show, in order of score; some places are kept for those who oppose."""
    first, rest = judged[:limit], judged[limit:]
    already = {key_of(item.neighbour) for item in first if item.stance == "opposes"}
    opposed = [i for i in rest if i.stance == "opposes" and key_of(i.neighbour) not in already]
    room = max(0, limit // KEPT_FOR_OPPOSED - len(already))
    added = opposed[:room]
    kept = [*first[: limit - len(added)], *added]
    return sorted(kept, key=lambda item: -item.neighbour.scored.score)


def in_turn(neighbours: Sequence[Neighbour]) -> list[Neighbour]:
    """The best hit of each delegation, then the second best of each, and so on."""
    turns: Counter[str] = Counter()
    placed: list[tuple[int, int, Neighbour]] = []
    for at, one in enumerate(neighbours):
        turns[key_of(one)] += 1
        placed.append((turns[key_of(one)], at, one))
    return [one for _, _, one in sorted(placed, key=lambda place: place[:2])]


def _best(group: Sequence[Judged]) -> float:
    return max(item.neighbour.scored.score for item in group)


def _stance(group: Sequence[Judged]) -> Stance:
    """The direction of the best hit that takes a side; unclear for a delegation that takes both."""
    return one_told((item.stance for item in group), "unclear")


def _date(item: Judged) -> str | None:
    return item.neighbour.statement.ref.date


def _position(group: Sequence[Judged], text: str, first: int) -> DelegationPosition:
    evidence = tuple(_evidence(item, text, rank) for rank, item in enumerate(group, first))
    hits = [
        hit_of(rank, item.neighbour.scored, item.neighbour.statement, item.neighbour.passage)
        for rank, item in enumerate(group, first)
    ]
    return DelegationPosition(
        delegation=group[0].neighbour.statement.ref.delegation,
        stance=_stance(group),
        hits=tuple(hits),
        shared_text=any(item.common_runs for item in evidence),
        evidence=evidence,
    )


def _evidence(item: Judged, text: str, rank: int) -> Evidence:
    quote = item.neighbour.quote
    return Evidence(
        rank=rank,
        citation=cite(item.neighbour.statement, item.neighbour.run.span, number=rank),
        stance=item.stance,
        reason=item.reason,
        shared=common_words(text, quote),
        differing=other_words(text, quote),
        common_runs=common_runs(text, quote),
        reported=item.neighbour.run.reported,
    )
