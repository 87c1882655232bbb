"""Whole jobs in a real browser, by keyboard alone, and without scripts where that is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from api.feedback import FOLDER, GOLD
from api.settings import Settings
from rag.evaluation.gold import read_questions
from tests.browsing import ALTERED, EVERYONE, KAZAKHSTAN, MOVED, reach, send, watching, write
from tests.hash_embedder import HashEmbedder
from tests.served import listening

pytestmark = pytest.mark.browser
FORGET = """() => {
  const kept = JSON.parse(localStorage["onrecord.saved"]);
  localStorage["onrecord.saved"] = JSON.stringify(kept.map(one => ({ ...one, seen: [] })));
}"""
"""As if none of its words had been seen."""
RECORD = b"Mr. Example (Norway): Norway bans landmines without any exception.\n\nWe thank the Council.\n"


@pytest.fixture
def own_address(own_settings: Settings, embedder: HashEmbedder) -> Iterator[str]:
    """The application over a copy that a test may change."""
    with listening(own_settings, embedder) as at:
        yield at


@pytest.fixture
def keyed_address(own_settings: Settings, embedder: HashEmbedder) -> Iterator[str]:
    """The same where writing needs a key."""
    with listening(replace(own_settings, api_keys=("open sesame",)), embedder) as at:
        yield at


def test_answer_comes_while_it_is_made_and_moves_nothing(browser: Browser, address: str) -> None:
    """Asked by keyboard, it is the page of its address, to the character; the way back is the way it came."""
    with watching(browser, address) as watched:
        watched.page.add_init_script(MOVED)
        page = watched.open("/")
        streams: list[str] = []
        page.on("request", lambda request: streams.append(request.url) if "/stream?" in request.url else None)
        send(page, "#q", KAZAKHSTAN, "#of-answer")
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") == 0
        assert len(streams) == 1
        assert page.evaluate("document.activeElement.id") == "content"
        assert page.title().startswith(KAZAKHSTAN)
        streamed = page.locator("main").inner_text()
        page.reload()
        assert page.locator("main").inner_text() == streamed
        send(page, "#follow", "and China?", ".thread")
        assert "China" in page.locator("h1 + .about").inner_text()
        page.go_back()
        page.wait_for_selector(".thread", state="detached")
        assert page.locator("h1").inner_text() == KAZAKHSTAN


def test_a_list_shows_who_is_on_it_and_moves_nothing(browser: Browser, address: str) -> None:
    """Each once: what was shown while it was read gives way to the page of its address."""
    with watching(browser, address) as watched:
        watched.page.add_init_script(MOVED)
        page = watched.open("/")
        send(page, "#q", EVERYONE, "#of-answer")
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") == 0
        streamed = page.locator("main").inner_text()
        page.reload()
        assert page.locator("main").inner_text() == streamed


def test_answer_is_stopped_by_keyboard(browser: Browser, address: str) -> None:
    """What does not come is given up where the focus stands; the question can be asked again."""
    with watching(browser, address) as watched:
        page = watched.open("/")
        page.route("**/stream?*", lambda route: None)
        page.fill("#q", EVERYONE)
        page.keyboard.press("Enter")
        page.wait_for_selector(".progress button:focus")
        page.keyboard.press("Enter")
        page.wait_for_selector(".progress a:focus")
        assert "Stopped" in page.locator(".progress").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_selector("#of-answer")


def test_question_that_cannot_be_asked_is_said_beside_the_form(browser: Browser, address: str) -> None:
    with watching(browser, address) as watched:
        page = watched.open("/?" + urlencode({"delegation": "Slovania"}))
        page.fill("#q", "hospitals")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        page.get_by_role("link", name="Slovenia").press("Enter")
        page.wait_for_selector("#of-answer")
        watched.forgive("422")


def test_saved_question_tells_what_is_new(browser: Browser, address: str) -> None:
    """Against the words seen last time; it is kept in the browser and forgotten there."""
    with watching(browser, address) as watched:
        page = watched.open("/?" + urlencode({"q": KAZAKHSTAN}))
        reach(page, "button.save")
        page.keyboard.press("Enter")
        page.reload()
        assert "Nothing new" in page.locator(".since").inner_text()
        page.evaluate(FORGET)
        watched.open("/").locator("#saved a").press("Enter")
        page.wait_for_selector(".new")
        assert page.locator(".since").inner_text().startswith(f"{page.locator('.new').count()} new since")
        watched.open("/").get_by_role("button", name="Forget").press("Enter")
        assert page.locator("#saved").is_hidden()


def test_exploring_by_keyboard_without_scripts(browser: Browser, address: str) -> None:
    """From words to a count, from who speaks when to a delegation, to what it said over time."""
    with watching(browser, address, java_script_enabled=False) as watched:
        page = watched.open("/search")
        send(page, "#q", "hospitals", ".facets li a")
        page.locator(".facets li a").first.press("Enter")
        page.wait_for_selector(".chips li")
        page.get_by_role("link", name="Oldest first").press("Enter")
        page.wait_for_selector("[aria-current]:has-text('Oldest')")
        watched.open("/coverage").get_by_role("link", name="Kazakhstan").press("Enter")
        page.wait_for_selector("h1:has-text('Kazakhstan')")
        send(page, "#issue", "unarmed civilian protection", ".story blockquote")


@pytest.mark.parametrize("width", [320, 1280])
def test_bar_of_a_timeline_leads_to_its_statements_by_keyboard_without_scripts(
    browser: Browser, address: str, width: int
) -> None:
    """From the form to the bars, from a bar to its sentences, to a briefing; from a delegation's page."""
    size = {"width": width, "height": 800}
    with watching(browser, address, java_script_enabled=False, viewport=size) as watched:
        page = watched.open("/timeline")
        send(page, "#issue", "civilians", "svg.timeline")
        reach(page, "svg.timeline a:last-of-type")
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.timeline a[aria-current]")
        assert page.evaluate("location.hash") == "#behind"
        shown = page.locator("ol.hits > li").count()
        assert f"({shown})" in page.locator("#behind").inner_text()
        page.locator(".pick input").first.check()
        page.get_by_role("button", name="Make a briefing").press("Enter")
        page.wait_for_selector("article.preview blockquote")
        watched.open("/delegations/KAZ")
        write(page, "#issue", "civilians")
        reach(page, "button[formaction]")
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.timeline")
        assert page.input_value("#delegation1") == "KAZ"


def test_follow_up_and_wrong_answer_without_scripts(
    browser: Browser, own_address: str, own_settings: Settings
) -> None:
    with watching(browser, own_address, java_script_enabled=False) as watched:
        page = watched.open("/?" + urlencode({"q": KAZAKHSTAN}))
        send(page, "#follow", "and China?", ".thread")
        page.locator(".wrong summary").press("Enter")
        reach(page, "#none")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Save the note").press("Enter")
        page.wait_for_selector("h1:has-text('Noted')")
    (row,) = read_questions(own_settings.data_dir / FOLDER / GOLD)
    assert row.kind == "unanswerable"


def test_records_are_added_and_removed_with_a_key(
    browser: Browser, keyed_address: str, tmp_path: Path
) -> None:
    """The wrong key is said to be that; the report says what came; removing asks once more."""
    file = tmp_path / "norway.txt"
    file.write_bytes(RECORD)
    with watching(browser, keyed_address) as watched:
        page = watched.open("/records")
        page.fill("#key", "wrong")
        page.set_input_files("#files", file)
        page.fill("#into", "tried")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        page.wait_for_selector(".report .error")
        watched.forgive("401")
        page.fill("#key", "open sesame")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        page.wait_for_selector(".report:has-text('1 added')")
        watched.open("/records").fill("#key", "open sesame")
        remove = page.locator("button.remove[data-what='the collection tried']")
        remove.press("Enter")
        page.wait_for_selector(".asked button:focus")
        page.keyboard.press("Enter")
        remove.press("Enter")
        page.locator(".asked button:has-text('Remove')").press("Enter")
        page.wait_for_selector(".asked:has-text('Removed')")
        assert "tried" not in watched.open("/records").locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_corrected_footnotes_are_taken_away(browser: Browser, address: str, scripts: bool) -> None:
    with watching(browser, address, java_script_enabled=scripts, accept_downloads=True) as watched:
        page = watched.open("/check")
        page.fill("#draft-text", f"Kazakhstan said: “{ALTERED}”")
        page.get_by_role("button", name="Check the draft").press("Enter")
        with page.expect_download() as download:
            page.get_by_role("button", name="Corrected footnotes").press("Enter")
        assert "unarmed" in Path(download.value.path()).read_text()
