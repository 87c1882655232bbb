"""The index against a plain dictionary: add, update, remove, crash and reopen in any order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from index.build import Builder
from index.lexical import invert
from index.model import Filters
from index.segment import embedded_text, statement_id
from index.snapshot import Snapshot, advance, load
from index.store import RecordStore
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder

paths = st.sampled_from(["a.txt", "b.txt", "in/c.txt"])
collections = st.sampled_from(["council", "assembly"])
nouns = st.sampled_from(["hospitals", "sanctions", "ceasefire", "elections", "whaling"])
texts = st.lists(nouns, min_size=1, max_size=4).map(
    lambda said: " ".join(f"We discuss {noun}." for noun in said)
)


class Index(RuleBasedStateMachine):
    """`told` is what was acknowledged: texts by collection, path and key."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="onrecord-machine-"))
        self.embedder = HashEmbedder()
        self.told: dict[tuple[str, str, str], str] = {}
        self.abandoned: list[RecordStore] = []
        self.store = open_store(self.folder, self.embedder)
        self.snapshot: Snapshot = load(self.store)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            for store in [*self.abandoned, self.store]:
                store.close()
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
        held = self.store._writer
        held.execute("BEGIN IMMEDIATE")
        held.execute("UPDATE texts SET text = ?", (said,))
        held.execute("DELETE FROM passages WHERE row % 2")
        copy = Path(tempfile.mkdtemp(prefix="onrecord-machine-"))
        for file in self.folder.iterdir():
            shutil.copy(file, copy / file.name)
        held.execute("ROLLBACK")
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder = copy
        self.store = open_store(copy, self.embedder)
        self.snapshot = load(self.store)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.folder, self.embedder)
        self.snapshot = load(self.store)

    @invariant()
    def everything_told_is_there_and_nothing_else(self) -> None:
        found = self.store.list_refs(Filters()).items
        assert {(r.source.collection, r.source.path, r.source.key) for r in found} == set(self.told)
        assert self.store.texts(r.id for r in found) == {statement_id(*k): t for k, t in self.told.items()}

    @invariant()
    def everything_told_is_found(self) -> None:
        """By vector and by word, in a snapshot that only ever advanced."""
        self.snapshot = advance(self.snapshot, self.store)
        lexical = invert(self.snapshot.postings)
        rows = self.snapshot.rows.tolist()
        passages = self.store.passages(rows)
        assert sorted(passages) == rows
        ids = [statement.id for statement in self.snapshot.statements]
        assert sorted(ids) == sorted(statement_id(*key) for key in self.told)
        for at, row in enumerate(rows):
            statement = self.store.statement(passages[row].statement)
            text = embedded_text(statement, passages[row].passage)
            (made,) = self.embedder.embed_passages([text])
            assert np.array_equal(self.snapshot.vectors[at], made.vector)
            assert ids[self.snapshot.owner[at]] == statement.ref.id
            (term,) = self.store.term_ids(["discuss"]).values()
            assert lexical.scores({term: 1.0})[at] > 0


Index.TestCase.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
TestIndex = Index.TestCase
