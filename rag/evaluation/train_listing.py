"""Fits the models that put statements on a list, `mentions`, `sides` and `claims` in
`rag/data/answering.tsv`.

In: the issues of `lists.jsonl` that are tuned on, with every statement that speaks of them, the objects of
`sides.jsonl` with sentences from files that the reader never learnt from, and the questions of `asked.jsonl`
with the sentences judged for them. Each is asked about anew; a sentence found for it is a row: does it
answer? Out: rows for `rag.evaluation.train_answering`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.model import Filters, StatementRef
from rag.answer.lists import CLAIMS, MENTIONS, SIDES, Lister, Wording, figures_of
from rag.answer.weigh import Weighed
from rag.evaluation.asked import Asked
from rag.evaluation.lists import Issue, place_of
from rag.evaluation.reader.attitudes import ANSWERS as OUTCOMES
from rag.evaluation.reader.attitudes import ASKED, Attitude, Kind, read_attitudes
from rag.evaluation.reader.examples import FIRST, held_back
from rag.evaluation.train_answering import Row, Weighing, folded

OBJECTS = Path(__file__).parent / "data" / "sides.jsonl"
OF_EACH = 2
"""Questions of a kind asked about an issue or object."""
MODEL_OF: Mapping[str, str] = {"mention": MENTIONS, "for": SIDES, "against": SIDES}


@dataclass(frozen=True, slots=True)
class Told:
    """A row of one of the models."""

    model: str
    row: Row


def issue_rows(issue: Issue, weighing: Weighing, lister: Lister) -> Iterator[Told]:
    """The sentences found for the questions of an issue; one of a statement that does not speak of it is no
    answer, and one that was not looked at is no row."""
    filters = Filters(since=issue.since, until=issue.until)
    for kind, questions in issue.questions.items():
        for question in questions[:OF_EACH]:
            for found in _found(question, weighing, lister, filters, MODEL_OF[kind]):
                place = place_of(found.statement)
                right = _right(issue, kind, (place, found.words))
                if right is None and place not in issue.mentioned:
                    right = False
                if right is not None:
                    yield Told(MODEL_OF[kind], Row(issue.id, found.values, right, True))


def _right(issue: Issue, kind: str, place: tuple[tuple[str, str | None], str]) -> bool | None:
    """Does the sentence at a place answer a question of this kind? None where nobody looked or was sure."""
    if kind == "mention":
        label = issue.labels.get(place)
        return label == "M" if label in ("M", "-") else None
    side = issue.taken.get(place)
    return side == kind if side else None


def object_rows(weighing: Weighing, lister: Lister, file: Path = OBJECTS) -> Iterator[Told]:
    """The sentences found for every second object and labelled for it, from files that are held back."""
    by_object: dict[str, list[Attitude]] = {}
    for row in read_attitudes(file):
        if held_back(row.file):
            by_object.setdefault(row.thing, []).append(row)
    for thing, some in list(by_object.items())[::2]:
        found = _candidates(ASKED["mention"][0].format(thing), weighing, lister, Filters())
        for kind in ASKED:
            labels = {folded(_last(row)): row.label for row in some if row.label in OUTCOMES[kind]}
            labelled = [one for one in found if labels.get(_words(one), "C") != "C"]
            for question in _questions(some, kind):
                for one in _read(question, labelled, lister, MODEL_OF[kind]):
                    right = OUTCOMES[kind][labels[one.words]] == FIRST
                    yield Told(MODEL_OF[kind], Row(thing, one.values, right, True))


def claim_rows(weighing: Weighing, lister: Lister, asked: Sequence[Asked]) -> Iterator[Told]:
    """The sentences found and judged for each question; what answers in part is no row."""
    for one in asked:
        for found in _found(one.question, weighing, lister, Filters(), CLAIMS):
            label = one.labels.get(found.words, "P")
            if label != "P":
                yield Told(CLAIMS, Row(one.question, found.values, label == "Y", True))


def _questions(rows: Sequence[Attitude], kind: Kind) -> list[str]:
    """Those written for an object, and the first that is put of any."""
    own = list(rows[0].questions.get(kind, ()))
    return [*own, ASKED[kind][0].format(rows[0].thing)][:OF_EACH]


def _last(row: Attitude) -> str:
    return row.passage.sentences[-1].of(row.passage.text)


@dataclass(frozen=True, slots=True)
class _Found:
    statement: StatementRef
    words: str
    values: tuple[float, ...]


def _found(question: str, weighing: Weighing, lister: Lister, filters: Filters, model: str) -> list[_Found]:
    """The sentences read for a question with the figures of a model."""
    return _read(question, _candidates(question, weighing, lister, filters), lister, model)


def _candidates(question: str, weighing: Weighing, lister: Lister, filters: Filters) -> list[Weighed]:
    query = weighing.understood(question)
    dates = replace(query.filters, since=filters.since, until=filters.until)
    query = replace(query, filters=dates if filters.since or filters.until else query.filters)
    ranking = weighing.retriever.rank(query)
    if not ranking.scored:
        return []
    focus = weighing.focuser.focus(query, ranking.snapshot, ranking.mask)
    return lister.candidates(Wording(query.question, query.topic, ranking, focus), iter)


def _read(question: str, sentences: Sequence[Weighed], lister: Lister, model: str) -> list[_Found]:
    return [
        _Found(one.statement.ref, _words(one), figures_of(model, one, read))
        for one, read in zip(sentences, lister.read(question, sentences), strict=True)
    ]


def _words(one: Weighed) -> str:
    return folded(one.span.of(one.statement.text))
