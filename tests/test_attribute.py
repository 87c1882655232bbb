"""Something of a State: when it is all that is asked, and which sentences name it."""

from __future__ import annotations

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.answer.attribute import names
from rag.question.model import Attribute
from rag.question.understand import understand
from tests.question_table import record

TABLE = load_delegations()
FACTS = record(TABLE)


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("What is the capital of France?", "capital"),
        ("What was the total population of Kenya?", "population"),
        ("What is the position of France?", None),
        ("What is the capital of France according to Mali?", None),
        ("What is the mandate of MINUSMA?", None),
        ("What did France say about the capital of Mali?", None),
        ("population of Kenya", None),
    ],
)
def test_what_is_asked_of_a_state(question: str, noun: str | None) -> None:
    """Only where the question is that and nothing else; a position is what the State said."""
    found = understand(question, Filters(), FACTS, TABLE).attribute
    assert (found.noun if found else None) == noun


@pytest.mark.parametrize(
    ("sentence", "header", "named"),
    [
        ("Paris is the capital of France.", "Mali. 2020.", True),
        ("They met in France's old capital.", "Mali. 2020.", True),
        ("Jerusalem is the capital of both States.", "France. 2020.", False),
        ("Our beautiful capital was attacked.", "France. 2020.", True),
        ("Our beautiful capital was attacked.", "Mali. 2020.", False),
    ],
)
def test_which_sentence_names_it(sentence: str, header: str, named: bool) -> None:
    """As the State's own, by any of the ways of saying so."""
    france = TABLE.by_code("FRA")
    assert france is not None
    assert names(Attribute("capital", "France", france), sentence, header) is named
