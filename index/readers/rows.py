"""People's own corpora: JSON lines, CSV or TSV, one statement a row, in named and checked columns.

In: rows with `text` and `speaker` or `delegation`, and any of the columns of `cells.py`. Out: one draft for
each row. All or nothing: a file with bad rows is refused, each named by its line and what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.process.deadline import look
from index.readers.base import Candidate, Context, KnownBySuffix
from index.readers.cells import ALIASES, Row, date_in, delegation_in, is_own, known_cells, order_in
from index.readers.statement import Known, draft_of
from index.speakers.headers import parse_header
from index.speakers.offices import presides
from index.text.decode import decode_text
from index.text.symbols import normal_symbol

MAX_ROWS_FILE = 256 * 2**20
MAX_LINE = 16 * 2**20
MOST_NAMED = 8
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SEPARATOR = re.compile(r"(\"?)sep=(.)\1\r?\n", re.IGNORECASE)


class RowsReader(KnownBySuffix):
    """Reads one file of rows."""

    suffixes = (".jsonl", ".ndjson", ".csv", ".tsv")

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        text = decode_text(candidate.read(MAX_ROWS_FILE))
        if candidate.suffix in (".jsonl", ".ndjson"):
            rows = _json_rows(text)
        else:
            rows = _table_rows(text, candidate.suffix)
        drafts, faults = _drafts(rows)
        if faults:
            more = f" and {len(faults) - MOST_NAMED} more" if len(faults) > MOST_NAMED else ""
            told = "; ".join(faults[:MOST_NAMED])
            raise UnreadableRecord(f"Correct {told}{more}, then add the file again: none of it was added.")
        if not drafts:
            raise UnreadableRecord("The file holds no rows; give it at least the columns text and speaker.")
        return tuple(drafts)


def _json_rows(text: str) -> Iterator[tuple[int, Row | str]]:
    """(line, row or what is wrong with it)."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            yield number, f"the line is longer than {MAX_LINE // 2**20} MiB"
            continue
        try:
            value = json.loads(line, object_pairs_hook=_once)
        except UnreadableRecord as fault:
            yield number, str(fault)
            continue
        except (ValueError, RecursionError):
            yield number, "it is not a JSON object"
            continue
        lone = SURROGATE.search(line) is not None and not _is_encodable(json.dumps(value, ensure_ascii=False))
        yield number, "it holds half a character (a lone surrogate)" if lone else _as_row(value)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """The pairs as an object; raises UnreadableRecord where one name stands twice, for the last would win."""
    value = dict(pairs)
    if len(value) < len(pairs):
        raise UnreadableRecord(f"it names {str(_twice([name for name, _ in pairs]))[:40]!r} twice")
    return value


def _twice(names: Sequence[str]) -> str | None:
    """The first name that stands there twice."""
    counted = Counter(names)
    return next((name for name in names if counted[name] > 1), None)


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _as_row(value: object) -> Row | str:
    if not isinstance(value, dict):
        return "it is not a JSON object"
    cells: dict[str, str] = {}
    for key, cell in value.items():
        if isinstance(cell, list | dict):
            return f"{key[:40]!r} holds a list or object where words are needed"
        if isinstance(cell, bool) and not is_own(key):
            return f"{key[:40]!r} holds a truth value where words are needed"
        cells[key] = "" if cell is None else str(cell)
    return cells


def _table_rows(text: str, suffix: str) -> Iterator[tuple[int, Row | str]]:
    told = SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    head = text.split("\n", 1)[0]
    delimiter = told[2] if told else "\t" if suffix == ".tsv" else max(",;\t|", key=head.count)
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    while True:
        number = reader.line_num + (2 if told else 1)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"it is not a valid row ({error})"
            return
        if names is None:
            names = [cell.strip() for cell in cells]
            columns = [ALIASES.get(name.lower(), name.lower()) for name in names if name]
            if (twice := _twice(columns)) is not None:
                yield number, f"it names the column {twice[:40]!r} twice"
                return
        elif any(cell.strip() for cell in cells):
            if len(cells) == len(names):
                yield number, dict(zip(names, cells, strict=True))
            else:
                yield number, f"it has {len(cells)} cells where the first line names {len(names)}"


def _drafts(rows: Iterator[tuple[int, Row | str]]) -> tuple[list[StatementDraft], list[str]]:
    drafts: list[StatementDraft] = []
    faults: list[str] = []
    keys: dict[str, int] = {}
    for number, row in rows:
        look()
        try:
            if isinstance(row, str):
                raise UnreadableRecord(row)
            draft = _draft(row, number)
            if draft.key in keys:
                raise UnreadableRecord(f"its id {draft.key[:40]!r} is also that of line {keys[draft.key]}")
        except UnreadableRecord as fault:
            faults.append(f"line {number} ({str(fault).rstrip('.')})")
        else:
            keys[draft.key] = number
            drafts.append(draft)
    return drafts, faults


def _draft(row: Row, number: int) -> StatementDraft:
    cells = known_cells(row)
    text = cells.get("text", "")
    if not text:
        raise UnreadableRecord("it has no text")
    header = parse_header(text)
    if not (cells.get("speaker") or cells.get("delegation") or header):
        raise UnreadableRecord("it names neither speaker nor delegation")
    known = Known(
        speaker=cells.get("speaker"),
        delegation=delegation_in(cells.get("delegation")),
        role=cells.get("role"),
        president=header is None and presides(cells.get("role")),
        meeting=normal_symbol(cells["meeting"]) if "meeting" in cells else None,
        date=date_in(cells.get("date")),
        topic=cells.get("topic"),
        organ=cells.get("organ"),
        language=cells.get("language"),
        url=cells.get("url"),
        order=order_in(cells.get("order")),
    )
    return replace(draft_of(text, known), key=cells.get("id") or f"line-{number}")
