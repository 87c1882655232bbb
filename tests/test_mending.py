"""Damage is mended by a file sent to the service, the only way while it is served."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.settings import Settings
from index.model import Filters, Statement
from rag.service import OnRecord
from tests.hash_embedder import HashEmbedder
from tests.served import opened

SENT = b"Mr. Umarov (Kazakhstan): We must protect unarmed civilians. We welcome the report."
ABOUT = b'topic = "Protection of civilians"\norgan = "Security Council"\n'
DAMAGES = (
    "UPDATE texts SET text = replace(text, 'unarmed', 'armed')",
    "UPDATE statements SET speaker = 'Mr. Umarow'",
    "UPDATE passages SET start = 1",
)


@pytest.fixture
def damaged(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Settings, dict[str, Statement]]:
    """An index of one record read from disk, changed there; and what it held before."""
    settings, records = Settings(data_dir=tmp_path / "index"), tmp_path / "records"
    records.mkdir()
    (records / "a.txt").write_bytes(SENT)
    (records / "a.meta.toml").write_bytes(ABOUT)
    with opened(settings, HashEmbedder()) as service:
        service.add([records], "sample")
        known = held(service)
    with closing(sqlite3.connect(settings.data_dir / "records.db")) as db, db:
        db.execute(request.param)
    return settings, known


def held(service: OnRecord) -> dict[str, Statement]:
    refs, _ = service.statements(Filters(procedural=True), None, 100)
    return {ref.id: service.statement(ref.id) for ref in refs}


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
@pytest.mark.parametrize("name", ["a.txt", "of/another/name.txt"])
def test_the_same_bytes_mend_what_was_read_from_disk(
    damaged: tuple[Settings, dict[str, Statement]], name: str
) -> None:
    settings, known = damaged
    with opened(settings, HashEmbedder()) as service:
        assert service.status().damaged == 1
        service.add_files({name: SENT, name.replace(".txt", ".meta.toml"): ABOUT}, "sample")
        assert service.status().damaged == 0
        after = held(service)
        assert {id: after[id] for id in known} == known


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
@pytest.mark.parametrize(
    ("files", "collection"),
    [
        ({"a.txt": SENT + b" More.", "a.meta.toml": ABOUT}, "sample"),
        ({"a.txt": SENT, "a.meta.toml": ABOUT.replace(b"Protection", b"Destruction")}, "sample"),
        ({"a.txt": SENT}, "sample"),
        ({"a.txt": SENT, "a.meta.toml": ABOUT}, "another"),
    ],
    ids=["other words", "another topic", "no topic", "another collection"],
)
def test_anything_else_mends_nothing(
    damaged: tuple[Settings, dict[str, Statement]], files: dict[str, bytes], collection: str
) -> None:
    """It is kept beside what is damaged, as ever."""
    settings, _ = damaged
    with opened(settings, HashEmbedder()) as service:
        assert service.status().damaged == 1
        assert service.add_files(files, collection).added == 1
        assert service.status().damaged == 1
