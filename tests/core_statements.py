"""The record store's main statements in SQLAlchemy Core, for `bench_sql.py`: values in, the same rows out.

Tables are reflected and statements built anew for each call, as Core's documentation has it. Connections
are made as the store makes them (autocommit, the same settings, answers of PostgreSQL in binary), so that
only the layer differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from index.store.database import Place, Postgres
from index.store.postgres_connection import CONNECTING
from index.store.queries import STEP
from index.store.rows import PLACE_COLUMNS, SEALED_COLUMNS, SEALED_PASSAGE, TEXT_COLUMNS
from index.store.schema import connect

Values = Sequence[Any]
Say = Callable[[Values], sa.Executable]


def engine_of(place: Place, writing: bool) -> sa.Engine:
    """Nothing opens a transaction around what only reads."""
    if isinstance(place, Postgres):
        creator: Callable[[], Any] = partial(_psycopg, place.url)
        return sa.create_engine("postgresql+psycopg://", creator=creator, isolation_level="AUTOCOMMIT")
    creator = partial(connect, place, writing=writing)
    pool = sa.pool.QueuePool
    return sa.create_engine("sqlite://", creator=creator, poolclass=pool, isolation_level="AUTOCOMMIT")


def _psycopg(url: str) -> Any:
    import psycopg

    class Binary(psycopg.Cursor[Any]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.format = psycopg.pq.Format.BINARY

    return psycopg.connect(url, autocommit=True, cursor_factory=Binary, **CONNECTING)  # type: ignore[arg-type]


def _tables(place: Place) -> Mapping[str, sa.Table]:
    """As the database tells of them, which SQLAlchemy reads in text alone."""
    url = place.url.replace("postgresql:", "postgresql+psycopg:") if isinstance(place, Postgres) else None
    engine = sa.create_engine(url or f"sqlite:///{place}")
    metadata = sa.MetaData()
    metadata.reflect(engine)
    engine.dispose()
    return metadata.tables


class Core:
    """One record behind two engines, as the store has connections that read and one that writes."""

    def __init__(self, place: Place) -> None:
        self.place, self.shared = place, isinstance(place, Postgres)
        self.reader, self.writer = engine_of(place, False), engine_of(place, True)
        self.t = _tables(place)
        self.insert: Any = postgresql.insert if self.shared else sqlite.insert

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()

    def rows(self, say: Say, values: Values) -> list[Any]:
        with self.reader.connect() as db:
            return list(db.execute(say(values)).all())

    # What questions ask

    def revision(self, values: Values) -> sa.Executable:
        meta = self.t["meta"].c
        return sa.select(meta.value).where(meta.key == values[0])

    def codes(self, values: Values) -> sa.Executable:
        tokens = self.t["tokens"].c
        return sa.select(tokens.row, tokens.codes).where(tokens.row.in_(values))

    def postings(self, values: Values) -> sa.Executable:
        passages, postings = self.t["passages"], self.t["postings"]
        return (
            sa.select(postings.c.terms, postings.c.counts, passages.c.row)
            .select_from(passages.outerjoin(postings, passages.c.row == postings.c.row))
            .where(passages.c.row > values[0])
            .order_by(passages.c.row)
            .limit(STEP)
        )

    def references(self, values: Values) -> sa.Executable:
        return self._refs().where(self.t["statements"].c.id.in_(values))

    def listed(self, values: Values) -> sa.Executable:
        """Of three delegations since a day, without what is procedural: codes, groups, the day, how many."""
        s = self.t["statements"].c
        of_groups = [s.groups != sa.func.replace(s.groups, group, "") for group in values[3:6]]
        return (
            self._refs()
            .where(
                sa.or_(s.delegation.in_(values[:3]), *of_groups), s.last_day >= values[6], s.procedural == 0
            )
            .order_by(s.first_day, s.number)
            .limit(values[7])
        )

    def columns(self, values: Values) -> sa.Executable:
        number = self.t["statements"].c.number
        said: sa.Executable = self._joined(number, *self._sealed()).where(number.in_(values))
        return said

    def _refs(self) -> Any:
        s = self.t["statements"].c
        return self._joined(*self._sealed(), s.first_day, s.number)

    def _sealed(self) -> tuple[Any, ...]:
        """What the seals of a statement and of its source are over, and both seals."""
        s, f = self.t["statements"].c, self.t["sources"].c
        names, places = SEALED_COLUMNS.split(", "), PLACE_COLUMNS.split(", ")
        return (*(s[name] for name in names), *(f[name] for name in places), s.seal, f.seal)

    def _joined(self, *columns: Any) -> Any:
        statements, sources = self.t["statements"], self.t["sources"]
        return sa.select(*columns).select_from(
            statements.outerjoin(sources, sources.c.number == statements.c.source)
        )

    # What adding a statement says

    def add(self, calls: Sequence[tuple[str, str, Any]]) -> None:
        """One transaction of what `RecordStore.put` was heard to say: how, what, values."""
        with self.writer.connect() as db, self._written(db):
            for how, sql, values in calls:
                if how == "reserve":
                    self._reserve(db, sql, values)
                elif how == "executemany":
                    self._insert_many(db, sql, values)
                elif sql.startswith("WITH more"):
                    self._count(db, values)
                else:
                    said = db.execute(self._said(sql, values))
                    if said.returns_rows:
                        said.all()

    @contextmanager
    def _written(self, db: sa.Connection) -> Iterator[None]:
        meta = self.t["meta"]
        revision = sa.select(meta.c.value).where(meta.c.key == "revision")
        if self.shared:
            db.exec_driver_sql("BEGIN")
            db.execute(revision.with_for_update()).all()
        else:
            db.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        db.execute(sa.update(meta).where(meta.c.key == "revision").values(value=meta.c.value + 1))
        if not self.shared:
            stamp = sa.func.lower(sa.func.hex(sa.func.randomblob(16)))
            db.execute(self._upserted("meta", ["key", "value"], ["stamp", stamp], ["key"]))
            db.execute(revision).all()
        db.exec_driver_sql("COMMIT")

    def _reserve(self, db: sa.Connection, table: str, count: int) -> None:
        if self.shared:
            given = self.t["given"]
            said = sa.update(given).where(given.c.name == table).values(seq=given.c.seq + count)
            db.execute(said.returning(given.c.seq)).all()
        else:
            key = self.t[table].c["id" if table == "terms" else "row"]
            db.execute(sa.select(sa.func.max(key))).all()
            given = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
            db.execute(sa.select(given.c.seq).where(given.c.name == table)).all()

    def _insert_many(self, db: sa.Connection, sql: str, rows: Sequence[Values]) -> None:
        table = self.t[sql.split()[2]]
        names = ["row", *SEALED_PASSAGE.replace('"', "").split(", "), "statement", "seal"]
        columns = names if table.name == "passages" else [column.name for column in table.columns]
        if rows:
            db.execute(sa.insert(table), [dict(zip(columns, row, strict=True)) for row in rows])

    def _count(self, db: sa.Connection, values: Values) -> None:
        """Pairs of a term's id and in how many more passages it stands: one for one, since a list of values
        is compiled anew each time, which takes ten times as long."""
        terms = self.t["terms"]
        said = sa.update(terms).where(terms.c.id == sa.bindparam("of"))
        more = [{"of": id, "n": n} for id, n in zip(values[::2], values[1::2], strict=True)]
        db.execute(said.values(passages=terms.c.passages + sa.bindparam("n")), more)

    def _upserted(self, table: str, names: list[str], values: Values, keys: list[str]) -> sa.Executable:
        said = self.insert(self.t[table]).values(dict(zip(names, values, strict=True)))
        fresh = {name: said.excluded[name] for name in names if name not in keys}
        made: sa.Executable = said.on_conflict_do_update(index_elements=keys, set_=fresh)
        return made

    def _said(self, sql: str, values: Values) -> sa.Executable:
        """The same in Core; raises StopIteration for what is not known here."""
        return next(say for begin, say in self._sayings() if sql.startswith(begin))(values)

    def _sayings(self) -> tuple[tuple[str, Say], ...]:
        """How each begins, and how Core says it."""
        s, p, o, f = (self.t[name].c for name in ("statements", "passages", "postings", "sources"))
        terms, builds, meta = self.t["terms"], self.t["builds"].c, self.t["meta"].c
        build = sa.select(meta.value).where(meta.key == "build").scalar_subquery()
        places, words = [*PLACE_COLUMNS.split(", "), "seal"], ["statement", *TEXT_COLUMNS.split(", "), "seal"]
        fields = [*SEALED_COLUMNS.split(", "), "seal", "build"]
        held = sa.select(o.terms).select_from(self.t["postings"].join(self.t["passages"], p.row == o.row))
        return (
            ("SELECT fingerprint", lambda _: sa.select(builds.fingerprint).where(builds.number == build)),
            ("SELECT source FROM", lambda v: sa.select(s.source).where(s.id == v[0])),
            ("INSERT INTO sources", lambda v: self._upserted("sources", places, v, ["collection", "place"])),
            (
                "SELECT number FROM sources",
                lambda v: sa.select(f.number).where(f.collection == v[0], f.place == v[1]),
            ),
            ("INSERT INTO statements", lambda v: self._upserted("statements", fields, [*v, build], ["id"])),
            ("SELECT number FROM statements", lambda v: sa.select(s.number).where(s.id == v[0])),
            (
                "SELECT statement FROM",
                lambda v: sa.select(p.statement).where(p.statement != v[0], p.id.in_(v[1:])),
            ),
            ("SELECT o.terms", lambda v: held.where(p.statement == v[0])),
            ("DELETE FROM passages", lambda v: sa.delete(self.t["passages"]).where(p.statement == v[0])),
            (
                "UPDATE builds",
                lambda v: (
                    sa.update(self.t["builds"])
                    .where(builds.dim == 0, builds.number == build)
                    .values(dim=v[0], token_dim=v[1])
                ),
            ),
            ("INSERT INTO texts", lambda v: self._upserted("texts", words, v, ["statement"])),
            ("SELECT term, id", lambda v: sa.select(terms.c.term, terms.c.id).where(terms.c.term.in_(v))),
        )
