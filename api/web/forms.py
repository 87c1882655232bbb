"""What was typed into a form, read from an address and put back into one.

In: query parameters. Out: the text of every field as given, and the request it stands for; what is wrong
with it is found when that request is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api import schemas as wire
from index.errors import InvalidInput
from index.model import Span
from rag.model import Group

FIRST, MOST = "10", str(wire.MAX_LIMIT)
MOST_BEFORE = 20
"""How many questions of a thread are kept."""
LONG = 10
"""More digits than any number in use has."""
SEVERAL = {
    "delegations": "delegation",
    "speakers": "speaker",
    "meetings": "meeting",
    "organs": "organ",
    "collections": "collection",
}
"""Filters of which there can be several, by the name each has in an address."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters of a form, each as typed."""

    delegations: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Narrowed:
        several = {field: lines(given.getlist(name)) for field, name in SEVERAL.items()}
        return cls(**several, since=typed(given, "since"), until=typed(given, "until"))

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @property
    def pairs(self) -> Pairs:
        """As an address has them."""
        named = [(name, value) for field, name in SEVERAL.items() for value in getattr(self, field)]
        return [*named, *((name, getattr(self, name)) for name in ("since", "until") if getattr(self, name))]

    def body(self) -> dict[str, object]:
        several = {field: getattr(self, field) for field in SEVERAL}
        return {**several, "since": self.since or None, "until": self.until or None}

    def within(self, field: str, value: str) -> Narrowed:
        """The same for one value of a field only; a year is its days."""
        if field == "years":
            return replace(self, since=f"{value}-01-01", until=f"{value}-12-31")
        only: Any = (value,)
        return replace(self, **{field: only})

    def without(self, field: str, value: str) -> Narrowed:
        """The same with one value taken out."""
        given: Any = getattr(self, field)
        left: Any = tuple(other for other in given if other != value) if field in SEVERAL else ""
        return replace(self, **{field: left})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters; `literally` searches for its words, with nothing read out of them.

    `before` are the questions it follows, oldest first. `order` is that of what is shown, "" for ours.
    `own` is the delegation that asks, `answerer` who writes, `undo` what the question was not meant to mean.
    `basket` holds the passages chosen so far: an address carries them where no script keeps them.
    """

    question: str
    narrowed: Narrowed
    limit: str = FIRST
    literally: bool = False
    cursor: str = ""
    before: tuple[str, ...] = ()
    order: str = ""
    own: str = ""
    answerer: str = ""
    undo: tuple[str, ...] = ()
    basket: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: QueryParams, literally: bool = False) -> Asked:
        return cls(
            question=typed(given, "q"),
            narrowed=Narrowed.of(given),
            limit=typed(given, "limit") or FIRST,
            literally=literally,
            cursor=typed(given, "cursor"),
            before=() if literally else lines(given.getlist("before"))[-MOST_BEFORE:],
            order=typed(given, "order"),
            own=typed(given, "as"),
            answerer=typed(given, "answerer"),
            undo=lines(given.getlist("undo")),
            basket=lines(given.getlist("passage")),
        )

    def body(self) -> wire.AskBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        asked = {"question": self.question, "filters": self.narrowed.body(), "limit": _number(self.limit)}
        taken = {"as": self.own or None, "answerer": self.answerer or None, "undo": self.undo}
        turns = [{"question": question} for question in self.before] or None
        group = self.order if self.order in get_args(Group) else None
        return wire.AskBody.model_validate(
            {**asked, **taken, "group": group, "cursor": self.cursor or None, "conversation": turns}
        )

    def search_body(self) -> wire.SearchBody:
        asked = {"query": self.question, "filters": self.narrowed.body(), "limit": _number(self.limit)}
        return wire.SearchBody.model_validate({**asked, "literal": True, "facets": True})

    @property
    def address(self) -> str:
        """The page of this question."""
        pairs = [("q", self.question), *self.narrowed.pairs, *(("before", one) for one in self.before)]
        pairs += [("limit", self.limit if self.limit != FIRST else "")]
        pairs += [("as", self.own), ("answerer", self.answerer), *(("undo", one) for one in self.undo)]
        pairs += [("order", self.order), ("cursor", self.cursor)]
        pairs += [("passage", id) for id in self.basket]
        place = "/search" if self.literally else "/"
        return f"{place}?{urlencode([(name, value) for name, value in pairs if value])}"

    @property
    def as_words(self) -> Asked:
        return replace(self, literally=True, before=(), order="", cursor="", undo=())

    @property
    def as_question(self) -> Asked:
        return replace(self, literally=False, order="")

    @property
    def over_time(self) -> str:
        """The page that counts these words over time under the same filters."""
        pairs = [("issue", self.question), *self.narrowed.pairs] if self.question else []
        return f"/timeline?{urlencode(pairs)}" if pairs else "/timeline"

    @property
    def thread(self) -> tuple[Asked, ...]:
        """The questions it follows, each as its own page."""
        return tuple(
            replace(self, question=one, before=self.before[:at], cursor="", limit=FIRST, undo=())
            for at, one in enumerate(self.before)
        )

    def instead(self, question: str) -> Asked:
        """Another question in its place, that follows none."""
        return replace(self, question=question, before=(), cursor="", undo=())

    @property
    def plain(self) -> Asked:
        """The question and what restricts it, without how it is shown."""
        return replace(self, limit=FIRST, cursor="", order="", basket=())

    def ordered(self, order: str) -> Asked:
        """The same in another order, from the first page on."""
        return replace(self, order=order, cursor="")

    def under(self, narrowed: Narrowed, literally: bool) -> Asked:
        """The same words from the first page on, under other filters."""
        before = () if literally else self.before
        return replace(self, narrowed=narrowed, literally=literally, before=before, cursor="")

    def meaning(self, undo: Iterable[str]) -> Asked:
        """The same, from the first page on, with this part of how it is understood taken back."""
        return replace(self, undo=tuple(dict.fromkeys(undo)), cursor="")

    def page(self, cursor: str) -> Asked:
        """The page of the list that begins there."""
        return replace(self, cursor=cursor)

    @property
    def with_more(self) -> Asked | None:
        """The same with more passages, where there can be more."""
        return replace(self, limit=MOST) if self.limit == FIRST else None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation and to whom it is given."""

    quote: str
    delegation: str
    speaker: str
    meeting: str

    @classmethod
    def of(cls, given: QueryParams) -> Quoted:
        fields = ("quote", "delegation", "speaker", "meeting")
        return cls(*(typed(given, field) for field in fields))

    def body(self) -> wire.QuoteBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        return wire.QuoteBody(
            quote=self.quote,
            delegation=self.delegation or None,
            speaker=self.speaker or None,
            meeting=self.meeting or None,
        )


def _number(text: str) -> int | str:
    """The number a field's text is, or the text for the request to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONG else text


def span_of(start: str | None, end: str | None) -> Span:
    """Raises InvalidInput where one of the two is not an offset."""
    return Span(_offset(start), _offset(end))


def _offset(value: str | None) -> int:
    if value is None or not (value.isascii() and value.isdecimal() and len(value) < LONG):
        raise InvalidInput("A passage needs 'from' and 'to', both whole numbers.")
    return int(value)


def typed(given: QueryParams, name: str) -> str:
    """One field without the blanks around it."""
    return given.get(name, "").strip()


def lines(values: Iterable[str]) -> tuple[str, ...]:
    """Every line of fields that come several times, or hold several lines."""
    return tuple(line.strip() for value in values for line in value.splitlines() if line.strip())
