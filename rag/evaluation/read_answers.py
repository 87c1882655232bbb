"""Answers read sentence by sentence: how many of the sentences quoted answer, by judgements that were kept.

In: `DIR/read-answers.jsonl`, questions as they were asked with the sentences quoted for them and what a
reader said of each, and a service over the records they were asked of. Out: rows by question, and rates. A
sentence that nobody has read counts as unread, not as wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Filters
from index.segmentation.sentences import split_sentences
from index.text.folding import fold_letters
from rag.evaluation.gold import json_lines
from rag.evaluation.measures import Estimate, estimate, exact
from rag.model import Answer
from rag.question.followups.conversation import Turn
from rag.service import OnRecord

READ = 8
"""Quotations of an answer that are read; a list goes on."""
JUDGEMENTS = ("right", "weak", "off", "wrong side")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the questions `before` it, whether it should be answered, and the judgement of each
    sentence read, by its letters and figures. `half`: "open" was looked at while changes were made."""

    question: str
    kind: str
    half: str
    before: tuple[str, ...]
    answerable: bool
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What is quoted for one question now: sentences by judgement, in the order of `JUDGEMENTS`, and those
    unread; whether it is answered or refused as it should be."""

    question: str
    kind: str
    half: str
    counts: tuple[int, int, int, int]
    unread: int
    settled: bool


def read_judged(file: Path) -> list[Judged]:
    """The questions of a file."""
    return [
        Judged(
            row["question"],
            row["kind"],
            row["half"],
            tuple(row["before"]),
            row["answerable"],
            {fold_letters(one["sentence"]): one["judgement"] for one in row["sentences"]},
        )
        for row in json_lines(file)
    ]


def read_rows(judged: Sequence[Judged], service: OnRecord) -> Iterator[ReadRow]:
    """Each question asked as a user would, after those before it."""
    for one in judged:
        whole = service.complete(one.question, [Turn(before) for before in one.before])
        yield read_row(one, service.ask(whole.question, whole.filters if one.before else Filters()))


def read_row(judged: Judged, answer: Answer) -> ReadRow:
    """What was said of the sentences of an answer."""
    said = [
        judged.said.get(fold_letters(sentence.of(citation.quote)))
        for citation in answer.citations[:READ]
        for sentence in split_sentences(citation.quote)
    ]
    right, weak, off, wrong = (said.count(judgement) for judgement in JUDGEMENTS)
    settled = answer.answered is judged.answerable
    return ReadRow(
        judged.question, judged.kind, judged.half, (right, weak, off, wrong), said.count(None), settled
    )


def read_measures(rows: Sequence[ReadRow]) -> dict[str, Estimate]:
    """Rates over sentences, and over questions."""
    found: dict[str, Estimate] = {}
    for half in sorted({row.half for row in rows}):
        some = [row for row in rows if row.half == half]
        for at, judgement in enumerate(JUDGEMENTS):
            found[f"{half}: {judgement}"] = _share([row.counts[at] for row in some], some)
        found[f"{half}: unread"] = _share([row.unread for row in some], some, unread=True)
        found[f"{half}: answered or refused as it should be"] = estimate([float(row.settled) for row in some])
    return found


def _share(counts: Sequence[int], rows: Sequence[ReadRow], unread: bool = False) -> Estimate:
    """Of the sentences read, or of all that are quoted."""
    quoted = sum(sum(row.counts) + (row.unread if unread else 0) for row in rows)
    return exact(sum(counts) / max(quoted, 1), quoted)
