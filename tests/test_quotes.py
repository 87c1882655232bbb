"""A quotation is true, altered, given to the wrong one, or not on record; and nothing in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.speakers.delegations import Delegations, load_delegations
from rag.citation.cite import verify
from rag.evaluation.quotes import check_rows, read_quote_rows
from rag.model import QuoteCheck
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder
from tests.quote_corpus import MemoryCorpus, real_statements, statement

GERMANY = (
    "It is unacceptable that, in spite of the sanctions agreed upon by the Council, some States openly "
    "violate the embargo - and we see the effects of such actions in Libya every day."
)
HEUSGEN = {"delegation": "Germany", "speaker": "Mr. Heusgen", "meeting": "S/PV.8713"}


@pytest.fixture(scope="module")
def delegations() -> Delegations:
    return load_delegations()


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


def test_serious_first(delegations: Delegations) -> None:
    """A dropped negation leads the differences wherever it stands."""
    check = check_one(
        "The small countries in our region will not accept the plan as it is.",
        "The large countries in our region will accept the plan as it is.",
        delegations,
    )
    assert [(d.recorded, d.serious) for d in check.differences] == [("not", True), ("small", False)]


def scattered(delegations: Delegations, *texts: str) -> QuoteChecker:
    """Over one statement in which the texts stand some pages apart."""
    between = " ".join("Every delegation here has spoken of peace and of its price." for _ in range(40))
    long = statement(f" {between} ".join(texts), "long")
    return QuoteChecker(MemoryCorpus([*real_statements(), long]), delegations)


def test_words_scattered_over_a_speech_are_no_quotation(delegations: Delegations) -> None:
    """Small words in their order stand in every long speech."""
    checker = scattered(
        delegations, "To be heard is good.", "It is not to be denied.", "Here is the question."
    )
    found = checker.check("To be, or not to be, that is the question.")
    assert found.verdict == "not_found"


def test_sentences_joined_over_pages_are_altered(delegations: Delegations) -> None:
    """Whole pieces without a mark between them are a splice of what was said."""
    checker = scattered(delegations, "We condemn the attack on the hospital.", "Those behind it must answer.")
    found = checker.check("We condemn the attack on the hospital, those behind it must answer.")
    assert (found.verdict, [one.kind for one in found.differences]) == ("altered", ["spliced"])


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
