"""What questions are understood by, as a file beside the record: a start reads no statement for it.

In: facts and the stamp of the record's state they were gathered from, or the file. Out: the facts of just
this state, gathered by just this version, or none. The file may be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np

from index.process.array_file import read_arrays, write_arrays
from rag.question.model import RecordFacts, Spoke

NAME = "facts.arrays"
FIELDS = tuple(field.name for field in fields(RecordFacts))


class KeptFacts:
    """The file in a folder; `version` is the program's."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / NAME
        self._version = version

    def read(self, stamp: str) -> RecordFacts | None:
        file = read_arrays(self._path)
        if file is None or file.note != self._note(stamp):
            return None
        return _facts(json.loads(file.arrays["facts"].tobytes()))

    def write(self, facts: RecordFacts, stamp: str) -> None:
        """Raises OSError, and leaves what was there."""
        told = json.dumps({name: _plain(getattr(facts, name)) for name in FIELDS}).encode()
        write_arrays(self._path, self._note(stamp), {"facts": [np.frombuffer(told, np.uint8)]})

    def _note(self, stamp: str) -> str:
        return json.dumps([self._version, stamp])


def _plain(values: Iterable[object]) -> list[object]:
    return [astuple(value) if isinstance(value, Spoke) else value for value in values]


def _facts(told: dict[str, Any]) -> RecordFacts:
    return RecordFacts(
        delegations=frozenset(told["delegations"]),
        speakers=tuple((name, code) for name, code in told["speakers"]),
        meetings=frozenset(told["meetings"]),
        dates=tuple(told["dates"]),
        spoke=frozenset(Spoke(*one) for one in told["spoke"]),
        organs=frozenset(told["organs"]),
        presided=frozenset(told["presided"]),
        spoken_by=tuple((code, name) for code, name in told["spoken_by"]),
    )
