"""What questions are understood by, as a file beside the record: a start reads few statements for it.

In: what counts of each statement, with the mark of its content, or the file. Out: the same, gathered by just
this version. A statement whose mark is another one by now is read anew; the file may be deleted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from index.process.array_file import read_arrays, write_arrays
from rag.question.facts import StatementFacts

NAME = "facts.arrays"
Marked = Mapping[str, tuple[str, StatementFacts]]
"""By id: the mark of a statement's content, and what of it counts."""


class KeptFacts:
    """The file in a folder; `version` is the program's."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / NAME
        self._note = json.dumps(["statements with collections", version])

    def read(self) -> Marked:
        """Nothing where there is no file, or where it is torn or another version's."""
        file = read_arrays(self._path)
        if file is None or file.note != self._note:
            return {}
        told = json.loads(file.arrays["facts"].tobytes())
        return {id: (mark, _facts(fields)) for id, mark, fields in told}

    def write(self, known: Marked) -> None:
        """Raises OSError, and leaves what was there."""
        told = json.dumps([[id, mark, astuple(one)] for id, (mark, one) in known.items()]).encode()
        write_arrays(self._path, self._note, {"facts": [np.frombuffer(told, np.uint8)]})


def _facts(fields: Sequence[Any]) -> StatementFacts:
    """Names and codes occur in many statements and are held once."""
    speaker, own, name, codes, group, meeting, date, organ, topic, collection, procedural = fields
    names = (speaker, own, name, group, meeting, date, organ, topic)
    speaker, own, name, group, meeting, date, organ, topic = map(_once, names)
    told, held = tuple(map(sys.intern, codes)), sys.intern(collection)
    return StatementFacts(speaker, own, name, told, group, meeting, date, organ, topic, held, procedural)


def _once(text: str | None) -> str | None:
    return None if text is None else sys.intern(text)
