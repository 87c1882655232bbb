"""Figures that answer "how many": a table of sentences and questions."""

from __future__ import annotations

import pytest

from rag.answer.figures import holds_figure

ROWS = (
    # sentence, question, holds a figure
    ("The database holds 34,000 records.", "How many records does it hold?", True),
    ("Some two dozen States joined.", "How many States joined?", True),
    ("Casualties rose by 12 per cent.", "By how much did casualties rise?", True),
    ("The pledge is $500 million.", "How much was pledged?", True),
    ("Kyrgyzstan went from 13,000 to zero.", "How many stateless persons were there?", True),
    ("The fund was set up in 2019.", "How many weapons did the fund destroy?", False),
    ("We met on 15 March and again on May 27.", "How many soldiers were sent?", False),
    ("Resolution 2286 (2016) and S/PV.8713 say so.", "How many hospitals were hit?", False),
    ("Article 41 and paragraph 7 apply.", "How many sanctions were imposed?", False),
    ("The 5 proposals stand.", "What became of the 5 proposals?", False),
    ("Many were killed.", "How many were killed?", False),
)


@pytest.mark.parametrize(("sentence", "question", "expected"), ROWS)
def test_a_figure_is_told_from_a_name(sentence: str, question: str, expected: bool) -> None:
    """Years, days and the numbers of documents name things; what the question says answers nothing."""
    assert holds_figure(sentence, question) is expected
