"""Ways to rank by words: `python -m tests.bench_lexical [FOLDER] [PASSAGES]`, 100,000 by default.

Prints for our arrays, SQLite's FTS5 and, where its package is installed, tantivy: seconds to build over the
terms of the same passages, and milliseconds of a question's hundred best, unfiltered and in one collection.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from api.wiring import STORE, open_store
from index.embedding.packaged import PackagedEmbedder
from index.model import Filters
from index.search.parts import best
from index.search.snapshot import Snapshot, load
from index.store.lexical import LexicalIndex, Live, invert
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from tests.bench_search import QUESTIONS, row, times
from tests.made_records import made_index

K = 100


@dataclass(frozen=True, slots=True)
class Way:
    """Seconds to build, and how to ask it for a question's best, among everything or one collection."""

    seconds: float
    everywhere: Callable[[str], object]
    inside: Callable[[str], object]


def main(folder: Path, passages: int) -> None:
    embedder = PackagedEmbedder()
    with closing(open_store(made_index(folder, passages, embedder) / STORE, embedder, False)) as store:
        snapshot = load(store)
        texts = passage_texts(store)
        collection = snapshot.statements[0].collection
        print(
            f"| {passages:,} passages, the {K} best | build s | median ms | 95 % | in one collection | 95 % |"
        )
        print("|---|---|---|---|---|---|")
        for name, make in (("arrays", arrays), ("SQLite FTS5", fts5), ("tantivy", tantivy)):
            with suppress(ModuleNotFoundError):
                way = make(store, snapshot, texts, collection)
                cells = row(times(way.everywhere, QUESTIONS)), row(times(way.inside, QUESTIONS))
                print(f"| {name} | {way.seconds:.1f} | {' | '.join(cells)} |", flush=True)


def passage_texts(store: RecordStore) -> list[tuple[int, str, str]]:
    """Row, collection and terms of every passage, the terms joined by blanks."""
    found = []
    for column in store.statement_columns():
        text = store.texts([column.id])[column.id]
        found.append((column.id, column.collection, text))
    words = {id: (collection, text) for id, collection, text in found}
    return [
        (place.row, words[place.statement][0],
         " ".join(content_terms(place.passage.span.of(words[place.statement][1]))))
        for place in store.passages_after(0)
    ]  # fmt: skip


def arrays(store: RecordStore, snapshot: Snapshot, texts: list[tuple[int, str, str]], collection: str) -> Way:
    postings = store.postings_after(0)
    began = time.perf_counter()
    index = LexicalIndex(Live(invert(postings)))
    seconds = time.perf_counter() - began
    mask = snapshot.mask(Filters(collections=(collection,), procedural=True))

    def scores(question: str) -> np.ndarray:
        return index.scores(dict.fromkeys(store.term_ids(content_terms(question)).values(), 1.0))

    return Way(
        seconds,
        lambda question: best(scores(question), K, above=0),
        lambda question: best(np.where(mask, scores(question), 0), K, above=0),
    )


def fts5(store: RecordStore, snapshot: Snapshot, texts: list[tuple[int, str, str]], collection: str) -> Way:
    db = sqlite3.connect(":memory:")
    began = time.perf_counter()
    db.execute("CREATE VIRTUAL TABLE passages USING fts5(collection UNINDEXED, words, content='')")
    db.execute("CREATE TABLE places (row INTEGER PRIMARY KEY, collection TEXT)")
    db.executemany("INSERT INTO passages (rowid, collection, words) VALUES (?,?,?)", texts)
    db.executemany("INSERT INTO places VALUES (?,?)", ((number, where) for number, where, _ in texts))
    seconds = time.perf_counter() - began
    everywhere = f"SELECT rowid FROM passages WHERE words MATCH ? ORDER BY rank LIMIT {K}"
    inside = (
        "SELECT p.rowid FROM passages p JOIN places l ON l.row = p.rowid "
        f"WHERE words MATCH ? AND l.collection = ? ORDER BY rank LIMIT {K}"
    )

    def asked(question: str) -> str:
        return " OR ".join(f'"{term}"' for term in content_terms(question))

    return Way(
        seconds,
        lambda question: db.execute(everywhere, (asked(question),)).fetchall(),
        lambda question: db.execute(inside, (asked(question), collection)).fetchall(),
    )


def tantivy(
    store: RecordStore, snapshot: Snapshot, texts: list[tuple[int, str, str]], collection: str
) -> Way:
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_integer_field("row", stored=True, fast=True)
    builder.add_text_field("collection", tokenizer_name="raw")
    builder.add_text_field("words", tokenizer_name="whitespace")
    schema = builder.build()
    index = library.Index(schema)
    began = time.perf_counter()
    writer = index.writer()
    for number, where, words in texts:
        writer.add_document(library.Document(row=number, collection=where, words=words))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    seconds = time.perf_counter() - began
    searcher = index.searcher()
    within = library.Query.term_query(schema, "collection", collection)

    def asked(question: str) -> library.Query:
        return library.Query.boolean_query(
            [
                (library.Occur.Should, library.Query.term_query(schema, "words", t))
                for t in content_terms(question)
            ]
        )

    def inside(question: str) -> object:
        must = [(library.Occur.Must, asked(question)), (library.Occur.Must, within)]
        return searcher.search(library.Query.boolean_query(must), K)

    return Way(seconds, lambda question: searcher.search(asked(question), K), inside)


if __name__ == "__main__":
    given = [*sys.argv[1:], *["/tmp/onrecord-bench", "100000"][len(sys.argv) - 1 :]]
    main(Path(given[0]), int(given[1]))
