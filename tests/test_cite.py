"""A citation is the stored characters and the record's own places, or it is not given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.model import Paragraph, Span, Speaker, Statement, StatementRef
from rag.citation.cite import cite, verify
from rag.citation.parts import with_day
from rag.citation.un import un_footnote
from rag.model import Citation, Range
from tests.cited import PAGED, UNPAGED
from tests.drafts import UMAROV

TEXT = "We thank the Council. We welcome it.\nFirst, we call for talks. They must begin.\nThank you."
SENTENCES = (Span(0, 21), Span(22, 36), Span(37, 62), Span(63, 79), Span(80, 90))
PARAGRAPHS = (
    Paragraph(1, Span(0, 36), page=3),
    Paragraph(2, Span(37, 79), page=3),
    Paragraph(3, Span(80, 90), page=4),
)
REF = replace(UMAROV, id="s1", topic=None)


def statement(ref: StatementRef = REF, paragraphs: tuple[Paragraph, ...] = PARAGRAPHS) -> Statement:
    return Statement(ref, TEXT, paragraphs, SENTENCES, (), ())


def without_pages() -> tuple[Paragraph, ...]:
    return tuple(replace(paragraph, page=None) for paragraph in PARAGRAPHS)


def labelled(*labels: str) -> tuple[Paragraph, ...]:
    return tuple(replace(p, label=label) for p, label in zip(PARAGRAPHS, labels, strict=True))


NO_SYMBOL = replace(REF, meeting=None, date=None, organ=None)
FOOTNOTES = [
    # (ref, paragraphs, span, footnote)
    (REF, PARAGRAPHS, Span(0, 21), "S/PV.8422, p. 3 (Kazakhstan)"),
    (REF, PARAGRAPHS, Span(37, 79), "S/PV.8422, pp. 3–4 (Kazakhstan)"),
    (REF, PARAGRAPHS, Span(80, 90), "S/PV.8422, p. 4 (Kazakhstan)"),
    (REF, labelled("7", "8", "9"), Span(0, 62), "S/PV.8422, paras. 7–8 (Kazakhstan)"),
    (REF, labelled("7", "8", "9"), Span(80, 90), "S/PV.8422, para. 9 (Kazakhstan)"),
    (
        REF,
        without_pages(),
        Span(37, 62),
        "Mr. Umarov (Kazakhstan), S/PV.8422, 14 December 2018, para. 2 (our numbering)",
    ),
    (
        REF,
        (),
        Span(37, 79),
        "Mr. Umarov (Kazakhstan), S/PV.8422, 14 December 2018, sentences 3–4 (our numbering)",
    ),
    (NO_SYMBOL, without_pages(), Span(0, 90), "Mr. Umarov (Kazakhstan), paras. 1–3 (our numbering)"),
    (
        replace(NO_SYMBOL, date="2003-03", speaker=Speaker(None)),
        (),
        Span(0, 5),
        "Kazakhstan, March 2003, sentence 1 (our numbering)",
    ),
    (
        replace(NO_SYMBOL, date="2003", organ="General Assembly"),
        (),
        Span(0, 5),
        "Mr. Umarov (Kazakhstan), General Assembly, 2003, sentence 1 (our numbering)",
    ),
    (
        replace(NO_SYMBOL, speaker=Speaker(None), delegation=None),
        (),
        Span(0, 5),
        "S_PV.8422_E.pdf, sentence 1 (our numbering)",
    ),
    (
        replace(REF, delegation=None, speaker=Speaker("Mr. Lacroix")),
        PARAGRAPHS,
        Span(0, 5),
        "S/PV.8422, p. 3 (Mr. Lacroix)",
    ),
    (
        replace(REF, capacity="president", speaker=Speaker(None, "President")),
        PARAGRAPHS,
        Span(0, 5),
        "S/PV.8422, p. 3 (President)",
    ),
    (
        replace(REF, language="fr"),
        PARAGRAPHS,
        Span(0, 5),
        "S/PV.8422, p. 3 (Kazakhstan) [spoke in French, official translation]",
    ),
    (
        replace(REF, flags=("translated",)),
        PARAGRAPHS,
        Span(0, 5),
        "S/PV.8422, p. 3 (Kazakhstan) [official translation]",
    ),
    (
        replace(REF, on_behalf_of="the Group of Five"),
        PARAGRAPHS,
        Span(0, 5),
        "S/PV.8422, p. 3 (Kazakhstan) [on behalf of the Group of Five]",
    ),
]


@pytest.mark.parametrize(("ref", "paragraphs", "span", "footnote"), FOOTNOTES)
def test_footnote(ref: StatementRef, paragraphs: tuple[Paragraph, ...], span: Span, footnote: str) -> None:
    """The footnote names what the record has, marks our numbering as ours, and leaves out the rest."""
    assert cite(statement(ref, paragraphs), span).text == footnote


@given(st.integers(-5, 100), st.integers(-5, 100))
def test_quote_is_the_span(start: int, end: int) -> None:
    """Whatever the span, the citation quotes exactly its characters and verifies, or there is none."""
    whole = statement()
    try:
        citation = cite(whole, Span(start, end))
    except InvalidInput:
        assert not 0 <= start < end <= len(TEXT) or not TEXT[start:end].strip()
        return
    assert citation.quote == TEXT[start:end]
    assert verify(citation, whole)


def test_places_cover_the_span() -> None:
    """Paragraphs and sentences are those that share a character with the span."""
    citation = cite(statement(), Span(30, 40))
    assert (citation.paragraphs, citation.sentences, citation.page) == (Range(1, 2), Range(2, 3), 3)


def test_lost_paragraphs_are_not_counted() -> None:
    """Without paragraph breaks there is no paragraph number, ours or theirs."""
    citation = cite(statement(paragraphs=()), Span(0, 5))
    assert citation.paragraphs is None
    assert citation.page is None


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "We thank the council"},
        {"page": 9},
        {"text": "S/PV.1, p. 1"},
        {"span": Span(0, 20)},
        {"span": Span(0, 999)},
    ],
)
def test_verify_refuses_what_the_record_does_not_give(change: dict[str, object]) -> None:
    """A quote, page, footnote or span that is not the stored statement's fails."""
    citation = cite(statement(), Span(0, 21))
    assert not verify(replace(citation, **change), statement())  # type: ignore[arg-type]


def test_verify_refuses_another_statement() -> None:
    """The same words in another statement are another citation."""
    other = statement(replace(REF, id="s2"))
    assert not verify(cite(statement(), Span(0, 21)), other)


@pytest.mark.parametrize(
    ("meeting", "source_url", "url"),
    [
        ("S/PV.8422", None, "https://docs.un.org/en/S/PV.8422"),
        ("S/PV.8699 (Resumption 1)", None, "https://docs.un.org/en/S/PV.8699(Resumption1)"),
        ("S/PV.8422", "https://example.org/a", "https://example.org/a"),
        ("Meeting of the committee", None, None),
        (None, None, None),
    ],
)
def test_address(meeting: str | None, source_url: str | None, url: str | None) -> None:
    """The address is the source's own or the UN's permanent link for a UN symbol, else none."""
    ref = replace(REF, meeting=meeting, source=replace(REF.source, url=source_url))
    assert cite(statement(ref), Span(0, 21)).url == url


def test_flags_tell_translation_and_group() -> None:
    """Translation and the group spoken for are flagged beside the record's own flags."""
    ref = replace(REF, language="fr", on_behalf_of="the African Group", flags=("provisional", "translated"))
    assert cite(statement(ref), Span(0, 21)).flags == (
        "provisional",
        "translated",
        "on behalf of the African Group",
    )


@pytest.mark.parametrize(
    ("citation", "date", "told"),
    [
        (PAGED, "2018-12-13", "S/PV.8422, p. 3 (Kazakhstan), 13 December 2018"),
        (PAGED, None, "S/PV.8422, p. 3 (Kazakhstan), undated"),
        (
            UNPAGED,
            "2018-12-13",
            "Mr. Umarov (Kazakhstan), S/PV.8422, 13 December 2018, para. 6 (our numbering)",
        ),
    ],
)
def test_a_footnote_beside_no_day_is_given_one(citation: Citation, date: str | None, told: str) -> None:
    """The UN's own form has none, and a quotation is never shown without."""
    dated = replace(citation, statement=replace(citation.statement, meeting="S/PV.8422", date=date))
    assert with_day(un_footnote(dated), dated.date) == told
