"""The sections of the evaluation on public sets: claims, exact spans, committee turns, key points.

In: a `Bench`. Out: figures and the rows they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.model import Filters
from rag.evaluation.argkp import evaluate_key_points
from rag.evaluation.argunsc import LinkRow, evaluate_links, link_measures, read_speeches
from rag.evaluation.baselines import FixedChunks
from rag.evaluation.bench import Bench, paths_of
from rag.evaluation.chunking import SpanQuestion, SpanRow, read_span_questions, span_measures, span_row
from rag.evaluation.documents import documents, meetings
from rag.evaluation.measures import Figures, exact
from rag.evaluation.questions import DEPTH
from rag.evaluation.turns import TurnRow, turn_measures, turn_row

MEETINGS = 8
"""QMSum meetings measured; all of them take longer than they tell."""


def measure_links(bench: Bench) -> tuple[Figures, Sequence[LinkRow]]:
    """Claims kept with their premises."""
    rows = evaluate_links(read_speeches(bench.data / "argunsc" / "base.csv"))
    return link_measures(rows), rows


def measure_spans(bench: Bench) -> tuple[Figures, Sequence[SpanRow]]:
    """Questions with exact spans over whole documents."""
    folder = bench.data / "chunking-eval"
    questions = read_span_questions(folder / "questions_df.csv")
    names = sorted({question.document for question in questions})
    rows = []
    with bench.fresh(documents(folder / "corpora", names)) as service:
        for question in questions:
            hits = service.search(question.question, Filters(), DEPTH).hits
            answer = service.ask(question.question, Filters(), DEPTH)
            here = f"{question.document}.md"
            found = [hit.passage.span for hit in hits if hit.statement.source.path == here]
            cited = [c.span for c in answer.citations if c.statement.source.path == here]
            rows.append(span_row(question, found, cited))
    texts = {name: (folder / "corpora" / f"{name}.md").read_text(encoding="utf-8") for name in names}
    return {**span_measures(rows), **_naive_spans(texts, questions, bench)}, rows


def _naive_spans(texts: dict[str, str], questions: Sequence[SpanQuestion], bench: Bench) -> Figures:
    """The same measures for fixed-size chunks and cosine alone."""
    chunks = FixedChunks(texts, bench.embedder)
    rows = []
    for question in questions:
        found = [span for name, span in chunks.nearest(question.question, DEPTH) if name == question.document]
        rows.append(span_row(question, found, found[:1]))
    return {f"fixed-size chunks, dense: {name}": figure for name, figure in span_measures(rows).items()}


def measure_turns(bench: Bench) -> tuple[Figures, Sequence[TurnRow]]:
    """Queries on committee meetings: relevant turns."""
    found = list(meetings(bench.data / "qmsum" / "Committee" / "train", MEETINGS))
    rows = []
    with bench.fresh(file for file, _ in found) as service:
        held = paths_of(service)
        for file, questions in found:
            ids = tuple(held[file.path])
            for question in questions:
                hits = service.search(question.question, Filters(statements=ids), DEPTH).hits
                rows.append(turn_row(question, [int(hit.statement.source.key) for hit in hits]))
    return turn_measures(rows), rows


def measure_key_points(bench: Bench) -> tuple[Figures, Sequence[object]]:
    """Key points matched to arguments by the packaged model, nothing trained."""

    def similarity(arguments: Sequence[str], points: Sequence[str]) -> npt.NDArray[np.float32]:
        left = np.stack([made.vector for made in bench.embedder.embed_passages(arguments)])
        right = np.stack([made.vector for made in bench.embedder.embed_passages(points)])
        return left @ right.T

    found = evaluate_key_points(bench.data / "argkp", "dev", similarity)
    return {name: exact(value, 1) for name, value in found.items()}, ()
