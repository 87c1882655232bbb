"""Search and answers at full size: `python -m tests.bench_search [FOLDER] [PASSAGES]`, 100,000 by default.

Prints medians in milliseconds: hybrid search of ten hits without the question's embedding, before and after
Chroma is ready (of a million only before), under every kind of filter; then `ask` in all, with the model. The
made index and its vectors stay in FOLDER for the next run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np

from api.settings import Settings
from api.wiring import STORE, assemble, make_vectors, open_store, warm
from index.embedding.embedder import Embedder
from index.embedding.packaged import PackagedEmbedder
from index.model import Filters
from index.store.record_store import RecordStore
from index.store.restore import ARRAYS
from index.vectors.vector_store import VectorStore
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.reader.trained import TrainedReader
from rag.service import OnRecord
from tests.made_larger import LARGE, index_of

ROUNDS = 2
LIMIT = 10
SECONDS_TO_READY = 900.0
QUESTIONS = (
    "protection of hospitals and medical facilities in conflict",
    "What should be done about explosive weapons in populated areas?",
    "zero tolerance for sexual exploitation and abuse by peacekeepers",
    "How many civilians were killed?",
    "unarmed civilian protection",
    "What is the view on accountability for attacks against humanitarian workers?",
    "Should the Council refer the situation to the International Criminal Court?",
    "COVID-19 and the global ceasefire",
    "What did they say about the protection of journalists?",
    "compliance with international humanitarian law by all parties to the conflict",
    "hunger and starvation as a method of warfare",
    "Which measures were proposed to protect children from recruitment?",
    "safe schools declaration",
    "Why are peacekeeping mandates important for the protection of civilians?",
    "arms transfers to parties that violate the law",
    "What training do troop-contributing countries give to their soldiers?",
)
ALL = (
    "Which delegations mentioned hospitals or medical facilities?",
    "Who supports the zero tolerance policy?",
    "Which countries called for accountability?",
    "Which delegations spoke about explosive weapons in populated areas?",
    "Which delegations mentioned children?",
    "Who spoke of the pandemic?",
    "Which countries train their peacekeepers?",
    "Which States support the International Criminal Court?",
)


class Remembering:
    """The embedder with its questions' vectors kept, so that search is timed without the model."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.fingerprint, self.window = embedder.name, embedder.fingerprint, embedder.window
        self.dim, self.token_dim = embedder.dim, embedder.token_dim
        self.count_tokens, self.embed_passages = embedder.count_tokens, embedder.embed_passages
        self.embed_query = cache(embedder.embed_query)


def main(folder: Path, passages: int) -> None:
    embedder = PackagedEmbedder()
    data_dir = index_of(folder, passages, embedder)
    settings = Settings(data_dir=data_dir)
    with closing(open_store(data_dir / STORE, embedder, create=False)) as store:
        vectors = make_vectors(settings, embedder)
        readers = TrainedReader(), QuestionReader(QuestionNetwork())
        arrays = data_dir / ARRAYS
        service, remembering = (
            assemble(store, vectors, one, readers[0], questions=readers[1], arrays=arrays)
            for one in (embedder, Remembering(embedder))
        )
        service.keep()
        warm(service)
        print(
            f"| {passages:,} passages, ten hits | passages let through | median ms | 95 % | to unfiltered |"
        )
        print("|---|---|---|---|---|")
        measure_search(remembering, store, "exact scan")
        if passages < LARGE:
            wait_until_ready(vectors)
            measure_search(remembering, store, "Chroma")
        measure_ask(service)
        vectors.close()


def measure_search(service: OnRecord, store: RecordStore, label: str) -> None:
    plain = 0.0
    for name, filters in filters_of(store).items():

        def search(question: str, filters: Filters = filters) -> None:
            service.search(question, filters, LIMIT)

        found = times(search, QUESTIONS)
        plain = plain or float(np.median(found))
        ratio = float(np.median(found)) / plain
        print(
            f"| {label}, {name} | {let_through(store, filters):,} | {row(found)} | {ratio:.2f} |", flush=True
        )


def measure_ask(service: OnRecord) -> None:
    print("\n| `ask`, the question embedded by the model | median ms | 95 % |\n|---|---|---|")
    for label, questions in (("one answer", QUESTIONS), ("every delegation's", ALL)):
        for again, found in enumerate(rounds(lambda q: service.ask(q, Filters(), LIMIT), questions)):
            print(
                f"| {label}, asked {'again' if again else 'for the first time'} | {row(found)} |", flush=True
            )


def filters_of(store: RecordStore) -> dict[str, Filters]:
    """One of each kind, narrow and broad, and some together; taken from what the index holds."""
    columns = [column for column in store.statement_columns() if not column.procedural]
    codes = [column.delegation or "" for column in columns]
    common, rare = max(set(codes), key=codes.count), min(set(codes), key=codes.count)
    days = sorted(column.first_day for column in columns)
    first, middle, last = (_iso(days[len(days) * share // 100]) for share in (2, 50, 51))
    some = columns[len(columns) // 2]
    return {
        "no filter": Filters(),
        "one delegation, often heard": Filters(delegations=(common,)),
        "one delegation, seldom heard": Filters(delegations=(rare,)),
        "thirty delegations": Filters(delegations=tuple(sorted(set(codes))[:30])),
        "since, nearly all dates": Filters(since=first),
        "since, half of the dates": Filters(since=middle),
        "one hundredth of the dates": Filters(since=middle, until=last),
        "one meeting": Filters(meetings=(some.meeting or "",)),
        "one organ": Filters(organs=(some.organ or "",)),
        "one collection": Filters(collections=(some.collection,)),
        "one speaker": Filters(speakers=((some.speaker or "").removeprefix("Mr. "),)),
        "one statement": Filters(statements=(some.id,)),
        "collection, organ, since": Filters(
            collections=(some.collection,), organs=(some.organ or "",), since=first
        ),
        "delegation, half of the dates": Filters(delegations=(common,), since=middle),
    }


def let_through(store: RecordStore, filters: Filters) -> int:
    """Passages that satisfy the filters, counted by the store."""
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = store.list_refs(filters, cursor or None, 5000)
        ids.extend(ref.id for ref in page.items)
        cursor = page.next
    return sum(passages_of(store).get(id, 0) for id in ids)


@cache
def passages_of(store: RecordStore) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in store.passages_after(0):
        counts[place.statement] = counts.get(place.statement, 0) + 1
    return counts


def wait_until_ready(vectors: VectorStore) -> None:
    began = time.monotonic()
    vectors.start()
    while vectors.state != "ready":
        if time.monotonic() - began > SECONDS_TO_READY:
            sys.exit(f"Chroma was not ready after {SECONDS_TO_READY:.0f} s: {vectors.detail}")
        time.sleep(0.1)


def times(run: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question, after a round to warm up."""
    return rounds(run, questions)[-1]


def rounds(run: Callable[[str], object], questions: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each question, round by round."""
    found: list[list[float]] = []
    for _ in range(ROUNDS):
        found.append([])
        for question in questions:
            began = time.perf_counter()
            run(question)
            found[-1].append((time.perf_counter() - began) * 1000)
    return found


def row(found: Sequence[float]) -> str:
    return f"{np.median(found):.1f} | {np.quantile(found, 0.95):.1f}"


def _iso(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


if __name__ == "__main__":
    given = [*sys.argv[1:], *["/tmp/onrecord-bench", "100000"][len(sys.argv) - 1 :]]
    main(Path(given[0]), int(given[1]))
