"""A quotation is true, altered, given to the wrong one, or not on record; and nothing in between."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.speakers.delegations import Delegations, load_delegations
from rag.citation.cite import verify
from rag.evaluation.quote_mutations import mutants
from rag.evaluation.quotes import by_kind, check_mutants, check_rows, read_quote_rows
from rag.model import QuoteCheck
from rag.quotation.attribution import Attributions, sitting
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder
from rag.quotation.slips import same_in_print
from tests.quote_corpus import MemoryCorpus, real_statements, statement

GERMANY = (
    "It is unacceptable that, in spite of the sanctions agreed upon by the Council, some States openly "
    "violate the embargo - and we see the effects of such actions in Libya every day."
)
HEUSGEN = {"delegation": "Germany", "speaker": "Mr. Heusgen", "meeting": "S/PV.8713"}


@pytest.fixture(scope="module")
def delegations() -> Delegations:
    return load_delegations()


@pytest.fixture(scope="module")
def checker(delegations: Delegations) -> QuoteChecker:
    return QuoteChecker(MemoryCorpus(real_statements()), delegations)


VERBATIM = [
    # as an editor or a keyboard may change a quotation without changing a word
    GERMANY,
    GERMANY.replace(" - ", " — "),
    GERMANY.replace(" ", "\n"),
    GERMANY.replace(" ", "\u00a0"),
    GERMANY.rstrip("."),
    GERMANY.upper(),
    "[S]ome States openly violate the embargo",
    "Some States openly violate the embargo …",
    "It is unacceptable that […] some States openly violate the embargo",
    "It is unacceptable that, in spite of the sanctions . . . some States openly violate the embargo",
    "some States openly violate the embargo ... in Libya every day",
    "some [member] States openly violate the embargo",
    "some States openly [and repeatedly] violate the embargo [on arms]",
    "some States openly violat[ed] the embargo",
    "some States [sic] openly violate the embargo",
    "the effects of [these] actions in Libya every day",
    "unaccept-\nable that, in spite of the sanctions agreed upon by the Coun-\ncil",
    "some States openly violate the embargo¹ - and we see the effects of such actions in Libya every day.²³",
]


@pytest.mark.parametrize("quote", VERBATIM)
def test_verbatim(checker: QuoteChecker, quote: str) -> None:
    """Marks, blanks, case at will, marked omissions and bracketed insertions leave the words true."""
    check = checker.check(quote, **HEUSGEN)
    assert (check.verdict, check.differences) == ("verbatim", ())


ALTERED = [
    # (quote, kind, quoted, recorded, serious)
    (
        "It is acceptable that, in spite of the sanctions agreed upon",
        "changed",
        "acceptable",
        "unacceptable",
        True,
    ),
    (
        "some States openly respect the embargo - and we see the effects",
        "changed",
        "respect",
        "violate",
        False,
    ),
    ("some States violate the embargo - and we see the effects", "missing", "", "openly", False),
    ("some States do not openly violate the embargo", "added", "do not", "", True),
    (
        "some States violate openly the embargo - and we see the effects",
        "moved",
        "violate openly",
        "openly violate",
        False,
    ),
    ("some States openly […] embargo [not] and we never see the effects", "added", "never", "", True),
]


@pytest.mark.parametrize(("quote", "kind", "quoted", "recorded", "serious"), ALTERED)
def test_altered(
    checker: QuoteChecker, quote: str, kind: str, quoted: str, recorded: str, serious: bool
) -> None:
    """Each change of wording is named with both wordings, and whether it turns the meaning."""
    check = checker.check(quote, **HEUSGEN)
    assert check.verdict == "altered"
    seen = [(d.kind, d.quoted, d.recorded, d.serious) for d in check.differences]
    assert (kind, quoted, recorded, serious) in seen


def check_one(text: str, quote: str, delegations: Delegations) -> QuoteCheck:
    return QuoteChecker(MemoryCorpus([statement(text)]), delegations).check(quote)


NUMBERS = [
    # (recorded, quoted, verdict)
    (
        "We counted 208 attacks against hospitals there.",
        "We counted 280 attacks against hospitals there",
        "altered",
    ),
    (
        "We counted 2,080 attacks against hospitals there.",
        "We counted 2080 attacks against hospitals",
        "verbatim",
    ),
    (
        "We counted 2 080 attacks against hospitals there.",
        "We counted 2,080 attacks against hospitals",
        "verbatim",
    ),
    (
        "A rise of 1.5 per cent was seen in all regions.",
        "A rise of 15 per cent was seen in all regions",
        "altered",
    ),
    ("A rise of 70 per cent was seen in all regions.", "A rise of 70% was seen in all regions", "verbatim"),
    ("In the 16th year of this terrible long war", "In the 10th year of this terrible long war", "altered"),
    ("We met 7 of the leaders in the capital city", "We met 1 of the leaders in the capital city", "altered"),
    (
        "We met two of the leaders in the capital city",
        "We met ten of the leaders in the capital city",
        "altered",
    ),
    (
        "There are 35 of those and 53 of these in camps",
        "There are 53 of those and 35 of these in camps",
        "altered",
    ),
]


@pytest.mark.parametrize(("recorded", "quoted", "verdict"), NUMBERS)
def test_numbers(delegations: Delegations, recorded: str, quoted: str, verdict: str) -> None:
    """A number may be printed otherwise but never be another; another is always serious."""
    check = check_one(recorded, quoted, delegations)
    assert check.verdict == verdict
    assert verdict == "verbatim" or check.differences[0].serious


PRINT = [
    # (recorded as recognised, quoted as printed, same words)
    ("1 thank the Secretary-General for his report", "I thank the Secretary-General for his report", True),
    ("We thank the Secretary- General for his report", "We thank the Secretary-General for his report", True),
    (
        "theimplementation ofthe resolution is what counts",
        "the implementation of the resolution is what counts",
        True,
    ),
    (
        "the govern-\nment must do what it said it would do",
        "the government must do what it said it would do",
        True,
    ),
    (
        "I thank Mr. Jiirgenson for his very clear briefing",
        "I thank Mr. Jürgenson for his very clear briefing",
        True,
    ),
    ("people of C6te d'Ivoire have waited for long", "people of Côte d’Ivoire have waited for long", True),
    (
        "such as lack of 71134 socioeconomic development now",
        "such as lack of socioeconomic development now",
        True,
    ),
    ("the government will fall if we do not act now", "the government will fail if we do not act now", False),
    ("it was a notable success for all the people", "it was a not able success for all the people", False),
    ("a fighter with modern arms stood at the gate", "a fighter with modem arms stood at the gate", False),
    (
        "It was asked to urge[d] them ... and did so at once",
        "It was asked to urge[d] them ... and did so",
        True,
    ),
    ("the end of the conflict is near for the people", "the end of conflict is near for the people", False),
]


@pytest.mark.parametrize(("recorded", "quoted", "same"), PRINT)
def test_print(delegations: Delegations, recorded: str, quoted: str, same: bool) -> None:
    """What optical recognition did to the record is no change of wording; another word is."""
    assert (check_one(recorded, quoted, delegations).verdict == "verbatim") is same


def test_misread_only_where_the_record_is_no_word() -> None:
    """A look-alike passes when the record's form is rare beside the quotation's, not between two words."""
    counts = {"modern": 900, "modem": 2, "fall": 300, "fail": 280}
    assert same_in_print(["modern"], ["modern"], ["modem"], lambda word: counts.get(word, 0))
    assert not same_in_print(["fail"], ["fail"], ["fall"], lambda word: counts.get(word, 0))


LIBERTIES = [
    # (recorded, quoted): what marks may not hide
    (
        "We do not support the proposal that is before us.",
        "We do […] support the proposal that is before us.",
    ),
    (
        "We do not support the proposal that is before us.",
        "We do [indeed] support the proposal that is before us.",
    ),
    ("No region is immune from this pandemic today.", "Region is immune from this pandemic today."),
    (
        "Some say peace. The Council failed us. It failed to act. We will not.",
        "The Council failed us. We will not.",
    ),
]


BRACKETS = [
    # (quote, verdict) of "We did support the draft; it is acceptable to all."
    ("We [France] did support the draft", "verbatim"),
    ("We did support the [revised but not yet agreed] draft", "verbatim"),
    ("We [did not] support the draft", "altered"),
    ("it is [not] acceptable to all", "altered"),
    ("the draft; it is [un]acceptable to all", "altered"),
    ("the draft; it is accept[ed] to all", "verbatim"),
]


@pytest.mark.parametrize(("quote", "verdict"), BRACKETS)
def test_brackets_turn_no_sentence(delegations: Delegations, quote: str, verdict: str) -> None:
    """A bracket may explain; one that makes a sentence its contrary is a serious difference."""
    said = statement("We did support the draft; it is acceptable to all.")
    check = QuoteChecker(MemoryCorpus([said]), delegations).check(quote)
    assert check.verdict == verdict
    assert all(difference.serious for difference in check.differences)


NOTED = [
    # (recorded, quoted): marks of notes, raised or printed flat, are no words
    ("Living marine resources.4 The Secretariat is reviewing it.", "marine resources. The Secretariat is"),
    ("Living marine resources. The Secretariat is reviewing it.", "marine resources.⁴ The Secretariat is"),
]


@pytest.mark.parametrize(("recorded", "quoted"), NOTED)
def test_marks_of_notes_are_no_words(delegations: Delegations, recorded: str, quoted: str) -> None:
    """Whether the record or the draft has them, the quotation is true."""
    checker = QuoteChecker(MemoryCorpus([statement(recorded)]), delegations)
    assert checker.check(quoted).verdict == "verbatim"


def test_figures_of_symbols_are_no_marks(delegations: Delegations) -> None:
    """The number of a paragraph or document counts."""
    checker = QuoteChecker(MemoryCorpus([statement("As para.4 of Corr.1 shows in full.")]), delegations)
    assert checker.check("As para.5 of Corr.1 shows").verdict == "altered"


def test_true_words_of_another_are_not_settled_by_near_ones(delegations: Delegations) -> None:
    """The one named said them too, though many who said nearly the same stand before."""
    said = "The Council will now begin its consideration of the item on its agenda."
    before = [statement(said, f"a{n}", delegation=("SOM", "Somalia")) for n in range(5)]
    before += [statement(said.replace("its agenda", "the agenda"), f"b{n}") for n in range(5)]
    named = statement(said, "z", delegation=("BEL", "Belgium"))
    checker = QuoteChecker(MemoryCorpus([*before, named]), delegations)
    check = checker.check("The Council will (...) of the item on its agenda.", delegation="Belgium")
    assert check.verdict == "verbatim"


@pytest.mark.parametrize(("recorded", "quoted"), LIBERTIES)
def test_marks_hide_no_negation(delegations: Delegations, recorded: str, quoted: str) -> None:
    """An ellipsis, a bracket or a late beginning excuses no dropped "not"; nor is a splice without a mark."""
    assert check_one(recorded, quoted, delegations).verdict == "altered"


def test_serious_first(delegations: Delegations) -> None:
    """A dropped negation leads the differences wherever it stands."""
    check = check_one(
        "The small countries in our region will not accept the plan as it is.",
        "The large countries in our region will accept the plan as it is.",
        delegations,
    )
    assert [(d.recorded, d.serious) for d in check.differences] == [("not", True), ("small", False)]


ATTRIBUTIONS = [
    # (delegation, speaker, meeting, verdict) for Germany's words
    (None, None, None, "verbatim"),
    ("Germany", "Amb. Heusgen", None, "verbatim"),
    ("the German representative", None, "8713th meeting", "verbatim"),
    ("DEU", "Christoph Heusgen", "S/PV. 8713", "verbatim"),
    ("Germany’s envoy", "Heüsgen", None, "verbatim"),
    (None, "the German representative", None, "verbatim"),
    (None, "Germany", None, "verbatim"),
    ("France", None, None, "misattributed"),
    (None, "Mr. Araud", None, "misattributed"),
    (None, "the French ambassador", None, "misattributed"),
    ("Germany", "Heusgen", "S/PV.8700", "misattributed"),
    ("Germany", "Mr. Licharz", None, "misattributed"),
    ("Ruritania", None, None, "misattributed"),
]


@pytest.mark.parametrize(("delegation", "speaker", "meeting", "verdict"), ATTRIBUTIONS)
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


def test_not_found(checker: QuoteChecker) -> None:
    """Invented words are not found, and whatever is near is only said to be nearest."""
    check = checker.check("Every rifle that is melted down is a child who will sleep safely in the Sahel.")
    assert (check.verdict, check.differences) == ("not_found", ())


def test_match_is_a_citation_of_the_stored_words(checker: QuoteChecker) -> None:
    """The match quotes the record to the character, closing mark included, and verifies."""
    check = checker.check(GERMANY.replace(" - ", " — "), **HEUSGEN)
    stored = next(s for s in real_statements() if s.ref.speaker.name == "Mr. Heusgen")
    assert check.match is not None
    assert check.match.quote == GERMANY
    assert verify(check.match, stored)


@pytest.mark.parametrize("quote", ["", "  ", "…", "[…]", "[only an insertion]", "—"])
def test_quotation_without_words(checker: QuoteChecker, quote: str) -> None:
    """There is nothing to check without words, and the message says so."""
    with pytest.raises(InvalidInput, match="no words"):
        checker.check(quote)


SHORT = [
    ("We must act.", "We must act"),
    ("Нет войне, да миру", "да миру"),
    ("和平是唯一的出路。", "唯一的出路"),
]


@pytest.mark.parametrize(("text", "quote"), SHORT)
def test_short_and_foreign(delegations: Delegations, text: str, quote: str) -> None:
    """Quotations too short for the index, and in other scripts, are found as well."""
    assert check_one(text, quote, delegations).verdict == "verbatim"


def test_follows_the_corpus(delegations: Delegations) -> None:
    """A statement added is found at the next check; a removed or changed one never answers again."""
    corpus = MemoryCorpus([statement("The first statement stays where it is.", "a")])
    checker = QuoteChecker(corpus, delegations)
    added = "Something quite different is said here by them."
    assert checker.check(added).verdict == "not_found"
    corpus.put(statement(added, "b"))
    assert checker.check(added).verdict == "verbatim"
    corpus.put(statement("Nothing of the kind was ever put into words.", "b"))
    assert checker.check(added).verdict == "not_found"
    corpus.remove("a")
    assert checker.check("The first statement stays where it is.").verdict == "not_found"


def test_spoilt_and_retyped(checker: QuoteChecker) -> None:
    """Of quotations spoilt in seven ways none passes as true; of five kinds of true ones none is lost."""
    results = check_mutants(mutants(real_statements(), seed=7, each=6), checker)
    assert [r.mutant for r in results if not r.right] == []
    assert len(by_kind(results)) == 12


def test_gold_rows(checker: QuoteChecker, tmp_path: Path) -> None:
    """Gold rows are judged by verdict and place, a copy of the same statement being as good."""
    place = {
        "file": "UNSC_2020_SPV.8713_spch015.txt",
        "speaker": None,
        "country": "Germany",
        "quote": GERMANY,
    }
    given = {"speaker": "Mr. Heusgen", "country": "Germany", "meeting": "S/PV.8713"}
    rows = [
        {"id": "v1", "quote": GERMANY, "attributed_to": given, "verdict": "verbatim", "truth": place},
        {"id": "v2", "quote": GERMANY, "attributed_to": given, "verdict": "altered", "truth": place},
        {
            "id": "v3",
            "quote": GERMANY,
            "attributed_to": given,
            "verdict": "verbatim",
            "truth": place | {"file": "x"},
        },
        {
            "id": "v4",
            "quote": "Never was it said",
            "attributed_to": given,
            "verdict": "not_found",
            "truth": None,
        },
    ]
    path = tmp_path / "quotes.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    results = check_rows(read_quote_rows(path), checker, lambda one, other: one == other)
    assert [result.right for result in results] == [True, False, False, True]


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


@given(st.text(max_size=80))
def test_folding_keeps_places(text: str) -> None:
    """The words with places are the words of the stream, in order, each inside its span."""
    folder = Folder()
    words = folder.words(text)
    assert folder.stream(text) == " ".join(word.folded for word in words)
    assert all(a.span.start <= a.span.end <= b.span.end for a, b in pairwise(words))


def test_a_quotation_begun_after_the_negation_that_opens_the_sentence_is_altered(
    checker: QuoteChecker,
) -> None:
    """ "Nothing is lacking from those ..." quoted from its second word says the opposite."""
    check = checker.check("is lacking from those", "France")
    assert (check.verdict, check.differences[0].recorded) == ("altered", "Nothing")


@settings(deadline=None)  # the first check builds the index
@given(st.data())
def test_every_exact_stretch_is_found(checker: QuoteChecker, data: st.DataObject) -> None:
    """Any run of four or more words of any statement is found in it, word for word.

    One that leaves out a negation or condition of its sentence is called altered for that alone.
    """
    chosen = data.draw(st.sampled_from(real_statements()))
    words = chosen.text.split()
    start = data.draw(st.integers(0, len(words) - 5))
    count = data.draw(st.integers(4, 40))
    for edge in (start, min(start + count, len(words))):  # no cut inside "20 000" or "per cent"
        pair = words[max(0, edge - 1) : edge + 1]
        assume(
            len(Folder().stream(" ".join(pair)).split())
            == len(Folder().stream(" | ".join(pair)).split()) - (len(pair) > 1)
        )
    quote = " ".join(words[start : start + count])
    check = checker.check(quote, chosen.ref.delegation and chosen.ref.delegation.name)
    assert check.verdict in ("verbatim", "altered")
    assert all(d.kind == "missing" and not d.quoted and d.serious for d in check.differences)
