"""The larger encoder: MPNet as a graph of ours, small changes to it, and where it comes from."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.encoder import Encoder
from index.embedding.larger import DAMAGED, NAME, LargerModel, changes, make
from index.embedding.mpnet import mpnet_from, spread
from index.errors import InvalidInput
from rag.reader.careful import CarefulReader, both_read, packaged_reader, together
from rag.reader.likely import likely
from rag.reader.reading import Answering, Read, ReadPassage, Sided, Siding, alone
from rag.reader.words import WordReader
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


class Unsure(WordReader):
    """Takes each passage for what its first letter says, and notes what it was asked."""

    def __init__(self, sides: dict[str, Siding]) -> None:
        self.sides, self.asked = sides, list[str]()

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return [
            Read(Answering(*astuple(one.whole)), tuple(Answering(*astuple(each)) for each in one.sentences))
            for one in self.leaning(question, passages)
        ]

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        return self.leaning(claim, passages)

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.asked += [one.text for one in passages]
        return [Sided(self.sides[one.text], (self.sides[one.text],)) for one in passages]


def speaking(chance: float) -> Siding:
    """Of a passage, read by `Unsure`, how it speaks to a question."""
    return Siding(chance, 0.0, 1 - chance)


def test_only_what_may_answer_is_read_again() -> None:
    """And both readings count; of many passages only the first reader's does."""
    first = Unsure({"a": Siding(0.6, 0.3, 0.1), "b": Siding(0.01, 0.01, 0.98), "c": Siding(0.12, 0.0, 0.88)})
    second = Unsure({"a": Siding(0.0, 0.9, 0.1), "c": Siding(0.8, 0.1, 0.1)})
    passages = [alone(text) for text in "abc"]
    reader = CarefulReader(first, second)
    found = reader.read("x", passages)
    assert second.asked == ["a", "c"]
    assert found[0] == both_read(*(one.read("x", passages[:1])[0] for one in (first, second)))
    assert found[1].whole == Answering(0.01, 0.01, 0.98)
    assert found[2].whole.answers == pytest.approx(0.664)
    assert reader.skim("x", passages) == first.read("x", passages)


def test_the_likeliest_are_read_again() -> None:
    """Where passages are ranked, until the next can hardly come before the best."""
    said = {"a": 0.01, "b": 0.3, "c": 0.9, "d": 0.15, "e": 0.6}
    first = Unsure({text: speaking(chance) for text, chance in said.items()})
    second = Unsure(dict.fromkeys("abcde", speaking(0.95)))
    passages = [alone(text) for text in said]
    reader = CarefulReader(first, second)
    found = reader.ranked("x", passages)
    assert second.asked == ["c", "e"]
    assert found[2] == both_read(*(one.read("x", passages[2:3])[0] for one in (first, second)))
    assert found[2].whole.answers == pytest.approx(0.94)
    once = first.read("x", passages)
    assert [found[at] for at in (0, 1, 3)] == [likely(once[at], at) for at in (0, 1, 3)]


def test_more_are_read_again_where_the_first_do_not_answer() -> None:
    """But none that is surely not about it."""
    said = {"a": 0.01, "b": 0.3, "c": 0.9, "d": 0.15, "e": 0.6}
    first = Unsure({text: speaking(chance) for text, chance in said.items()})
    second = Unsure(dict.fromkeys("abcde", speaking(0.02)))
    CarefulReader(first, second).ranked("x", [alone(text) for text in said])
    assert second.asked == ["c", "e", "b", "d"]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_no_order_is_left_to_the_first_reader_that_matters(chances: list[tuple[float, float]]) -> None:
    """Each passage is read again once at most, and what is not comes before none that is, unless nothing may
    answer."""
    names = [chr(97 + at) for at in range(len(chances))]
    first = Unsure({name: speaking(one) for name, (one, _) in zip(names, chances, strict=True)})
    second = Unsure({name: speaking(two) for name, (_, two) in zip(names, chances, strict=True)})
    found = CarefulReader(first, second).ranked("x", [alone(name) for name in names])
    assert len(set(second.asked)) == len(second.asked)
    again = {names.index(name) for name in second.asked}
    best = max((found[at].whole.answers for at in again), default=0.0)
    for at, one in enumerate(found):
        assert sum(astuple(one.whole)) == pytest.approx(1)
        assert min(astuple(one.whole)) >= 0
        if at in again:
            assert one.whole.answers == pytest.approx(0.2 * chances[at][0] + 0.8 * chances[at][1])
        else:
            assert one.whole.answers <= max(best, 0.5)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 7))
def test_what_is_likely_keeps_the_order_of_the_first_reader(one: float, other: float, place: int) -> None:
    """At one place, whatever the chances; further down less is expected. What was not reached stays so."""
    low, high = (
        likely(Read(Answering(chance, 0, 1 - chance), (Answering(0, 0, 1),)), place).whole.answers
        for chance in sorted((one, other))
    )
    assert 0 <= low <= high <= 1
    unread = likely(Read(Answering(one, 0, 1 - one), (Answering(0, 0, 1),)), place)
    assert unread.sentences == (Answering(0, 0, 1),)
    assert likely(Read(Answering(one, 0, 1 - one), ()), place + 1).whole.answers <= unread.whole.answers


def test_a_second_reader_in_trouble_reads_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The first one reads by itself, and the log says why, once."""
    first, second = Unsure({"a": Siding(0.6, 0.3, 0.1)}), Unsure({})
    reader, passages = CarefulReader(first, second, lambda: "It is gone."), [alone("a")]
    for _ in range(2):
        assert reader.read("x", passages) == reader.ranked("x", passages) == first.read("x", passages)
        assert reader.stance("x", passages) == first.leaning("x", passages)
    assert [record.getMessage() for record in caplog.records] == ["It is gone."]
    assert reader.trouble() == "It is gone."
    assert not second.asked


def test_only_what_may_take_a_side_is_read_again() -> None:
    """And both readings count; the others stay as the first reader has them, in order."""
    first = Unsure({"a": Siding(0.6, 0.3, 0.1), "b": Siding(0.01, 0.01, 0.98), "c": Siding(0.2, 0.3, 0.5)})
    second = Unsure({"a": Siding(0.0, 0.9, 0.1), "c": Siding(0.8, 0.1, 0.1)})
    found = CarefulReader(first, second).stance("x", [alone(text) for text in "abc"])
    assert sorted(second.asked) == ["a", "c"]
    assert found[1].whole == Siding(0.01, 0.01, 0.98)
    assert found[0] == together(*(Sided(one.sides["a"], (one.sides["a"],)) for one in (first, second)))
    for one in found:
        assert sum((one.whole.supports, one.whole.opposes, one.whole.neither)) == pytest.approx(1)
    assert found[0].whole.opposes == pytest.approx(0.6)
    assert found[2].whole.supports == pytest.approx(0.5)


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
