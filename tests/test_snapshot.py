"""A snapshot that advances equals one read whole; its masks are exact and agree with the store's lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Filters, Speaker, Statement
from index.search.snapshot import Snapshot, advance, load
from index.store.lexical import join
from index.store.record_store import RecordStore
from tests.drafts import a_statement, open_store
from tests.examples import examples
from tests.small_stores import EMBEDDER, IDS, filters, put, satisfies, statements
from tests.test_copies import CUT, OTHER, SAID, said
from tests.test_lexical import same

copies = st.builds(
    said,
    st.sampled_from(IDS),
    st.sampled_from([SAID, CUT, OTHER, SAID + OTHER]),
    st.sampled_from(["2020-01-08", "2020", "2020-01-09", None]),
    meeting=st.sampled_from(["S/PV.1", "S/PV.2", None]),
    procedural=st.booleans(),
)
changes = st.lists(st.sampled_from(IDS) | statements(), min_size=1, max_size=6)


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    """One store for many examples, emptied at the beginning of each."""
    with closing(open_store(tmp_path_factory.mktemp("shared"), EMBEDDER)) as opened:
        yield opened


def emptied(store: RecordStore) -> RecordStore:
    store.remove(IDS)
    return store


def equal(one: Snapshot, other: Snapshot) -> bool:
    arrays = ("rows", "owner", "kinds")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
        and np.array_equal(one.vectors[np.arange(one.size)], other.vectors[np.arange(other.size)])
        and same(*(join([held.lexical for held in some.held]) for some in (one, other)))
        and one.statements == other.statements
        and one.revision == other.revision
        and all(
            np.array_equal(getattr(one.copies, name), getattr(other.copies, name))
            for name in ("first", "twice")
        )
    )


def change(store: RecordStore, some: list[str | Statement]) -> None:
    """Puts statements, and removes those named by their ids."""
    for one in some:
        if isinstance(one, str):
            store.remove([one])
        else:
            put(store, one)


@given(many=st.lists(changes, min_size=1, max_size=3))
@settings(max_examples=examples(15), deadline=None)
def test_advancing_equals_loading(shared: RecordStore, many: list[list[str | Statement]]) -> None:
    """After any run of puts and removals, however many revisions lie between."""
    snapshot = load(emptied(shared))
    assert snapshot.size == 0
    for some in many:
        change(shared, some)
        snapshot = advance(snapshot, shared)
        assert equal(snapshot, load(shared))


@given(
    many=st.lists(st.lists(copies | st.sampled_from(IDS), min_size=1, max_size=4), max_size=6), data=st.data()
)
@settings(max_examples=examples(15), deadline=None)
def test_what_is_known_from_before_is_what_would_be_found_anew(
    shared: RecordStore, many: list[list[str | Statement]], data: st.DataObject
) -> None:
    """Masks, copies and owners, whether statements come, go or change, are copies or not."""
    snapshot = load(emptied(shared))
    for some in many:
        change(shared, some)
        snapshot, whole = advance(snapshot, shared), load(shared)
        assert equal(snapshot, whole)
        for wanted in data.draw(st.lists(filters, min_size=3, max_size=3)):
            assert snapshot.mask(wanted).tolist() == whole.mask(wanted).tolist()


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    """Between changes of this one's own, and alone."""
    with closing(open_store(tmp_path, EMBEDDER)) as store, closing(open_store(tmp_path, EMBEDDER)) as other:
        put(store, a_statement("a"), a_statement("b"))
        snapshot = load(store)
        for writer in (store, other, store):
            writer.remove(["a"])
            put(writer, a_statement("a", f"We speak of number {store.revision()}."))
            put(store, a_statement("c", f"We speak of {store.revision()} again."))
            snapshot = advance(snapshot, store)
            assert equal(snapshot, load(store))
        other.remove(["b", "c"])
        assert equal(advance(snapshot, store), load(store))


@given(them=st.lists(statements(), max_size=4), many=st.lists(filters, min_size=20, max_size=20))
@settings(max_examples=examples(15), deadline=None)
def test_a_mask_is_the_filter_statement_by_statement(
    shared: RecordStore, them: list[Statement], many: list[Filters]
) -> None:
    """For every field, reduced dates included; the store's own lists say the same."""
    put(emptied(shared), *them)
    snapshot = load(shared)
    refs = [shared.ref(statement.id) for statement in snapshot.statements]
    for wanted in many:
        expected = [satisfies(ref, wanted) for ref in refs]
        assert snapshot.columns.satisfying(wanted).tolist() == expected
        assert snapshot.mask(wanted).tolist() == [expected[at] for at in snapshot.owner]
        listed = {ref.id for ref in shared.list_refs(wanted, limit=50).items}
        assert listed == {ref.id for ref, flag in zip(refs, expected, strict=True) if flag}


ONE_FIELD = [
    (Filters(delegations=("KAZ",)), {"a", "year"}),
    (Filters(speakers=("JURGENSON",)), {"year"}),
    (Filters(speakers=("",)), set()),
    (Filters(meetings=("S/PV.1",)), {"a"}),
    (Filters(organs=("Security Council",)), set()),
    (Filters(collections=("council",)), {"a", "year"}),
    (Filters(statements=("year", "chair")), {"year"}),
    (Filters(since="2003-06-30", until="2003-06-30"), {"year"}),
    (Filters(since="2004-01-01"), {"a"}),
    (Filters(until="2002-12-31"), set()),
    (Filters(procedural=True), {"a", "year", "chair"}),
    (Filters(delegations=("Kazakhstan",)), set()),
]


@pytest.mark.parametrize(("wanted", "expected"), ONE_FIELD)
def test_each_field_restricts(store: RecordStore, wanted: Filters, expected: set[str]) -> None:
    """By hand: a year is any of its days, codes and symbols are exact, the chair's lines wait to be asked."""
    put(
        store,
        a_statement("a", date="2004-05-01", meeting="S/PV.1"),
        a_statement("year", date="2003", speaker=Speaker("Ms. Jürgenson")),
        a_statement("chair", procedural=True),
    )
    snapshot = load(store)
    masked = {snapshot.statements[at].id for at in snapshot.owner[snapshot.mask(wanted)]}
    assert masked == expected


def test_positions_know_only_live_rows(store: RecordStore) -> None:
    """Rows removed, not yet given or zero are left out; the order asked for stays."""
    put(store, a_statement("a"), a_statement("b"))
    store.remove(["a"])
    put(store, a_statement("c"))
    snapshot = load(store)
    assert snapshot.rows.tolist() == [3, 4, 5, 6]
    asked = np.array([6, 1, 3, 99, 0, 4])
    assert snapshot.rows[snapshot.positions(asked)].tolist() == [6, 3, 4]
    store.remove(["b", "c"])
    assert load(store).positions(asked).tolist() == []


def test_an_old_snapshot_does_not_change(store: RecordStore) -> None:
    """Whoever holds it goes on with the revision it was taken at."""
    put(store, a_statement("a"))
    old = load(store)
    vectors = old.vectors[np.arange(old.size)]
    store.remove(["a"])
    new = advance(old, store)
    assert (old.size, new.size) == (2, 0)
    assert np.array_equal(old.vectors[np.arange(old.size)], vectors)
    assert old.mask(Filters()).tolist() == [True, True]
