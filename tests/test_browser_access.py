"""Nobody is kept out: every page held to axe-core, by day and by night, and to what hostile words may do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from api.settings import Settings
from tests.browsing import ADDRESSES, ALTERED, KAZAKHSTAN, watching
from tests.hash_embedder import HashEmbedder
from tests.served import listening, opened

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "data" / "axe" / "axe.min.js"
RUN = """async rules => {
  const found = await axe.run(document, rules ? { runOnly: rules } : {});
  return found.violations.filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => one.id + one.nodes.slice(0, 3).map(node => ` ${node.html} ${node.failureSummary}`));
}"""
LURES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "'><iframe srcdoc='<script>alert(4)</script>'>",
    "</textarea><details open ontoggle=alert(5)>",
    "javascript:alert(6)",
    "</title><style>*{display:none}</style>",
    "{{7*7}}{% raw %}",
    '<a href="jav\tascript:alert(7)">x</a>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(8)>",
    "\u202e\u2066<b>turned</b>",
    "--><base href=//elsewhere.example/>",
)
"""After the OWASP cheat sheet on evading filters, and what broke templates and sanitizers elsewhere."""
ALL = " ".join(LURES)


def test_axe_is_the_one_that_was_looked_at() -> None:
    told = (AXE.parent / "VENDORED.md").read_text()
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in told


def serious(page: Page, rules: list[str] | None = None) -> Any:
    return page.evaluate(RUN, rules)


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_serious_keeps_anybody_out(browser: Browser, address: str, name: str) -> None:
    """All rules by day, on a telephone; contrast by night as well. The policy is put aside for axe alone."""
    with watching(browser, address, bypass_csp=True, viewport={"width": 320, "height": 700}) as watched:
        page = watched.open(ADDRESSES[name])
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert held_to_axe(page) == []


def test_nothing_serious_stands_where_work_leads(browser: Browser, address: str) -> None:
    """A passage lit in its statement, a draft judged, what cannot be done, what is under way and stopped."""
    with watching(browser, address, bypass_csp=True, viewport={"width": 320, "height": 700}) as watched:
        page = watched.open(ADDRESSES["answer"])
        page.get_by_role("link", name="In context").first.click()
        states = {"lit": held_to_axe(page)}
        watched.open("/check").fill("#draft-text", f"Kazakhstan: “{ALTERED}” Norway: “{ALTERED}”")
        page.get_by_role("button", name="Check the draft").click()
        page.wait_for_selector("article.verdict-of")
        states["draft"] = held_to_axe(page)
        for wrong in ("/statements/none", "/?q=hospitals&delegation=Slovania"):
            watched.open(wrong)
            states[wrong] = held_to_axe(page)
        page = watched.open("/records")
        page.locator("button.remove").first.click()
        states["asked once more"] = held_to_axe(page)
        page = watched.open("/")
        page.route("**/stream?*", lambda route: None)
        page.fill("#q", KAZAKHSTAN)
        page.keyboard.press("Enter")
        page.wait_for_selector(".progress button:focus")
        states["under way"] = held_to_axe(page)
        page.keyboard.press("Enter")
        page.wait_for_selector(".progress a:focus")
        states["stopped"] = held_to_axe(page)
        assert {name: told for name, told in states.items() if told} == {}
        watched.forgive("404")
        watched.forgive("422")


def held_to_axe(page: Page) -> Any:
    """What is serious, by day and in the dark."""
    page.evaluate(AXE.read_text())
    by_day = serious(page)
    page.emulate_media(color_scheme="dark")
    by_night = serious(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [*by_day, *by_night]


@pytest.fixture(scope="module")
def hostile(indexed: Settings, embedder: HashEmbedder, tmp_path_factory: Any) -> Iterator[str]:
    """Records whose words, names, titles and file names are lures."""
    sent = tmp_path_factory.mktemp("lures")
    words = "".join(f"Norway bans landmines {lure} without exception.\n\n" for lure in LURES)
    (sent / "<img src=x onerror=alert(9)>.txt").write_text(f"Mr. <b>Example</b> (Norway): {words}")
    title = re.sub(r"[\"\\\t]", " ", ALL)
    (sent / "<img src=x onerror=alert(9)>.meta.toml").write_text(
        f'topic = "{title}"\nspeaker = "{title}"\norgan = "{title}"\nmeeting = "{title}"\n'
    )
    settings = replace(indexed, data_dir=tmp_path_factory.mktemp("hostile"))
    with opened(settings, embedder) as service:
        report = service.add([sent], ALL[:100])
        assert report.added == 1, report
    with listening(settings, embedder) as at:
        yield at


def test_hostile_words_do_nothing_wherever_they_stand(browser: Browser, hostile: str) -> None:
    """In every field of every form, in names and titles of the record, in drafts, in pages and in streams."""
    fields = ("q", "topic", "issue", "quote", "text", "speaker", "meeting", "organ", "collection", "before")
    fields += ("order", "undo", "passage", "length", "by", "at", "count")
    every = dict.fromkeys((*fields, "delegation", "as", "answerer", "cursor"), ALL)
    places = ("/", "/search", "/brief", "/check", "/similar", "/positions", "/history", "/coverage")
    places += ("/timeline", "/statements", "/meetings", "/records", "/about", "/delegations/NOR")
    with watching(browser, hostile) as watched:
        for place in places:
            page = watched.open(
                f"{place}?{urlencode([(name, ALL) for name in fields] + [('delegation', 'NOR')])}"
            )
            harmless(page)
            page = watched.open(f"{place}?{urlencode(every)}")
            harmless(page)
        for question in ("What does Norway say about landmines?", f"landmines {ALL}"):
            watched.open("/").fill("#q", question)
            page.keyboard.press("Enter")
            page.wait_for_selector("#of-answer")
            harmless(page)
        harmless(watched.open(f"/timeline?{urlencode({'issue': f'landmines {LURES[0]}'})}"))
        watched.open("/check").fill("#draft-text", f"Norway: “{ALL}” and “landmines {ALL} are banned”. {ALL}")
        page.get_by_role("button", name="Check the draft").click()
        page.wait_for_selector("section.draft")
        harmless(page)
        watched.open("/search?q=landmines").get_by_role("link", name="In context").first.click()
        harmless(page)
        watched.forgive("422")
        watched.forgive("404")


def harmless(page: Page) -> None:
    """Nothing of the lures became a part of the page."""
    ours = "script[src='/web/page.js'], script[src='/web/page.js'] ~ script"
    assert page.locator(f"script:not({ours})").count() == 0
    assert (
        page.locator(
            "img, iframe, base, b, style, main svg:not(.bars, .time, .timeline), [onload], [onerror]"
        ).count()
        == 0
    )
    assert page.locator("a[href^='javascript'], a[href^='//']").count() == 0
    assert page.locator("footer").is_visible()
