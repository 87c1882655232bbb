"""Every statement that speaks of what is asked, with the sentence that shows it: a ranking of the whole
filter in, a complete list out.

For "which delegations ..." the ranking holds every passage with the topic's words and those nearest in
meaning. Each sentence is weighed; a statement is on the list with its likeliest sentence in the speaker's own
words, surely, perhaps, or not. Nothing is cut off; a page is a part of it, and says where the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.answer.focus import Focus
from rag.answer.readings import Readings
from rag.answer.weigh import Weighed, Weigher
from rag.discourse.read_out import quoting
from rag.model import Counts, Side
from rag.ranking.retrieval import Ranking, Scored

SURE = 0.2
"""Chance that a sentence speaks of the topic from which its statement is on the list."""
HELD, AGREEING = 0.5, 0.75
"""Of the topic's rarity, what the sentence with its neighbours must hold for it to be sure, or else how far
its tokens must agree with it: being nearer than the rest is not enough where all are far."""
PERHAPS = 0.1
"""Chance from which it is named apart, as one that may be."""

Quotable = Callable[[Iterable[Weighed]], Iterator[Weighed]]
"""Keeps of sentences, likeliest first, those that may be quoted for the question."""
SideOf = Callable[[Weighed], Side]


@dataclass(frozen=True, slots=True)
class Listed:
    """The sentence that puts a statement on the list, and the side it takes where one was asked for."""

    sentence: Weighed
    side: Side | None = None

    @property
    def delegation(self) -> str:
        return delegation_of(self.sentence.scored)


@dataclass(frozen=True, slots=True)
class Listing:
    """One sentence of each statement, those of a delegation together, the likeliest delegation first.

    `contested`: nobody is found to take the side asked for, and others take another, or it is that of
    opposition, which nobody is taken to hold who does not say so.
    """

    sure: tuple[Listed, ...]
    perhaps: tuple[Listed, ...]
    contested: bool = False

    def counts(self, ranking: Ranking) -> Counts:
        """How many are on the list, and of how many that were searched."""
        return Counts(
            delegations=len({one.delegation for one in self.sure}),
            statements=len(self.sure),
            searched=ranking.statements,
            in_all=len(ranking.snapshot.statements),
            certain=not self.perhaps,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a listing and the place where the next begins, None at its end."""

    sure: tuple[Listed, ...]
    perhaps: tuple[Listed, ...]
    next: int | None


def page_of(listing: Listing, first: int, limit: int | None) -> Page:
    """The statements from place `first` on, the sure ones before the others; all without a `limit`."""
    end = len(listing.sure) + len(listing.perhaps)
    last = end if limit is None else min(first + limit, end)
    sure = len(listing.sure)
    return Page(
        listing.sure[first:last],
        listing.perhaps[max(first - sure, 0) : max(last - sure, 0)],
        last if last < end else None,
    )


class Lister:
    """Lists what was ranked."""

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher

    def list(
        self,
        ranking: Ranking,
        focus: Focus,
        quotable: Quotable,
        asked: Side | None = None,
        side_of: SideOf = lambda _: "unclear",
    ) -> Listing:
        """Every statement with a sentence that speaks of the topic, and takes the side `asked` for.

        A statement that takes no side may belong to the list; one that takes another does not.
        """
        weighed = self._weigher.weigh(ranking.scored, ranking, focus, Readings(), listed=True)
        likely = [one for one in weighed if one.chance >= PERHAPS]
        by_statement: dict[str, list[Weighed]] = {}
        for one in quotable(likely):
            if not one.pieces.reported(one.at) or quoting(one.statement, one.span) is not None:
                by_statement.setdefault(one.scored.statement, []).append(one)
        if asked is None:
            first = [Listed(some[0]) for some in by_statement.values()]
            sure = [one for one in first if _speaks(one.sentence)]
            perhaps = [one for one in first if not _speaks(one.sentence)]
            contested = False
        else:
            sided = [_sided(some, asked, side_of) for some in by_statement.values()]
            sure = [one for one in sided if one.side == asked]
            perhaps = [one for one in sided if one.side == "unclear" and one.sentence.chance >= SURE]
            others = any(one.side not in (asked, "unclear") for one in sided)
            contested = not sure and (others or asked == "against")
        return Listing(tuple(together(sure)), tuple(together(perhaps)), contested)


def _speaks(one: Weighed) -> bool:
    """Is it sure that the sentence speaks of the topic?"""
    held = one.figures.around >= HELD or one.figures.focus >= AGREEING
    return held and one.chance >= SURE


def _sided(sentences: Sequence[Weighed], asked: Side, side_of: SideOf) -> Listed:
    """The likeliest sentence that takes the side asked for, else one that takes another, else the first.

    A statement that takes both sides is unclear.
    """
    sides = [side_of(one) for one in sentences]
    other = [at for at, side in enumerate(sides) if side not in (asked, "unclear")]
    if asked in sides:
        at = sides.index(asked)
        return Listed(sentences[at], "unclear" if other else asked)
    at = other[0] if other else 0
    return Listed(sentences[at], sides[at])


def together(listed: Sequence[Listed]) -> list[Listed]:
    """Those of a delegation together, delegations in the order of their first."""
    order = {key: at for at, key in enumerate(dict.fromkeys(one.delegation for one in listed))}
    return sorted(listed, key=lambda one: order[one.delegation])


def delegation_of(item: Scored) -> str:
    """Whom a passage counts for; a statement without a delegation stands for itself."""
    return item.delegation or item.statement
