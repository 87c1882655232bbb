"""Public test sets as statements, so that they go through the same code as records.

In: the folders of chunking-eval and QMSum. Out: what a reader would have given: one draft per document or
per turn, text untouched, paragraphs where the source marks them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Paragraph, Span, Speaker, StatementDraft
from index.readers.base import ReadFile
from index.text.dewrap import is_wrapped

BLANK, LINE = re.compile(r"\n\s*\n"), re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class TurnQuestion:
    """A QMSum query on one meeting, with the turns that are relevant, as numbers from 0."""

    id: str
    question: str
    meeting: str
    turns: frozenset[int]


def documents(folder: Path, names: Sequence[str]) -> Iterator[ReadFile]:
    """The Markdown documents called `names`, each as one statement."""
    for name in names:
        file = folder / f"{name}.md"
        data = file.read_bytes()
        text = data.decode("utf-8")
        draft = _draft("", text, paragraphs_of(text), name)
        yield ReadFile(file.name, str(file), hashlib.sha256(data).hexdigest(), (draft,))


def meetings(folder: Path, count: int) -> Iterator[tuple[ReadFile, tuple[TurnQuestion, ...]]]:
    """The first `count` meetings of a QMSum folder: turns as statements, with the specific queries."""
    for file in sorted(folder.glob("*.json"))[:count]:
        data = file.read_bytes()
        meeting = json.loads(data)
        drafts = tuple(
            _draft(str(number), turn["content"], (), turn["speaker"])
            for number, turn in enumerate(meeting["meeting_transcripts"])
            if turn["content"].strip()
        )
        read = ReadFile(file.name, str(file), hashlib.sha256(data).hexdigest(), drafts)
        yield read, tuple(_turn_questions(file.name, meeting["specific_query_list"]))


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Runs of text between blank lines, or lines where each is a paragraph, as the readers take them."""
    lines = [line for line in text.split("\n") if line.strip()]
    breaks = BLANK if not lines or is_wrapped(lines) else LINE
    ends = [*(match.span() for match in breaks.finditer(text)), (len(text), len(text))]
    found: list[Paragraph] = []
    start = 0
    for end, following in ends:
        body = text[start:end]
        if body.strip():
            left = start + len(body) - len(body.lstrip())
            found.append(Paragraph(len(found) + 1, Span(left, left + len(body.strip()))))
        start = following
    return tuple(found)


def _turn_questions(meeting: str, rows: Sequence[dict[str, object]]) -> Iterator[TurnQuestion]:
    for number, row in enumerate(rows, 1):
        spans = [(int(first), int(last)) for first, last in row["relevant_text_span"]]  # type: ignore[attr-defined]
        turns = frozenset(turn for first, last in spans for turn in range(first, last + 1))
        yield TurnQuestion(f"{meeting}:{number}", str(row["query"]), meeting, turns)


def _draft(key: str, text: str, paragraphs: tuple[Paragraph, ...], speaker: str) -> StatementDraft:
    return StatementDraft(
        key=key,
        text=text,
        paragraphs=paragraphs,
        speaker=Speaker(speaker),
        delegation=None,
        capacity="other",
    )
