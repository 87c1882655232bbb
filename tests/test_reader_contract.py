"""What every reader promises, whatever it is made of."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from index.segmentation.sentences import split_sentences
from rag.reader.careful import packaged_reader
from rag.reader.reading import Reader, ReadPassage
from rag.reader.remembered import RememberingReader
from rag.reader.trained import TrainedReader
from rag.reader.words import WordReader

TEXTS = (
    "We welcome the report. My delegation supports a ban on the sale of ivory. The markets must close.",
    "The harbour froze early this year.",
    "Fishing quotas are set by the commission. They have not been kept! Who will answer for it?",
)
PASSAGES = [ReadPassage("Utopia. Trade. 3 May 2004.", text, split_sentences(text)) for text in TEXTS]


@pytest.fixture(
    scope="module",
    params=[
        "words",
        "remembering",
        *(pytest.param(name, marks=pytest.mark.model) for name in ("trained", "careful")),
    ],
    ids=lambda name: name,
)
def reader(request: pytest.FixtureRequest) -> Reader:
    if request.param == "remembering":
        return RememberingReader(WordReader(), 2)
    made = {"words": WordReader, "trained": TrainedReader, "careful": packaged_reader}
    return made[request.param]()


def test_every_sentence_is_read(reader: Reader) -> None:
    """One result a passage and one a sentence, in order."""
    for found in (
        reader.read("Who bans ivory?", PASSAGES),
        reader.ranked("Who bans ivory?", PASSAGES),
        reader.stance("Ivory must be banned.", PASSAGES),
    ):
        assert [len(one.sentences) for one in found] == [len(one.sentences) for one in PASSAGES]


def test_probabilities_add_up(reader: Reader) -> None:
    """Each three are between 0 and 1 and add up to one."""
    asked = "Who bans ivory?"
    for one in (*reader.read(asked, PASSAGES), *reader.ranked(asked, PASSAGES)):
        for three in (one.whole, *one.sentences):
            assert sum(astuple(three)) == pytest.approx(1.0, abs=1e-5)
            assert min(astuple(three)) >= 0


def test_a_passage_owes_nothing_to_the_others(reader: Reader) -> None:
    """Read alone or among others, a passage is read the same, up to rounding."""
    together = reader.stance("Ivory must be banned.", PASSAGES)
    for passage, among in zip(PASSAGES, together, strict=True):
        (alone,) = reader.stance("Ivory must be banned.", [passage])
        for one, other in zip((alone.whole, *alone.sentences), (among.whole, *among.sentences), strict=True):
            assert astuple(one) == pytest.approx(astuple(other), abs=1e-3)


def test_the_same_again(reader: Reader) -> None:
    """Reading twice gives the same."""
    assert reader.read("Who bans ivory?", PASSAGES) == reader.read("Who bans ivory?", PASSAGES)


def test_nothing_to_read(reader: Reader) -> None:
    """No passages, no results; a passage without sentences has a whole and nothing more."""
    assert reader.read("Who bans ivory?", []) == []
    (empty,) = reader.read("Who bans ivory?", [ReadPassage("", "", ())])
    assert empty.sentences == ()


def test_a_sentence_beyond_the_window(reader: Reader) -> None:
    """A passage longer than any window is read; every sentence has a result."""
    text = "The harbour froze early this year. " * 100 + "We ban ivory."
    passage = ReadPassage("", text, split_sentences(text))
    (found,) = reader.read("Who bans ivory?", [passage])
    assert len(found.sentences) == len(passage.sentences)


def test_odd_text(reader: Reader) -> None:
    """Blank questions, other scripts and emoji are read."""
    odd = [ReadPassage("", "Мы против. 🙂 " * 3, split_sentences("Мы против. 🙂 " * 3))]
    for question in ("", " ", "🙂", "какой?"):
        assert len(reader.read(question, odd)) == 1


def test_the_answer_is_found(reader: Reader) -> None:
    """The sentence that answers a plain question is above the others of all passages."""
    found = reader.read("What does Utopia say about a ban on the sale of ivory?", PASSAGES)
    scores = [one.answers for passage in found for one in passage.sentences]
    assert max(range(len(scores)), key=scores.__getitem__) == 1
