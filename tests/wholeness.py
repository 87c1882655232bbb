"""What must hold of an index whatever befell it: every statement whole, every passage found, nothing else."""

from __future__ import annotations

from collections import Counter

import numpy as np

from index.model import Filters
from index.search.candidates import Searcher
from index.segmentation.segment import embedded_text
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from tests.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder()


def check_whole(store: RecordStore) -> dict[str, str]:
    """Every statement's text, after checking that each is whole and that nothing else is there."""
    assert store.faults() == []
    ids = [ref.id for ref in store.list_refs(Filters(), limit=10_000).items]
    rows = store.live_rows().tolist()
    owned = store.passages(rows)
    vectors, codes, postings = store.vectors(rows), store.token_codes(rows), store.postings_after(0)
    assert sorted(owned) == sorted(vectors) == sorted(codes) == rows
    assert postings.passages == len(rows)
    statements = {id: store.statement(id) for id in ids}
    used = Counter[str]()
    for passage in owned.values():
        statement = statements[passage.statement]
        (made,) = EMBEDDER.embed_passages([embedded_text(statement, passage.passage)])
        assert np.array_equal(vectors[passage.row], made.vector)
        assert np.array_equal(codes[passage.row], made.tokens)
        used.update(set(content_terms(passage.passage.span.of(statement.text))))
    assert dict(store._query("SELECT term, passages FROM terms")) == used
    assert sum(len(s.passages) for s in statements.values()) == len(rows)
    return {id: statement.text for id, statement in statements.items()}


def check_found(store: RecordStore, searcher: Searcher) -> None:
    """Asked for its own words, each passage comes first; asked for everything, each comes once.

    No two passages may say the same.
    """
    snapshot = searcher.snapshot()
    rows, everything = snapshot.rows.tolist(), snapshot.mask(Filters())
    assert rows == store.live_rows().tolist()
    for at, passage in enumerate(store.passages(rows).values()):
        assert passage.row == rows[at]
        words = embedded_text(store.statement(passage.statement), passage.passage)
        query = EMBEDDER.embed_query(words).vector
        assert searcher.nearest(snapshot, query, everything, 1).tolist() == [at], f"not found first: {words}"
    whole = searcher.nearest(snapshot, np.ones(EMBEDDER.dim, np.float32), everything, len(rows) + 10)
    assert sorted(whole.tolist()) == list(range(len(rows)))
