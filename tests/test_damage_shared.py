"""A byte that is no text, which a failing disk leaves in a database, is damage like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from index.errors import RecordDamaged
from index.model import Filters
from index.store.database import Postgres
from index.store.rows import DAMAGED
from rag.question.corpus import FactsCache
from tests.drafts import a_statement, open_store, stored
from tests.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from tests.postgres_server import Server

EMBEDDER = HashEmbedder()
COLUMNS = [
    ("statements", "speaker"), ("statements", "delegation"), ("statements", "capacity"), ("texts", "text"),
    ("texts", "sentences"), ("sources", "path"), ("sources", "place"), ("passages", "id"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_what_is_no_text_is_damaged_and_fails_nothing(postgres: Server, table: str, column: str) -> None:
    """It is marked, and what stands beside it is read."""
    database = postgres.schema("no_text")
    with closing(open_store(database, EMBEDDER)) as store:
        for id in ("a", "b"):
            statement = a_statement(id)
            store.put(statement, "sha", stored(statement, EMBEDDER))
        spoil(database, table, column)
    with closing(open_store(database, EMBEDDER)) as store:
        assert store.whole(["a", "b"]) == {"b"}
        assert {one.id: DAMAGED in one.flags for one in store.list_refs(Filters()).items} == {
            "a": True,
            "b": False,
        }
        assert store.statement("b").text
        with pytest.raises(RecordDamaged):
            store.statement("a")
        assert len(store.statement_columns()) == 2
        assert FactsCache(store).names().collections == ("council",)
        assert store.stats().statements == 2


def spoil(database: Postgres, table: str, column: str) -> None:
    first = f"SELECT ctid FROM {table} ORDER BY ctid LIMIT 1"
    with psycopg.connect(database.url, autocommit=True) as db, bytes_as_text(db):
        bad = f"CAST(set_byte(textsend({column}), 0, 255) AS text)"
        db.execute(f"UPDATE {table} SET {column} = {bad} WHERE ctid = ({first})")  # type: ignore[call-overload]


@contextmanager
def bytes_as_text(db: psycopg.Connection) -> Iterator[None]:
    """Lets SQL write bytes that are no text."""
    db.execute("CREATE CAST (bytea AS text) WITHOUT FUNCTION")
    try:
        yield
    finally:
        db.execute("DROP CAST (bytea AS text)")
