"""What was typed into the forms for work over many statements: briefings, matrices, similar positions.

In: query parameters. Out: the text of every field as given, and the request it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api import schemas as wire
from api.web.forms import Narrowed, lines, typed
from rag.position.periods import UNDATED


@dataclass(frozen=True, slots=True)
class Briefed:
    """What a briefing is to be made of: a topic under filters, or passages; for whom, and how long it is."""

    topic: str
    passages: tuple[str, ...]
    narrowed: Narrowed
    own: str = ""
    length: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Briefed:
        passages = tuple(dict.fromkeys(given.getlist("passage")))
        own, length = typed(given, "as"), typed(given, "length")
        return cls(typed(given, "topic"), passages, Narrowed.of(given), own, length)

    def __bool__(self) -> bool:
        return bool(self.topic or self.passages)

    def body(self, format: str) -> wire.BriefBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        made = {"topic": self.topic or None, "passages": self.passages, "filters": self.narrowed.body()}
        asked = {"as": self.own or None, "length": self.length or "standard", "format": format}
        return wire.BriefBody.model_validate({**made, **asked})

    def file(self, format: str) -> str:
        """The address of the briefing as a file, or of its citations."""
        pairs = [("topic", self.topic), *(("passage", id) for id in self.passages), *self.narrowed.pairs]
        pairs += [("as", self.own), ("length", self.length)]
        return f"/brief/file?{urlencode([*((k, v) for k, v in pairs if v), ('format', format)])}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Issues, one a line, whose statements are looked at for them, and which delegation asks."""

    issues: tuple[str, ...]
    narrowed: Narrowed
    own: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Compared:
        return cls(lines(given.getlist("issue")), Narrowed.of(given), typed(given, "as"))

    def body(self, format: str) -> wire.CompareBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        made = {"issues": self.issues, "filters": self.narrowed.body(), "format": format}
        return wire.CompareBody.model_validate({**made, "as": self.own or None})

    def file(self, format: str) -> str:
        """The address of the matrix as a file."""
        asking = [("as", self.own)] if self.own else []
        pairs = [*(("issue", issue) for issue in self.issues), *self.narrowed.pairs, *asking]
        return f"/positions/file?{urlencode([*pairs, ('format', format)])}"


@dataclass(frozen=True, slots=True)
class Followed:
    """One delegation and an issue that it is followed on over time; "we" is the delegation that asks."""

    delegation: str
    issue: str
    narrowed: Narrowed
    cursor: str = ""
    own: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Followed:
        plain = {name: typed(given, name) for name in ("delegation", "issue", "cursor")}
        narrowed = replace(Narrowed.of(given), delegations=())
        return cls(narrowed=narrowed, own=typed(given, "as"), **plain)

    def __bool__(self) -> bool:
        return bool(self.delegation and self.issue)

    def body(self) -> wire.HistoryBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        asked = {"delegation": self.delegation, "issue": self.issue, "filters": self.narrowed.body()}
        return wire.HistoryBody.model_validate(
            {**asked, "as": self.own or None, "cursor": self.cursor or None}
        )

    def page(self, cursor: str) -> Followed:
        """The part of the history that begins there."""
        return replace(self, cursor=cursor)

    @property
    def address(self) -> str:
        pairs = [("delegation", self.delegation), ("issue", self.issue), *self.narrowed.pairs]
        pairs += [("as", self.own)]
        return f"/history?{urlencode([(k, v) for k, v in (*pairs, ('cursor', self.cursor)) if v])}"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What the coverage is counted by, and under which filters."""

    by: str
    narrowed: Narrowed

    @classmethod
    def of(cls, given: QueryParams) -> Surveyed:
        return cls(typed(given, "by") or "year", Narrowed.of(given))

    def query(self) -> wire.CoverageQuery:
        """Raises pydantic's ValidationError where a field is not usable."""
        return wire.CoverageQuery.model_validate({**self.narrowed.body(), "by": self.by})

    @property
    def picture(self) -> str:
        """The address of the heat map."""
        return f"/coverage/picture?{urlencode([*self.narrowed.pairs, ('by', self.by)])}"


@dataclass(frozen=True, slots=True)
class Timed:
    """An issue whose statements are counted over time, the period that is looked at, and what bars count."""

    issue: str
    narrowed: Narrowed
    by: str = ""
    at: str = ""
    count: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Timed:
        plain = {name: typed(given, name) for name in ("issue", "by", "at", "count", "cursor")}
        return cls(narrowed=Narrowed.of(given), **plain)

    def query(self) -> wire.TimelineQuery:
        """Raises pydantic's ValidationError where a field is not usable."""
        chosen = {"by": self.by, "at": self.at, "count": self.count, "cursor": self.cursor}
        given = {name: value for name, value in chosen.items() if value}
        return wire.TimelineQuery.model_validate({**self.narrowed.body(), "issue": self.issue, **given})

    def period(self, name: str | None) -> Timed:
        """Of one period."""
        return replace(self, at=name or UNDATED, cursor="")

    @property
    def whole(self) -> Timed:
        return replace(self, at="", cursor="")

    def page(self, cursor: str) -> Timed:
        return replace(self, cursor=cursor)

    @property
    def address(self) -> str:
        return f"/timeline?{self._told()}"

    def file(self, format: str) -> str:
        """The address of the whole as a file."""
        return f"/timeline/file?{self.whole._told()}&format={format}"

    def _told(self) -> str:
        pairs = [("issue", self.issue), *self.narrowed.pairs, ("by", self.by), ("count", self.count)]
        pairs += [("at", self.at), ("cursor", self.cursor)]
        return urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True, slots=True)
class Pointed:
    """A point for which similar ones are sought, as text, whether its own delegation is to be kept, and which
    delegation asks."""

    text: str
    with_own: bool
    narrowed: Narrowed
    own: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Pointed:
        narrowed = Narrowed.of(given)
        return cls(typed(given, "text"), given.get("own") == "with", narrowed, typed(given, "as"))

    def body(self) -> wire.SimilarBody:
        """Raises pydantic's ValidationError where the text is not usable."""
        sought = {"text": self.text, "include_own": self.with_own, "filters": self.narrowed.body()}
        return wire.SimilarBody.model_validate({**sought, "as": self.own or None})
