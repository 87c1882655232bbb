"""Work shared by processes over one database: nothing lost, nothing doubled, nothing brought back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.embedding.embedder import Embedded
from index.errors import InvalidInput, NotFound, StorageFailed
from index.ids import statement_id
from index.ingest.build import Builder
from index.ingest.working import Worker, as_json, draft_from
from index.model import Delegation, Filters, Paragraph, Span, StatementDraft
from index.store.database import Postgres
from index.store.record_store import RecordStore
from index.store.work import ALONE, GIVEN_UP, claimed
from tests.drafts import a_draft, a_file, a_statement, open_store, stored
from tests.hash_embedder import HashEmbedder
from tests.queued import EMBEDDER, gave, texts, worked

if TYPE_CHECKING:
    from tests.postgres_server import Server

GROUP = Delegation("G77", "Group of 77")


@pytest.fixture
def database(postgres: Server) -> Postgres:
    return postgres.schema("work")


@pytest.fixture
def store(database: Postgres) -> Iterator[RecordStore]:
    with closing(open_store(database, EMBEDDER)) as opened:
        yield opened


@pytest.mark.parametrize(
    "draft",
    [
        a_draft(),
        a_draft("Nul \0 and a lone \ud800.", "k", delegation=None, groups=(GROUP,), circumstance="by video"),
        replace(a_draft(order=4, flags=("x",)), paragraphs=(Paragraph(1, Span(0, 9), 3, "12"),)),
    ],
)
def test_a_draft_waits_as_it_is(draft: StatementDraft) -> None:
    """To the last field."""
    assert draft_from(as_json(draft)) == draft


def test_what_was_given_is_embedded_by_whoever_works(store: RecordStore) -> None:
    """Given twice it waits once; worked off it is there, and given again it is unchanged."""
    files = [a_file(f"{n}.txt", a_draft(f"Item {n}. We thank nobody.")) for n in range(40)]
    assert gave(store, *files).added == 40
    assert gave(store, *files).updated == 40
    assert (store.waiting(), texts(store)) == ((40, 0), [])
    assert worked(store).stored == 40
    assert texts(store) == sorted(f"Item {n}. We thank nobody." for n in range(40))
    assert gave(store, *files).unchanged == 40
    assert store.waiting() == (0, 0)


def test_the_latest_wording_is_the_one_that_stays(store: RecordStore) -> None:
    """Whether it was given again or added at once while an older one waited."""
    gave(store, a_file("a.txt", a_draft("Old.")), a_file("b.txt", a_draft("Old.")))
    gave(store, a_file("a.txt", a_draft("New a.")))
    Builder(store, EMBEDDER).add([a_file("b.txt", a_draft("New b."))], "council")
    worked(store)
    assert texts(store) == ["New a.", "New b."]


def test_what_a_file_no_longer_holds_does_not_wait(store: RecordStore) -> None:
    gave(store, a_file("a.txt", a_draft("One.", "1"), a_draft("Two.", "2")))
    gave(store, a_file("a.txt", a_draft("Two.", "2")))
    worked(store)
    assert texts(store) == ["Two."]


def test_what_is_removed_while_it_waits_never_comes(store: RecordStore) -> None:
    """By its id or with its collection; what nobody ever had is not found."""
    gave(store, a_file("a.txt", a_draft("One.", "1"), a_draft("Two.", "2")))
    gave(store, a_file("b.txt", a_draft("Three.")), collection="other")
    builder = Builder(store, EMBEDDER)
    assert builder.remove([statement_id("council", "a.txt", "1"), "unknown"]) == 1
    assert builder.remove_collection("other") == 1
    with pytest.raises(NotFound):
        builder.remove([statement_id("council", "a.txt", "1")])
    worked(store)
    assert texts(store) == ["Two."]


def test_two_folders_with_files_of_one_name_stay_apart(store: RecordStore, tmp_path: Path) -> None:
    """Also while the first still waits."""
    for folder in ("x", "y"):
        gave(store, a_file("a.txt", a_draft(f"From {folder}."), absolute=str(tmp_path / folder / "a.txt")))
    worked(store)
    assert texts(store) == ["From x.", "From y."]


def test_nobody_takes_what_another_holds(store: RecordStore, database: Postgres) -> None:
    """And what it did not get done goes back."""
    gave(store, *(a_file(f"{n}.txt", a_draft(f"Item {n}.")) for n in range(6)))
    with claimed(database, 4) as one, claimed(database, 4) as other:
        assert not {item.id for item in one.taken} & {item.id for item in other.taken}
        assert len(one.taken) + len(other.taken) == 6
    assert worked(store).stored == 6


def test_removing_waits_for_whoever_holds_it(store: RecordStore, database: Postgres) -> None:
    """So that a worker that is just storing it does not bring it back."""
    gave(store, a_file("a.txt", a_draft("One.")))
    held, go_on = threading.Event(), threading.Event()
    embedder = Waits(lambda: (held.set(), go_on.wait(30)))
    worker = threading.Thread(target=lambda: Worker(store, embedder, lambda: False).work(until_empty=True))
    worker.start()
    assert held.wait(30)
    removing = threading.Thread(target=lambda: store.remove([statement_id("council", "a.txt", "")]))
    removing.start()
    removing.join(0.3)
    assert removing.is_alive()
    go_on.set()
    for thread in (worker, removing):
        thread.join(30)
    assert texts(store) == []


class Waits(HashEmbedder):
    """Embeds once somebody lets it."""

    def __init__(self, before: Callable[[], object]) -> None:
        super().__init__()
        self._before = before

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        self._before()
        return super().embed_passages(texts)


def test_what_cannot_be_stored_is_told_and_stops_nobody(store: RecordStore) -> None:
    """It is not taken again until it is given anew."""
    gave(store, a_file("a.txt", a_draft("A lone \ud800.")), a_file("b.txt", a_draft("Nul \0.")))
    gave(store, a_file("c.txt", a_draft("Fine.")))
    assert worked(store).failed == 2
    assert (store.waiting(), texts(store)) == ((0, 2), ["Fine."])
    gave(store, a_file("a.txt", a_draft("Mended.")))
    worked(store)
    assert (store.waiting(), texts(store)) == ((0, 1), ["Fine.", "Mended."])


def test_what_ends_every_process_that_takes_it_is_given_up(store: RecordStore, database: Postgres) -> None:
    """After it was taken alone a few times; what was taken with it at first is stored."""
    gave(store, *(a_file(f"{n}.txt", a_draft(f"Item {n}.")) for n in range(3)))
    bad = statement_id("council", "1.txt", "")
    alone = 0
    while store.waiting()[0]:
        with suppress(KeyError), claimed(database, 32) as claim:
            if bad in {item.id for item in claim.taken}:
                alone += len(claim.taken) == 1
                raise KeyError(bad)
            claim.done |= {item.id for item in claim.taken}
    assert (alone, store.waiting()) == (GIVEN_UP - ALONE, (0, 1))


def test_a_folder_has_no_queue(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        with pytest.raises(InvalidInput, match="ONRECORD_DATABASE_URL"):
            gave(store)
        with pytest.raises(InvalidInput, match="ONRECORD_DATABASE_URL"):
            worked(store)


def test_filters_list_what_was_worked_off(store: RecordStore) -> None:
    """As if it had been added at once."""
    gave(store, a_file("a.txt", a_draft(groups=(GROUP,))))
    worked(store)
    assert [ref.groups for ref in store.list_refs(Filters(delegations=("G77",))).items] == [(GROUP,)]


def test_a_statement_touches_no_other_source(store: RecordStore) -> None:
    """Nor does what is written grow with the record: writers wait for each other's writing."""
    versions = "SELECT number, CAST(CAST(xmin AS TEXT) AS BIGINT) FROM sources"
    for n in range(3):
        put(store, f"s{n}")
    before = dict(store.database.query(versions, ()))
    put(store, "one more")
    after = dict(store.database.query(versions, ()))
    assert len(after) == 4
    assert {number: after[number] for number in before} == before


def test_what_the_database_refuses_is_told_and_undone(store: RecordStore) -> None:
    """Though statements go out before the answers to those before them have come."""
    put(store, "kept")
    revision = store.revision()
    with pytest.raises(StorageFailed):
        write_what_is_refused(store)
    put(store, "later")
    assert sorted(store.content_marks()) == ["kept", "later"]
    assert store.revision() == revision + 1


def write_what_is_refused(store: RecordStore) -> None:
    """A vector of no passage, after what would have been done."""
    with store.database.writing() as db:
        db.execute("DELETE FROM statements")
        db.executemany("INSERT INTO vectors VALUES (?,?)", [(10**9, b"")])


def put(store: RecordStore, id: str) -> None:
    statement = a_statement(id)
    store.put(statement, "sha", stored(statement, EMBEDDER))
