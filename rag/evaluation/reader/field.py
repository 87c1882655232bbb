"""The rows written over the given statements: questions, near questions and claims of a folder, as groups.

In: `DIR/reader` with passages.jsonl, qa.jsonl and claims.jsonl. Out: groups that share a passage, and for
each question passages that share its words and are not its own.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

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
    pair,
    passage_of,
)
from rag.quotation.turns import of_class
from rag.reader.reading import ReadPassage

CONTRADICTED = {"reverse": SECOND, "premise": SECOND | THIRD, "strength": SECOND | THIRD}
"""What a near question may be, by its kind; of any other kind it is not answered."""
RANKED = (2, 25)
"""Places, by shared words, from which a passage that does not answer is drawn; the very first may answer."""
SAYS = (
    "Who says that {}?",
    "Which delegations hold that {}?",
    "Who argued that {}?",
    "Which States think that {}?",
    "Who takes the view that {}?",
)
"""A claim as a question for every delegation."""
MOST_WORDS = 200_000
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
    """The header the index would give, as far as the row or its file's name tells."""
    debate = _DEBATE.search(row["file"])
    if debate and not row["country"]:
        speaks = delegations.by_code(debate[1])
        parts = (speaks.name if speaks else None, "General debate", debate[2])
    else:
        parts = (row["country"], row["topic"], row["date"])
    return headed(*parts)


def headed(*parts: str | None) -> str:
    """ "Kenya. Trade. 2003.": those that are known."""
    return " ".join(f"{part}." for part in parts if part)


def answered(row: Question) -> tuple[Example, Example]:
    """The question that the passage answers, and the near one that it does not."""
    whole = CONTRADICTED.get(row.kind, THIRD)
    near = replace(everywhere("answer", row.near, row.passage, whole | THIRD), whole=whole)
    return _answered(row.question, row), near


def sided(row: Claims) -> tuple[Example, Example, Example]:
    """The claims that the passage supports, opposes, and leaves alone."""
    evidence = row.evidence or Span(0, len(row.passage.text))
    return (
        marked("stance", row.supports, row.passage, FIRST, evidence),
        marked("stance", row.opposes, row.passage, SECOND, evidence),
        everywhere("stance", row.neither, row.passage, THIRD),
    )


def question_group(row: Question, away: Sequence[ReadPassage], chance: random.Random) -> Group:
    """The question before its near question, and one of its forms on passages that are not its own.

    Half of the time the keywords too.
    """
    asked = chance.choice((row.question, row.question, row.keywords))
    found = [
        *answered(row),
        *([_answered(row.keywords, row)] if chance.random() < 0.5 else []),
        *(everywhere("answer", asked, passage, THIRD) for passage in away),
    ]
    return Group("questions", row.file, tuple(found), ordered=True)


def _answered(question: str, row: Question) -> Example:
    if row.answer is None:
        return pair("answer", question, row.passage, FIRST)
    return marked("answer", question, row.passage, FIRST, row.answer)


def claims_group(row: Claims, away: Sequence[ReadPassage], chance: random.Random) -> Group:
    """The claim that is supported before the one that is opposed, one that is neither, and either elsewhere.

    Half of the time the bare issue too, of which the passage is for or against, nobody says which.
    """
    found = list(sided(row))
    if chance.random() < 0.5:
        evidence = row.evidence or Span(0, len(row.passage.text))
        found.append(marked("stance", row.issue, row.passage, FIRST | SECOND, evidence))
    said = chance.choice((row.supports, row.opposes))
    found += [everywhere("stance", said, passage, THIRD) for passage in away]
    return Group("claims", row.file, tuple(found), ordered=True)


def claim_questions(row: Claims, chance: random.Random) -> Group:
    """The claims as questions for whoever says so: one that is supported is answered, and of one that is
    opposed the passage says otherwise."""
    found = [
        replace(one, head="answer", question=chance.choice(SAYS).format(inside(one.question)))
        for one in sided(row)
    ]
    return Group("claims", row.file, tuple(found), ordered=True)


def inside(claim: str) -> str:
    """A claim as it stands inside a question."""
    words = claim.rstrip(".")
    first = words.split(" ", 1)[0]
    small = any(first.lower() in of_class(name) for name in ("determiner", "preposition", "pronoun"))
    return words[:1].lower() + words[1:] if small else words


def ranked_away(
    asked: Sequence[str], files: Sequence[str], held: Sequence[ReadPassage]
) -> list[list[ReadPassage]]:
    """For every text, the passages of other files that share most rare words with it, at RANKED places."""
    scores = shared_words(asked, [f"{one.header} {one.text}" for one in held])
    orders = np.argsort(-scores, axis=1, kind="stable")[:, : 3 * RANKED[1]]
    return [
        [held[at] for at in order if files[at] != files[asker]][RANKED[0] : RANKED[1]]
        for asker, order in enumerate(orders)
    ]


def shared_words(asked: Sequence[str], held: Sequence[str]) -> npt.NDArray[np.float32]:
    """Shape (asked, held): the sum of the rarity of the words that two texts share."""
    terms: dict[str, int] = {}

    def counted(texts: Sequence[str]) -> Any:
        found = [sorted({terms.setdefault(t, len(terms)) for t in content_terms(text)}) for text in texts]
        ends = np.cumsum([0, *map(len, found)])
        columns = np.concatenate([np.asarray(one, int) for one in found])
        return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), MOST_WORDS))

    texts, questions = counted(held), counted(asked)
    rarity = np.log(len(held) / (1 + np.asarray(texts.sum(axis=0)).ravel()))
    return np.asarray((questions.multiply(rarity).tocsr() @ texts.T).todense())


def _span(row: dict[str, Any], known: dict[tuple[int, int], dict[str, Any]]) -> Span | None:
    words = row.get("answer") or row.get("evidence") or ""
    at = known[row["k"], row["n"]]["passage"].find(words)
    return Span(at, at + len(words)) if words and at >= 0 else None


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if file.is_file():
        with file.open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)
