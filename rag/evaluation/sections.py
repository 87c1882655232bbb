"""The sections of the evaluation, one table: each measures one thing on one gold or public set.

In: a `Bench`. Out: rows first, then figures. A section whose set is not there is left out and said so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Filters
from rag.evaluation.addressed import (
    AddressedRow,
    addressed_measures,
    addressed_rows,
    read_issues,
)
from rag.evaluation.baselines import BASELINES, plain
from rag.evaluation.bench import Bench
from rag.evaluation.checker import measure_checker
from rag.evaluation.day_lists import day_measures, day_rows, read_day_lists
from rag.evaluation.gold import GoldQuestion, json_lines, read_questions
from rag.evaluation.lists import list_measures, list_rows
from rag.evaluation.lists import read_issues as read_lists
from rag.evaluation.measures import Figures, estimate
from rag.evaluation.points import PointRow, evaluate_points, point_measures, read_points
from rag.evaluation.positions import (
    POINTS,
    PositionRow,
    position_measures,
    position_row,
    read_positions,
)
from rag.evaluation.public_sections import measure_key_points, measure_links, measure_spans, measure_turns
from rag.evaluation.questions import (
    DEPTH,
    Place,
    QuestionRow,
    RankRow,
    holds,
    places,
    question_measures,
    question_row,
    rank_measures,
)
from rag.evaluation.quotes import check_rows, read_quote_rows
from rag.evaluation.read_answers import read_judged, read_measures, read_rows
from rag.evaluation.reader.section import measure_reader
from rag.evaluation.understanding import judge_rows, labelled, understanding_measures
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.reader.careful import packaged_reader


@dataclass(frozen=True, slots=True)
class Measured:
    """One section: its figures, and the rows they were derived from."""

    name: str
    figures: Figures
    rows: tuple[object, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Section:
    """A name, the file or folder it needs (in the gold or the data folder), and how it is measured."""

    name: str
    gold: str | None
    data: str | None
    measure: Callable[[Bench], tuple[Figures, Sequence[object]]]

    def present(self, bench: Bench) -> bool:
        """Is what it needs there?"""
        wanted: list[Path] = []
        if self.gold:
            wanted.append(bench.gold / self.gold)
        if self.data:
            wanted.append(bench.data / self.data)
        return all(path.exists() for path in wanted)


def measure(section: Section, bench: Bench) -> Measured:
    """The section's rows and figures, timed."""
    began = time.perf_counter()
    figures, rows = section.measure(bench)
    return Measured(section.name, figures, tuple(rows), time.perf_counter() - began)


def _gold_of(bench: Bench) -> Iterator[tuple[GoldQuestion, Sequence[Place]]]:
    """Each gold question with the places that answer it."""
    for question in read_questions(bench.gold / "questions.jsonl"):
        copies = {answer.file: bench.copies(answer.file) for answer in question.answers}
        yield question, places(question, copies, bench.delegations.resolve)


def measure_questions(bench: Bench) -> tuple[Figures, Sequence[QuestionRow]]:
    """Gold questions searched and asked as a user would."""
    rows = []
    for question, gold in _gold_of(bench):
        result = bench.service.search(question.question, Filters(), DEPTH)
        began = time.perf_counter()
        answer = bench.service.ask(question.question, Filters(), DEPTH)
        took = (time.perf_counter() - began) * 1000
        rows.append(question_row(question, gold, result, answer, took))
    return question_measures(rows), rows


def measure_baselines(bench: Bench) -> tuple[Figures, Sequence[RankRow]]:
    """Gold questions ranked by plain means over the same passages, filters and understanding left out."""
    rows = []
    for question, gold in _gold_of(bench):
        if question.answerable:
            scored = bench.service.rank(plain(question.question)).scored
            found = bench.service.spans_of(scored)
            for name, order in BASELINES:
                kept = [found[item.row] for item in order(scored)[:DEPTH] if item.row in found]
                rank = next(
                    (at for at, (id, span) in enumerate(kept, 1) if any(holds(p, id, span) for p in gold)),
                    None,
                )
                rows.append(RankRow(question.id, name, rank))
    return rank_measures(rows), rows


def measure_points(bench: Bench) -> tuple[Figures, Sequence[PointRow]]:
    """Boundaries of argument points, baselines in the same run."""
    gold = [row for row in read_points(bench.gold / "points.jsonl") if bench.at(row.file)]
    rows = evaluate_points(gold, lambda file: bench.at(file)[0])
    return point_measures(rows), rows


def measure_quotes(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """Gold quotations checked."""
    rows = read_quote_rows(bench.gold / "quotes.jsonl")
    results = check_rows(rows, bench.service.quotes, bench.same_words)
    return {
        "right verdict and place": estimate([float(result.right) for result in results]),
        "milliseconds": estimate([result.took_ms for result in results]),
    }, results


def measure_positions(bench: Bench) -> tuple[Figures, Sequence[PositionRow]]:
    """Gold positions: who holds them, who opposes them, and that their own delegation is left out."""
    rows = []
    for gold in read_positions(bench.gold / "positions.jsonl"):
        found = bench.service.similar(gold.text, None, Filters(), POINTS)
        held = bench.at(gold.file) if gold.file else []
        own = held[0].ref.delegation.code if held and held[0].ref.delegation else None
        rows.append(position_row(gold, found, own, bench.delegations.resolve))
    return position_measures(rows), rows


def measure_addressed(bench: Bench) -> tuple[Figures, Sequence[AddressedRow]]:
    """Issues of six meetings: who is quoted on them and who is said not to have addressed them."""
    rows = addressed_rows(bench.service, read_issues())
    return (addressed_measures(rows) if rows else {}), rows


def measure_reading(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """Labelled questions understood, no record asked; answers and sides read on their passages."""
    file = bench.gold / "reader" / "understand.jsonl"
    rows = labelled(json_lines(file)) if file.is_file() else []
    judged = judge_rows(rows, QuestionReader(QuestionNetwork()), bench.delegations)
    figures, read = measure_reader(bench.gold, packaged_reader())
    understood = understanding_measures(judged) if judged else {}
    return {**understood, **figures}, [*judged, *read]


def measure_lists(bench: Bench, file: str = "lists.jsonl") -> tuple[Figures, Sequence[object]]:
    """Questions for every delegation against complete lists made by hand."""
    issues = read_lists(bench.gold / file)
    rows = [row for issue in issues for row in list_rows(issue, bench.service)]
    return list_measures(rows), rows


def measure_day_lists(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """Questions for who did what in one debate, in everyday words."""
    lists = read_day_lists(bench.gold / "day-lists.jsonl")
    rows = list(day_rows(lists, bench.service, bench.delegations))
    return day_measures(rows), rows


def measure_narrow_lists(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """The same for issues that are a narrow part of a wider debate."""
    return measure_lists(bench, "narrow.jsonl")


def measure_read_answers(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """Sentences quoted now, by what was said of them when answers were read."""
    rows = list(read_rows(read_judged(bench.gold / "read-answers.jsonl"), bench.service))
    return read_measures(rows), rows


SECTIONS: tuple[Section, ...] = (
    Section("questions", "questions.jsonl", None, measure_questions),
    Section("plain ranking", "questions.jsonl", None, measure_baselines),
    Section("points", "points.jsonl", None, measure_points),
    Section("claims with premises", None, "argunsc/base.csv", measure_links),
    Section("positions", "positions.jsonl", None, measure_positions),
    Section("who addressed it", None, "unsc-2020", measure_addressed),
    Section("quotations", "quotes.jsonl", None, measure_quotes),
    Section("exact spans", None, "chunking-eval/questions_df.csv", measure_spans),
    Section("committee turns", None, "qmsum/Committee/train", measure_turns),
    Section("reading", "reader", None, measure_reading),
    Section("lists", "lists.jsonl", None, measure_lists),
    Section("narrow lists", "narrow.jsonl", None, measure_narrow_lists),
    Section("lists of a day", "day-lists.jsonl", None, measure_day_lists),
    Section("answers read", "read-answers.jsonl", None, measure_read_answers),
    Section("answer checking", None, None, measure_checker),
    Section("key points", None, "argkp/labels_dev.csv", measure_key_points),
)
