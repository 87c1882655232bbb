"""Graphs that set-up keeps: read with only whole and for what they were made of, and reading as if built."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from index.embedding.adapted import Adapted
from index.embedding.kept_graph import KeptGraph, kept_graph
from index.embedding.model_files import find_model
from rag.reader.trained import WEIGHTS


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    """To the byte, by any process that may read it, and once."""
    kept = KeptGraph(tmp_path / "made")
    assert kept.whole() is None
    kept.keep(b"a graph")
    kept.keep(b"a graph")
    file = kept.whole()
    assert file is not None
    assert file.read_bytes() == b"a graph"
    assert file.stat().st_mode & 0o777 == 0o644
    assert list(kept.folder.iterdir()) == [file]


@pytest.mark.parametrize("damage", [b"a grapi", b"a grap", b""])
def test_what_is_damaged_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    """And is whole again once it is kept anew."""
    kept = KeptGraph(tmp_path)
    kept.keep(b"a graph")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert kept.whole() is None
    kept.keep(b"a graph")
    assert kept.whole() == file


def test_each_part_tells_graphs_apart(tmp_path: Path) -> None:
    """Where one part ends and the next begins too."""
    made_of = [(b"ab", b"c"), (b"a", b"bc"), (b"abc",), (b"ab", b"c", b""), (b"ab", b"d")]
    folders = [kept_graph(tmp_path, "one", *parts).folder for parts in made_of]
    assert len(set(folders)) == len(folders)
    assert kept_graph(tmp_path, "one", b"ab", b"c").folder == folders[0]
    assert kept_graph(tmp_path, "two", b"ab", b"c").folder not in folders


@pytest.mark.model
@pytest.mark.parametrize("whose", ["embedder", "reader"])
def test_a_kept_graph_reads_as_one_just_built(tmp_path: Path, whose: str) -> None:
    """To the bit, with upper layers of its own and with a product; and so where it was damaged since."""
    weights = Path(str(files("rag") / "data" / WEIGHTS)) if whose == "reader" else None
    onto = None if weights else np.eye(384, 5, dtype=np.float32)
    adapted = Adapted(find_model(None), "int8", weights, whose, onto, tmp_path)
    texts = [([101, 2057, 5993, 102], [0, 0, 1, 1]), ([101, *range(2000, 2100), 102], [0] * 102)]
    built = adapted.encoder(1).outputs(texts)
    assert not list(tmp_path.iterdir())
    adapted.keep()
    for one, other in zip(built, adapted.encoder(1).outputs(texts), strict=True):
        assert all(np.array_equal(*both) for both in zip(one, other, strict=True))
    (kept,) = tmp_path.glob("*/*.onnx")
    kept.write_bytes(b"no graph")
    (again, _) = adapted.encoder(1).outputs(texts)
    assert all(np.array_equal(*both) for both in zip(built[0], again, strict=True))


@pytest.mark.model
def test_the_kept_graph_is_what_is_read_with(tmp_path: Path) -> None:
    """Another one put in its place reads differently."""
    adapted, other = (Adapted(find_model(None), kind, shared=tmp_path) for kind in ("int8", "float32"))
    texts = [([101, 2057, 5993, 102], [0] * 4)]
    (built,) = adapted.encoder(1).hidden(texts)
    for one in (adapted, other):
        one.keep()
    eight, floats = sorted(tmp_path.glob("*/*.onnx"), key=lambda file: file.stat().st_size)
    KeptGraph(eight.parent).keep(floats.read_bytes())
    eight.unlink()
    (read,), (wanted,) = (one.encoder(1).hidden(texts) for one in (adapted, other))
    assert np.array_equal(read, wanted)
    assert not np.array_equal(read, built)
