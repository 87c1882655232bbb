"""Questions that ask who says, wants or regrets something, with sentences that a list found for them: what
teaches the reader everyday lists.

In: said.jsonl. Each question comes with the same in other words and with the claim that those asked for
hold. The speaker of a sentence says what is asked (Y), in part or arguably (P), the reverse (O) or neither
(N). Out: groups for both heads: what is asked is answered, and the claim is supported.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.evaluation.reader.examples import (
    FIRST,
    SECOND,
    THIRD,
    Group,
    Head,
    Labelled,
    behind,
    of_last,
)
from rag.question.claim import claim_of

SAYS_THAT, SAYS_THIS = "Did the speaker say that {}?", "Did the speaker say this: {}?"
OUTCOMES: Mapping[str, int] = {"Y": FIRST, "P": FIRST | THIRD, "O": SECOND, "N": THIRD}


@dataclass(frozen=True, slots=True)
class Said(Labelled):
    """What the last sentence of a passage is to a question that stands in several wordings, and to its
    claim."""

    questions: tuple[str, ...]
    claim: str


def read_said(file: Path) -> list[Said]:
    """The rows of a file, question by question."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [one for row in rows for one in _of_question(row)]


def _of_question(row: Mapping[str, Any]) -> Iterator[Said]:
    questions = (row["question"], *row["also"])
    for one in row["rows"]:
        passage = behind(one["leads"], one["header"], one["sentence"])
        yield Said(one["file"], passage, one["label"], questions, row["claim"])


def fewer_neither(rows: Sequence[Said], share: float, chance: random.Random) -> list[Said]:
    """All that say what is asked or deny it, and a share of those that do neither."""
    return [row for row in rows if row.label != "N" or chance.random() < share]


def questions_of(rows: Sequence[Said], chance: random.Random, as_put: float = 0.0) -> list[Group]:
    """Every sentence once, asked in a wording drawn, that share of them put to it (does its speaker say so?);
    one that answers stands before one that does not."""

    def asked(row: Said) -> str:
        question = chance.choice(row.questions)
        return put(question) if chance.random() < as_put else question

    return _paired(rows, "answer", asked, chance)


def put(question: str) -> str:
    """The question put to the sentence: does its speaker say so? Where the verb denies what follows, or there
    is none, it stays as it is."""
    claim = claim_of(question)
    if not claim.said:
        return question
    return (SAYS_THAT if claim.clause else SAYS_THIS).format(claim.text)


def claims_of(rows: Sequence[Said], chance: random.Random) -> list[Group]:
    """Every sentence once, read on the claim."""
    return _paired(rows, "stance", lambda row: row.claim, chance)


def _paired(
    rows: Sequence[Said], head: Head, asked: Callable[[Said], str], chance: random.Random
) -> list[Group]:
    """Each sentence that says what is asked with one that does not, in the same words; the others alone."""
    others: dict[str, list[Said]] = {}
    for row in rows:
        if row.label != "Y":
            others.setdefault(row.claim, []).append(row)
    pairs = []
    for row in rows:
        if row.label == "Y":
            apart = [one for one in others.get(row.claim, ()) if one.label != "P"]
            other = chance.choice(apart) if apart else None
            if other:
                others[row.claim].remove(other)
            pairs.append([row, other] if other else [row])
    pairs += [[row] for some in others.values() for row in some]
    return [_group(pair, head, asked(pair[0])) for pair in pairs]


def _group(rows: Sequence[Said], head: Head, asked: str) -> Group:
    examples = tuple(of_last(head, asked, row.passage, OUTCOMES[row.label]) for row in rows)
    return Group("said", rows[0].file, examples, ordered=len(rows) > 1)
