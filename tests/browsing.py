"""A real Chromium over the real application, watched: what a page may not do fails the test at its end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

PICTURES = "ONRECORD_TEST_PICTURES"
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "No Chromium was found: install it (Debian: apt-get install -y chromium), or run -m 'not browser'."
PATIENCE = 120_000
"""Milliseconds that anything is waited for: a machine that does much else is slow, not wrong."""
KAZAKHSTAN = "What does Kazakhstan say about unarmed civilian protection?"
EVERYONE = "Which delegations support unarmed civilian protection?"
ALTERED = "We must also use innovative practical tools, including armed civilian protection."
LURE = "<img src=x onerror=alert(1)><script>alert(2)</script> of Kazakhstan?"
MOVED = """window.moved = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
"""Sums the layout shifts that no input caused."""
WEIGHT = """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
"""The bytes of a page and all it loads, unpacked; a third or less of them is sent."""
ADDRESSES = {
    "first": "/",
    "answer": "/?" + urlencode({"q": EVERYONE}),
    "grouped": "/?" + urlencode({"q": "What is said about hospitals?", "order": "year"}),
    "filtered": "/?" + urlencode({"q": KAZAKHSTAN, "delegation": "KAZ", "until": "2030-01-01"}),
    "taken back": "/?" + urlencode({"q": EVERYONE, "undo": "side", "as": "Kazakhstan"}),
    "follow-up": "/?" + urlencode({"q": "and China?", "before": KAZAKHSTAN}),
    "refusal": "/?" + urlencode({"q": "What did Kazakhstan say about whaling?"}),
    "lure": "/?" + urlencode({"q": LURE}),
    "search": "/search?" + urlencode({"q": "hospitals"}),
    "search by date": "/search?" + urlencode({"q": "civilians", "order": "oldest", "since": "2001-01-01"}),
    "check": "/check?" + urlencode({"quote": ALTERED, "delegation": "Kazakhstan"}),
    "similar": "/similar?" + urlencode({"text": "Attacks on hospitals and medical personnel must stop."}),
    "positions": "/positions?" + urlencode({"issue": "protection of hospitals\nsanctions"}),
    "history": "/history?" + urlencode({"delegation": "KAZ", "issue": "unarmed civilian protection"}),
    "coverage": "/coverage?by=meeting",
    "timeline": "/timeline?" + urlencode({"issue": "civilians", "at": "2020-05-27"}),
    "delegation": "/delegations/KAZ",
    "brief": "/brief?" + urlencode({"topic": "protection of hospitals"}),
    "records": "/records",
    "statements": "/statements",
    "meeting": "/meetings?meeting=S/2020/465",
    "about": "/about",
}


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(self.base + address)
        return self.page

    def forgive(self, told: str) -> None:
        """An error that the test asked for."""
        self.wrong = [message for message in self.wrong if told not in message]


def pictured(page: Page, name: str) -> None:
    """Keeps a picture of the page as it stands, where somebody wants to look at it: the folder PICTURES."""
    folder = os.environ.get(PICTURES)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.jpg", type="jpeg", quality=70, full_page=True)


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, as Debian packages it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=as_root)
        yield browser
        browser.close()


@contextmanager
def watching(browser: Browser, base: str, **options: Any) -> Iterator[Watched]:
    """A fresh browser window; at its end nothing may have gone wrong in it."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    watched = Watched(context.new_page(), base)

    def left(request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(base + "/"):
            watched.wrong.append(f"asked {request.url}")

    watched.page.on("request", left)
    watched.page.on("pageerror", lambda error: watched.wrong.append(str(error)))
    watched.page.on("dialog", lambda dialog: watched.wrong.append(dialog.message))
    watched.page.on("console", lambda said: watched.wrong.append(said.text) if said.type == "error" else None)
    yield watched
    context.close()
    assert watched.wrong == []


def reach(page: Page, selector: str, most: int = 80) -> None:
    """Tab until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def write(page: Page, selector: str, text: str) -> None:
    """Tab to a field and type into it."""
    reach(page, selector)
    page.keyboard.type(text)


def send(page: Page, selector: str, text: str, awaited: str) -> None:
    """Type into a field, press Enter and wait for what comes of it."""
    write(page, selector, text)
    page.keyboard.press("Enter")
    page.wait_for_selector(awaited)
