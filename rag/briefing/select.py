"""Which quotations a briefing shows: the caps of its annex, and the few that can be read out.

In: parts, a length. Out: the same parts with fewer quotations, those on a side first, each delegation's
newest first; and three quotations that stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rag.answer.arrange import SIDES
from rag.answer.counting import latest_names
from rag.answer.sided import names_topic
from rag.briefing.brief import Part, Said
from rag.model import Citation, Length
from rag.ranking.in_time import as_spoken

QUOTED = 60
"""Quotations of an annex at most, unless it is to be full."""
OF_EACH = 2
"""Of those, of one delegation on one side at most, where there are more than can be quoted."""
USABLE = 3
LEAST_WORDS, MOST_WORDS = 8, 45
"""Words of a quotation that can be read out."""


def annex_of(parts: Sequence[Part], length: Length) -> tuple[Part, ...]:
    """What is quoted, by side and delegation."""
    if length == "short":
        return ()
    likely = {id(one): at for part in parts for at, one in enumerate(part.said)}
    every = [(likely[id(one)], one) for part in parts for one in _ordered(part.said)]
    kept = {id(one) for _, one in (every if length == "full" else _capped(every))}
    shown = (Part(part.about, tuple(o for o in _ordered(part.said) if id(o) in kept)) for part in parts)
    return tuple(part for part in shown if part.said)


def _capped(said: Sequence[tuple[int, Said]]) -> list[tuple[int, Said]]:
    """The newest of each delegation before its second, those on a side before those on none, and of these
    the likeliest of each part; the number says how likely. All where there are few."""
    if len(said) <= QUOTED:
        return list(said)
    seen: Counter[tuple[str, str, str | None]] = Counter()
    turns: list[tuple[bool, int, int, int]] = []
    for at, (place, one) in enumerate(said):
        seen[one.party, one.side, one.about] += 1
        turns.append((one.side == "unclear", seen[one.party, one.side, one.about], place, at))
    first = sorted(turn for turn in turns if turn[1] <= OF_EACH)[:QUOTED]
    return [said[turn[-1]] for turn in first]


def _ordered(said: Iterable[Said]) -> list[Said]:
    """By side, then by delegation under its latest name, the newest first."""
    order = list(SIDES)
    dated = as_spoken(said, lambda one: one.citation.statement, latest=True)
    names = latest_names(one.citation.statement for one in dated)
    return sorted(dated, key=lambda one: (order.index(one.side), names[one.party], one.party))


def usable(
    said: Sequence[Said], topic: str, without: str | None, annexed: bool = True
) -> tuple[Citation, ...]:
    """Up to three that name the topic and stand alone, those on no single State before others, of different
    delegations, one of each side before a second; `said` is in order of how surely it speaks to the topic;
    `without` is left out. None of so few that all are read, if there is an annex to read them in."""
    if annexed and len(said) <= USABLE:
        return ()
    first = sorted(said, key=lambda one: one.about is not None)
    fit = [
        one
        for one in first
        if one.party != without and stands_alone(one.citation) and names_topic(topic, one.citation)
    ]
    seen: Counter[str] = Counter()
    turns: list[tuple[bool, int, int]] = []
    for at, one in enumerate(fit):
        seen[one.side] += 1
        turns.append((one.side == "unclear", seen[one.side], at))
    chosen: dict[str, Said] = {}
    for _, _, at in sorted(turns):
        chosen.setdefault(fit[at].party, fit[at])
    return tuple(one.citation for one in list(chosen.values())[:USABLE])


def stands_alone(citation: Citation) -> bool:
    """Is it the speaker's own, a sentence of its own, and short enough to be read out?"""
    words = len(citation.quote.split())
    own = citation.quoting is None and citation.leads is None and not citation.quote.endswith("?")
    return own and LEAST_WORDS <= words <= MOST_WORDS
