"""Rows judged sentence by sentence over what the search itself found: questions, and topics with their
sides.

In: judged.jsonl. Out: groups. A question's sentences answer (A), do so in part (P), say otherwise (O) or
neither (-); a topic's are for (F), against (A), for on a condition (C), or speak of it (M) or not (-). A
topic may come with a claim that "for" supports and with the reverse of that claim.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.model import Span
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD, Example, Group, Head
from rag.reader.reading import ReadPassage

OUTCOMES: Mapping[str, Mapping[str, int]] = {
    "qa": {"A": FIRST, "P": FIRST | THIRD, "O": SECOND, "-": THIRD},
    "stance": {"F": FIRST, "A": SECOND, "C": FIRST | THIRD, "M": THIRD, "-": THIRD},
}
TURNED = {FIRST: SECOND, SECOND: FIRST, THIRD: THIRD, FIRST | THIRD: SECOND | THIRD}


@dataclass(frozen=True, slots=True)
class Judged:
    """A question or topic, one passage found for it, and the label of every sentence.

    `source` is the file the question or topic was written for, `file` that of the passage.
    """

    id: str
    kind: str
    text: str
    source: str
    file: str
    passage: ReadPassage
    labels: str
    claim: str | None = None
    reverse: str | None = None

    @property
    def outcomes(self) -> tuple[int, ...]:
        """Of each sentence."""
        return tuple(OUTCOMES[self.kind][label] for label in self.labels)

    @property
    def whole(self) -> int:
        """What may be true of the passage: what its most telling sentences are."""
        told = {one for one in self.outcomes if one in (FIRST, SECOND)}
        if told:
            return sum(told)
        return FIRST | THIRD if FIRST | THIRD in self.outcomes else THIRD


def read_judged(file: Path) -> list[Judged]:
    """The rows of a file; none if it is not there."""
    if not file.is_file():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    claims = {row["id"]: row for row in rows if row["kind"] == "claims"}
    return [_judged(row, claims.get(row["id"], {})) for row in rows if row["kind"] in OUTCOMES]


def _judged(row: Mapping[str, Any], claims: Mapping[str, Any]) -> Judged:
    passage = ReadPassage(row["header"], row["passage"], tuple(Span(*one) for one in row["sentences"]))
    return Judged(
        row["id"],
        row["kind"],
        row["text"],
        row.get("source", ""),
        row["file"],
        passage,
        "".join(row["labels"]),
        claims.get("plus"),
        claims.get("minus"),
    )


def judged_groups(row: Judged) -> Iterator[Group]:
    """The question or topic on its passage, and the claim beside its reverse."""
    head: Head = "answer" if row.kind == "qa" else "stance"
    sure = (1.0,) * len(row.outcomes)
    one = Example(head, row.text, row.passage, row.whole, row.outcomes, sure)
    yield Group("judged", row.file, (one,))
    if head == "stance" and row.claim and row.reverse:
        turned = tuple(TURNED[outcome] for outcome in row.outcomes)
        away = TURNED.get(row.whole, row.whole)
        claim = Example(head, row.claim, row.passage, row.whole, row.outcomes, sure)
        reverse = Example(head, row.reverse, row.passage, away, turned, sure)
        both = (claim, reverse) if row.whole != SECOND else (reverse, claim)
        yield Group("judged", row.file, both, ordered=row.whole in (FIRST, SECOND))
