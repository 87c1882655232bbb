"""The index against a plain dictionary: add, update, remove, publish, crash, reopen, search in any order."""

from __future__ import annotations

import shutil
import tempfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from api.wiring import assemble
from index.ids import statement_id
from index.ingest.build import Builder
from index.model import Filters
from index.search.candidates import Searcher
from index.segmentation.segment import embedded_text
from index.store.record_store import RecordStore
from index.vectors.chroma import ChromaVectors
from index.vectors.vector_store import VectorStore
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import a_draft, a_file, open_store
from tests.exact_vectors import ExactVectors
from tests.examples import examples
from tests.hash_embedder import HashEmbedder

pytestmark = pytest.mark.process

paths = st.sampled_from(["a.txt", "b.txt", "in/c.txt"])
collections = st.sampled_from(["council", "assembly"])
NOUNS = ("hospitals", "sanctions", "ceasefire", "elections", "whaling")
nouns = st.sampled_from(NOUNS)
texts = st.lists(nouns, min_size=1, max_size=4).map(
    lambda said: " ".join(f"We discuss {noun}." for noun in said)
)


class Index(RuleBasedStateMachine):
    """`told` is what was acknowledged: texts by collection, path and key.

    Vectors are published only when a rule says so, so that search meets rows the vector store lacks and rows
    it still has though they are gone.
    """

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="onrecord-machine-"))
        self.embedder = HashEmbedder()
        self.told: dict[tuple[str, str, str], str] = {}
        self._open()

    def _open(self) -> None:
        self.store: RecordStore = open_store(self.folder, self.embedder)
        self.vectors = self.make_vectors()
        self.vectors.start()
        self.searcher = Searcher(self.store, self.vectors)
        self.service: OnRecord = assemble(self.store, self.vectors, self.embedder, WordReader())

    def make_vectors(self) -> VectorStore:
        return ExactVectors(self.store.path, self.embedder.dim)

    def teardown(self) -> None:
        if hasattr(self, "service"):
            self.service.close()
            shutil.rmtree(self.folder)

    @rule(collection=collections, path=paths, said=st.lists(texts, max_size=3))
    def add(self, collection: str, path: str, said: list[str]) -> None:
        """A file replaces all it held before."""
        drafts = [a_draft(text, str(n)) for n, text in enumerate(said)]
        report = Builder(self.store, self.embedder).add([a_file(path, *drafts)], collection)
        before = {key: text for key, text in self.told.items() if key[:2] == (collection, path)}
        after = {(collection, path, str(n)): text for n, text in enumerate(said)}
        assert report.skipped == ()
        assert report.unchanged == len(before.items() & after.items())
        assert report.added == len(after.keys() - before.keys())
        assert report.removed == len(before.keys() - after.keys())
        self.told = {key: text for key, text in self.told.items() if key not in before} | after

    @rule(collection=collections, path=paths)
    def remove(self, collection: str, path: str) -> None:
        keys = [key for key in self.told if key[:2] == (collection, path)]
        assert self.store.remove([statement_id(*key) for key in keys]) == len(keys)
        for key in keys:
            del self.told[key]

    @rule(collection=collections, said=texts)
    def crash(self, collection: str, said: str) -> None:
        """The process dies between writing a statement and committing it; the kernel drops its locks."""
        held = self.store.database.writer
        held.execute("BEGIN IMMEDIATE")
        held.execute("UPDATE texts SET text = ?", (said,))
        held.execute("DELETE FROM passages WHERE row % 2")
        copy = Path(tempfile.mkdtemp(prefix="onrecord-machine-"))
        shutil.copytree(self.folder, copy, dirs_exist_ok=True)
        held.execute("ROLLBACK")
        self.service.close()
        shutil.rmtree(self.folder)
        self.folder = copy
        self._open()

    @rule()
    def reopen(self) -> None:
        self.service.close()
        self._open()

    @rule(collection=collections, path=paths, said=texts, removing=st.booleans())
    def publish_and_go_on(self, collection: str, path: str, said: str, removing: bool) -> None:
        """What is then added is beyond what the vector store holds; what is removed is still in it."""
        self.vectors.publish(wait=True)
        self.the_nearest_are_found()
        if removing and self.told:
            self.remove(*min(self.told)[:2])
        else:
            self.add(collection, path, [said])

    @rule(noun=nouns)
    def search(self, noun: str) -> None:
        """Every text told that says the noun is found in its own words, before any that does not."""
        hits = self.service.search(noun, Filters(), 50, literal=True).hits
        by_id = {statement_id(*key): text for key, text in self.told.items()}
        assert all(hit.text in by_id[hit.statement.id] for hit in hits)
        saying = {hit.text for hit in hits if noun in hit.text}
        assert all(any(said in text for said in saying) for text in by_id.values() if noun in text)
        assert {hit.text for hit in hits[: len(saying)]} == saying

    @invariant()
    def everything_told_is_there_and_nothing_else(self) -> None:
        found = self.store.list_refs(Filters()).items
        assert {(r.source.collection, r.source.path, r.source.key) for r in found} == set(self.told)
        assert self.store.texts(r.id for r in found) == {statement_id(*k): t for k, t in self.told.items()}

    @invariant()
    def everything_told_is_found(self) -> None:
        """By vector and by word, in a snapshot that only ever advanced."""
        snapshot = self.searcher.snapshot()
        lexical = snapshot.lexical
        rows = snapshot.rows.tolist()
        passages = self.store.passages(rows)
        assert sorted(passages) == rows
        ids = [statement.id for statement in snapshot.statements]
        assert sorted(ids) == sorted(statement_id(*key) for key in self.told)
        for at, row in enumerate(rows):
            statement = self.store.statement(passages[row].statement)
            text = embedded_text(statement, passages[row].passage)
            (made,) = self.embedder.embed_passages([text])
            assert np.array_equal(snapshot.vectors[at], made.vector)
            assert ids[snapshot.owner[at]] == statement.ref.id
            (term,) = self.store.term_ids(["discuss"]).values()
            assert lexical.scores({term: 1.0})[at] > 0

    @invariant()
    def the_nearest_are_found(self) -> None:
        """Few, many or all, under a filter or none: as near as a scan of everything told finds.

        Asked after every step: what was added or removed since the last publishing is what a store hides.
        """
        snapshot = self.searcher.snapshot()
        for noun, filters in product(NOUNS, (Filters(), Filters(collections=("council",)))):
            vector, mask = self.embedder.embed_query(f"We discuss {noun}.").vector, snapshot.mask(filters)
            cosines = np.sort((snapshot.vectors @ vector)[mask])[::-1]
            for k in {1, 2, len(cosines) // 2, len(cosines), len(cosines) + 1}:
                found = self.searcher.nearest(snapshot, vector, mask, k)
                assert mask[found].all()
                assert snapshot.vectors[found] @ vector == pytest.approx(cosines[:k], abs=1e-5)


Index.TestCase.settings = settings(max_examples=examples(30), stateful_step_count=20, deadline=None)
TestIndex = Index.TestCase


class IndexWithChroma(Index):
    """The same with Chroma: published, checked and opened by real child processes."""

    def make_vectors(self) -> VectorStore:
        vectors = self.folder / "vectors"
        return ChromaVectors(vectors, self.store.path, self.embedder.fingerprint, self.embedder.dim)


IndexWithChroma.TestCase.settings = settings(max_examples=examples(5), stateful_step_count=12, deadline=None)
TestIndexWithChroma = pytest.mark.crash(IndexWithChroma.TestCase)
