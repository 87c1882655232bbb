"""Every style says what the record says, flags what a reader must know, and can be read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import InvalidInput
from rag.citation.styles import STYLES, render
from rag.model import Citation
from tests.cited import ASSEMBLY, BARE, FRENCH, LABELLED, PAGED, UNPAGED

GOLDEN = [
    # (citation, style, rendered)
    (PAGED, "un", "S/PV.8422, p. 3 (Kazakhstan)"),
    (PAGED, "short", "Kazakhstan, S/PV.8422, p. 3"),
    (UNPAGED, "short", "Kazakhstan, S/PV.8422, para. 6 (our numbering)"),
    (BARE, "short", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (LABELLED, "short", "Kazakhstan, S/PV.8422, paras. 110–111"),
    (
        PAGED,
        "chicago",
        "Mr. Umarov (Kazakhstan), statement to the Security Council, S/PV.8422, December 14, 2018, 3, "
        "https://docs.un.org/en/S/PV.8422.",
    ),
    (
        replace(PAGED, page_end=4, url=None),
        "chicago",
        "Mr. Umarov (Kazakhstan), statement to the Security Council, S/PV.8422, December 14, 2018, 3–4.",
    ),
    (BARE, "chicago", "S_PV.8422_E.pdf, statement, sentences 12–13 (our numbering)."),
    (PAGED, "oscola", "UNSC Verbatim Record (14 December 2018) UN Doc S/PV.8422, 3 (Mr Umarov, Kazakhstan)"),
    (
        UNPAGED,
        "oscola",
        "UNSC Verbatim Record (14 December 2018) UN Doc S/PV.8422, para 6 (our numbering) "
        "(Mr Umarov, Kazakhstan)",
    ),
    (BARE, "oscola", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (
        PAGED,
        "bluebook",
        "U.N. SCOR, 8422d mtg. at 3, U.N. Doc. S/PV.8422 (Dec. 14, 2018) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (
        ASSEMBLY,
        "bluebook",
        "U.N. GAOR, 75th Sess., 3d plen. mtg. at 3, U.N. Doc. A/75/PV.3 (May 2020) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (BARE, "bluebook", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (
        LABELLED,
        "bluebook",
        "U.N. SCOR, 8422d mtg., ¶¶ 110–111, U.N. Doc. S/PV.8422 (Dec. 14, 2018) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (
        PAGED,
        "ris",
        "TY  - HEAR\r\nID  - a1b2c3d4e5f6\r\nTI  - Statement by Mr. Umarov (Kazakhstan): Peacekeeping\r\n"
        "AU  - Umarov\r\nT3  - Security Council\r\nM1  - S/PV.8422\r\nPY  - 2018\r\nDA  - 2018/12/14/\r\n"
        "UR  - https://docs.un.org/en/S/PV.8422\r\nER  - \r\n",
    ),
    (BARE, "ris", "TY  - HEAR\r\nID  - a1b2c3d4e5f6\r\nTI  - Statement in S_PV.8422_E.pdf\r\nER  - \r\n"),
    (
        PAGED,
        "bibtex",
        "@techreport{KAZ-2018-a1b2c3d4,\n"
        "  author = {{Umarov}},\n"
        "  title = {{Statement by Mr. Umarov (Kazakhstan): Peacekeeping}},\n"
        "  institution = {Security Council},\n"
        "  number = {S/PV.8422},\n"
        "  type = {Verbatim record},\n"
        "  year = {2018},\n"
        "  date = {2018-12-14},\n"
        "  url = {https://docs.un.org/en/S/PV.8422},\n"
        "  month = dec,\n"
        "}\n",
    ),
]


@pytest.mark.parametrize(("citation", "style", "rendered"), GOLDEN)
def test_rendered(citation: Citation, style: str, rendered: str) -> None:
    """Each style as its handbook or format has it, without what the record lacks."""
    assert render(citation, style) == rendered


@pytest.mark.parametrize("style", STYLES)
def test_translation_is_flagged(style: str) -> None:
    """A reader of any style learns that the English words are a translation."""
    assert "poke in French, official translation" in render(FRENCH, style)


@pytest.mark.parametrize("style", STYLES)
def test_our_numbering_is_said_to_be_ours(style: str) -> None:
    """Our paragraph number is marked as ours, or not printed at all."""
    text = render(UNPAGED, style)
    assert "(our numbering)" in text or "para" not in text


def test_unknown_style() -> None:
    """A style that is not in the table is refused, and the message names those that are."""
    with pytest.raises(InvalidInput, match="un, short, chicago"):
        render(PAGED, "harvard")
