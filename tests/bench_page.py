"""The page: `python -m tests.bench_page [FOLDER] [PASSAGES] [TIMES]`, by default 10,000 passages, five times.

Prints how long it is in a real Chromium until an answer is first painted over the sample, what the heaviest
page of it weighs, how far a streamed answer moves what stands, and how long a script of clicks takes from a
question to its briefing in Word, over the sample and over a made index; beside each the seconds of a
processor that the service took, which other work on the machine hardly lengthens.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Browser

from api import wiring
from api.settings import Settings
from index.embedding.packaged import PackagedEmbedder
from tests.browsing import ADDRESSES, EVERYONE, KAZAKHSTAN, MOVED, WEIGHT, launched, watching
from tests.command_process import Serving, serving
from tests.made_records import made_index
from tests.served import SEEDS

LONG = {"ONRECORD_DEADLINE": "600"}
SECONDS = 600.0
"""A machine that does much else is slow, not wrong."""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
"""Milliseconds until the first paint, once there was one."""
ANSWER = "/?" + urlencode({"q": KAZAKHSTAN})
MADE = "What was said about civilians?"


def main(folder: Path, passages: int, times: int) -> None:
    with tempfile.TemporaryDirectory() as own:
        sample = indexed_sample(Path(own))
        made = made_index(folder, passages, PackagedEmbedder())
        with launched() as browser, serving(sample, **LONG) as served:
            served.wait_until_ready(SECONDS)
            heavy = max((weight(browser, served.at, name), name) for name in ADDRESSES)
            print(f"heaviest page of the sample: {heavy[0] / 1000:.1f} kB ({heavy[1]})")
            shifted = max(moved(browser, served.at, question) for question in (KAZAKHSTAN, EVERYONE))
            print(f"layout shift of a streamed answer: {shifted:g}")
            print(
                "| the page | median s | worst s | of the service's processor, median s |\n|---|---|---|---|"
            )
            told("a page that asks nothing, until first painted", browser, served, painted("/about"), times)
            told("an answer, by its address, until first painted", browser, served, painted(ANSWER), times)
            told("the same, asked on the page, until it stands", browser, served, asked, times)
            told("question to briefing in Word, the sample", browser, served, briefed(KAZAKHSTAN), times)
        with launched() as browser, serving(made, **LONG) as served:
            served.wait_until_ready(SECONDS)
            label = f"question to briefing in Word, {passages:,} passages"
            told(label, browser, served, briefed(MADE), times)


def indexed_sample(data_dir: Path) -> Path:
    with wiring.writing(Settings(data_dir=data_dir), PackagedEmbedder(), create=True) as service:
        service.add([SEEDS], "sample")
    return data_dir


def told(
    label: str, browser: Browser, served: Serving, measured: Callable[[Browser, str], float], times: int
) -> None:
    """The first time is left out: it loads the model."""
    measured(browser, served.at)
    found, computed = [], []
    for _ in range(times):
        before = served.computed
        found.append(measured(browser, served.at))
        computed.append(served.computed - before)
    print(f"| {label} | {np.median(found):.2f} | {max(found):.2f} | {np.median(computed):.2f} |", flush=True)


def weight(browser: Browser, at: str, name: str) -> int:
    """Bytes that one page and all it loads bring into an empty cache, unpacked."""
    with watching(browser, at) as watched:
        return int(watched.open(ADDRESSES[name]).evaluate(WEIGHT))


def moved(browser: Browser, at: str, question: str) -> float:
    """The layout shift of an answer that is asked on the page and streamed."""
    with watching(browser, at) as watched:
        watched.page.add_init_script(MOVED)
        page = watched.open("/")
        page.fill("#q", question)
        page.keyboard.press("Enter")
        page.wait_for_selector("#of-answer")
        page.wait_for_timeout(300)
        return float(page.evaluate("window.moved"))


def painted(address: str) -> Callable[[Browser, str], float]:
    def measured(browser: Browser, at: str) -> float:
        with watching(browser, at) as watched:
            return float(watched.open(address).wait_for_function(PAINTED).json_value()) / 1000

    return measured


def asked(browser: Browser, at: str) -> float:
    with watching(browser, at) as watched:
        page = watched.open("/")
        page.fill("#q", KAZAKHSTAN)
        began = time.perf_counter()
        page.keyboard.press("Enter")
        page.wait_for_selector("#of-answer")
        return time.perf_counter() - began


def briefed(question: str) -> Callable[[Browser, str], float]:
    """Ask, tick three passages, preview, and take the file away."""

    def measured(browser: Browser, at: str) -> float:
        with watching(browser, at, accept_downloads=True) as watched:
            began = time.perf_counter()
            page = watched.open("/")
            page.fill("#q", question)
            page.keyboard.press("Enter")
            page.wait_for_selector("#of-answer")
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            for at_box in range(3):
                page.locator("#of-answer .pick input").nth(at_box).check()
            page.get_by_role("button", name="Make a briefing").click()
            page.wait_for_selector("article.preview blockquote")
            with page.expect_download() as download:
                page.get_by_role("link", name="Word", exact=True).click()
            download.value.path()
            return time.perf_counter() - began

    return measured


if __name__ == "__main__":
    given = [*sys.argv[1:], *["/tmp/onrecord-bench-page", "10000", "5"][len(sys.argv) - 1 :]]
    main(Path(given[0]), int(given[1]), int(given[2]))
