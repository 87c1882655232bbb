"""`onrecord eval`: indexes the data beside the user's own index, evaluates it, and prints the table.

In: the gold folder, the data folder, the settings. Out: Markdown or JSON; progress on stderr. The index lies
in the folder `evaluation` of the data directory, so that a second run embeds nothing again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from api import wiring
from api.settings import Settings
from index.embedding.embedder import Embedder
from index.errors import InvalidInput
from index.ingest.report import Progress
from index.readers.base import ReadFile
from index.speakers.delegations import load_delegations
from index.vectors.vector_store import ScannedVectors
from rag.evaluation.bench import Bench, Fresh
from rag.evaluation.run import as_json, as_markdown, evaluate
from rag.reader.careful import packaged_reader
from rag.service import OnRecord

FOLDER = "evaluation"
STEP = 200
"""Statements between two lines of progress."""


def run(settings: Settings, gold: Path, data: Path, only: Sequence[str], json: bool) -> str:
    """Indexes what is new in the data, measures, and renders; raises InvalidInput for missing folders."""
    for folder in (gold, data):
        if not folder.is_dir():
            raise InvalidInput(f"There is no folder {folder}; give the gold folder and --data its records.")
    chosen = replace(settings, data_dir=settings.data_dir / FOLDER)
    embedder = wiring.make_embedder(chosen)
    with wiring.writing(chosen, embedder, create=True, tell=_tell) as service:
        service.add([data], "evaluation", _watch())
        bench = Bench(gold, data, service, embedder, load_delegations(), fresh(embedder))
        measured = evaluate(bench, only, _tell)
    return as_json(measured) if json else as_markdown(measured)


def fresh(embedder: Embedder) -> Fresh:
    """Opens a service over a new index of just the files given; the index goes when the service ends."""

    @contextmanager
    def opened(files: Iterable[ReadFile]) -> Iterator[OnRecord]:
        with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
            store = wiring.open_store(Path(folder) / wiring.STORE, embedder, create=True)
            vectors = ScannedVectors()
            with closing(wiring.assemble(store, vectors, embedder, packaged_reader())) as service:
                service.add_read(files, "evaluation")
                yield service

    return opened


def _watch() -> Callable[[Progress], None]:
    seen = 0

    def watch(progress: Progress) -> None:
        nonlocal seen
        if progress.statements // STEP != seen:
            seen = progress.statements // STEP
            _tell(f"{progress.statements} statements, {progress.passages} passages: {progress.path}")

    return watch


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
