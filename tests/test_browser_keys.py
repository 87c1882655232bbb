"""The page's other jobs in a real browser by keyboard alone: nothing is clicked.

Where scripts have a part in a job it is done with them and without; all else without them.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import ALTERED, EVERYONE, KAZAKHSTAN, reach, send, watching, write

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("scripts", [True, False])
ONLY_BUTTON = "main form button:not([type])"


def enter(page: Page, selector: str) -> None:
    """Tab to it and press Enter."""
    reach(page, selector)
    page.keyboard.press("Enter")


@BOTH
def test_what_was_understood_is_taken_back_and_put_back(
    browser: Browser, address: str, scripts: bool
) -> None:
    with watching(browser, address, java_script_enabled=scripts) as watched:
        page = watched.open("/?" + urlencode({"q": KAZAKHSTAN}))
        assert "As speaker: Kazakhstan" in page.locator(".chips").inner_text()
        enter(page, ".chips a")
        page.wait_for_url("**&undo=Kazakhstan")
        assert page.locator("h1").inner_text() == KAZAKHSTAN
        enter(page, ".chips .undone a")
        page.wait_for_url(lambda url: "undo" not in url)
        assert "As speaker: Kazakhstan" in page.locator(".chips").inner_text()


@BOTH
def test_question_is_changed_and_asked_for_our_delegation(
    browser: Browser, address: str, scripts: bool
) -> None:
    """The form is folded beside an answer, one key away, with all that was typed."""
    with watching(browser, address, java_script_enabled=scripts) as watched:
        page = watched.open("/?" + urlencode({"q": EVERYONE}))
        assert not page.locator("#q").is_visible()
        enter(page, ".again > summary")
        reach(page, "#q")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("What did we say about unarmed civilian protection?")
        enter(page, ".again details summary")
        send(page, "#as", "Kazakhstan", ".chips :text('My delegation: Kazakhstan')")
        assert parse_qs(urlsplit(page.url).query)["as"] == ["Kazakhstan"]


def test_positions_are_compared_and_taken_away_then_who_else_is_found(browser: Browser, address: str) -> None:
    with watching(browser, address, java_script_enabled=False, accept_downloads=True) as watched:
        page = watched.open("/positions")
        write(page, "#issue", "protection of hospitals")
        enter(page, ONLY_BUTTON)
        page.wait_for_selector(".matrix blockquote")
        reach(page, "a[href*='format=csv']")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert "protection of hospitals" in Path(download.value.path()).read_text()
        enter(page, ".matrix a[href^='/similar']")
        page.wait_for_selector("#text")
        assert page.locator("section[aria-labelledby] h3").count() > 0


def test_quotation_is_checked_and_read_in_its_meeting(browser: Browser, address: str) -> None:
    """From the words to the verdict, to the statement, to all who spoke, to the next of them."""
    with watching(browser, address, java_script_enabled=False) as watched:
        page = watched.open("/check")
        write(page, "#quote", ALTERED)
        enter(page, ONLY_BUTTON)
        page.wait_for_selector(".apart")
        enter(page, "a[href^='/statements/']")
        page.wait_for_selector("mark#passage")
        page = watched.open("/search?" + urlencode({"q": "hospitals"}))
        enter(page, "a[href^='/statements/']")
        enter(page, "a[href^='/meetings']")
        enter(page, ".listed a")
        enter(page, "a[rel=next]")
        page.wait_for_selector("a[rel=prev]")


def test_topic_is_briefed_for_our_delegation(browser: Browser, address: str) -> None:
    with watching(browser, address, java_script_enabled=False, accept_downloads=True) as watched:
        page = watched.open("/brief")
        write(page, "#topic", "protection of hospitals")
        send(page, "#as", "Ecuador", "article.preview blockquote")
        reach(page, "a[href*='format=docx']")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
