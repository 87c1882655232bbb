"""The nouns of the project: what a record becomes on its way to a vector.

In: nothing. Out: frozen values shared by all packages. Text is immutable and structure is half-open spans
over it, counted in code points: `piece_text == statement.text[span.start:span.end]`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

Capacity = Literal["national", "group", "president", "secretariat", "other"]
PointKind = Literal["opening", "point", "closing", "procedural"]

MACHINE_TRANSLATED = "machine-translation"
"""The flag of statements whose words are a machine's, not the speaker's nor a translator's."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Do the two spans share a character?"""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Does the other lie wholly within this one?"""
        return self.start <= other.start and other.end <= self.end

    def shared(self, other: Span) -> int:
        """How many characters both have in common; below 0, how far apart they are."""
        return min(self.end, other.end) - max(self.start, other.start)


Piece = TypeVar("Piece")


def met_by(span: Span, pieces: Sequence[Piece], span_of: Callable[[Piece], Span]) -> slice:
    """The places of the pieces that share a character with the span. The pieces are in order and do not
    overlap, so only these are looked at, however many there are."""
    first = bisect_right(pieces, span.start, key=lambda piece: span_of(piece).end)
    return slice(first, bisect_left(pieces, span.end, key=lambda piece: span_of(piece).start))


@dataclass(frozen=True, slots=True)
class Delegation:
    """The State or organisation spoken for; `code` is ISO 3166 alpha 3 or the table's own code.

    `name` is the one in use on the day where the record or the table of names gives it (Turkey in 2019); two
    names with one code are one delegation.
    """

    code: str
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as the record names them, and in what role ("President of the Council")."""

    name: str | None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read: `path` is relative to the folder added, `key` its place in the file."""

    collection: str
    path: str
    sha256: str
    url: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the record has it; `label` is the record's own printed number, never ours."""

    number: int
    span: Span
    page: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """An argument point: the run of sentences that advances one claim, demand or topic."""

    number: int
    kind: PointKind
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: a point, or a part of one that fits the embedder's window."""

    id: str
    point: int
    kind: PointKind
    span: Span


@dataclass(frozen=True, slots=True)
class StatementRef:
    """A statement without its text: what citations, filters and lists need.

    `date` is ISO 8601, reduced where the record gives less ("2003", "2003-03"). `meeting` is the
    symbol as the UN writes it. Unknown values are None; nothing is inferred that the record lacks.
    `on_behalf_of` is the group in the speaker's words, `groups` what the table knows it as; the delegation
    stays the State that speaks. `circumstance` is how ("speaking on a point of order"), as printed.
    """

    id: str
    speaker: Speaker
    delegation: Delegation | None
    capacity: Capacity
    meeting: str | None
    date: str | None
    topic: str | None
    organ: str | None
    language: str | None
    source: Source
    order: int | None = None
    procedural: bool = False
    on_behalf_of: str | None = None
    flags: tuple[str, ...] = ()
    groups: tuple[Delegation, ...] = ()
    circumstance: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One intervention by one speaker, with the structure laid over its text.

    `paragraphs` is empty where the source has lost its paragraph breaks. `sentences` covers every
    non-blank character; points and passages are made of whole sentences (a passage may cut inside
    a sentence only where the sentence alone exceeds the embedder's window).
    """

    ref: StatementRef
    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Span, ...]
    points: tuple[Point, ...]
    passages: tuple[Passage, ...]

    def sentences_at(self, span: Span) -> slice:
        """The places of the sentences that the span touches."""
        return met_by(span, self.sentences, lambda sentence: sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a record may tell of a statement besides its speaker and its words; None where it does not."""

    meeting: str | None = None
    date: str | None = None
    topic: str | None = None
    organ: str | None = None
    language: str | None = None
    url: str | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class StatementDraft(Particulars):
    """What a reader yields: one statement as read, before it is cut into points.

    `key` names its place inside the file ("" when the file holds one statement). `text` excludes
    the speaker header. `paragraphs` are spans over `text`, empty where the breaks are lost.
    """

    key: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    speaker: Speaker
    delegation: Delegation | None
    capacity: Capacity
    procedural: bool = False
    on_behalf_of: str | None = None
    flags: tuple[str, ...] = ()
    groups: tuple[Delegation, ...] = ()
    circumstance: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is restricted to; empty means unrestricted. Lists are "or", fields are "and".

    Delegations are given by canonical code (resolve names with `index.speakers.delegations` first); a group's
    code also finds what a member said on its behalf. `since`
    and `until` are ISO dates; a statement dated only by year or month matches when the period it
    may fall in overlaps the range.
    """

    delegations: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    procedural: bool = field(default=False)

    @property
    def empty(self) -> bool:
        return self == Filters(procedural=self.procedural)
