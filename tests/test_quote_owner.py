"""To whom a quotation is given, and whose words it is."""

from __future__ import annotations

import pytest

from index.speakers.delegations import Delegations, load_delegations
from rag.quotation.attribution import Attributions, sitting
from rag.quotation.check import QuoteChecker
from tests.golden import golden
from tests.quote_corpus import MemoryCorpus, statement

GERMANY = (
    "It is unacceptable that, in spite of the sanctions agreed upon by the Council, some States openly "
    "violate the embargo - and we see the effects of such actions in Libya every day."
)


@pytest.fixture(scope="module")
def delegations() -> Delegations:
    return load_delegations()


def test_true_words_of_another_are_not_settled_by_near_ones(delegations: Delegations) -> None:
    """The one named said them too, though many who said nearly the same stand before."""
    said = "The Council will now begin its consideration of the item on its agenda."
    before = [statement(said, f"a{n}", delegation=("SOM", "Somalia")) for n in range(5)]
    before += [statement(said.replace("its agenda", "the agenda"), f"b{n}") for n in range(5)]
    named = statement(said, "z", delegation=("BEL", "Belgium"))
    checker = QuoteChecker(MemoryCorpus([*before, named]), delegations)
    check = checker.check("The Council will (...) of the item on its agenda.", delegation="Belgium")
    assert check.verdict == "verbatim"


@golden("attributions.tsv")
def test_attributed(
    checker: QuoteChecker, delegation: str | None, speaker: str | None, meeting: str | None, verdict: str
) -> None:
    """Names are understood as drafts write them; true words of another are misattributed."""
    check = checker.check(GERMANY, delegation, speaker, meeting)
    assert check.verdict == verdict
    assert check.match is not None
    assert check.match.statement.speaker.name == "Mr. Heusgen"


def test_changed_words_weigh_more_than_a_wrong_name(checker: QuoteChecker) -> None:
    """Altered words given to another are altered, and the message tells of the name too."""
    check = checker.check(GERMANY.replace("openly", "secretly"), "France")
    assert check.verdict == "altered"
    assert "delegation given does not match" in check.message


def test_common_words_belong_to_whom_they_are_given(delegations: Delegations) -> None:
    """Of several who said the same, the one the draft names is found."""
    text = "We thank the Secretary-General for his report on the matter."
    said = [
        statement(text, "a", "Mr. Li", ("CHN", "China")),
        statement(text, "b", "Ms. Diaz", ("ESP", "Spain")),
        statement(text, "c", None, None),
    ]
    checker = QuoteChecker(MemoryCorpus(said), delegations)
    for name, id in (("Spain", "b"), ("China", "a")):
        check = checker.check(text, name)
        assert (check.verdict, check.match and check.match.statement.id) == ("verbatim", id)


def test_a_copy_without_speaker_clears_nobody(delegations: Delegations) -> None:
    """Where one copy of a meeting names the speaker, a nameless copy does not make a wrong name right."""
    text = "The colour of the helmet means little to the victims of abuse."
    said = [
        statement(text, "a", "Mr. Delattre", ("FRA", "France"), "S/PV.7643"),
        statement(text, "b", None, None, "S/PV.7643"),
    ]
    assert QuoteChecker(MemoryCorpus(said), delegations).check(text, "Spain").verdict == "misattributed"


def test_group_spoken_for_counts(delegations: Delegations) -> None:
    """Words said on behalf of a group may be given to the group."""
    said = statement(
        "We speak here for all of them as one.", "a", None, ("SWE", "Sweden"), on_behalf_of="European Union"
    )
    check = QuoteChecker(MemoryCorpus([said]), delegations).check(said.text, "the EU")
    assert check.verdict == "verbatim"


@pytest.mark.parametrize(
    ("text", "symbol", "number", "resumption"),
    [
        ("S/PV.8713", "S/PV.8713", "8713", None),
        ("S/PV.8723 (Resumption 1)", "S/PV.8723", "8723", "1"),
        ("the 8713th meeting", None, "8713", None),
        ("8713", None, "8713", None),
        ("A/75/PV.3", "A/75/PV.3", "3", None),
        ("S/2020/465", "S/2020/465", "", None),
    ],
)
def test_sitting(text: str, symbol: str | None, number: str, resumption: str | None) -> None:
    """Meetings are understood by symbol, ordinal or bare number."""
    found = sitting(text)
    assert found is not None
    assert (found.symbol, found.number, found.resumption) == (symbol, number, resumption)


def test_words_of_office_claim_nothing(delegations: Delegations) -> None:
    """ "The ambassador" alone names neither a person nor a delegation."""
    claim = Attributions(delegations).claim("the delegation", "the ambassador", "last week")
    assert (claim.codes, claim.other, claim.names, claim.sitting) == (frozenset(), (), (), None)
