"""Names of common words in a list's topic: they weigh nothing, so they must be there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.model import Filters, Speaker
from rag.answer.owned import heads_of_vague_names
from tests.drafts import a_draft
from tests.small_stores import house, tell


def test_a_name_of_common_words_must_be_there(tmp_path: Path) -> None:
    """Such words tell nothing apart, but who reforms something else is not on the list."""
    said = {
        "council": "We ask for a reform of the Security Council.",
        "beside": "The Council grows old. Its reform is due, and reform we want.",
        "bank": "We ask for a reform of the banks, and a reform it will be.",
    }
    with closing(house(tmp_path)) as service:
        for name, words in said.items():
            tell(service, a_draft(words, speaker=Speaker(name)), path=f"{name}.txt")
        answer = service.ask("Which delegations mentioned the reform of the Security Council?", Filters())
    assert {one.statement.speaker.name for one in answer.citations} <= {"council", "beside"}
    assert "council" in {one.statement.speaker.name for one in answer.citations}


@pytest.mark.parametrize(
    ("topic", "heads"),
    [
        ("reform of the Security Council", {"council"}),
        ("United States blockade of Cuba", set()),
        ("the part that the United States plays", set()),
        ("peacekeeping in Mali", set()),
        ("reform of banks", set()),
    ],
)
def test_the_name_of_a_state_need_not_be_there(topic: str, heads: set[str]) -> None:
    """It is of common words too, but who leaves it out may speak of the same."""
    assert heads_of_vague_names(topic) == heads
