"""What was typed into a form: read from an address, put back into one.

In: query parameters. Out: the text of every field as given, and the request it stands for; what is wrong
with it is found when that request is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api import schemas as wire

FIRST, MOST = "10", str(wire.MAX_LIMIT)
LONG = 10
"""Digits of which no number in use has so many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters; `literally` asks for passages, with nothing read out of the words."""

    question: str
    delegations: tuple[str, ...]
    speakers: tuple[str, ...]
    meetings: tuple[str, ...]
    since: str
    until: str
    limit: str
    literally: bool
    cursor: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Asked:
        return cls(
            question=given.get("q", "").strip(),
            delegations=_several(given, "delegation"),
            speakers=_several(given, "speaker"),
            meetings=_several(given, "meeting"),
            since=given.get("since", "").strip(),
            until=given.get("until", "").strip(),
            limit=given.get("limit", "").strip() or FIRST,
            literally=given.get("as") == "words",
            cursor=given.get("cursor", "").strip(),
        )

    def body(self) -> wire.AskBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        asked = {"question": self.question, "filters": self._filters(), "limit": _number(self.limit)}
        return wire.AskBody.model_validate({**asked, "cursor": self.cursor or None})

    def search_body(self) -> wire.SearchBody:
        asked = {"query": self.question, "filters": self._filters(), "limit": _number(self.limit)}
        return wire.SearchBody.model_validate({**asked, "literal": True})

    def _filters(self) -> dict[str, object]:
        return {
            "delegations": self.delegations,
            "speakers": self.speakers,
            "meetings": self.meetings,
            "since": self.since or None,
            "until": self.until or None,
        }

    @property
    def filtered(self) -> bool:
        return any((self.delegations, self.speakers, self.meetings, self.since, self.until))

    @property
    def address(self) -> str:
        """The page of this question."""
        pairs = [("q", self.question)]
        pairs += [("delegation", name) for name in self.delegations]
        pairs += [("speaker", name) for name in self.speakers]
        pairs += [("meeting", name) for name in self.meetings]
        pairs += [("since", self.since), ("until", self.until)]
        pairs += [("limit", self.limit if self.limit != FIRST else "")]
        pairs += [("as", "words" if self.literally else ""), ("cursor", self.cursor)]
        return f"/?{urlencode([(name, value) for name, value in pairs if value])}"

    @property
    def as_words(self) -> Asked:
        return replace(self, literally=True)

    @property
    def as_question(self) -> Asked:
        return replace(self, literally=False)

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
        return cls(*(given.get(field, "").strip() for field in fields))

    def body(self) -> wire.QuoteBody:
        """Raises pydantic's ValidationError where a field is not usable."""
        return wire.QuoteBody(
            quote=self.quote,
            delegation=self.delegation or None,
            speaker=self.speaker or None,
            meeting=self.meeting or None,
        )


@dataclass(frozen=True, slots=True)
class Pointed:
    """A point whose like is sought, as text, and whether its own delegation is to be kept."""

    text: str
    with_own: bool

    @classmethod
    def of(cls, given: QueryParams) -> Pointed:
        return cls(given.get("text", "").strip(), given.get("own") == "with")

    def body(self) -> wire.SimilarBody:
        """Raises pydantic's ValidationError where the text is not usable."""
        return wire.SimilarBody(text=self.text, include_own=self.with_own)


def _number(text: str) -> int | str:
    """The number a field's text is, or the text for the request to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONG else text


def _several(given: QueryParams, name: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in given.getlist(name) if value.strip())
