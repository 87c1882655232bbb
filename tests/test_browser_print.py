"""What is printed: a briefing whose first page is one page, and a matrix that fits the sheet with what
restricts it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pypdfium2
import pytest
from playwright.sync_api import Browser

from rag.briefing.export.blocks import Contents, Document, Heading, Items, Quotation, Text
from rag.briefing.export.html import html_of
from tests.browsing import watching

pytestmark = pytest.mark.browser
LINE = "Attacks on hospitals and on those who work in them must stop, and whoever orders them must answer."
ISSUES = ("protection of hospitals and medical personnel", "unarmed civilian protection")
MATRIX = {"issue": "\n".join(ISSUES), "since": "2000-01-01"}


def quoted(number: int) -> list[Text | Quotation]:
    lead = Text(f"Mr. Umarov (Kazakhstan), S/PV.85{number:02}, 27 May 2020:", "lead")
    return [lead, Quotation(" ".join([LINE] * 2), number)]


def a_briefing() -> Document:
    """With a first page of as many quotations as there ever are, each of two lines and more."""
    names = ", ".join(f"Delegation {at}" for at in range(25))
    said = Heading(2, "What was said")
    return Document(
        "Attacks on hospitals",
        (
            Heading(1, "Briefing: attacks on hospitals"),
            Text("29 November 2026. For Kazakhstan.", "small"),
            Heading(2, "What is on record"),
            Items(("60 delegations speak to this.", "27 May 2020.", "9 took the floor.")),
            Heading(2, "Who stands where"),
            Text(names, "label", "For (25):"),
            Heading(2, "Our own record: Kazakhstan"),
            *quoted(1),
            *quoted(2),
            Heading(2, "To quote"),
            *(block for number in (3, 4, 5) for block in quoted(number)),
            Heading(2, "Open points"),
            Items((LINE, LINE)),
            Contents((said,)),
            said,
            *(
                block
                for number in range(6, 40)
                for block in (*quoted(number), Text(f"Leaning {number}", "leaning"))
            ),
        ),
        tuple("S/PV.8500" for _ in range(39)),
        date(2026, 11, 29),
    )


def pages(data: bytes) -> list[str]:
    """The words of each page, its number first where there is one."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def test_the_first_page_of_a_briefing_is_one_page(browser: Browser) -> None:
    """The contents stand at the head of the second, and what a quotation leans on beside it."""
    page = browser.new_page()
    page.set_content(html_of(a_briefing()).decode())
    printed = pages(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    assert "Open points" in printed[0]
    heads = [text.splitlines()[1] for text in printed]
    assert heads[1] == "Contents"
    assert not [head for head in heads if head.startswith("Leaning")]


def test_a_matrix_lies_across_the_sheet_and_says_what_restricts_it(browser: Browser, address: str) -> None:
    """The form is left out, so a line says it; no column is cut off."""
    with watching(browser, address) as watched:
        page = watched.open("/positions?" + urlencode(MATRIX))
        data = page.pdf(prefer_css_page_size=True)
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    first = pages(data)[0]
    assert width > height
    assert "First day: 1 January 2000." in first
    assert "Compare" not in first
    assert all(issue in " ".join(first.split()) for issue in ISSUES)
