"""The rows written over the given statements: questions, near questions and claims of a folder, as groups.

In: `DIR/reader` with passages.jsonl, qa.jsonl and claims.jsonl. Out: groups that share a passage, and for
each question passages that share its words and are not its own.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.model import Span
from index.speakers.delegations import load_delegations
from index.text.terms import content_terms
from rag.evaluation.reader.examples import (
    FIRST,
    SECOND,
    THIRD,
    Example,
    Group,
    everywhere,
    marked,
    passage_of,
)
from rag.reader.reading import ReadPassage

CONTRADICTED = {"reverse": SECOND, "premise": SECOND | THIRD, "strength": SECOND | THIRD}
"""What a near question may be, by its kind; of any other kind it is not answered."""
RANKED = (2, 25)
"""Places, by shared words, from which a passage that does not answer is drawn; the very first may answer."""
_DEBATE = re.compile(r"/([A-Z]{3})_\d+_(\d{4})\.txt$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, one that only looks as if it were answered, what a hurried user types, and the answer."""

    file: str
    passage: ReadPassage
    question: str
    near: str
    kind: str
    keywords: str
    answer: Span | None


@dataclass(frozen=True, slots=True)
class Claims:
    """Three claims on what one passage argues."""

    file: str
    passage: ReadPassage
    issue: str
    supports: str
    opposes: str
    neither: str
    evidence: Span | None


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a folder."""

    questions: tuple[Question, ...]
    claims: tuple[Claims, ...]


def read_rows(folder: Path) -> Rows:
    """The rows of `folder`; one whose passage is not there is left out."""
    known = {(row["k"], row["n"]): row for row in _lines(folder / "passages.jsonl")}
    delegations = load_delegations()

    def place(row: dict[str, Any]) -> tuple[str, ReadPassage]:
        found = known[row["k"], row["n"]]
        return found["file"], passage_of(header_of(found, delegations), found["passage"])

    asked = [
        Question(
            *place(row), row["question"], row["near"], row["near_kind"], row["keywords"], _span(row, known)
        )
        for row in _lines(folder / "qa.jsonl")
        if (row["k"], row["n"]) in known
    ]
    claimed = [
        Claims(*place(row), row["issue"], row["supports"], row["opposes"], row["neither"], _span(row, known))
        for row in _lines(folder / "claims.jsonl")
        if (row["k"], row["n"]) in known
    ]
    return Rows(tuple(asked), tuple(claimed))


def header_of(row: dict[str, Any], delegations: Any) -> str:
    """The header the index would give: delegation, topic, date, as far as the row or its file's name tells."""
    debate = _DEBATE.search(row["file"])
    if debate and not row["country"]:
        speaks = delegations.by_code(debate[1])
        parts = (speaks.name if speaks else None, "General debate", debate[2])
    else:
        parts = (row["country"], row["topic"], row["date"])
    return " ".join(f"{part}." for part in parts if part)


def question_group(row: Question, away: Sequence[Question], chance: random.Random) -> Group:
    """The question before its near question, the keywords, and for one of them a passage that is not its
    own.
    """
    whole = CONTRADICTED.get(row.kind, THIRD)
    near = everywhere("answer", row.near, row.passage, whole)
    if whole == SECOND:
        near = Example(
            "answer", row.near, row.passage, SECOND, tuple(SECOND | THIRD for _ in near.sentences), near.sure
        )
    asked = chance.choice((row.question, row.question, row.keywords))
    found = [
        _answered(row.question, row),
        near,
        *([_answered(row.keywords, row)] if chance.random() < 0.5 else []),
        *(everywhere("answer", asked, one.passage, THIRD) for one in away),
    ]
    return Group("questions", row.file, tuple(found), ordered=True)


def _answered(question: str, row: Question) -> Example:
    if row.answer is None:
        return Example(
            "answer",
            question,
            row.passage,
            FIRST,
            tuple(7 for _ in row.passage.sentences),
            tuple(1.0 for _ in row.passage.sentences),
        )
    return marked("answer", question, row.passage, FIRST, row.answer)


def claims_group(row: Claims) -> Group:
    """The claim that is supported before the one that is opposed, and one that is neither."""
    evidence = row.evidence or Span(0, len(row.passage.text))
    return Group(
        "claims",
        row.file,
        (
            marked("stance", row.supports, row.passage, FIRST, evidence),
            marked("stance", row.opposes, row.passage, SECOND, evidence),
            everywhere("stance", row.neither, row.passage, THIRD),
        ),
        ordered=True,
    )


def shared_words(rows: Sequence[Question]) -> list[list[int]]:
    """For every question, the questions whose passages (of other files) share most words with it, best
    first.
    """
    from scipy.sparse import csr_matrix

    terms: dict[str, int] = {}

    def counted(texts: Sequence[str]) -> Any:
        found = [sorted({terms.setdefault(t, len(terms)) for t in content_terms(text)}) for text in texts]
        ends = np.cumsum([0, *map(len, found)])
        columns = np.concatenate([np.asarray(one, int) for one in found])
        return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), 200_000))

    held = counted([f"{row.passage.header} {row.passage.text}" for row in rows])
    asked = counted([row.question for row in rows])
    rarity = np.log(len(rows) / (1 + np.asarray(held.sum(axis=0)).ravel()))
    scores = np.asarray((asked.multiply(rarity).tocsr() @ held.T).todense())
    orders = np.argsort(-scores, axis=1, kind="stable")[:, : 3 * RANKED[1]]
    return [
        [int(at) for at in order if rows[at].file != rows[asker].file][: RANKED[1]]
        for asker, order in enumerate(orders)
    ]


def _span(row: dict[str, Any], known: dict[tuple[int, int], dict[str, Any]]) -> Span | None:
    words = row.get("answer") or row.get("evidence") or ""
    at = known[row["k"], row["n"]]["passage"].find(words)
    return Span(at, at + len(words)) if words and at >= 0 else None


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if file.is_file():
        with file.open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)
