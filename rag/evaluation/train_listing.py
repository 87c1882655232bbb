"""Fits the models that put statements on a list, `mentions` and `claims` in `rag/data/answering.tsv`.

In: the issues of `lists.jsonl` that are tuned on, with every statement that speaks of them, and the questions
of `asked.jsonl` and `mentioned_later.jsonl` with the sentences judged for them. Each is asked about anew; a
sentence found for it is a row: does it answer? Out: rows for `rag.evaluation.train_answering`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from index.model import Filters, StatementRef
from rag.answer.asked_list import MENTIONED
from rag.answer.list_judge import AGAIN, listed
from rag.answer.listing import MENTIONS, Wording
from rag.answer.lists import Lister
from rag.answer.read_again import unsettled
from rag.answer.reworded import as_worded
from rag.answer.weigh import Weighed
from rag.evaluation.asked import Asked
from rag.evaluation.lists import Issue, place_of
from rag.evaluation.train_answering import Row, Weighing, folded

OF_EACH = 2
"""Questions asked about an issue."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of one of the models."""

    model: str
    row: Row


def issue_rows(issue: Issue, weighing: Weighing, lister: Lister) -> Iterator[Told]:
    """The sentences found for who mentioned an issue; one of a statement that does not speak of it is no
    answer, and one that was not looked at is no row."""
    filters = Filters(since=issue.since, until=issue.until)
    for question in issue.questions["mention"][:OF_EACH]:
        for found in _found(question, weighing, lister, filters, MENTIONS):
            place = place_of(found.statement)
            label = issue.labels.get((place, found.words))
            if label in ("M", "-") or place not in issue.mentioned:
                yield from _told(found, issue.id, label == "M")


def asked_rows(weighing: Weighing, lister: Lister, asked: Sequence[Asked], kind: str) -> Iterator[Told]:
    """The sentences found and judged for each question, who says or who mentions something; what answers in
    part is no row."""
    for one in asked:
        for found in _found(one.question, weighing, lister, Filters(), kind, one.clear):
            yield from _told(found, one.question, one.labels[found.words] == "Y")


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence with its figures once, and twice where the model in use, that of its `kind`, would have it
    read by the larger reader."""

    kind: str
    statement: StatementRef
    words: str
    once: tuple[float, ...]
    twice: tuple[float, ...] | None


def _told(found: _Found, group: str, right: bool) -> Iterator[Told]:
    yield Told(found.kind, Row(group, found.once, right, True))
    if found.twice is not None:
        yield Told(AGAIN[found.kind], Row(group, found.twice, right, True))


def _found(
    question: str,
    weighing: Weighing,
    lister: Lister,
    filters: Filters,
    kind: str,
    only: Container[str] | None = None,
) -> list[_Found]:
    """The sentences found for a question, or those of them with these words."""
    wording = _worded(question, weighing, filters, kind)
    candidates = lister.candidates(wording, iter) if wording.ranking.scored else []
    found = [one for one in candidates if only is None or _words(one) in only]
    kind = as_worded(kind, wording.topic, candidates)
    once = lister.judge.figured(wording, lister.judge.focus(wording, kind), found, kind)
    told = zip(once, listed(found, once, kind), strict=True)
    again = [(first, one.sentence) for first, one in told if unsettled(one, kind)]
    sentences = [one for _, one in again]
    more = lister.judge.figured_again(wording, sentences, [first for first, _ in again], kind)
    twice = {one.place: of.figures for one, of in zip(sentences, more, strict=True)}
    return [
        _Found(kind, one.statement.ref, _words(one), first.figures, twice.get(one.place))
        for one, first in zip(found, once, strict=True)
    ]


def _worded(question: str, weighing: Weighing, filters: Filters, kind: str) -> Wording:
    query = weighing.understood(question)
    dates = replace(query.filters, since=filters.since, until=filters.until)
    query = replace(query, filters=dates if filters.since or filters.until else query.filters)
    ranking = weighing.retriever.rank(query)
    focus = weighing.focuser.focus(query, ranking.snapshot, ranking.mask)
    asked = MENTIONED.format(query.topic) if kind == MENTIONS else query.undated
    return Wording(asked, query.topic, ranking, focus)


def _words(one: Weighed) -> str:
    return folded(one.span.of(one.statement.text))
