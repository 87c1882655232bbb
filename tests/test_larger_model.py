"""The larger encoder: MPNet as a graph of ours, small changes to it, and where it comes from."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from index.embedding.encoder import Encoder
from index.embedding.larger import DAMAGED, NAME, LargerModel, changes, finish, make
from index.embedding.mpnet import mpnet_from, spread
from index.errors import InvalidInput
from rag.reader.careful import CarefulReader, packaged_reader
from rag.reader.reading import alone
from tests.larger_files import made_of


@pytest.mark.model
def test_the_graph_reads_as_mpnet_does() -> None:
    """Any weights, texts longer and shorter than distances are told apart."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(3)
    config = MPNetConfig(vocab_size=12, hidden_size=48, num_hidden_layers=2, intermediate_size=64)
    network = MPNetModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for part in network.parameters():
            part.normal_(0, 0.3)
    state = {name: part.detach().numpy() for name, part in network.state_dict().items()}
    rng = np.random.default_rng(1)
    texts = [list(map(int, rng.integers(2, 12, length))) for length in (1, 7, 40, 200)]
    found = Encoder(mpnet_from(state), "float32").hidden([(ids, [0] * len(ids)) for ids in texts])
    for ids, states in zip(texts, found, strict=True):
        with torch.inference_mode():
            wanted = network(torch.tensor([ids])).last_hidden_state[0].numpy()
        assert states == pytest.approx(wanted, abs=2e-3)


def test_distances_hang_on_the_step_alone() -> None:
    """Far apart is far apart, before is not after, and a longer text adds nothing to a shorter one's."""
    table = np.arange(32 * 2, dtype=np.float32).reshape(32, 2)
    whole = spread(table, 200)
    assert whole.shape == (1, 2, 200, 200)
    assert (whole[:, :, :9, :9] == spread(table, 9)).all()
    assert whole[0, 0, 0, 150] == whole[0, 0, 0, 199] != whole[0, 0, 199, 0]
    assert len(set(whole[0, 0, :8, 0].tolist())) == 8


def test_changes_are_added() -> None:
    """Two factors with their steps, a plain difference, and nothing."""
    left, right = np.array([[2, 0], [0, 4]], np.int8), np.array([[1, 0, 0], [0, 1, 1]], np.int8)
    own = {
        "one.weight.a": left,
        "one.weight.a.step": np.array([[0.5, 1]], np.float32),
        "one.weight.b": right,
        "one.weight.b.step": np.array([[1], [0.25]], np.float32),
        "one.bias": np.array([1, 2], np.float16),
    }
    change = changes(own)
    assert change("one.weight", np.ones((2, 3), np.float32)).tolist() == [[2, 1, 1], [1, 2, 2]]
    assert change("one.bias", np.ones(2, np.float32)).tolist() == [2, 3]
    assert change("two.weight", np.ones(2, np.float32)).tolist() == [1, 1]


def test_who_did_not_set_it_up_may_read_what_is_kept(tmp_path: Path) -> None:
    """A service runs as a user of its own, in the image too, and writers save for themselves alone."""
    made_of(tmp_path)
    (tmp_path / "sums.json").unlink()
    for file in tmp_path.iterdir():
        file.chmod(0o600)
    finish(tmp_path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o644}
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert LargerModel(tmp_path).trouble is None


@pytest.mark.parametrize("what", ["no zip", "another model", "nothing in it"])
def test_another_model_is_refused(tmp_path: Path, what: str) -> None:
    """In one sentence, and nothing is left behind."""
    whole = tmp_path / "whole"
    with zipfile.ZipFile(whole, "w") as archive:
        if what == "another model":
            archive.writestr(f"{NAME}/model.safetensors", b"weights")
            archive.writestr(f"{NAME}/tokenizer.json", b"{}")
    data = b"none" if what == "no zip" else whole.read_bytes()
    parts = [tmp_path / "part1", tmp_path / "part2"]
    for part, some in zip(parts, (data[:10], data[10:]), strict=True):
        part.write_bytes(some)
    into = tmp_path / "kept" / "made"
    with pytest.raises(InvalidInput, match="not the published model"):
        make(parts, tmp_path / "changes", into)
    assert not list(into.parent.iterdir())


@pytest.mark.parametrize("name", ["model.onnx", "tables.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_what_is_damaged_is_never_read_with(tmp_path: Path, name: str, how: str) -> None:
    """One byte of any file is enough; the sentence says what to do."""
    made_of(tmp_path)
    assert LargerModel(tmp_path).trouble is None
    if how == "gone":
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(b"weights of a nodel")
    with pytest.raises(InvalidInput, match=r"damaged.*rag\.reader\.careful"):
        LargerModel(tmp_path).encoder()


@pytest.mark.parametrize("sums", [None, b"", b"[]", b"{}", b"\xff"])
def test_damaged_sums_are_damage(tmp_path: Path, sums: bytes | None) -> None:
    """What cannot be held against what was written is not read with either."""
    made_of(tmp_path)
    if sums is None:
        (tmp_path / "sums.json").unlink()
    else:
        (tmp_path / "sums.json").write_bytes(sums)
    assert LargerModel(tmp_path).trouble == DAMAGED


@pytest.mark.model
def test_set_up_has_made_it() -> None:
    """`make setup` leaves the larger reader beside the packages."""
    reader = packaged_reader()
    assert isinstance(reader, CarefulReader)
    texts = (
        "We condemn the blockade and call for its end at once.",
        "The blockade was discussed on Tuesday.",
    )
    against, silent = reader.stance("the blockade of the port", [alone(words) for words in texts])
    assert against.whole.opposes > max(against.whole.supports, against.whole.neither)
    assert silent.whole.neither > max(silent.whole.supports, silent.whole.opposes)
