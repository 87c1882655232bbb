"""Terms of the field under both of their names: the acronym and the words it stands for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.model import Filters
from index.tables import rows_of
from rag.question.acronyms import exchanged, names_of, terms_in
from rag.question.topic import content_of
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement, halved
from tests.small_stores import house_over

PAIRS = [
    ("IHL", "international humanitarian law"),
    ("SIDS", "small island developing States"),
    ("R2P", "responsibility to protect"),
    ("WPS", "women and peace and security"),
    ("ICJ", "International Court of Justice"),
    ("UNCLOS", "United Nations Convention on the Law of the Sea"),
]


@pytest.mark.parametrize(("short", "long"), PAIRS)
def test_a_term_is_known_under_both_names(short: str, long: str) -> None:
    assert exchanged(f"views on the {short} today") == f"views on the {long} today"
    assert exchanged(f"views on the {long} today") == f"views on the {short} today"


@pytest.mark.parametrize("text", ["rules and laws", "who opts to start", "a cop at sea", "Who?"])
def test_words_are_no_acronyms(text: str) -> None:
    """Small letters that spell a word stand for that word."""
    assert terms_in(text) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("r2p and the npt", "responsibility to protect and the Non-Proliferation Treaty"),
        ("LDC graduation", "least developed countries graduation"),
        ("women, peace  and security", "WPS"),
        ("the Lord’s Resistance Army", "the LRA"),
    ],
)
def test_typed_in_a_hurry(typed: str, meant: str) -> None:
    """Small letters, no plural, two blanks, other apostrophes."""
    assert exchanged(typed) == meant


def test_every_name_leads_back_to_its_acronym() -> None:
    for row in rows_of("rag", "acronyms.tsv"):
        assert row["source"]
        for long in row["long"].split(";"):
            (term,) = terms_in(f"on {long} now")
            assert exchanged(f"on {term.other} now").lower() == f"on {row['long'].split(';')[0]} now".lower()


@pytest.mark.parametrize("long", ["responsibility to protect", "official development assistance"])
def test_a_term_is_no_frame_of_a_question(long: str) -> None:
    """Neither "responsibility" nor "official" is taken for a word that only asks."""
    assert content_of(f"What did they say about {long}?").endswith(long)


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Ten statements that write a term out, five that give its acronym, ten on something else."""
    long = "International humanitarian law binds all parties, as we said {} times."
    short = "Nobody may set IHL aside, as we said {} times."
    said = [
        *(a_statement(f"l{n}", halved(long.format(n)), delegation=ESTONIA) for n in range(10)),
        *(a_statement(f"s{n}", halved(short.format(n)), delegation=KAZAKHSTAN) for n in range(5)),
        *(a_statement(f"o{n}", halved(f"Whales were hunted {n} times.")) for n in range(10)),
    ]
    with house_over(tmp_path_factory.mktemp("store"), *said) as opened:
        yield opened


def test_either_name_gives_the_same_list(service: OnRecord) -> None:
    found = [
        sorted(
            one.statement.id
            for one in service.ask(f"Which delegations mentioned {name}?", Filters(), 50).citations
        )
        for name in ("IHL", "international humanitarian law")
    ]
    assert found[0] == found[1] == sorted([*(f"l{n}" for n in range(10)), *(f"s{n}" for n in range(5))])


def test_one_answer_is_found_under_the_name_the_record_uses(service: OnRecord) -> None:
    answer = service.ask("What did Kazakhstan say about international humanitarian law?", Filters())
    assert {one.statement.id for one in answer.citations} <= {f"s{n}" for n in range(5)}
    assert answer.citations


@pytest.mark.parametrize(
    ("topic", "acronyms"),
    [
        ("the Treaty on the Prohibition of Nuclear Weapons", ["TPNW"]),
        ("the TPNW", []),
        ("the Grand Ethiopian Renaissance Dam", []),
        ("the Non-Proliferation Treaty", []),
        ("international humanitarian law", []),
    ],
)
def test_long_names_that_may_be_taken_for_others(topic: str, acronyms: list[str]) -> None:
    """Not a name unlike all others, one with a short form, or a term that is no name."""
    assert list(names_of(topic)) == acronyms


@pytest.mark.parametrize("asked", ["the TPNW", "the Treaty on the Prohibition of Nuclear Weapons"])
def test_a_list_holds_no_treaty_with_nearly_the_same_name(
    tmp_path_factory: pytest.TempPathFactory, asked: str
) -> None:
    """Three of their four words are the same."""
    folder = tmp_path_factory.mktemp("store")
    said = {
        "long": "We welcome the Treaty on the Prohibition of Nuclear Weapons.",
        "short": "We welcome the TPNW as a treaty on nuclear weapons.",
        "other": "We welcome the Treaty on the Non-Proliferation of Nuclear Weapons.",
    }
    held = [a_statement(id, halved(text)) for id, text in said.items()]
    whales = (a_statement(f"o{n}", halved(f"Whales were hunted {n} times.")) for n in range(10))
    with house_over(folder, *held, *whales) as service:
        answer = service.ask(f"Which delegations mentioned {asked}?", Filters())
    assert {one.statement.id for one in answer.citations} == {"long", "short"}
