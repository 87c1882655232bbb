"""Peers over the same documents with the same model: `python -m tests.bench_peers [--venv DIR] [--gold DIR]`.

Each peer runs in its own virtual environment (`make bench-peers` makes one), set up as its documentation
does, over the sample or the folder given with --data. Prints the speed of indexing, also as a ratio to ours
of this run, and the most memory held (ours with what measures); where a gold folder is given, also the median
of a query and how often a gold passage comes first, in five and in ten.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.wiring import STORE, assemble, open_store
from index.embedding.model_files import find_model
from index.embedding.packaged import PackagedEmbedder
from index.model import Filters, Span
from index.readers.walk import read_paths
from rag.evaluation.gold import GoldAnswer, GoldQuestion, locate, read_questions
from rag.evaluation.measures import overlap
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.reader.trained import TrainedReader
from tests.exact_vectors import ExactVectors
from tests.made_records import SEEDS
from tests.peer_systems import DEPTH, SYSTEMS

OURS = "On Record"
Found = Sequence[Sequence[str]]
"""Passages of one question, best first, each with the name of its file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds of indexing, what was found for each question and in how many seconds, the most MB held."""

    seconds: float
    found: Sequence[Found]
    asked: Sequence[float]
    peak: float


def main() -> None:
    options = _options()
    python = options.venv / "bin" / "python"
    if not python.is_file():
        print(
            f"There are no peers in {options.venv}: run `make bench-peers`, which installs them there first."
        )
        return
    documents = {path.name: _text(path) for path in sorted(options.data.rglob("*.txt"))}
    questions = _within(read_questions(options.gold / "questions.jsonl"), documents) if options.gold else []
    size = sum(path.stat().st_size for path in options.data.rglob("*.txt")) / 1e6
    print(f"{len(documents)} documents, {size:.2f} MB, {len(questions)} questions", flush=True)
    outcomes = {OURS: _ours(options.data, questions)}
    print(_header(questions), _row(OURS, outcomes, size, questions, documents), sep="\n", flush=True)
    for name in SYSTEMS:
        outcome = _peer(python, name, documents, questions)
        if isinstance(outcome, str):
            print(f"| {name} | did not run: {outcome} |", flush=True)
        else:
            outcomes[name] = outcome
            print(_row(name, outcomes, size, questions, documents), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--venv", type=Path, default=Path(".venv-peers"))
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--data", type=Path, default=SEEDS)
    return parser.parse_args()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _within(questions: Sequence[GoldQuestion], documents: Mapping[str, str]) -> list[GoldQuestion]:
    """The questions that the documents answer."""
    return [question for question in questions if any(_place(a, documents) for a in question.answers)]


def _place(answer: GoldAnswer, documents: Mapping[str, str]) -> tuple[str, Span] | None:
    name = Path(answer.file).name
    span = locate(documents.get(name, ""), answer.quote)
    return (name, span) if span else None


def _ours(data: Path, questions: Sequence[GoldQuestion]) -> Outcome:
    """Our own run, everything indexed included: reading, cutting, storing."""
    embedder = PackagedEmbedder()
    embedder.embed_query("warm up")
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(Path(folder) / STORE, embedder, True)) as store,
    ):
        vectors = ExactVectors(store.path, embedder.dim)
        service = assemble(
            store, vectors, embedder, TrainedReader(), questions=QuestionReader(QuestionNetwork())
        )
        began = time.perf_counter()
        service.add_read(read_paths([data]), "peers")
        vectors.publish(wait=True)
        seconds = time.perf_counter() - began
        found, asked = list[Found](), list[float]()
        for question in questions:
            began = time.perf_counter()
            hits = service.search(question.question, Filters(), DEPTH).hits
            asked.append(time.perf_counter() - began)
            found.append([[Path(hit.statement.source.path).name, hit.text] for hit in hits])
        return Outcome(seconds, found, asked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _peer(
    python: Path, name: str, documents: Mapping[str, str], questions: Sequence[GoldQuestion]
) -> Outcome | str:
    """What the peer found, or the last line of its complaint."""
    task = {
        "model": str(find_model(None).folder),
        "documents": list(documents.items()),
        "questions": [question.question for question in questions],
    }
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
    script = Path(__file__).with_name("peer_systems.py")
    done = subprocess.run(
        [str(python), str(script), name],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        env={**os.environ, **offline},
        check=False,
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no message"])[-1]
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return Outcome(**answer)


def _header(questions: Sequence[GoldQuestion]) -> str:
    columns = ["system", "MB a second", "to ours", "peak MB"]
    if questions:
        columns += ["query, median ms"]
        columns += [f"gold passage {depth}" for depth in ("first", "in 5", "in 10")]
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def _row(
    name: str,
    outcomes: Mapping[str, Outcome],
    size: float,
    questions: Sequence[GoldQuestion],
    documents: Mapping[str, str],
) -> str:
    ours = outcomes[OURS].seconds
    cells = [name, f"{size / outcomes[name].seconds:.4f}", f"{ours / outcomes[name].seconds:.2f}"]
    cells.append(f"{outcomes[name].peak:.0f}")
    if questions:
        cells.append(f"{1000 * statistics.median(outcomes[name].asked):.1f}")
        found, best = (_ranks(outcomes[one].found, questions, documents) for one in (name, OURS))
        for depth in (1, 5, DEPTH):
            count, reference = (sum(rank <= depth for rank in ranks) for ranks in (found, best))
            cells.append(f"{count / len(questions):.2f} ({count / max(reference, 1):.2f} of ours)")
    return f"| {' | '.join(cells)} |"


def _ranks(
    found: Sequence[Found], questions: Sequence[GoldQuestion], documents: Mapping[str, str]
) -> list[int]:
    """Of each question the rank of the first gold passage, beyond the depth where none was found."""
    return [
        next((at for at, hit in enumerate(hits, 1) if _is_gold(hit, question, documents)), DEPTH + 1)
        for hits, question in zip(found, questions, strict=True)
    ]


def _is_gold(hit: Sequence[str], question: GoldQuestion, documents: Mapping[str, str]) -> bool:
    """Does the passage share half of the gold quote, or lie within it? Both are found in the file's text."""
    name, text = hit
    span = locate(documents[name], text)
    places = [place for answer in question.answers if (place := _place(answer, documents))]
    common = [overlap(gold, span) for at, gold in places if span and at == name]
    longest = [len(gold) for at, gold in places if span and at == name]
    return any(
        share * 2 >= length or (share and span and share == len(span))
        for share, length in zip(common, longest, strict=True)
    )


if __name__ == "__main__":
    main()
