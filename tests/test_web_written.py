"""The page where a language model is configured: who answers is chosen, what was checked is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from tests.browsing import KAZAKHSTAN, watching
from tests.hash_embedder import HashEmbedder
from tests.llm_server import Model
from tests.pages import CITED, found, page, words
from tests.served import client_of, listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED = {"q": KAZAKHSTAN, "answerer": "chat"}
SWITCH = "//select[@name='answerer']"
FALSE = "Kazakhstan has banned <b>whaling</b> since 1950 [1.1]."
REPLY = f"Mr. Umarov said {{q:1.1}}.\n{FALSE}"


@pytest.fixture(scope="module")
def written(indexed: Settings, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the settings that names the model: one index has one owner at a time."""
    folder = tmp_path_factory.mktemp("written") / "data"
    shutil.copytree(indexed.data_dir, folder)
    return replace(indexed, data_dir=folder, llm_url=model.url, llm_model="tiny")


@pytest.fixture
def asking(written: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    with client_of(written, embedder) as client:
        yield client


def test_who_answers_is_chosen_only_where_there_is_a_choice(client: TestClient, asking: TestClient) -> None:
    """Where none is configured an address that asks for a model is an error on the page."""
    assert not page(client, "/").xpath(SWITCH)
    assert "No language model is configured" in words(page(client, "/", 422, **ASKED))
    assert "Nothing is generated" in words(page(client, "/"))
    tree = page(asking, "/")
    assert tree.xpath(f"{SWITCH}/option/@value") == ["", "chat"]
    assert "Nothing is generated" not in words(tree)


def test_what_a_model_wrote_stands_with_the_words_it_rests_on(asking: TestClient, model: Model) -> None:
    """What went is told with the reason, as text; the choice stays for the next question."""
    model.says(REPLY)
    answer = asking.post("/v1/ask", json={"question": KAZAKHSTAN, "answerer": "chat"}).json()
    tree = page(asking, "/", **ASKED)
    assert found(tree, "//div[@class='written']/p") == [one["text"] for one in answer["sentences"]]
    assert tree.xpath("//div[@class='written']//a/@href") == ["#c1"]
    assert len(tree.xpath(CITED)) == len(answer["citations"]) == 1
    (gone,) = answer["removed"]
    assert f"{gone['text']} {gone['reason']}" in found(tree, "//section//details//li")
    assert "tiny" in words(tree)
    assert tree.xpath(f"{SWITCH}/option[@selected]/@value") == ["chat"]
    assert tree.xpath("//form[contains(@class, 'follow')]/input[@name='answerer']/@value") == ["chat"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("NO ANSWER", "found no answer"), (FALSE, "nothing that the record supports"), ("", "as it should")],
)
def test_where_nothing_of_it_holds_the_speakers_words_stand(
    asking: TestClient, model: Model, text: str, why: str
) -> None:
    model.says(text)
    tree = page(asking, "/", **ASKED)
    assert why in found(tree, "//p[@class='fallback']")[0]
    assert not tree.xpath("//div[@class='written']")
    assert tree.xpath(CITED)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_model_is_asked_by_keyboard(
    browser: Browser, written: Settings, embedder: HashEmbedder, model: Model, scripts: bool
) -> None:
    """With scripts its sentences come as they are judged; without them the page has them all."""
    model.says(REPLY)
    with (
        listening(written, embedder) as at,
        watching(browser, at, java_script_enabled=scripts, viewport={"width": 320, "height": 700}) as watched,
    ):
        page = watched.open("/")
        page.locator("#answerer").focus()
        page.keyboard.type("a lang")
        page.locator("#q").focus()
        page.keyboard.type(KAZAKHSTAN)
        page.keyboard.press("Enter")
        page.wait_for_selector("#of-answer .written")
        assert "answerer=chat" in page.url
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.goto(f"{at}/?{urlencode(ASKED)}")
        assert "1950" not in page.locator(".written").inner_text()
