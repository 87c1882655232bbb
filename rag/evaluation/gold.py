"""Gold files in, typed rows out: questions with the passages that answer them, located in our texts.

Gold quotes are copied from the source files with white space made single; our texts have line ends
joined. `locate` finds a quote in a statement through both, and returns None when it is not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InvalidInput
from index.model import Span

SEED_PREFIX = "seed:"
SEED_FOLDER = "seed/"
LOOSE = re.compile(r"[\s\u00ad\-\u2010-\u2015]+")
"""White space, hyphens and dashes: what joining line ends may change."""


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """One passage that answers: the file it stands in, who spoke, the words."""

    file: str
    country: str | None
    speaker: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    id: str
    question: str
    kind: str
    answers: tuple[GoldAnswer, ...]

    @property
    def answerable(self) -> bool:
        return self.kind != "unanswerable"


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """The rows of `questions.jsonl`."""
    return tuple(
        GoldQuestion(
            row["id"],
            row["question"],
            row["kind"],
            tuple(
                GoldAnswer(data_path(a["file"]), a["country"], a["speaker"], a["quote"])
                for a in row["answers"]
            ),
        )
        for row in json_lines(path)
    )


def data_path(file: str) -> str:
    """The gold's name of a file as a path inside the data folder."""
    return SEED_FOLDER + file.removeprefix(SEED_PREFIX) if file.startswith(SEED_PREFIX) else file


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file. Raises InvalidInput naming the bad line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidInput(f"{path.name}, line {number}, is not a JSON object: {error.msg}.") from error


def locate(text: str, quote: str) -> Span | None:
    """Where the quote stands in the text, tolerant of line ends; None when it does not."""
    kept = [(character, at) for at, character in enumerate(text) if not LOOSE.match(character)]
    needle = LOOSE.sub("", quote)
    start = "".join(character for character, _ in kept).find(needle)
    if start < 0 or not needle:
        return None
    return Span(kept[start][1], kept[start + len(needle) - 1][1] + 1)
