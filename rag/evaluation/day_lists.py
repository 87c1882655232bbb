"""Lists of one debate, asked in everyday words, held against what a reader of the whole debate found.

In: `DIR/day-lists.jsonl`: a question, those who did what it asks with the sentence that shows it, those who
may be counted either way, and those on the other side; and a service over the records. Out: rows by question,
and how many are found, of those listed how many do not belong there or stand on the other side. Who speaks
for no delegation is known by the statement that holds his sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Filters, StatementRef
from index.speakers.delegations import Delegations
from index.text.folding import fold_letters
from rag.answer.counting import who
from rag.evaluation.gold import json_lines
from rag.evaluation.lists import surely_listed
from rag.evaluation.measures import Estimate, estimate, exact
from rag.model import Answer
from rag.service import OnRecord

KINDS = ("mention", "side", "claim")
Shown = Mapping[str, str]
"""A sentence for each name."""


@dataclass(frozen=True, slots=True)
class DayList:
    """A question of one `kind` with its list, whole."""

    id: str
    kind: str
    question: str
    truth: Shown
    perhaps: Shown
    other: Shown


@dataclass(frozen=True, slots=True)
class DayRow:
    """What came of one question; `off` are listed and should not be, `wrong` of these stand on the other
    side; `missed` and `named` are the names of those not found and of those off."""

    id: str
    kind: str
    question: str
    wanted: int
    found: int
    listed: int
    off: int
    wrong: int
    missed: tuple[str, ...]
    named: tuple[str, ...]


def read_day_lists(file: Path) -> list[DayList]:
    """The lists of a file."""
    return [
        DayList(row["id"], row["kind"], row["question"], row["truth"], row["perhaps"], row["other"])
        for row in json_lines(file)
    ]


def day_rows(lists: Sequence[DayList], service: OnRecord, delegations: Delegations) -> Iterator[DayRow]:
    """Each question asked as a user would."""
    for one in lists:
        yield _row(one, service.ask(one.question, Filters()), service, delegations)


def _row(one: DayList, answer: Answer, service: OnRecord, delegations: Delegations) -> DayRow:
    listed = list({ref.id: ref for ref in surely_listed(answer)}.values())

    def among(shown: Shown) -> dict[str, set[str]]:
        """The listed statements of each name."""
        return {
            name: {ref.id for ref in listed if _is(ref, name, sentence, service, delegations)}
            for name, sentence in shown.items()
        }

    truth, other = among(one.truth), among(one.other)
    fits = set().union(*truth.values(), *among(one.perhaps).values())
    off = {who(ref): ref.id for ref in listed if ref.id not in fits}
    opposed = set().union(*other.values())
    missed = tuple(name for name, found in truth.items() if not found)
    names = {who(ref) for ref in listed}
    return DayRow(
        one.id, one.kind, one.question, len(truth), len(truth) - len(missed), len(names), len(off),
        len(opposed.intersection(off.values())), missed, tuple(off),
    )  # fmt: skip


def _is(ref: StatementRef, name: str, sentence: str, service: OnRecord, delegations: Delegations) -> bool:
    """Does the statement speak for that delegation, or hold the sentence by which somebody is known?"""
    known = delegations.resolve(name)
    if known is not None and ref.delegation is not None:
        return ref.delegation.code == known.code
    return fold_letters(sentence) in fold_letters(service.statement(ref.id).text)


def day_measures(rows: Sequence[DayRow]) -> dict[str, Estimate]:
    """By kind and in all; a list that is truly empty should come back empty."""
    measures: dict[str, Estimate] = {}
    for kind in ("all", *KINDS):
        some = [row for row in rows if kind in ("all", row.kind)]
        wanted, listed = (sum(getattr(row, name) for row in some) for name in ("wanted", "listed"))
        measures |= {
            f"{kind}: found": exact(sum(row.found for row in some) / max(wanted, 1), wanted),
            f"{kind}: of those listed not belonging": exact(
                sum(row.off for row in some) / max(listed, 1), listed
            ),
            f"{kind}: of those listed on the other side": exact(
                sum(row.wrong for row in some) / max(listed, 1), listed
            ),
        }
    measures["empty where nobody is"] = estimate([row.listed == 0 for row in rows if not row.wanted])
    return measures
