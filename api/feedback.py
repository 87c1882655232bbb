"""Answers that users call wrong, noted in files that an evaluation reads as gold.

In: a question, the id of its answer, what the user says of it. Out: a line of `feedback/questions.jsonl` in
the data directory where the right words are known or known not to exist; otherwise one of `unsettled.jsonl`
beside it, for a person to say what would be right. Refuses to let a file grow past its bound, so that nobody
fills the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from api import schemas as wire
from index.errors import StorageFailed, storage_errors

FOLDER = "feedback"
GOLD, UNSETTLED = "questions.jsonl", "unsettled.jsonl"
MOST = 16 * 1024 * 1024
"""The most bytes a file may have."""
FULL = "There is no room for more notes: read those in {} and put the file away."


@dataclass(frozen=True, slots=True)
class Right:
    """The passage that answers: the file it stands in, who spoke, the words."""

    file: str
    country: str | None
    speaker: str | None
    quote: str

    @classmethod
    def of(cls, citation: wire.Citation) -> Right:
        ref = citation.statement
        country = ref.delegation.name if ref.delegation else None
        return cls(ref.source.path, country, ref.speaker.name, citation.quote)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a user says of an answer. `none`: the record has no answer; `words`: the right words, if they are
    not on record as given."""

    question: str
    filters: dict[str, object]
    before: tuple[str, ...]
    answer: str
    note: str
    none: bool
    right: Right | None = None
    words: str = ""

    @property
    def settled(self) -> bool:
        """Is it known what would have been right?"""
        return self.none or self.right is not None

    def row(self) -> dict[str, object]:
        """As a gold file has it, with the rest of what was said."""
        told = f"{self.question}\n{self.answer}\n{self.note}\n{self.right}"
        return {
            "id": f"wrong-{_short(told)}",
            "question": self.question,
            "kind": "unanswerable" if self.none else "fact",
            "filters": self.filters or None,
            "answers": [asdict(self.right)] if self.right and not self.none else [],
            "before": list(self.before),
            "answer": self.answer,
            "note": self.note,
            "words": self.words,
        }


def note_wrong(data_dir: Path, wrong: Wrong) -> Path:
    """Appends one line, synced, and returns the file it went to. Raises StorageFailed where there is no
    room."""
    with storage_errors():
        folder = data_dir / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / (GOLD if wrong.settled else UNSETTLED)
        line = (json.dumps(wrong.row(), ensure_ascii=False) + "\n").encode("utf-8", "replace")
        if path.exists() and path.stat().st_size + len(line) > MOST:
            raise StorageFailed(FULL.format(path.name))
        at = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(at, "ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    return path


def answer_id(answer: wire.Answer) -> str:
    """The state of the index that was asked, and a hash of question and answer."""
    filters = answer.interpreted.filters.model_dump_json()
    return f"{answer.index}-{_short(f'{answer.question}|{filters}|{answer.text}|{answer.refusal}')}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
