"""Every operation of the interface under made-up requests: no error nobody foresaw, however long they are.

The real application in this process, over a copy of the sample. Requests are made from its own description by
schemathesis; those at the limit of what it allows, here.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
import schemathesis
from fastapi.testclient import TestClient
from httpx2 import InvalidURL  # what the test client is made of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from api.access import COMPUTING
from api.settings import Settings
from tests.examples import examples
from tests.hash_embedder import HashEmbedder
from tests.openapi_snapshot import interface
from tests.served import client_of

pytestmark = pytest.mark.process

EXAMPLES = 3
DOCUMENT: dict[str, Any] = json.loads(interface())
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]
UNITS = (
    "a ",
    "é",
    "\u202e",
    "\U0001f3db",
    "“a ",
    "[",
    "Kazakhstan ",
    "S/PV.1 ",
    "May 2020 ",
    "<b>",
    "\\",
    "1,",
)
"""What a text is filled with, to its last character."""
FORMS = {"/check", "/check/footnotes", "/wrong"}
COMPUTING_TEXTS = COMPUTING - FORMS - {"/mcp", "/v1/drafts/check", "/v1/chat/completions"}
"""What takes a JSON body whose texts have a limit each."""
MODES = {"fit": GenerationMode.POSITIVE, "unfit": GenerationMode.NEGATIVE}


@pytest.fixture(scope="module")
def asked(
    indexed: Settings, embedder: HashEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """The application over a copy: what removes may find something."""
    folder: Path = tmp_path_factory.mktemp("asked") / "data"
    shutil.copytree(indexed.data_dir, folder)
    with client_of(replace(indexed, data_dir=folder), embedder) as client:
        yield client


def check(response: httpx.Response) -> None:
    """Answered, or refused in a problem document; 503 is the deadline's."""
    assert response.status_code < 500 or response.status_code == 503, response.text
    if response.status_code >= 400:
        assert "json" in response.headers["content-type"]
        assert response.json()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("operation", OPERATIONS, ids=[found.label for found in OPERATIONS])
def test_made_up_requests_are_answered_or_refused(asked: TestClient, operation: Any, mode: str) -> None:
    """As described, and not as described."""
    if mode == "unfit" and not (operation.definition.raw.get("parameters") or operation.body):
        return

    @given(case=operation.as_strategy(generation_mode=MODES[mode]))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(case: Any) -> None:
        told = case.as_transport_kwargs(base_url="http://127.0.0.1")
        told.pop("cookies")
        if isinstance(told.get("data"), bytes | str):
            told["content"] = told.pop("data")
        with suppress(InvalidURL):  # an address longer than this client sends
            check(asked.request(**told))

    ask()


def longest(schema: dict[str, Any], unit: str) -> Iterator[tuple[str, Any]]:
    """By field, what is largest there: texts at their limit, filled with the unit; lists full of them."""
    for name, told in schema.get("properties", {}).items():
        value = largest(told, unit)
        if value is not None:
            yield name, value


def largest(told: dict[str, Any], unit: str) -> Any:
    """None for what is neither text nor a list of texts."""
    told = next((one for one in told.get("anyOf", []) if one.get("type") != "null"), told)
    if told.get("type") == "array" and (inner := largest(told["items"], unit)) is not None:
        return [inner] * told.get("maxItems", 1)
    if told.get("type") == "string" and "maxLength" in told:
        return (unit * told["maxLength"])[: told["maxLength"]]
    return None


def bodies() -> list[tuple[str, str, str]]:
    """Route, field and the name of its body's schema, for every text that a JSON body takes."""
    found = []
    for path, ways in DOCUMENT["paths"].items():
        content = ways.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if content:
            name = content["schema"]["$ref"].rpartition("/")[2]
            schema = DOCUMENT["components"]["schemas"][name]
            found += [(path, field, name) for field, _ in longest(schema, "a")]
    return found


BODIES = bodies()


def test_every_computing_route_takes_texts() -> None:
    missing = COMPUTING_TEXTS - {path for path, _, _ in BODIES}
    assert missing == set()


@pytest.mark.parametrize(("path", "field", "name"), BODIES, ids=[f"{p} {f}" for p, f, _ in BODIES])
def test_every_text_at_its_longest_is_answered_or_refused(
    asked: TestClient, path: str, field: str, name: str
) -> None:
    """In every script and with every mark, alone in a body that is otherwise the one shown as an example."""
    content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    shown = next(iter(content["examples"].values()))["value"]
    formats = DOCUMENT["components"]["schemas"][name]["properties"].get("format", {}).get("enum", [None])
    for number, unit in enumerate(UNITS):
        fields = dict(longest(DOCUMENT["components"]["schemas"][name], unit))
        form = formats[number % len(formats)]
        check(asked.post(path, json=shown | {field: fields[field]} | ({"format": form} if form else {})))


PAGES = (
    "/", "/search", "/coverage", "/coverage/picture", "/timeline", "/timeline/file", "/delegations/{}",
    "/history", "/brief", "/brief/file", "/positions", "/positions/file", "/similar", "/cite", "/check",
    "/statements", "/statements/{}", "/statements/{}/file", "/meetings", "/records", "/about", "/stream",
)  # fmt: skip
ASKED = (
    "question", "query", "issue", "issues", "topic", "text", "quote", "delegation", "delegations", "speaker",
    "speakers", "meeting", "meetings", "organ", "collections", "since", "until", "date", "from", "to",
    "cursor", "statement", "passage", "passages", "style", "format", "by", "per", "period", "page", "sort",
    "group", "as", "limit", "words", "length", "undone",
)  # fmt: skip
ODD = st.sampled_from(
    ["", "1", "-1", "9" * 40, "0x1", "Kazakhstan", "KAZ", "2020-05-27", "2020-13-99", "S/PV.8534", "year",
     "csv", "svg", "\0", "\ud800", "\u202e", "<b>", "..", "%", "[" * 50, "“a", "peace and security",
     "é" * 300, "a " * 3000]
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_page_meets_an_error_that_nobody_foresaw(asked: TestClient, page: str) -> None:
    """Whatever stands in its address."""

    @given(st.dictionaries(st.sampled_from(ASKED), st.lists(ODD, min_size=1, max_size=2), max_size=6), ODD)
    @settings(max_examples=examples(20), deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(parameters: dict[str, list[str]], place: str) -> None:
        query = urlencode(parameters, doseq=True, errors="surrogatepass")
        address = f"{page.format(quote(place, safe='', errors='surrogatepass'))}?{query}"
        reply = asked.get(address)
        assert reply.status_code < 500 or reply.status_code == 503, (address, reply.text[:300])

    ask()
