"""An index as earlier versions of this program left it, made by their own code (`tests/data/earlier`)."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import upkeep
from api.cli import app
from api.settings import Settings
from index.errors import RecordDamaged
from index.model import Filters
from index.store.schema import SCHEMA
from tests.hash_embedder import HashEmbedder
from tests.served import opened

EARLIER = Path(__file__).parent / "data" / "earlier"
SAID = (
    "We must also actively use innovative practical tools, including unarmed civilian protection. "
    "Civilians must be spared. We thank the Secretary-General for his report."
)
FORMATS = range(1, SCHEMA)


@pytest.fixture(params=FORMATS, ids=lambda number: f"format {number}")
def left(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, Settings]:
    """The format, and where its index lies."""
    settings = Settings(data_dir=tmp_path / "left")
    settings.data_dir.mkdir()
    with closing(sqlite3.connect(settings.data_dir / "records.db")) as db:
        db.executescript((EARLIER / f"format-{request.param}.sql").read_text(encoding="utf-8"))
    return request.param, settings


def run(*typed: str | Path) -> str:
    done = CliRunner().invoke(app, [str(word) for word in typed])
    assert done.exit_code == 0, done.output
    return done.output


def test_it_is_brought_to_this_format_and_answers(left: tuple[int, Settings]) -> None:
    """By the command; everything in it fits everything else, and is quoted as it was."""
    number, settings = left
    told = run("migrate", "--data-dir", settings.data_dir, "--json")
    assert json.loads(told) == {"found": number, "now": SCHEMA}
    assert upkeep.verified(settings).findings == ()
    with opened(settings, HashEmbedder()) as service:
        answer = service.ask("What does Kazakhstan say about unarmed civilian protection?", Filters())
        (citation,) = answer.citations
        assert citation.quote in SAID
        assert service.statement(citation.statement.id).text == SAID


def test_it_is_guarded_from_then_on(left: tuple[int, Settings]) -> None:
    """A service that only opens it brings it to this format too, and quotes no byte that changes later."""
    _, settings = left
    with opened(settings, HashEmbedder()) as service:
        (ref,), _ = service.statements(Filters(), None, 1)
    with closing(sqlite3.connect(settings.data_dir / "records.db")) as db, db:
        db.execute("UPDATE texts SET text = replace(text, 'unarmed', 'armed')")
    with opened(settings, HashEmbedder()) as service, pytest.raises(RecordDamaged):
        service.statement(ref.id)


def test_a_backup_of_it_becomes_an_index_of_this_format(left: tuple[int, Settings], tmp_path: Path) -> None:
    _, settings = left
    run("backup", tmp_path / "kept", "--data-dir", settings.data_dir)
    run("restore", tmp_path / "kept", "--data-dir", tmp_path / "new")
    assert "is current" in run("migrate", "--data-dir", tmp_path / "new")
    restored = Settings(data_dir=tmp_path / "new")
    assert upkeep.verified(restored).findings == ()
    with opened(restored, HashEmbedder()) as service:
        assert service.check_quote(SAID, None, None, None).verdict == "verbatim"
