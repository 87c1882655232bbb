"""A reader that remembers tells what its reader tells, and asks it only for what it has not read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.reader.careful import CarefulReader
from rag.reader.reading import alone
from rag.reader.remembered import RememberingReader
from rag.reader.words import WordReader
from tests.noting_reader import NotingReader

WORDS = ("we support whaling", "we reject whaling", "whales swim", "ban all tolls", "tolls must rise")
ASKED = ("whaling", "tolls")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("read", "skim", "again", "ranked", "leaning", "stance")),
            st.sampled_from(ASKED),
            st.lists(st.sampled_from(WORDS), max_size=4),
        ),
        max_size=12,
    ),
    st.integers(1, 6),
)
def test_it_tells_what_its_reader_tells(calls: list[tuple[str, str, list[str]]], most: int) -> None:
    """In whatever order it is asked, however little it remembers, the same passage twice in one call too."""
    plain = CarefulReader(WordReader(), WordReader())
    remembering = RememberingReader(plain, most)
    for method, asked, texts in calls:
        passages = [alone(text) for text in texts]
        more = [plain.skim(asked, passages)] if method == "again" else []
        assert getattr(remembering, method)(asked, passages, *more) == getattr(plain, method)(
            asked, passages, *more
        )


def test_nothing_is_read_twice() -> None:
    counting = NotingReader()
    reader = RememberingReader(counting)
    passages = [alone(text) for text in WORDS]
    reader.leaning("whaling", passages[:3])
    reader.leaning("whaling", passages)
    assert sorted(counting.given) == sorted(WORDS)
    reader.leaning("tolls", passages[:1])
    assert len(counting.given) == len(WORDS) + 1


def test_what_a_search_found_is_read_once_while_it_finds_the_same() -> None:
    """How carefully a passage is read depends on those beside it: another passage, and all are read anew."""
    counting = NotingReader()
    reader = RememberingReader(counting)
    passages = [alone(text) for text in WORDS[:3]]
    assert reader.ranked("whaling", passages) == reader.ranked("whaling", passages)
    assert len(counting.given) == 3
    reader.ranked("whaling", passages, 8)
    reader.ranked("whaling", passages[:2])
    assert len(counting.given) == 8


def test_the_oldest_is_forgotten() -> None:
    counting = NotingReader()
    reader = RememberingReader(counting, 2)
    for text in (*WORDS[:3], WORDS[0], WORDS[2]):
        reader.leaning("whaling", [alone(text)])
    assert counting.given == [*WORDS[:3], WORDS[0]]
