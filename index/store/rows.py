"""Statements to table rows and back.

In: nouns of `index.model`. Out: tuples and compact JSON for a database, and the same nouns again, equal.
Dates become ranges of `yyyymmdd` integers: a date given by year or month is every day it may mean.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterable
from itertools import starmap
from typing import Any, cast

from index.model import (
    Capacity,
    Delegation,
    Paragraph,
    Passage,
    Point,
    PointKind,
    Source,
    Span,
    Speaker,
    Statement,
    StatementRef,
)
from index.text.steering import plain_name, web_address

Row = tuple[Any, ...]

KINDS = ("point", "opening", "closing", "procedural")
"""Passage kinds in the order of the numbers they are stored by."""

DAMAGED = "damaged"
"""The flag of a statement whose stored rows are not what was written."""

STATEMENT_COLUMNS = (
    "key, url, speaker, role, delegation, delegation_name, capacity, meeting, date, first_day, last_day, "
    "topic, organ, language, sequence, procedural, on_behalf_of, flags, groups, circumstance"
)
"""What `statement_row` gives."""
SEALED_COLUMNS = f"id, source, content_sha, {STATEMENT_COLUMNS}"
"""What the seal of a statement's fields is over."""
PLACE_COLUMNS = "collection, path, place, absolute, sha256"
"""What the seal of a source is over."""
TEXT_COLUMNS = "text, paragraphs, sentences, points"
"""What `text_row` gives."""
PASSAGE_COLUMNS = 'id, point, kind, start, "end"'
SEALED_PASSAGE = f"{PASSAGE_COLUMNS}, ordinal, text_sha"
"""What the seal of a statement's words is over, of each passage."""


def of_table(name: str, columns: str) -> str:
    """The columns with the table's name before each."""
    return ", ".join(f"{name}.{column}" for column in columns.split(", "))


REF_COLUMNS = f"{of_table('s', SEALED_COLUMNS)}, {of_table('f', PLACE_COLUMNS)}, s.seal, f.seal"
"""What `ref_of` reads, from statements `s` joined with sources `f`."""

DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def statement_row(ref: StatementRef) -> Row:
    """The statement's fields in the order of STATEMENT_COLUMNS."""
    delegation = ref.delegation
    return (
        ref.source.key,
        ref.source.url,
        ref.speaker.name,
        ref.speaker.role,
        delegation.code if delegation else None,
        delegation.name if delegation else None,
        ref.capacity,
        ref.meeting,
        ref.date,
        *days_of(ref.date),
        ref.topic,
        ref.organ,
        ref.language,
        ref.order,
        int(ref.procedural),
        ref.on_behalf_of,
        _compact(ref.flags),
        _compact([[group.code, group.name] for group in ref.groups]),
        ref.circumstance,
    )


def ref_of(row: Row) -> StatementRef:
    """The reference from a row of REF_COLUMNS; its names steer nothing, and its address leads to a page."""
    (id, _, _, key, url, speaker, role, code, name, capacity, meeting, date, _, _, topic) = row[:15]
    (organ, language, order, procedural, on_behalf_of, flags, groups, circumstance) = row[15:23]
    (collection, path, _, _, sha256) = row[23:28]
    return StatementRef(
        id=id,
        speaker=Speaker(plain_name(speaker), plain_name(role)),
        delegation=Delegation(code, plain_name(name) or "") if code is not None else None,
        capacity=cast(Capacity, capacity),
        meeting=plain_name(meeting),
        date=plain_name(date),
        topic=plain_name(topic),
        organ=plain_name(organ),
        language=plain_name(language),
        source=Source(collection, path, sha256, web_address(url), key),
        order=order,
        procedural=bool(procedural),
        on_behalf_of=plain_name(on_behalf_of),
        flags=tuple(json.loads(flags)),
        groups=tuple(Delegation(code, plain_name(name) or "") for code, name in json.loads(groups)),
        circumstance=plain_name(circumstance),
    )


def text_row(statement: Statement) -> Row:
    """Text, paragraphs, sentences and points, the last three as JSON."""
    paragraphs = [[p.number, p.span.start, p.span.end, p.page, p.label] for p in statement.paragraphs]
    sentences = [[span.start, span.end] for span in statement.sentences]
    points = [[p.number, p.kind, p.span.start, p.span.end] for p in statement.points]
    return statement.text, _compact(paragraphs), _compact(sentences), _compact(points)


def statement_of(ref: StatementRef, texts: Row, passages: list[Row]) -> Statement:
    """The statement from its reference, its row of texts and its rows that begin with PASSAGE_COLUMNS."""
    text, paragraphs, sentences, points = texts
    return Statement(
        ref,
        text,
        tuple(
            Paragraph(n, Span(a, b), page, plain_name(label))
            for n, a, b, page, label in json.loads(paragraphs)
        ),
        tuple(starmap(Span, json.loads(sentences))),
        tuple(Point(n, cast(PointKind, kind), Span(a, b)) for n, kind, a, b in json.loads(points)),
        tuple(passage_of(row) for row in passages),
    )


def passage_of(row: Row) -> Passage:
    """The passage from a row that begins with PASSAGE_COLUMNS."""
    id, point, kind, start, end = row[:5]
    return Passage(id, point, cast(PointKind, KINDS[kind]), Span(start, end))


def is_passage(row: Row) -> bool:
    """Can a passage be made of the row? Only damage makes a row that cannot be one."""
    _, _, kind, start, end = row[:5]
    return kind in range(len(KINDS)) and isinstance(start, int) and isinstance(end, int)


def passage_rows(passages: Iterable[tuple[Passage, bytes]]) -> list[Row]:
    """Rows of SEALED_PASSAGE; each passage comes with the SHA-256 of what was embedded for it."""
    return [
        (p.id, p.point, KINDS.index(p.kind), p.span.start, p.span.end, ordinal, sha)
        for ordinal, (p, sha) in enumerate(passages)
    ]


def damaged_ref(id: str) -> StatementRef:
    """All that is said of a statement whose fields cannot be trusted: that it is there."""
    nowhere = Source("", "", "", None, "")
    return StatementRef(
        str(id), Speaker(None), None, "other", None, None, None, None, None, nowhere, flags=(DAMAGED,)
    )


def days_of(date: str | None) -> tuple[int, int]:
    """First and last day the date may mean as `yyyymmdd`; (0, 0) for none or one that is no ISO date."""
    found = DATE.match(date or "")
    if found is None:
        return 0, 0
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 0 <= month <= 12 or not 0 <= day <= 31 or year == 0:
        return 0, 0
    if month == 0:
        return year * 10000 + 101, year * 10000 + 1231
    first = year * 10000 + month * 100
    return (first + day, first + day) if day else (first + 1, first + monthrange(year, month)[1])


def date_of(first: int, last: int) -> str | None:
    """The date that means these days, as a record gives it; None for 0."""
    day = f"{first // 10_000:04}-{first // 100 % 100:02}-{first % 100:02}"
    if first == last:
        return day if first else None
    return day[:7] if first // 100 == last // 100 else day[:4]


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
