"""Collections in records of their own, merged: the same answers as from one record that holds all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import wiring
from api.settings import settings_from
from api.wiring import assemble
from index.errors import InvalidInput, NotFound
from index.model import Filters
from index.readers.base import ReadFile
from index.search.candidates import Searcher
from index.search.snapshot import Snapshot, load
from index.store.database import Place
from index.store.numbering import Numbering
from index.store.record_store import RecordStore
from index.store.schema import DATABASE
from index.store.shards import MergedStore
from index.vectors.vector_store import ScannedVectors
from rag.model import Answer
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft, a_file, add, open_store
from tests.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from tests.postgres_server import Server

EMBEDDER = HashEmbedder()
COLLECTIONS = ("council", "assembly")
NewPlace = Callable[[], Place]
SAID = (
    "We condemn all attacks on hospitals. Those who carried them out must be held to account.",
    "Sanctions hurt the poor more than anybody else. We call for humanitarian exemptions without delay.",
    "Peacekeepers who exploit or abuse civilians must be tried. There is no peace without accountability.",
    "The protection of civilians is the duty of every State. First, we call for respect of humanitarian law.",
    "Hospitals must be protected from attacks. Second, the parties must let medical workers pass.",
    "Climate change drives conflict in the Sahel. We propose a report on climate and security every year.",
)


def files_of(collection: int) -> Iterator[ReadFile]:
    """A dozen statements on six matters, by two delegations, of dates and meetings of their own."""
    for n in range(12):
        fields: dict[str, Any] = {
            "delegation": (KAZAKHSTAN, ESTONIA)[n % 2],
            "date": f"20{18 + collection}-0{1 + n // 2}-{10 + n}",
            "meeting": f"S/PV.{8000 + 100 * collection + n // 3}",
            "organ": ("Security Council", "General Assembly")[collection],
            "topic": f"Item {n % 3}",
        }
        more = f"That is our view of item {n} of {collection}."
        text = f"{SAID[(n + collection) % 6]} {SAID[(n * 5 + 2) % 6]} {more}"
        yield a_file(f"{n}.txt", a_draft(text, **fields))


@contextmanager
def services(new_place: NewPlace) -> Iterator[tuple[OnRecord, OnRecord, list[RecordStore], MergedStore]]:
    """One over all collections and one over a record for each; then the three records and the merged one."""
    with ExitStack() as opened:
        one, *parts = [opened.enter_context(closing(open_store(new_place(), EMBEDDER))) for _ in range(3)]
        for at, part in enumerate(parts):
            for store in (one, part):
                add(store, EMBEDDER, list(files_of(at)), COLLECTIONS[at])
        merged = MergedStore(parts)
        yield served(one), served(merged), [one, *parts], merged


def served(store: RecordStore) -> OnRecord:
    return assemble(store, ScannedVectors(), EMBEDDER, WordReader())


QUESTIONS = (
    ("What did the delegations say about attacks on hospitals and medical workers?", Filters()),
    ("Which delegations spoke of the protection of civilians?", Filters()),
    ("What did Estonia say about international humanitarian law?", Filters()),
    ("exploitation and abuse of civilians by peacekeepers", Filters(collections=("assembly",))),
    ("accountability for attacks", Filters(since="2018-03", until="2019-04")),
    ("What is said of whaling in the Antarctic?", Filters()),
)


def test_merged_records_answer_as_one(new_place: NewPlace) -> None:
    """To the word and the last citation: scores too, as terms count in all records together."""
    with services(new_place) as (one, merged, _, _):
        for question, filters in QUESTIONS:
            assert same(merged.ask(question, filters)) == same(one.ask(question, filters))
            found = [service.search(question, filters, 20).hits for service in (one, merged)]
            ids = [[hit.passage.id for hit in hits] for hits in found]
            assert ids[0] == ids[1]
            scores = [[hit.score for hit in hits] for hits in found]
            np.testing.assert_allclose(scores[0], scores[1], rtol=1e-5)


def test_merged_records_list_and_count_as_one(new_place: NewPlace) -> None:
    """Lists in order of dates, page by page; counts, names and single statements."""
    with services(new_place) as (one, merged, (store, *_), both):
        assert listed(merged) == listed(one)
        assert merged.names() == one.names()
        assert both.content_marks() == store.content_marks()
        for by in ("year", "meeting"):
            counted = [service.coverage(by, Filters()) for service in (one, merged)]
            assert counted[0].rows == counted[1].rows
        told, known = both.stats(), store.stats()
        assert replace(told, bytes=0, revision=0) == replace(known, bytes=0, revision=0)
        ids = [id for page in both.pages(50) for id in page]
        assert both.statements(ids) == store.statements(ids)
        assert both.whole(ids) == frozenset(ids)
        id = both.statement(ids[-1]).passages[0].id
        assert both.passages([both.passage(id).row])[both.passage(id).row].passage.id == id
        with pytest.raises(NotFound):
            both.passage("nowhere")


def test_what_one_record_takes_up_is_seen_at_once(new_place: NewPlace) -> None:
    """Added to either in any order and removed again: what search holds is what one record would give it."""
    with services(new_place) as (_, _, (store, *parts), merged):
        searcher = Searcher(merged, ScannedVectors())
        assert held(searcher.snapshot(), merged) == held(load(store), store)
        for n in (1, 0, 1):
            file = a_file(f"{n}.txt", a_draft(f"Item {n} speaks of a walrus. We thank nobody for it."))
            for into in (store, parts[n]):
                add(into, EMBEDDER, [file], COLLECTIONS[n])
                into.remove(into.ids_of_collection(COLLECTIONS[n])[:2])
            assert held(searcher.snapshot(), merged) == held(load(store), store)
            assert held(load(merged), merged) == held(load(store), store)


def test_what_writes_is_refused_with_a_sentence(new_place: NewPlace) -> None:
    """Nor are two records merged that hold one collection: its statements would come twice."""
    with services(new_place) as (_, service, (store, *parts), _):
        with pytest.raises(InvalidInput, match="only read together"):
            service.add_files({"a.txt": b"Words."}, "assembly")
        with pytest.raises(InvalidInput, match="only read together"):
            service.remove(collection="assembly")
        with pytest.raises(InvalidInput, match="'council' lies in two"):
            MergedStore([store, parts[0]])


def test_records_to_read_together_are_a_setting(tmp_path: Path, postgres: Server) -> None:
    """Data directories and addresses of databases; none of them is created."""
    database = postgres.schema("shard")
    settings = settings_from({"ONRECORD_SHARDS": f"{tmp_path / 'a'}, {database.url}"})
    places: list[Place] = [tmp_path / "a" / DATABASE, database]
    assert list(settings.shards) == places
    with pytest.raises(NotFound):
        wiring.open_record(settings, EMBEDDER, create=True)
    for n, place in enumerate(places):
        with closing(open_store(place, EMBEDDER)) as store:
            add(store, EMBEDDER, [a_file(f"{n}.txt", a_draft())], f"collection {n}")
    with closing(wiring.open_record(settings, EMBEDDER, create=False)) as merged:
        assert list(merged.collections()) == ["collection 0", "collection 1"]
    with pytest.raises(InvalidInput, match="leave ONRECORD_DATABASE_URL"):
        settings_from({"ONRECORD_SHARDS": "a,b", "ONRECORD_DATABASE_URL": database.url})


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=12))
def test_rows_get_ascending_numbers_that_last(met: list[tuple[int, int]]) -> None:
    """What is new lies above all that was known, and every number leads back to its row."""
    numbering, last, known = Numbering(3), [0, 0, 0], dict[int, tuple[int, int]]()
    for record, more in met:
        numbering.meet(record, last[record] + more)
        rows = np.arange(last[record] + 1, last[record] + more + 1)
        last[record] += more
        new = numbering.ours(record, rows).tolist()
        assert new == sorted(new)
        assert min(new, default=9**9) > max(known, default=0)
        known |= {number: (record, row) for number, row in zip(new, rows.tolist(), strict=True)}
    for record in range(3):
        mine = {row: number for number, (at, row) in known.items() if at == record}
        assert numbering.theirs(record, [*known, 0, 9**9]) == mine
        for until in range(max(known, default=0) + 2):
            below = [row for row, number in mine.items() if number <= until]
            assert numbering.until(record, until)[0] == max(below, default=0)


def same(answer: Answer) -> Answer:
    """All of it but the revision's name, and hits, whose scores are compared apart."""
    return replace(answer, index="", hits=())


def listed(service: OnRecord) -> list[list[str]]:
    """Ids, page by page; those of one day in any order, as it is that of adding."""
    days, cursor, more = dict[str, list[str]](), None, True
    while more:
        refs, cursor = service.statements(Filters(), cursor, 7)
        for ref in refs:
            days.setdefault(ref.date or "", []).append(ref.id)
        more = cursor is not None
    assert list(days) == sorted(days)
    return [sorted(ids) for ids in days.values()]


def held(snapshot: Snapshot, store: RecordStore) -> dict[str, tuple[object, ...]]:
    """By passage, all that search knows of it, terms by name."""
    with store.reading() as view:
        passages = view.passages(snapshot.rows.tolist())
    words = store.term_ids(WORDS)
    lexical, found = snapshot.lexical, dict[str, tuple[object, ...]]()
    assert snapshot.rows.tolist() == sorted(passages)
    scores = {term: lexical.scores({id: 1.0}) for term, id in words.items()}
    for at, row in enumerate(snapshot.rows.tolist()):
        found[passages[row].passage.id] = (
            snapshot.statements[snapshot.owner[at]],
            int(snapshot.kinds[at]),
            snapshot.vectors[at].tobytes(),
            frozenset((term, round(float(some[at]), 5)) for term, some in scores.items() if some[at]),
        )
    return found


WORDS = ("walrus", "item", "civilian", "civilians", "hospitals", "attacks", "exploit", "peace", "climate")
