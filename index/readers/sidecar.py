"""The optional note beside a text: `NAME.meta.toml` or `NAME.meta.json`.

In: symbol, date, topic, organ, speaker, delegation, role, language, url, order. Out: a `Known`. An unknown
key, a value that is not text, a date that is not one or an unknown delegation is refused by name.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from index.errors import UnreadableRecord
from index.readers.base import Candidate, Context
from index.readers.statement import Known
from index.speakers.delegations import load_delegations
from index.text.dates import parse_date
from index.text.decode import decode_text
from index.text.symbols import normal_symbol

KEYS = {
    "symbol": "meeting",
    "meeting": "meeting",
    "date": "date",
    "topic": "topic",
    "organ": "organ",
    "speaker": "speaker",
    "delegation": "delegation",
    "country": "delegation",
    "role": "role",
    "language": "language",
    "url": "url",
    "order": "order",
}


def find_sidecar(candidate: Candidate, context: Context) -> Candidate | None:
    """The note of `speech.txt`: `speech.meta.toml`, `.meta.json`, or `speech.txt.meta.toml`, `.meta.json`."""
    stem = PurePosixPath(candidate.name).stem
    for name in (stem, candidate.name):
        for suffix in (".meta.toml", ".meta.json"):
            found = context.beside(candidate, name + suffix)
            if found is not None:
                return found
    return None


def sidecar_of(candidate: Candidate, context: Context) -> Known:
    """What the note beside `candidate` says; nothing where there is none. Raises as `read_sidecar` does."""
    note = find_sidecar(candidate, context)
    return read_sidecar(note) if note else Known()


def read_sidecar(note: Candidate) -> Known:
    """What the note says; raises UnreadableRecord naming the note and the key that is wrong."""
    values = _parse(note)
    said: dict[str, str] = {}
    order: int | None = None
    for key, value in values.items():
        if key not in KEYS:
            raise UnreadableRecord(f"{note.name} has an unknown key {key!r}; use {', '.join(sorted(KEYS))}.")
        if value is None or value == "":
            continue
        if key == "order":
            order = _order(note, value)
        else:
            said[KEYS[key]] = _text(note, key, value)
    return Known(
        speaker=said.get("speaker"),
        delegation=said.get("delegation"),
        role=said.get("role"),
        meeting=said.get("meeting"),
        date=said.get("date"),
        topic=said.get("topic"),
        organ=said.get("organ"),
        language=said.get("language"),
        url=said.get("url"),
        order=order,
    )


def _parse(note: Candidate) -> Mapping[str, object]:
    text = decode_text(note.read(limit=1 << 20))
    try:
        values: object = tomllib.loads(text) if note.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRecord(f"{note.name} is not valid {note.suffix[1:].upper()}: {error}.") from error
    if not isinstance(values, dict):
        raise UnreadableRecord(f"{note.name} must hold keys and values, such as topic and date.")
    return values


def _order(note: Candidate, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnreadableRecord(f"{note.name}: order must be a whole number.")


def _text(note: Candidate, key: str, value: object) -> str:
    if not isinstance(value, str | int | date if key == "date" else str):
        raise UnreadableRecord(f"{note.name}: {key} must be text, in quotation marks.")
    text = " ".join(str(value).split())
    if KEYS[key] == "delegation" and load_delegations().resolve(text) is None:
        raise UnreadableRecord(f"{note.name}: {text!r} is not a known delegation; correct or drop it.")
    if KEYS[key] == "meeting":
        return normal_symbol(text)
    if key != "date":
        return text
    found = parse_date(text)
    if found is None:
        raise UnreadableRecord(
            f"{note.name}: {text!r} is not a date; write it as 2020-05-27, 2020-05 or 2020."
        )
    return found
