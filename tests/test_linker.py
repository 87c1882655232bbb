"""Names linked in questions: what is named, how written, what is none; and that no text can break it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.linker import load_linker
from rag.question.model import RecordFacts
from rag.question.spelling import Speller, ordinary_words
from rag.question.understand import understand
from tests.examples import examples

MISSPELT = Path(__file__).parent / "data" / "question" / "misspelt.tsv"
TABLE = load_delegations()
LINKER = load_linker(TABLE)
SPEAKERS = (("Mr. Umarov", "KAZ"), ("The Secretary-General", "UN"), ("Ms. Byrne Nason", "IRL"))
FACTS = RecordFacts(frozenset(), SPEAKERS, frozenset({"S/PV.8713"}), ("2020-05-27",))
PIECES = [
    "Mr.",
    "Ms.",
    "Umarov",
    "May",
    "2020",
    "2020-05-27",
    "meeting",
    "S/PV.8713",
    "27",
    "the",
    "of",
    "and",
    "'s",
    "’s",
    ",",
    "?",
    "(",
    ")",
    "-",
    "King",
    "President",
    "Special",
    "Envoy",
    "for",
    "Yemen",
    "Guinea-Bissau",
    "Saint",
    "Vincent",
    "and",
    "the",
    "Grenadines",
    "P5",
    "members",
    "United",
    "Nations",
    "Chad",
    "Basin",
    "who",
    "Turkey",
    "İstanbul",
    "ﬁnland",
    "\u202e",
    "😀",
    "Ελλάδα",
    "Россия",
    "中国",
    "\u200d",
    "ﷺ",
    "ß",
    "Ⅷ",
    "²",
    "",
    "S/RES/2504",
    "A/RES/75/1",
    "1990s",
    "since",
    "before",
    "",
]


def linked(question: str) -> list[tuple[str, str, str | None]]:
    """Words, kind, and code or name of each sure name."""
    guessed = ("capitals", "capital_word")
    found = LINKER.links(question, SPEAKERS)
    return [(link.words, link.kind, link.code or link.name) for link in found if link.form not in guessed]


NAMED = """
What did the DPRK say? | DPRK delegation PRK
malawi food prices | malawi delegation MWI
Beijing on Taiwan | Beijing delegation CHN ; Taiwan delegation Taiwan
the Kremlin and the White House | the Kremlin delegation RUS ; White House delegation USA
venezula oil | venezula delegation VEN
saint vincent and the grenadins | saint vincent and the grenadins delegation VCT
irans reply | irans delegation IRN
the French ambassador on mines | French ambassador delegation FRA
Mexico's foreign minister | Mexico's foreign minister role Minister for Foreign Affairs of Mexico
the head of UNAMA | head of UNAMA role Head of United Nations Assistance Mission in Afghanistan
the G77 and China | G77 and China group G77
which African members spoke | African members group AFR
countries from South-East Asia | countries from South-East Asia group ASEAN-STATES
Ireland's Ms. Byrne Nason | Ireland's Ms. Byrne Nason speaker Geraldine Byrne Nason
Mr. Umarov (Kazakhstan) | Mr. Umarov (Kazakhstan) speaker Mr. Umarov
WHO on cholera | WHO delegation UN
Who spoke on cholera? |
Geneva Conventions |
the Jordan River |
South Georgia |
South China Sea |
the Paris Agreement |
Could Germany polish the text? | Germany delegation DEU
Which of the States reject the plan? |
what do the States say, and what the United States? | United States delegation USA
"""
"""A question, then words, kind, and code or name of each name in it."""


@pytest.mark.parametrize("row", NAMED.strip().splitlines())
def test_what_is_named(row: str) -> None:
    """States by every name, offices, groups, persons; waters and treaties are none."""
    question, _, expected = row.partition(" |")
    told = " ; ".join(f"{words} {kind} {what}" for words, kind, what in linked(question))
    assert told == expected.strip()


@pytest.mark.parametrize("word", ["german", "mailing", "mission", "sweeten", "chapter", "jordan"])
def test_ordinary_words_and_names_are_not_corrected(word: str) -> None:
    """A word that is right is no slip of another."""
    assert Speller(LINKER.lexicon, ordinary_words()).corrected(word) == ((), 0)


def test_misspelt_and_foreign_names_are_linked() -> None:
    """In a question, on their own and in small letters; of 196 names written in other ways at most one in
    twenty is missed."""
    rows = [line.split("\t") for line in MISSPELT.read_text(encoding="utf-8").splitlines()[1:]]
    asked = ("What did {} say about the ceasefire?", "{} on climate finance", "does {} support the treaty?")
    missed = [
        name
        for name, code in rows
        for wording in (text.format(name) for text in asked)
        for question in (wording, wording.lower())
        if [link.code for link in LINKER.links(question)] != [code]
    ]
    assert len(set(missed)) <= len(rows) / 20


@pytest.mark.parametrize(
    "words", ["Ghani", "the Koran", "a metal", "the malaise", "the South African Government"]
)
def test_names_of_others_are_no_misspellings(words: str) -> None:
    """Persons, books and ordinary words near to the name of a State are not that State."""
    links = LINKER.links(f"What was said about {words} yesterday?")
    assert not [link for link in links if link.form == "misspelt"]


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.text(max_size=120))
def test_links_stand_in_the_text_and_never_overlap(question: str) -> None:
    """Whatever the script, marks and order, each link is a piece of the question after the one before."""
    links = LINKER.links(question, SPEAKERS)
    assert all(link.words == link.span.of(question) or question.isupper() for link in links)
    assert all(one.span.end <= two.span.start for one, two in pairwise(links))


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_no_question_breaks(question: str) -> None:
    """Names, titles, dates and symbols in any order are understood without an error, in the words of the
    question where no speaker restricts."""
    query = understand(question, Filters(), FACTS, TABLE)
    assert query.filters.speakers or query.question == question


@pytest.mark.parametrize(
    "question",
    ["What did Mr. Umarov May 2020 say about civilians?", "What was said in meeting 2020-05-27?"],
)
def test_a_date_beside_a_name_or_a_meeting_is_read(question: str) -> None:
    """Two readings of the same words do not collide."""
    query = understand(question, Filters(), FACTS, TABLE)
    assert query.interpreted.filters.since is not None


def test_who_is_left_out_is_not_searched() -> None:
    """ "besides Japan" leaves Japan out."""
    query = understand("Which delegations besides Japan mentioned whaling?", Filters(), FACTS, TABLE)
    assert (query.without, query.filters.delegations) == (("JPN",), ())
