"""Fits the judge of answerability again: `python -m api.fit_judge GOLD_DIR DATA_DIR INDEX_DIR [OUT.tsv]`.

In: a gold folder, its data, the data directory that `onrecord eval` was run with. Out: held-out figures on
stdout and, where a file is named, the model as `rag/data/refusal.tsv` has it. Run it when retrieval changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from api import wiring
from api.evaluate import FOLDER, fresh
from api.settings import Settings
from index.model import Filters
from index.search.candidates import Searcher
from index.speakers.delegations import load_delegations
from index.vectors.vector_store import ExactVectors
from rag.answer.focus import Focuser
from rag.answer.support import Assessor
from rag.evaluation.bench import Bench
from rag.evaluation.gold import read_questions
from rag.evaluation.questions import places
from rag.evaluation.train_refusal import Example, examples, report, table
from rag.question.corpus import FactsCache
from rag.question.reader import QuestionReader
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.ranking.retrieval import Retriever


def main(gold: Path, data: Path, index: Path, out: Path | None) -> None:
    rows = gathered(gold, data, Settings(data_dir=index / FOLDER))
    print(f"{len(rows)} examples; {report(rows)}")
    if out is not None:
        out.write_text(table(rows), encoding="utf-8")


def gathered(gold: Path, data: Path, settings: Settings) -> list[Example]:
    """Every example that the gold questions give over the index."""
    embedder, delegations = wiring.make_embedder(settings), load_delegations()
    store = wiring.open_store(settings.data_dir, embedder, create=False)
    vectors = ExactVectors(store.path, embedder.dim)
    service = wiring.assemble(store, vectors, embedder)
    bench = Bench(gold, data, service, embedder, delegations, fresh(embedder))
    retriever, focuser = Retriever(Searcher(store, vectors), store, embedder), Focuser(embedder, store)
    assessor = Assessor(embedder.count_tokens, PassageLookup(store).fetch)
    facts = FactsCache(store).facts()
    rows: list[Example] = []
    for question in read_questions(gold / "questions.jsonl"):
        copies = {answer.file: bench.copies(answer.file) for answer in question.answers}
        query = understand(question.question, Filters(), facts, delegations, QuestionReader(embedder))
        gold_places = places(question, copies, delegations.resolve)
        rows += examples(question, gold_places, query, retriever, focuser, assessor)
    service.close()
    return rows


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    if len(given) not in (3, 4):
        sys.exit(f"Usage: {__doc__.splitlines()[0].partition('`')[2].rstrip('`.')}")
    main(given[0], given[1], given[2], given[3] if len(given) == 4 else None)
