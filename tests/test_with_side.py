"""Who stands on a list of a side: a sentence must be likelier to take the side than to take none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answer.lists import PERHAPS_OF_SIDE, SURE_OF_SIDE, with_side
from rag.reader.reading import Answering, Read

SENTENCE: Any = SimpleNamespace(figures=SimpleNamespace(names=1.0))
ANSWERS = Read(Answering(0.8, 0.1, 0.1), ())


@pytest.mark.parametrize(("same", "sure"), [(0.6, True), (0.47, True), (0.43, False)])
def test_a_sentence_that_likelier_takes_no_side_is_named_apart(same: float, sure: bool) -> None:
    found = with_side(SENTENCE, ANSWERS, same, 0.1)
    assert found.chance >= SURE_OF_SIDE if sure else found.chance == PERHAPS_OF_SIDE
