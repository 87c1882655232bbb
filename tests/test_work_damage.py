"""A byte that changes in what waits to be embedded is never stored: it is told, and the rest is embedded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from index.ids import statement_id
from index.ingest.working import as_json
from index.readers.base import ReadFile
from index.store import postgres_schema
from index.store.database import Postgres
from index.store.record_store import RecordStore
from index.store.work import describe_queue
from tests.drafts import a_draft, a_file, open_store
from tests.queued import EMBEDDER, gave, texts, worked

if TYPE_CHECKING:
    from tests.postgres_server import Server

Change = Callable[[Postgres, str, str], None]
QUEUED = ("a", "b", "c")
"""Files of one statement each; the second is changed."""


@pytest.fixture
def database(postgres: Server) -> Postgres:
    return postgres.schema("work_damage")


@pytest.fixture
def store(database: Postgres) -> Iterator[RecordStore]:
    with closing(open_store(database, EMBEDDER)) as opened:
        yield opened


def files(wording: str = "We thank nobody.") -> list[ReadFile]:
    return [a_file(f"{name}.txt", a_draft(f"Item {name}. {wording}")) for name in QUEUED]


def run(database: Postgres, sql: str, *values: object) -> None:
    with psycopg.connect(database.url, autocommit=True) as db:
        db.execute(sql, values)  # type: ignore[call-overload]


def another_word(database: Postgres, id: str, other: str) -> None:
    run(database, "UPDATE work SET draft = replace(draft, 'thank', 'blame') WHERE id = %s", id)


def another_seal(database: Postgres, id: str, other: str) -> None:
    run(database, "UPDATE work SET seal = set_byte(seal, 3, get_byte(seal, 3) # 1) WHERE id = %s", id)


def no_seal(database: Postgres, id: str, other: str) -> None:
    run(database, "UPDATE work SET seal = NULL WHERE id = %s", id)


def another_id(database: Postgres, id: str, other: str) -> None:
    run(database, "UPDATE work SET id = %s WHERE id = %s", "0" * 16, id)


def anothers_source(database: Postgres, id: str, other: str) -> None:
    taken = "UPDATE work SET source = (SELECT source FROM work WHERE id = %s) WHERE id = %s"
    run(database, taken, other, id)


def anothers_draft(database: Postgres, id: str, other: str) -> None:
    taken = "UPDATE work SET (draft, seal) = (SELECT draft, seal FROM work WHERE id = %s) WHERE id = %s"
    run(database, taken, other, id)


def another_place(database: Postgres, id: str, other: str) -> None:
    moved = "UPDATE sources SET place = 'z.txt' WHERE number = (SELECT source FROM work WHERE id = %s)"
    run(database, moved, id)


def no_text(database: Postgres, id: str, other: str) -> None:
    """A byte that is no text at all, which SQL would not write."""
    bad = "CAST(set_byte(textsend(draft), 9, 255) AS text)"
    with psycopg.connect(database.url, autocommit=True) as db:
        db.execute("CREATE CAST (bytea AS text) WITHOUT FUNCTION")
        try:
            db.execute(f"UPDATE work SET draft = {bad} WHERE id = %s", (id,))
        finally:
            db.execute("DROP CAST (bytea AS text)")


CHANGES = (
    another_word, another_seal, no_seal, another_id, anothers_source, anothers_draft, another_place, no_text,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_byte_in_the_queue_is_never_stored(
    change: Change, store: RecordStore, database: Postgres
) -> None:
    """It is counted until its file is added again; what waited beside it is stored."""
    gave(store, *files())
    change(database, statement_id("council", "b.txt", ""), statement_id("council", "c.txt", ""))
    assert worked(store).failed == 1
    assert texts(store) == ["Item a. We thank nobody.", "Item c. We thank nobody."]
    assert store.waiting() == (0, 1)
    assert "1 could not be stored" in describe_queue(*store.waiting())
    gave(store, *files())
    worked(store)
    assert texts(store) == [f"Item {name}. We thank nobody." for name in QUEUED]
    assert worked(store).failed == 0


def test_damage_is_told_with_the_file_to_add_again(
    store: RecordStore, database: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    gave(store, *files())
    another_word(database, statement_id("council", "b.txt", ""), "")
    worked(store)
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(told) == 1
    assert "is damaged in the database and is not stored; add its file again: 'b.txt'." in told[0]


def test_what_the_database_cannot_read_stops_no_other(
    store: RecordStore, database: Postgres, postgres: Server
) -> None:
    """A lost page of the disk: the row that reached into it fails, and those taken with it are stored."""
    long = random.Random(1).randbytes(8_000).hex()
    gave(store, *files(), a_file("long.txt", a_draft(long)))
    run(database, "CHECKPOINT")
    toast = "SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE oid = 'work'::regclass"
    with psycopg.connect(database.url) as db:
        (path,) = db.execute(toast).fetchone() or ("",)
    postgres.stop()
    lose(postgres.folder / "data" / path)
    postgres.start()
    assert worked(store).failed == 1
    assert texts(store) == [f"Item {name}. We thank nobody." for name in QUEUED]
    gave(store, a_file("long.txt", a_draft("Short.")))
    worked(store)
    assert "Short." in texts(store)
    assert store.waiting() == (0, 0)


def lose(file: Path) -> None:
    size = file.stat().st_size
    assert size
    with file.open("r+b") as held:
        held.write(bytes(size))


def test_what_another_version_queued_is_told_and_stops_no_other(
    store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    gave(store, *files()[:1])
    monkeypatch.setattr("index.ingest.working.as_json", lambda draft: as_json(draft).replace("topic", "x"))
    gave(store, *files()[1:])
    assert worked(store).failed == 2
    assert texts(store) == ["Item a. We thank nobody."]


def test_a_queue_of_an_older_format_is_sealed_as_it_stands(postgres: Server, database: Postgres) -> None:
    """`onrecord migrate` keeps what waits, and guards it from then on."""
    with closing(open_store(database, EMBEDDER)) as store:
        gave(store, *files())
    run(database, "ALTER TABLE work DROP COLUMN seal")
    run(database, "UPDATE meta SET value = 3 WHERE key = 'schema'")
    assert postgres_schema.migrate_postgres(database) == (3, len(postgres_schema.MIGRATIONS))
    another_word(database, statement_id("council", "b.txt", ""), "")
    with closing(open_store(database, EMBEDDER)) as store:
        assert worked(store).failed == 1
        assert texts(store) == ["Item a. We thank nobody.", "Item c. We thank nobody."]
