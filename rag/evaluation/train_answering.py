"""Fits the models that weigh sentences, `rag/data/answering.tsv`, on sentences judged one by one.

In: judged rows (`rag/evaluation/data/judged.jsonl`) and an index that holds the given records. A question is
asked anew; each sentence of its first passages that was judged is a row: does it answer? A topic is asked of
every delegation; does the sentence speak of it? For the issues of `lists.jsonl` whose complete lists were
made by hand, every sentence of a statement that is not on the list is a row too; half of them are held back
to measure by (`rag/evaluation/lists.py`). Out: the models, and figures from folds by question.

Questions written for files that the reader learnt from are left out where its figures count: there it is
surer than it will ever be again. Run it with `python -m api.fit_judge`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rag.answer.focus import Focuser
from rag.answer.list_judge import MODELS
from rag.answer.logistic import Floats
from rag.answer.measured import READ_NAMES, UNREAD_NAMES
from rag.answer.readings import READ, FirstPassages, Readings
from rag.answer.weigh import LISTED, Weigher, values_of
from rag.evaluation.fit_logistic import fit_logistic, folds, lines_of
from rag.evaluation.lists import Issue, place_of
from rag.evaluation.measures import area_under_roc
from rag.evaluation.reader.examples import held_back
from rag.question.model import Query
from rag.ranking.each import delegation_of, first_of_each
from rag.ranking.retrieval import Retriever

JUDGED = Path(__file__).parent / "data" / "judged.jsonl"
LATER = JUDGED.with_name("judged_later.jsonl")
"""Questions that no reader learnt from."""
LISTS = JUDGED.with_name("lists.jsonl")
NARROW = JUDGED.with_name("narrow.jsonl")
FOLDS = 5
TRIED, OF_EACH = 120, 3
"""Passages of a topic that are looked through, in all and of each delegation."""
ABOUT = "Which delegations spoke about {}?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or topic, and what was said of each sentence: `A` answers, `-` does not, and so on."""

    id: str
    kind: str
    text: str
    labels: Mapping[str, str]
    unseen: bool
    """Did the reader never learn from it?"""


@dataclass(frozen=True, slots=True)
class Row:
    """A judged sentence's figures and whether it is right; `read`: those of the reader are among them."""

    asked: str
    values: tuple[float, ...]
    right: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is needed to ask a question and weigh its sentences."""

    understood: Callable[[str], Query]
    retriever: Retriever
    focuser: Focuser
    passages: FirstPassages
    weigher: Weigher


def judged(file: Path = JUDGED, unseen: bool = False) -> list[Asked]:
    """The questions and topics of a file, each with its sentences; none was learnt from if the file is
    `unseen`."""
    found: dict[str, Asked] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] not in ("qa", "stance"):
            continue
        spans = zip(row["sentences"], row["labels"], strict=True)
        labels = {folded(row["passage"][start:end]): label for (start, end), label in spans}
        known = found.get(row["id"])
        before = known.labels if known else {}
        never = unseen or held_back(row["source"])
        found[row["id"]] = Asked(row["id"], row["kind"], row["text"], {**before, **labels}, never)
    return list(found.values())


def rows_of(asked: Asked, weighing: Weighing) -> Iterator[Row]:
    """The sentences found for it now that were judged then."""
    listing = asked.kind == "stance"
    query = weighing.understood(ABOUT.format(asked.text) if listing else asked.text)
    ranking = weighing.retriever.rank(query)
    if query.overview or not ranking.scored or (query.asks.scope == "all") is not listing:
        return
    focus = weighing.focuser.focus(query, ranking.snapshot, ranking.mask)
    of_each = first_of_each(ranking.scored[:TRIED], OF_EACH, delegation_of)
    few = list(of_each) if listing else ranking.scored[:READ]
    readings = Readings() if listing else weighing.passages.read(query.question, ranking)
    for one in weighing.weigher.gather(few, ranking, focus, readings):
        label = asked.labels.get(folded(one.span.of(one.statement.text)))
        if label is not None:
            right = label != "-" if listing else label == "A"
            yield Row(asked.id, values_of(one), right, asked.unseen)


def listed_rows(issue: Issue, weighing: Weighing) -> Iterator[Row]:
    """The sentences found for an issue: those marked, and all of statements that are not on its list."""
    query = weighing.understood(issue.questions["mention"][0])
    query = replace(query, filters=replace(query.filters, since=issue.since, until=issue.until))
    ranking = weighing.retriever.rank(query)
    focus = weighing.focuser.focus(query, ranking.snapshot, ranking.mask)
    for one in weighing.weigher.gather(ranking.scored, ranking, focus, Readings()):
        place = place_of(one.statement.ref)
        marked = issue.labels.get((place, folded(one.span.of(one.statement.text))))
        if marked in ("M", "-") or (marked is None and place not in issue.mentioned):
            yield Row(issue.id, values_of(one), marked == "M", True)


def tables(answers: Sequence[Row], lists: Sequence[Row], told: Mapping[str, Sequence[Row]]) -> str:
    """The models as the lines of `answering.tsv`; `told` are the rows of those of
    `rag/answer/list_judge.py`."""
    width = len(UNREAD_NAMES)
    parts = (
        ("read", READ_NAMES, [row for row in answers if row.unseen]),
        ("unread", UNREAD_NAMES, [replace(row, values=row.values[:width]) for row in answers]),
        (LISTED, UNREAD_NAMES, lists),
        *((name, MODELS[name], rows) for name, rows in told.items()),
    )
    lines = ["model\tname\tcentre\tscale\tweight"]
    for model, names, rows in parts:
        lines += [f"{model}\t{line}" for line in lines_of(fit_logistic(*_arrays(rows)), names)]
    return "\n".join([*lines, ""])


def report(name: str, rows: Sequence[Row], width: int | None = None) -> str:
    """Figures from folds by question: area under ROC of sentences, and how often the likeliest is right where
    one is."""
    cut = [replace(row, values=row.values[:width]) for row in rows]
    chances = dict[int, float]()
    for fold in folds([row.asked for row in cut], FOLDS):
        model = fit_logistic(*_arrays([row for row in cut if row.asked not in fold]))
        held = [at for at, row in enumerate(cut) if row.asked in fold]
        chances |= dict(zip(held, model.chances(_arrays([cut[at] for at in held])[0]), strict=True))
    yes = [chances[at] for at, row in enumerate(cut) if row.right]
    no = [chances[at] for at, row in enumerate(cut) if not row.right]
    first = list(_first_right(cut, chances))
    return (
        f"{name}: {len(yes)} right of {len(cut)} sentences, area under ROC {area_under_roc(yes, no):.3f}, "
        f"likeliest right {np.mean(first):.2f} of {len(first)}"
    )


def folded(text: str) -> str:
    return " ".join(text.split())


def _first_right(rows: Sequence[Row], chances: Mapping[int, float]) -> Iterator[bool]:
    for asked in dict.fromkeys(row.asked for row in rows):
        places = [at for at, row in enumerate(rows) if row.asked == asked]
        if any(rows[at].right for at in places):
            yield rows[max(places, key=lambda at: chances[at])].right


def _arrays(rows: Iterable[Row]) -> tuple[Floats, Floats]:
    kept = list(rows)
    return np.array([row.values for row in kept]), np.array([row.right for row in kept], float)
