"""The page in a real browser: Chromium, as Debian packages it, over the real application on a socket.

No request may leave the service, nothing may break its policy, nothing may be wider than a small screen.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import ADDRESSES, ALTERED, KAZAKHSTAN, WEIGHT, pictured, watching

pytestmark = pytest.mark.browser
WIDTHS = (320, 640, 768, 1280)
"""640 is what 1280 leaves at twice the size."""
HEAVIEST = 150_000
"""Bytes that a page with all it loads may come to, unpacked."""
SHADES = """() => {
  const [ink, ground] = ["color", "backgroundColor"].map(name => getComputedStyle(document.body)[name]
    .match(/[0-9.]+/g).slice(0, 3).map(part => { const c = part / 255;
      return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; })
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0));
  return [ink, ground];
}"""
"""Relative luminance (WCAG 2.2) of the text and of what it stands on."""


@pytest.mark.parametrize("name", ADDRESSES)
def test_pages_fit_the_screen_and_stay_on_it(browser: Browser, address: str, name: str) -> None:
    """Nothing is asked of another machine, refused by the policy, opened, wider than the window, or heavy."""
    with watching(browser, address) as watched:
        page = watched.open(ADDRESSES[name])
        assert page.evaluate(WEIGHT) < HEAVIEST
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            pictured(page, f"{name} {width}")
        page.emulate_media(color_scheme="dark")
        pictured(page, f"{name} dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_by_day_and_by_night(browser: Browser, address: str, scheme: str) -> None:
    with watching(browser, address, color_scheme=scheme) as watched:
        ink, ground = watched.open("/").evaluate(SHADES)
        lighter, darker = max(ink, ground), min(ink, ground)
        assert (lighter + 0.05) / (darker + 0.05) >= 7
        assert (ground > ink) is (scheme == "light")


@pytest.mark.parametrize("scripts", [True, False])
def test_one_click_from_a_citation_shows_its_words_lit(browser: Browser, address: str, scripts: bool) -> None:
    """In the window, with scripts or without."""
    with watching(browser, address, java_script_enabled=scripts) as watched:
        page = watched.open(ADDRESSES["answer"])
        quote = page.locator("figure.said blockquote").first.inner_text()
        page.get_by_role("link", name="In context").first.click()
        lit = page.locator("mark#passage")
        assert lit.inner_text() in quote
        box, window = lit.bounding_box(), page.viewport_size
        assert box is not None
        assert window is not None
        assert 0 <= box["y"] < window["height"]


def test_keyboard_alone_asks_and_reaches_the_citation(browser: Browser, address: str) -> None:
    """The first stop skips to the content; Enter asks; a mark leads to its citation."""
    with watching(browser, address) as watched:
        page = watched.open("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.type(KAZAKHSTAN)
        page.keyboard.press("Enter")
        page.wait_for_selector("figure.said")
        page.locator("#content").focus()
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.className") == "mark":
                break
        page.keyboard.press("Enter")
        assert urlsplit(page.url).fragment == "c1"
        assert page.locator("#c1:target").count() == 1


def test_what_was_taken_from_the_question_is_undone_by_a_click(browser: Browser, address: str) -> None:
    with watching(browser, address) as watched:
        page = watched.open("/?" + urlencode({"q": KAZAKHSTAN}))
        page.locator("ul.chips a").first.click()
        notes = page.locator("ol.hits figcaption").all_inner_texts()
        assert any("Kazakhstan" not in note for note in notes)
        assert page.input_value("#q") == KAZAKHSTAN


def test_error_keeps_what_was_typed(browser: Browser, address: str) -> None:
    """An unknown delegation is named beside the form, which still holds the question."""
    with watching(browser, address) as watched:
        page = watched.open("/?" + urlencode({"q": KAZAKHSTAN, "delegation": "Narnia"}))
        assert "Narnia" in page.locator("[role=alert]").inner_text()
        assert page.input_value("#q") == KAZAKHSTAN
        watched.forgive("422")


def test_basket_is_filled_kept_and_briefed_by_keyboard(browser: Browser, address: str) -> None:
    """Space ticks; another question later the basket is still there, and its briefing has the passages."""
    with watching(browser, address, accept_downloads=True) as watched:
        page = watched.open(ADDRESSES["answer"])
        page.locator("article.cited .pick input").first.focus()
        page.keyboard.press("Space")
        assert "1 passage." in page.locator("#said").inner_text()
        watched.open("/search?" + urlencode({"q": "hospitals"}))
        assert page.locator("#basket-link").inner_text() == "Brief (1)"
        page.locator(".hits .pick input").first.focus()
        page.keyboard.press("Space")
        page.locator("form#basket button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("article.preview blockquote")
        assert page.locator("fieldset input:checked").count() == 2
        with page.expect_download() as download:
            page.get_by_role("link", name="Word", exact=True).press("Enter")
        assert download.value.suggested_filename == "briefing.docx"


def test_basket_makes_a_briefing_without_scripts(browser: Browser, address: str) -> None:
    with watching(browser, address, java_script_enabled=False) as watched:
        page = watched.open(ADDRESSES["answer"])
        assert page.locator("button.copy:visible").count() == 0
        page.locator("article.cited .pick input").first.check()
        page.get_by_role("button", name="Make a briefing").click()
        assert page.locator("article.preview blockquote").count() == 1
        assert page.get_by_role("link", name="Word", exact=True).is_visible()


def test_words_are_copied_with_their_citation_in_the_style_chosen_once(
    browser: Browser, address: str
) -> None:
    with watching(browser, address, permissions=["clipboard-read", "clipboard-write"]) as watched:
        page = watched.open(ADDRESSES["answer"])
        page.locator("select.style").select_option("chicago")
        page.reload()
        assert page.locator("select.style").input_value() == "chicago"
        page.locator("article.cited button.copy").first.press("Enter")
        expect(page.locator("#said")).to_contain_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        quote = page.locator("article.cited blockquote").first.inner_text().rpartition(" [")[0]
        assert copied.startswith(quote)
        assert len(copied) > len(quote) + 20


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_draft_is_pasted_and_judged(browser: Browser, address: str, scripts: bool, width: int) -> None:
    """By keyboard alone; the verdict stands beside the words, below them on a telephone."""
    with watching(
        browser, address, java_script_enabled=scripts, viewport={"width": width, "height": 700}
    ) as watched:
        page = watched.open("/check")
        page.locator("#draft-text").focus()
        page.keyboard.type(f"Kazakhstan said: “{ALTERED}”")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("article.verdict-of")
        assert "Altered" in page.locator("article.verdict-of h3").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        marked, verdict = (page.locator(at).bounding_box() for at in (".draft mark", "article.verdict-of"))
        assert marked is not None
        assert verdict is not None
        assert (verdict["x"] > marked["x"] + 100) is (width > 320)


def test_the_interface_is_described_without_the_network(browser: Browser, address: str) -> None:
    """/docs draws every operation from files of this service, under its policy."""
    with watching(browser, address) as watched:
        page = watched.open("/docs")
        page.wait_for_selector("#operations-answers-ask")
        assert page.locator(".opblock").count() >= 15
