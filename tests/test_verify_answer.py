"""An answer of any system held to the record: our own JSON, lists of sources, brackets, bare quotations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.wiring import assemble
from index.errors import InvalidInput
from index.model import Filters, Span, Speaker, Statement
from index.segmentation.sentences import split_sentences
from rag.generation.figures import check_figures
from rag.generation.model import Cited
from rag.generation.verify import Given, VerifiedAnswer
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder
from tests.small_stores import put

TEXT = "We condemn attacks on hospitals. Medical workers must be protected at all times."


@pytest.fixture
def service(tmp_path: Path) -> Iterator[OnRecord]:
    embedder = HashEmbedder()
    store = open_store(tmp_path, embedder)
    put(store, kazakh(), estonian())
    with closing(assemble(store, ExactVectors(store.path, embedder.dim), embedder, WordReader())) as opened:
        yield opened


def _statement(id: str, text: str, **fields: Any) -> Statement:
    made = a_statement(id, text, **fields)
    return replace(made, sentences=tuple(split_sentences(text)))


def kazakh() -> Statement:
    return _statement(
        "kaz",
        TEXT,
        delegation=KAZAKHSTAN,
        speaker=Speaker("Mr. Umarov"),
        meeting="S/PV.8699",
        date="2020-05-27",
    )


def estonian() -> Statement:
    return _statement(
        "est",
        "Sanctions hurt the poor. We call for free elections in the region.",
        delegation=ESTONIA,
        speaker=Speaker("Mr. Jürgenson"),
        meeting="S/PV.8699",
        date="2020-05-27",
    )


def verdicts(answer: VerifiedAnswer) -> list[str]:
    return [one.judged.verdict for one in answer.sentences]


SOURCES = "\n\nSources\n[1] S/PV.8699, 27 May 2020 (Kazakhstan)\n[2] S/PV.8699 (Estonia)\n[3] a letter\n"
TEXTS = [
    # (text, verdicts)
    ("Kazakhstan condemns attacks on hospitals [1]. Estonia calls for free elections [2]." + SOURCES,
     ["supported", "supported"]),
    ("Kazakhstan condemns 14 attacks on hospitals [1]." + SOURCES, ["altered"]),
    ("Estonia condemns attacks on hospitals [1]." + SOURCES, ["contradicted"]),
    ("Kazakhstan condemns attacks on hospitals [3]." + SOURCES, ["unknown_mark"]),
    ("Kazakhstan condemns attacks on hospitals [9]." + SOURCES, ["unknown_mark"]),
    ("Kazakhstan condemns attacks on hospitals (Kazakhstan, S/PV.8699, p. 3).", ["supported"]),
    ("Kazakhstan condemns attacks on hospitals [Kazakhstan, S/PV.8699, 27 May 2020].", ["supported"]),
    ("Kazakhstan condemns attacks on hospitals. (Kazakhstan, S/PV.8699, 27 May 2020) Estonia calls for "
     "free elections. [Estonia, S/PV.8699]", ["supported", "supported"]),
    ("Kazakhstan condemns sanctions [Estonia, S/PV.8699].", ["contradicted"]),
    ("He said “medical workers must be protected at all times” [4].\n\n[4] Mr. Umarov (Kazakhstan)",
     ["supported"]),
    ("He said “medical workers must be protected at some times” [4].\n\n[4] Mr. Umarov (Kazakhstan)",
     ["altered"]),
    ("He said “medical workers must be protected at all times” [4].\n\n[4] Mr. Jürgenson (Estonia)",
     ["unknown_mark"]),
    ("He said “medical workers must be protected at all times” [4].\n\n[4] A letter", ["unknown_mark"]),
    ("Medical workers must be protected [4].\n\n[4] Mr. Umarov (Kazakhstan)", ["unknown_mark"]),
    ("Kazakhstan condemns attacks on hospitals.", ["uncited"]),
    ("Kazakhstan says that “medical workers must be protected at all times”.", ["supported"]),
    ("Kazakhstan says that “medical workers must be protected at some times”.", ["altered"]),
    ("Estonia says that “medical workers must be protected at all times”.", ["contradicted"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_texts_with_references(service: OnRecord, text: str, expected: list[str]) -> None:
    """A list at the end, brackets in the sentence, or a quotation alone lead to the record."""
    assert verdicts(service.verify_answer(text)) == expected


def test_brackets_inside_a_quotation_are_its_words(tmp_path: Path) -> None:
    """Our own answers quote sentences that name documents; the line over the unsure ones says nothing."""
    quoted = "As the report (S/2020/366) shows, attacks on hospitals go on."
    embedder = HashEmbedder()
    store = open_store(tmp_path, embedder)
    put(store, _statement("rep", quoted, delegation=ESTONIA, date="2020-05-27"))
    given = [Given("1", statement="rep", span=Span(0, len(quoted)), quote=quoted)]
    text = f"These may speak to it too:\nEstonia, 27 May 2020: “{quoted}” [1]"
    vectors = ExactVectors(store.path, embedder.dim)
    with closing(assemble(store, vectors, embedder, WordReader())) as opened:
        assert verdicts(opened.verify_answer(text, given)) == ["supported"]


def test_a_reference_that_names_who_spoke_means_no_other(service: OnRecord, tmp_path: Path) -> None:
    """A briefer of no delegation, who says it in nearly the same words, is not cited for Kazakhstan."""
    briefer = _statement(
        "briefer",
        "Attacks on hospitals that Kazakhstan condemns have killed 40 medical workers this year.",
        delegation=None,
        speaker=Speaker("Ms. Fore"),
        meeting="S/PV.8699",
        date="2020-05-27",
    )
    embedder = HashEmbedder()
    (tmp_path / "three").mkdir()
    store = open_store(tmp_path / "three", embedder)
    put(store, kazakh(), estonian(), briefer)
    vectors = ExactVectors(store.path, embedder.dim)
    with closing(assemble(store, vectors, embedder, WordReader())) as opened:
        told = opened.verify_answer(
            "Kazakhstan condemns attacks on hospitals (S/PV.8699, Kazakhstan).\n"
            "40 medical workers were killed this year (S/PV.8699, Ms. Fore)."
        )
    one, two = told.sentences
    assert {citation.statement.id for citation in one.citations} == {"kaz"}
    assert {citation.statement.id for citation in two.citations} == {"briefer"}


@pytest.mark.parametrize(
    ("record", "claim", "told"),
    [
        ("At least 47 hospitals were hit.", "at most 47 hospitals were hit", "47 stands there"),
        ("At least 47 hospitals were hit.", "at least 48 hospitals were hit", "48 is not in"),
    ],
)
def test_the_reason_says_what_is_wrong_with_a_figure(record: str, claim: str, told: str) -> None:
    """A figure that the record has with another bound is not said to be missing."""
    check = check_figures(claim, [Cited(kazakh().ref, record, "")])
    assert check.detail.startswith(told)


def test_our_own_answers_are_supported(service: OnRecord) -> None:
    """Whatever `ask` answers, verified with its citations, stands sentence by sentence."""
    answer = service.ask("What does Kazakhstan say about hospitals?", Filters(), 10)
    assert answer.answered
    given = [Given(str(c.number), c.statement.id, c.span, c.quote) for c in answer.citations]
    assert set(verdicts(service.verify_answer(answer.text, given))) == {"supported"}


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("2 delegations, in 2 statements; 2 of 2 statements searched [1][2]:", "supported"),
        ("At least 2 delegations, in 2 statements; 2 of 2 statements searched [1][2]:", "supported"),
        ("3 delegations, in 2 statements; 2 of 2 statements searched [1][2]:", "altered"),
        ("1 delegation and 1 other speaker, in 2 statements; 2 of 2 statements searched [1][2]:", "altered"),
        ("1 delegation, in 1 statement; 2 of 2 statements searched [1][2]:", "altered"),
        ("2 delegations, in 9 statements; 9 of 9 statements searched [1][2]:", "unsupported"),
    ],
)
def test_the_line_that_counts_a_list_is_held_to_what_it_cites(
    service: OnRecord, line: str, verdict: str
) -> None:
    """Its delegations as well as its statements; a page of a longer list cannot show them all."""
    given = [Given("1", statement="kaz", span=Span(0, 10)), Given("2", statement="est", span=Span(0, 10))]
    assert verdicts(service.verify_answer(line, given)) == [verdict]


def test_a_citation_that_is_not_the_records(service: OnRecord) -> None:
    """Another text at the span, a span outside, a statement that is not there: the mark leads nowhere."""
    statement = kazakh()
    span = statement.sentences[0]
    beyond = type(span)(0, len(TEXT) + 5)
    for given in (
        Given("1", "kaz", span, "We condone attacks on hospitals."),
        Given("1", "kaz", beyond),
        Given("1", "gone", span),
    ):
        found = service.verify_answer("Kazakhstan condemns attacks on hospitals [1].", [given])
        assert verdicts(found) == ["unknown_mark"]


def test_every_sentence_keeps_its_place_and_its_citations(service: OnRecord) -> None:
    """Spans are over the text as given; what a sentence was held to is cited in full."""
    text = "Kazakhstan condemns attacks on hospitals [1]. It rains." + SOURCES
    found = service.verify_answer(text).sentences
    assert [one.span.of(text) for one in found] == [one.text for one in found]
    assert found[0].citations[0].quote == "We condemn attacks on hospitals."
    assert found[1].citations == ()


def test_nothing_to_verify_is_refused(service: OnRecord) -> None:
    """No sentence, or more than anyone reads."""
    for text in ("[1]", "—", "a b. " * 9000):
        with pytest.raises(InvalidInput):
            service.verify_answer(text)
