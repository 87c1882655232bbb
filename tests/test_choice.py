"""Which way the packaged model is run: measured once a machine for a new index, and never against an index
that exists or a setting."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from api import opening
from api.settings import Settings, settings_from
from index.embedding import choice
from index.embedding.bert import Precision
from index.embedding.choice import fastest
from index.embedding.packaged import PackagedEmbedder
from index.errors import IndexMismatch

Timings = Mapping[Precision, float]


@pytest.mark.parametrize(
    ("took", "chosen"),
    [
        ({"int8": 0.001, "float32": 0.004}, "int8"),
        ({"int8": 0.004, "float32": 0.001}, "float32"),
        ({"int8": 0.002, "float32": 0.002}, "int8"),
    ],
)
def test_the_faster_way_is_chosen(tmp_path: Path, took: Timings, chosen: Precision) -> None:
    assert fastest(lambda: took, tmp_path) == chosen


def test_it_is_measured_once_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is kept; another processor is measured anew, and the first one's is not forgotten."""
    assert fastest(lambda: {"int8": 2.0, "float32": 1.0}, tmp_path) == "float32"
    assert fastest(_never, tmp_path) == "float32"
    other = tmp_path / "cpuinfo"
    other.write_text("model name\t: Another\nflags\t\t: avx2\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(choice, "PROCESSORS", other)
        assert fastest(lambda: {"int8": 1.0, "float32": 2.0}, tmp_path) == "int8"
    assert fastest(_never, tmp_path) == "float32"


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"fastest": "int4"}', "fastest"])
def test_what_is_damaged_is_measured_anew(tmp_path: Path, damage: str) -> None:
    assert fastest(lambda: {"int8": 2.0, "float32": 1.0}, tmp_path) == "float32"
    (file,) = tmp_path.iterdir()
    file.write_text(damage, encoding="utf-8")
    assert fastest(lambda: {"int8": 1.0, "float32": 2.0}, tmp_path) == "int8"


def test_where_nothing_can_be_kept_it_is_still_chosen(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    assert fastest(lambda: {"int8": 2.0, "float32": 1.0}, file / "folder") == "float32"


@pytest.mark.model
def test_both_ways_are_timed() -> None:
    """On the machine that it is asked on."""
    took = choice.seconds_of_a_layer()
    assert set(took) == set(choice.WAYS)
    assert all(0 < seconds < 1 for seconds in took.values())


@pytest.mark.model
@pytest.mark.parametrize("way", choice.WAYS)
def test_an_index_keeps_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Precision) -> None:
    """A new one is made in the faster way; from then on nothing is measured, and what would be the faster way
    now changes nothing. Another way that is forced is refused."""
    settings, other = Settings(data_dir=tmp_path), next(one for one in choice.WAYS if one != way)
    monkeypatch.setattr(opening, "fastest", lambda: way)
    made = opening.make_embedder(settings)
    assert made.fingerprint == PackagedEmbedder(way).fingerprint
    opening.open_record(settings, made, create=True).close()
    monkeypatch.setattr(opening, "fastest", _never)
    found = opening.make_embedder(settings)
    assert found.fingerprint == made.fingerprint
    with closing(opening.open_record(settings, found, create=False)) as store:
        assert store.built_by() == (made.fingerprint, opening.SEGMENTATION)
    forced = Settings(data_dir=tmp_path, embedder=other)
    with pytest.raises(IndexMismatch):
        opening.open_record(forced, opening.make_embedder(forced), create=False)


@pytest.mark.model
@pytest.mark.parametrize("way", choice.WAYS)
def test_a_setting_forces_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Precision) -> None:
    """Without a measurement."""
    monkeypatch.setattr(opening, "fastest", _never)
    settings = settings_from({"ONRECORD_EMBEDDER": way, "ONRECORD_DATA_DIR": str(tmp_path)})
    assert opening.make_embedder(settings).fingerprint == PackagedEmbedder(way).fingerprint


@pytest.mark.model
def test_a_database_is_filled_in_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """By every machine, whichever way is the faster on it."""
    monkeypatch.setattr(opening, "fastest", _never)
    settings = settings_from({"ONRECORD_DATABASE_URL": "postgresql://db.example.org/onrecord"})
    assert opening.make_embedder(settings).fingerprint == PackagedEmbedder("int8").fingerprint


def _never() -> NoReturn:
    raise AssertionError("measured though nothing was to be chosen")
