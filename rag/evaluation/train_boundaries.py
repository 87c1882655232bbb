"""Fits the two models of `index/segmentation/boundaries.py` and writes `index/data/boundaries.tsv`.

In: the data folder (paragraphs of Council and General Assembly statements, free supervision) and the gold
folder (points), with `points_more.jsonl` beside this file (42 more statements, cut by the gold's rules).
Out: the table of weights, and cross-validated figures: each gold statement cut by models that never saw it.

Run: python -m rag.evaluation.train_boundaries DATA GOLD [OUT]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.optimize
import scipy.sparse

from index.model import Source, Statement, StatementDraft, StatementRef
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.boundaries import (
    FEATURES,
    PLACES,
    GapFeatures,
    Model,
    gap_features,
    placed,
)
from index.segmentation.points import cut_points, paragraph_breaks
from index.segmentation.sentences import split_sentences
from rag.evaluation.points import (
    GoldPoints,
    PointRow,
    evaluate_points,
    gold_starts,
    point_measures,
    read_points,
)

Floats = npt.NDArray[np.float64]
READ = ("seed", "unsc-2020", "unsc-debates/raw", "ungdc/Session 75 - 2020", "ungdc/Session 77 - 2022")
TRAINING = ("unsc-debates/raw", "ungdc/Session 75 - 2020", "ungdc/Session 77 - 2022")
LEFT_OUT = ("SPV.7154", "SPV.7165", "2020_397")
"""Meetings of argunsc, kept for evaluation, and one without paragraphs."""
MORE = Path(__file__).with_name("data") / "points_more.jsonl"
COUNCIL_WEIGHT = 3.0
"""Weight of a Council statement's gap beside a General Assembly one's, of which there are many more."""
LEAST_SEEN = 15
"""Occurrences an opening needs to get a weight of its own."""
FIRST_PENALTY, SECOND_PENALTY = 3.0, 25.0
"""Ridge penalties on standardised weights."""


@dataclass(frozen=True, slots=True)
class Example:
    """One statement's gaps: what the models see, where paragraphs begin, what is to be learnt."""

    file: str
    statement: Statement
    seen: GapFeatures
    breaks: tuple[bool, ...]
    begins: Floats
    more: bool = False
    weight: float = 1.0


def read_statements(data: Path) -> Iterator[tuple[str, Statement]]:
    """Statements of the folders that are read, not yet cut, with their paths in the data folder."""
    for folder in READ:
        for outcome in read_paths([data / folder]):
            if isinstance(outcome, ReadFile):
                path = Path(outcome.absolute).relative_to(data.resolve()).as_posix()
                for draft in outcome.drafts:
                    if not draft.procedural:
                        yield path, _uncut(draft, path)


def _uncut(draft: StatementDraft, path: str) -> Statement:
    ref = StatementRef(
        path, draft.speaker, draft.delegation, draft.capacity, draft.meeting, draft.date, draft.topic,
        draft.organ, draft.language, Source("", path, ""),
    )  # fmt: skip
    return Statement(ref, draft.text, draft.paragraphs, split_sentences(draft.text), (), ())


def paragraph_examples(held: Mapping[str, Statement], hidden: Iterable[str]) -> Iterator[Example]:
    """Statements whose record kept its paragraphs, files of `hidden` left out."""
    for path in sorted(held.keys() - set(hidden)):
        statement = held[path]
        breaks = paragraph_breaks(statement.sentences, statement.paragraphs)
        kept = path.startswith(TRAINING) and not any(part in path for part in LEFT_OUT)
        if kept and any(breaks) and len(statement.sentences) > 5:
            weight = COUNCIL_WEIGHT if path.startswith("unsc") else 1.0
            seen = _features(statement)
            yield Example(path, statement, seen, breaks, np.array(breaks, float), weight=weight)


def point_example(gold: GoldPoints, statement: Statement, more: bool) -> Example:
    """A statement whose points were marked by hand."""
    starts = gold_starts(gold, statement).starts
    begins = np.array([float(at in starts) for at in range(1, len(statement.sentences))])
    paragraphs = () if more else statement.paragraphs  # `more` were marked on the sentences alone
    breaks = paragraph_breaks(statement.sentences, paragraphs)
    return Example(gold.file, statement, _features(statement), breaks, begins, more)


def _features(statement: Statement) -> GapFeatures:
    return gap_features([sentence.of(statement.text) for sentence in statement.sentences])


def fit(
    matrix: scipy.sparse.csr_matrix, begins: Floats, weight: Floats, penalty: float
) -> tuple[Floats, float]:
    """Weights and bias of a ridge-penalised logistic regression, by L-BFGS."""

    def loss(parameters: Floats) -> tuple[float, Floats]:
        odds = matrix @ parameters[:-1] + parameters[-1]
        value = float(weight @ (np.logaddexp(0, odds) - begins * odds))
        slope = weight * (1 / (1 + np.exp(-odds)) - begins)
        gradient = np.append(matrix.T @ slope + penalty * parameters[:-1], slope.sum())
        return value + 0.5 * penalty * float(parameters[:-1] @ parameters[:-1]), gradient

    start = np.zeros(matrix.shape[1] + 1)
    found = scipy.optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000, "maxfun": 4000}
    )
    return found.x[:-1], float(found.x[-1])


def standardised(numbers: Floats) -> tuple[Floats, Floats, Floats]:
    """Columns of mean 0 and deviation 1, and what was taken from and divided out of them."""
    mean, deviation = numbers.mean(0), numbers.std(0)
    deviation[deviation == 0] = 1.0
    return (numbers - mean) / deviation, mean, deviation


def fit_first(examples: Sequence[Example]) -> Model:
    """The model of paragraph beginnings."""
    counted = Counter(start for x in examples for starts in x.seen.openings for start in starts)
    vocabulary = {
        start: at for at, start in enumerate(sorted(s for s, n in counted.items() if n >= LEAST_SEEN))
    }
    numbers, mean, deviation = standardised(np.vstack([x.seen.numbers for x in examples]))
    openings = [starts for x in examples for starts in x.seen.openings]
    where = [(row, vocabulary[s]) for row, starts in enumerate(openings) for s in starts if s in vocabulary]
    rows, columns = zip(*where, strict=True)
    words = scipy.sparse.csr_matrix(
        (np.ones(len(where)), (rows, columns)), shape=(len(openings), len(vocabulary))
    )
    matrix = scipy.sparse.hstack([scipy.sparse.csr_matrix(numbers), words]).tocsr()
    begins = np.concatenate([x.begins for x in examples])
    weight = np.concatenate([np.full(len(x.begins), x.weight) for x in examples])
    found, bias = fit(matrix, begins, weight, FIRST_PENALTY)
    first = found[: len(FEATURES)] / deviation
    opened = dict(zip(vocabulary, found[len(FEATURES) :].tolist(), strict=True))
    nothing = np.zeros(len(PLACES) + len(FEATURES))
    return Model(first, opened, bias - float(mean @ first), nothing, 0.0)


def fit_second(model: Model, examples: Sequence[Example]) -> Model:
    """`model` with the weights of points; a feature for our own marking takes up its finer grain."""
    blocks = [
        np.hstack(
            [
                placed(model.verdicts(x.seen), x.breaks),
                x.seen.numbers,
                np.full((len(x.begins), 1), float(x.more)),
            ]
        )
        for x in examples
    ]
    numbers, mean, deviation = standardised(np.vstack(blocks))
    begins = np.concatenate([x.begins for x in examples])
    found, bias = fit(scipy.sparse.csr_matrix(numbers), begins, np.ones(len(begins)), SECOND_PENALTY)
    second = found / deviation
    return replace(model, second=second[:-1], second_bias=bias - float(mean @ second))


def write(model: Model, out: Path) -> None:
    """The table `index/segmentation/boundaries.py` reads."""
    rows = [("first", feature, weight) for feature, weight in zip(FEATURES, model.first, strict=True)]
    rows += [("first", "bias", model.first_bias)]
    rows += [("words", start, weight) for start, weight in model.words.items()]
    rows += [
        ("second", feature, weight)
        for feature, weight in zip((*PLACES, *FEATURES), model.second, strict=True)
    ]
    rows += [("second", "bias", model.second_bias)]
    lines = ["# model\tfeature\tweight; written by rag/evaluation/train_boundaries.py"]
    lines += [f"{part}\t{feature}\t{weight:.4f}" for part, feature, weight in rows]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cut(example: Example, model: Model) -> Statement:
    """The example's statement with the points that `model` gives it."""
    statement = example.statement
    points = cut_points(statement.text, statement.sentences, statement.paragraphs, model=model)
    return replace(statement, points=points)


def held_out(first: Model, examples: Sequence[Example], wanted: Iterable[str]) -> Iterator[Statement]:
    """The statements of the `wanted` files, in order, each cut by a second model fitted without it."""
    by_file = {example.file: example for example in examples}
    for file in wanted:
        held = by_file[file]
        yield cut(held, fit_second(first, [x for x in examples if x is not held]))


def held_out_rows(
    first: Model, gold: Sequence[GoldPoints], examples: Sequence[Example]
) -> tuple[PointRow, ...]:
    """Gold statements cut by models that did not see them, beside every baseline."""
    files = [points.file for points in gold]
    return evaluate_points(gold, dict(zip(files, held_out(first, examples, files), strict=True)).__getitem__)


def main(data: Path, gold_folder: Path, out: Path) -> None:
    gold, more = read_points(gold_folder / "points.jsonl"), read_points(MORE)
    marked = {points.file: points for points in (*gold, *more)}
    held = dict(read_statements(data))
    examples = [point_example(points, held[file], points in more) for file, points in marked.items()]
    first = fit_first(list(paragraph_examples(held, marked)))
    for name, figure in point_measures(held_out_rows(first, gold, examples)).items():
        print(f"{name}: {figure}")
    write(fit_second(first, examples), out)


if __name__ == "__main__":
    places = [Path(place) for place in sys.argv[1:]]
    default = Path(__file__).parents[2] / "index" / "data" / "boundaries.tsv"
    main(places[0], places[1], places[2] if len(places) > 2 else default)
