"""Which resolutions a text names, and whether they are others than those asked about."""

from __future__ import annotations

import pytest

from rag.answer.numbered import names_others, resolutions, wanted


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Who supports resolution 2272 (2016)?", {"2272"}),
        ("What is said of resolution 2272?", {"2272"}),
        ("resolutions 822 (1993), 853 (1993) and 884 (1993)", {"822", "853", "884"}),
        ("S/RES/2504 was renewed, as 2165 (2014) was", {"2504", "2165"}),
        ("General Assembly resolution 72/199", set()),
        ("In 2016, 104 States adopted the resolution.", set()),
    ],
)
def test_the_resolutions_a_text_names(text: str, numbers: set[str]) -> None:
    """By number, one or a list; a resolution of the General Assembly has another kind of number."""
    assert resolutions(text) == numbers


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("Who supports resolution 2272?", "We call for the implementation of resolution 2286 (2016).", True),
        ("Who supports resolution 2272?", "We support resolutions 2286 (2016) and 2272 (2016).", False),
        ("Who supports resolution 2272?", "We support the resolution.", False),
        ("Which delegations mentioned resolution 1701?", "We endorse resolution 2171 (2014).", True),
        ("Who supports the resolution?", "We support resolution 2286 (2016).", False),
        ("Which resolution came after resolution 2272?", "We then adopted resolution 2286 (2016).", False),
    ],
)
def test_other_resolutions_are_told(question: str, sentence: str, others: bool) -> None:
    """Only where a number is asked about and the sentence names another and not that one."""
    assert names_others(wanted(question), sentence) is others
