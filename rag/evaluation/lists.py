"""Complete lists made by hand: who speaks of an issue, and on which side, held against what is answered.

In: `DIR/lists.jsonl`, issues with every statement that speaks of them, and a service over the records they
were made from. Out: how much of a list is found, how much is off it, and who stands on the wrong side. What
its maker was unsure of counts neither way. Issues are tuned on or held back by a hash of their names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.model import Filters, StatementRef
from rag.evaluation.gold import json_lines
from rag.evaluation.measures import Estimate, estimate, exact
from rag.model import Answer
from rag.service import OnRecord

SIDES = ("for", "against")
Place = tuple[str, str | None]
"""The name of a statement's file and the delegation that speaks: the same in every index."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, its questions ("mention", "for", "against"), and its list.

    `labels` are those of sentences by statement and words, and `taken` the sides of which its maker was sure
    ("none" is one); `sides` and `doubtful` hold delegations.
    """

    id: str
    since: str | None
    until: str | None
    questions: Mapping[str, Sequence[str]]
    labels: Mapping[tuple[Place, str], str]
    taken: Mapping[tuple[Place, str], str]
    mentioned: frozenset[Place]
    unsure: frozenset[Place]
    sides: Mapping[str, frozenset[str]]
    doubtful: Mapping[str, frozenset[str]]

    @property
    def held(self) -> bool:
        """Is it kept to measure by?"""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0


@dataclass(frozen=True, slots=True)
class ListRow:
    """What came of one question. `wanted` and `found` count statements for "mention", delegations for a side;
    `wrong` stand on the other side; `off` are on the list and should not be."""

    issue: str
    asked: str
    question: str
    held: bool
    wanted: int
    found: int
    listed: int
    off: int
    wrong: int
    same: bool


def read_issues(file: Path) -> list[Issue]:
    """The issues of a file."""
    return [_issue(row) for row in json_lines(file)]


def _issue(row: Mapping[str, Any]) -> Issue:
    years, unsure = row["filters"] or {}, frozenset(map(_place, row["mention_doubtful"]))
    return Issue(
        id=row["id"],
        since=years.get("from"),
        until=years.get("to"),
        questions=row["questions"],
        labels={_sentence(one): one["label"] for one in row["rows"]},
        taken={_sentence(one): one["side"] for one in row["rows"] if not one["doubt"]},
        mentioned=frozenset(map(_place, row["mention"])) | unsure,
        unsure=unsure,
        sides={side: frozenset(row["sides"][side]["certain"]) for side in SIDES},
        doubtful={side: frozenset(row["sides"][side]["doubtful"]) for side in SIDES},
    )


def _sentence(row: Mapping[str, Any]) -> tuple[Place, str]:
    """Where a sentence stands, and its words."""
    return (row["file"], row["delegation"]), " ".join(row["sentence"].split())


def _place(given: Sequence[str | None]) -> Place:
    return str(given[0]), given[1]


def place_of(statement: StatementRef) -> Place:
    """Where a statement stands."""
    name = statement.source.path.rsplit("/", 1)[-1]
    return name, statement.delegation.code if statement.delegation else None


def list_rows(issue: Issue, service: OnRecord) -> Iterator[ListRow]:
    """Every question of the issue asked as a user would."""
    filters = Filters(since=issue.since, until=issue.until)
    bases: set[frozenset[Place]] = set()
    for question in issue.questions["mention"]:
        found = frozenset(map(place_of, surely_listed(service.ask(question, filters))))
        bases.add(found)
        wanted = issue.mentioned - issue.unsure
        off = len(found - issue.mentioned)
        yield ListRow(
            issue.id, "mention", question, issue.held, len(wanted), len(wanted & found), len(found), off, 0,
            len(bases) == 1,
        )  # fmt: skip
    for side, other in (SIDES, SIDES[::-1]):
        for question in issue.questions[side]:
            yield _side_row(issue, side, other, question, service.ask(question, filters))


def _side_row(issue: Issue, side: str, other: str, question: str, answer: Answer) -> ListRow:
    cited = {one.delegation for one in surely_listed(answer)}
    found = {one.code for one in cited if one is not None}
    right = issue.sides[side]
    wrong = (found & issue.sides[other]) - right - issue.doubtful[side]
    off = found - right - issue.doubtful[side]
    return ListRow(
        issue.id, side, question, issue.held, len(right), len(right & found), len(found), len(off),
        len(wrong), True,
    )  # fmt: skip


def surely_listed(answer: Answer) -> list[StatementRef]:
    """The statements that the answer is sure of."""
    sure = answer.counts.statements if answer.counts else len(answer.citations)
    return [one.statement for one in answer.citations[:sure]]


def list_measures(rows: Sequence[ListRow]) -> dict[str, Estimate]:
    """Recall and what is off the list, of issues held back and of those tuned on."""
    found: dict[str, Estimate] = {}
    for held, name in ((True, "held back"), (False, "tuned on")):
        some = [row for row in rows if row.held is held]
        mention = [row for row in some if row.asked == "mention"]
        sided = [row for row in some if row.asked != "mention"]
        found |= {
            f"mentioned, {name}: on the list": estimate([row.found / row.wanted for row in mention]),
            f"mentioned, {name}: off the list": estimate([row.off / max(row.listed, 1) for row in mention]),
            f"mentioned, {name}: same base under five verbs": estimate(_same(mention)),
            f"sides, {name}: delegations found": estimate(
                [row.found / row.wanted for row in sided if row.wanted]
            ),
            f"sides, {name}: of those listed on the wrong side": _share(sided, "wrong"),
            f"sides, {name}: of those listed not on this side": _share(sided, "off"),
            f"sides, {name}: empty where nobody is": estimate(
                [row.listed == 0 for row in sided if not row.wanted]
            ),
        }
    return found


def _same(rows: Sequence[ListRow]) -> list[bool]:
    issues = dict.fromkeys(row.issue for row in rows)
    return [all(row.same for row in rows if row.issue == issue) for issue in issues]


def _share(rows: Sequence[ListRow], name: str) -> Estimate:
    listed = sum(row.listed for row in rows)
    return exact(sum(getattr(row, name) for row in rows) / max(listed, 1), listed)
