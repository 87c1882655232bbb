"""The part of a list that is wanted, in the order wanted: by date, by year, by delegation, by side, with a
heading for each group.

In: a listing. Out: the same statements in another order, a part of them with the place where the next begins,
and the heading a citation stands under.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.counting import latest_names
from rag.answer.listing import Listed, Listing, by_delegation
from rag.model import Citation, Group, Side, Sort
from rag.question.model import Order
from rag.ranking.in_time import in_time

SIDES: dict[Side, str] = {
    "for": "For",
    "against": "Against",
    "conditional": "On a condition",
    "unclear": "No side told",
}
"""In the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`sort` by date is newest first; left out, delegations stand together, the likeliest first."""

    sort: Sort | None = None
    group: Group | None = None

    @property
    def as_found(self) -> bool:
        return self.sort is None and self.group is None


AS_FOUND, BY_DATE = Arrangement(), Arrangement("date")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is wanted: from statement `first` on, at most `limit`, or all; and in what
    order."""

    first: int = 0
    limit: int | None = None
    order: Arrangement = AS_FOUND


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a listing and the place where the next begins, None at its end."""

    sure: tuple[Listed, ...]
    perhaps: tuple[Listed, ...]
    next: int | None


def arranged(listing: Listing, wanted: Arrangement) -> Listing:
    """What is surely on the list before the rest, each in the order wanted."""
    if wanted.sort == "date" or wanted.group == "year":
        listing = in_order(listing, "latest")
    if wanted.group == "delegation":
        return replace(listing, sure=by_delegation(listing.sure), perhaps=by_delegation(listing.perhaps))
    if wanted.group == "side":
        order = list(SIDES)
        by_side = sorted(listing.sure, key=lambda one: order.index(one.side or "unclear"))
        return replace(listing, sure=tuple(by_side))
    return listing


def in_order(listing: Listing, order: Order) -> Listing:
    """The same by date, as far as dates tell; what has no date comes last."""

    def dated(listed: Sequence[Listed]) -> tuple[Listed, ...]:
        return tuple(in_time(listed, lambda one: one.sentence.statement.ref.date, latest=order == "latest"))

    return replace(listing, sure=dated(listing.sure), perhaps=dated(listing.perhaps))


def page_of(listing: Listing, first: int, limit: int | None) -> Page:
    """The statements from place `first` on, the sure ones first; all of them without a `limit`."""
    end = len(listing.sure) + len(listing.perhaps)
    last = end if limit is None else min(first + limit, end)
    sure = len(listing.sure)
    return Page(
        listing.sure[first:last],
        listing.perhaps[max(first - sure, 0) : max(last - sure, 0)],
        last if last < end else None,
    )


def headed(citations: Sequence[Citation], group: Group | None) -> Iterator[tuple[str, Citation]]:
    """Each statement with the heading that it is the first to stand under; "" for the others."""
    last, names = "", latest_names(citation.statement for citation in citations)
    for citation in citations:
        heading = _heading(citation, group, names) if group else ""
        yield ("" if heading == last else f"{heading}:"), citation
        last = heading


def _heading(citation: Citation, group: Group, names: Mapping[str, str]) -> str:
    if group == "year":
        return citation.date[:4] if citation.date else "Undated"
    if group == "side":
        return SIDES[citation.side or "unclear"]
    delegation = citation.statement.delegation
    return names[delegation.code] if delegation else "For no delegation"
