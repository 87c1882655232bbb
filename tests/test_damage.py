"""A byte that changes on disk is never quoted: it is marked, told, and mended by adding the file again."""

from __future__ import annotations

import hashlib
import logging
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from api import wiring
from api.settings import Settings
from index.errors import OnRecordError, RecordDamaged
from index.ingest.build import Builder
from index.model import Statement
from index.store.record_store import RecordStore
from index.store.rows import DAMAGED, SEALED_COLUMNS, SEALED_PASSAGE, TEXT_COLUMNS
from index.store.seals import seal
from rag.citation.cite import verify
from rag.model import Citation
from rag.service import OnRecord
from tests.damaged_index import EMBEDDER, EVERYTHING, FLIPS, flip, of_suites, statements
from tests.hash_embedder import HashEmbedder
from tests.served import opened

QUESTION = "What did Kazakhstan say about the protection of civilians?"


@pytest.fixture(scope="module")
def known(indexed: Settings) -> dict[str, Statement]:
    """Every statement as it was stored."""
    with opened(indexed, EMBEDDER) as service:
        return statements(service)


@pytest.fixture
def data(own_settings: Settings) -> Path:
    return own_settings.data_dir


@pytest.fixture
def service(data: Path) -> Iterator[OnRecord]:
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        yield service


def quoted(service: OnRecord, known: dict[str, Statement]) -> list[Citation]:
    """Every citation that the ways of asking give, of words on record among others."""
    answer = service.ask(QUESTION, EVERYTHING, 20)
    hits = [*answer.hits, *service.search("protection of civilians", EVERYTHING, 50).hits]
    checks = [
        service.check_quote(statement.text[:60].rsplit(" ", 1)[0], None, None, None)
        for statement in list(known.values())[:3]
    ]
    rows = service.compare(["protection of civilians"], EVERYTHING).rows
    shown = [place for row in rows for cell in row.cells for place in (cell.citation, cell.nearest)]
    return [
        *answer.citations,
        *(hit.citation for hit in hits),
        *(check.match for check in checks if check.match),
        *(citation for citation in shown if citation),
    ]


@pytest.mark.parametrize(("table", "column"), of_suites(FLIPS))
def test_a_changed_byte_is_never_quoted(
    table: str, column: str, sample: Path, data: Path, service: OnRecord
) -> None:
    """Not by a warm service either; what is quoted beside it is as it was; adding again mends it."""
    before = statements(service)
    assert len({citation.statement.id for citation in quoted(service, before)}) > 3
    flip(data, table, column)
    with opened(Settings(data_dir=data), EMBEDDER) as started:
        for asked in (service, started):
            for citation in quoted(asked, before):
                assert verify(citation, before[citation.statement.id])
        status = started.status()
        assert status.damaged >= 1
        assert status.damage is not None
        assert started.ready().reasons == (status.damage,)
    service.add([sample], "sample")
    assert service.status().damaged == 0
    after = statements(service)
    assert sorted(s.text for s in after.values()) == sorted(s.text for s in before.values())


def test_a_damaged_statement_is_marked_refused_and_told_in_the_log_once(
    data: Path, service: OnRecord, caplog: pytest.LogCaptureFixture
) -> None:
    """A list shows of it nothing but that it is there; whoever asks for it reads which file to add again."""
    id = service.statements(EVERYTHING, None, 1)[0][0].id
    flip(data, "statements", "speaker")
    for _ in range(2):
        (listed, *others), _ = service.statements(EVERYTHING, None, 100)
        assert (listed.id, listed.flags) == (id, (DAMAGED,))
        assert (listed.speaker.name, listed.source.path) == (None, "")
        assert not any(DAMAGED in other.flags for other in others)
        with pytest.raises(RecordDamaged, match="kazakhstan"):
            service.statement(id)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1
    assert id in told[0].getMessage()


def test_damage_that_nobody_asked_for_is_found_in_the_background(data: Path, service: OnRecord) -> None:
    flip(data, "texts", "text")
    service.watch()
    for _ in range(100):
        if service.ready().reasons:
            break
        time.sleep(0.05)
    assert service.status().damaged == 1


def test_a_rebuild_leaves_what_is_damaged_out_of_searches_and_does_not_seal_it(
    data: Path, sample: Path
) -> None:
    flip(data, "texts", "text", 5)
    other = HashEmbedder("another")
    path = data / wiring.STORE
    with closing(RecordStore.open(path, fingerprint=None, segmentation=None)) as store:
        report = Builder(store, other).rebuild()
        assert len(report.skipped) == 1
    with opened(Settings(data_dir=data), other) as service:
        assert service.status().damaged == 1
        assert service.search("protection of civilians", EVERYTHING, 50).hits
        report = service.add([sample], "sample")
        assert (report.updated, service.status().damaged) == (1, 0)


@pytest.mark.parametrize("at", of_suites([(at,) for at in (1, 2, 3)]))
def test_a_changed_search_term_ends_no_process(at: int, data: Path, known: dict[str, Statement]) -> None:
    """Each byte of its number, the sign too: 0x7fffffff terms would not fit into memory."""
    for bit in (1, 0x40, 0x80):
        flip(data, "postings", "terms", at, bit)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        for citation in quoted(service, known):
            assert verify(citation, known[citation.statement.id])


NUMBERED = [("passages", "row"), ("vectors", "row"), ("tokens", "row"), ("postings", "row"), ("terms", "id")]
"""What ties to a passage and a term what they are found by."""


@pytest.mark.parametrize(("table", "column"), of_suites(NUMBERED))
def test_a_changed_number_of_a_row_keeps_nobody_from_an_answer(
    table: str, column: str, data: Path, known: dict[str, Statement]
) -> None:
    """What is found by it is found less well or not at all; the rest as before, and each word as it was."""
    flip(data, table, column, 1)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        citations = quoted(service, known)
        assert len(citations) > 20
        for citation in citations:
            assert verify(citation, known[citation.statement.id])
        first = next(iter(known.values())).passages[0]
        with suppress(OnRecordError):
            service.similar(None, first.id, EVERYTHING, 5)


def test_words_sealed_by_a_version_that_did_not_seal_whose_they_are_are_told_by_their_ids(
    data: Path, known: dict[str, Statement]
) -> None:
    """Such seals hold as they did, and still bring no words or source under another statement's name."""
    store = data / wiring.STORE
    with closing(sqlite3.connect(store)) as db, db:
        seal_as_before(db)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        assert statements(service) == known
    for table, (one, other) in (("statements", (4, 5)), ("sources", (2, 3))):
        swapped = Path(shutil.copytree(data, data.parent / table))
        with closing(sqlite3.connect(swapped / wiring.STORE)) as db, db:
            for old, new in ((one, 999), (other, one), (999, other)):
                db.execute(f"UPDATE {table} SET number = ? WHERE number = ?", (new, old))
        with opened(Settings(data_dir=swapped), EMBEDDER) as service:
            for citation in quoted(service, known):
                assert verify(citation, known[citation.statement.id])
            assert service.status().damaged == 2


def seal_as_before(db: sqlite3.Connection) -> None:
    """Seals as they were before they were over a source's place and a statement's id."""
    for number, *fields in db.execute(f"SELECT number, {SEALED_COLUMNS} FROM statements").fetchall():
        db.execute("UPDATE statements SET seal = ? WHERE number = ?", (seal(fields), number))
        sql = f"SELECT {SEALED_PASSAGE} FROM passages WHERE statement = ? ORDER BY ordinal"
        passages = db.execute(sql, (number,)).fetchall()
        sql = f"SELECT {TEXT_COLUMNS} FROM texts WHERE statement = ?"
        text, *structure = db.execute(sql, (number,)).fetchone()
        sealed = hashlib.sha256(seal([structure, passages, True]) + text.encode()).digest()
        db.execute("UPDATE texts SET seal = ? WHERE statement = ?", (sealed, number))


@pytest.mark.parametrize("seed", of_suites([(seed,) for seed in range(12)]))
def test_changed_bytes_of_the_file_are_never_quoted(
    seed: int, known: dict[str, Statement], data: Path
) -> None:
    """Wherever they lie: all that is quoted stands on record, or a sentence says what is wrong."""
    file, chance = data / wiring.STORE, random.Random(seed)
    stored = bytearray(file.read_bytes())
    for _ in range(20):
        stored[chance.randrange(100, len(stored))] ^= 1 << chance.randrange(8)
    file.write_bytes(stored)
    with suppress(OnRecordError), opened(Settings(data_dir=data), EMBEDDER) as service:
        for citation in quoted(service, known):
            assert verify(citation, known[citation.statement.id])
