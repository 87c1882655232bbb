"""What a record's names and addresses bring along steers nobody who reads them, on any way out."""

from __future__ import annotations

import json
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import present
from api.app import create_app
from api.settings import Settings
from api.wiring import assemble
from index.model import Delegation, Filters, Source, Speaker, Statement
from index.store.record_store import RecordStore
from index.text.steering import plain_name, web_address
from rag.citation.cite import cite
from rag.citation.styles import STYLES, render
from rag.reader.words import WordReader
from tests.drafts import a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder
from tests.small_stores import put

LURE = "x\x1b]0;\x07\x9b\u202e\u2066\u200f\u2028\U000e0041y"
STEERS = set(LURE) - set("xy]0;")
EMBEDDER = HashEmbedder()
NAMED = {"speaker": "Mr. Umarov", "meeting": "S/PV.8534", "topic": "Hospitals", "organ": "Council"}


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return open_store(tmp_path, EMBEDDER)


def lured(address: str) -> Statement:
    """A statement whose every name steers and whose address leads elsewhere."""
    return a_statement(
        "a",
        speaker=Speaker(f"Mr. {LURE}", LURE),
        delegation=Delegation("KAZ", LURE),
        meeting=f"S/PV.1 {LURE}",
        topic=LURE,
        organ=LURE,
        language=LURE,
        source=Source("council", f"a{LURE}.txt", "sha", address),
        on_behalf_of=LURE,
        groups=(Delegation("G77", LURE),),
        circumstance=LURE,
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", f"https://x/{LURE}"])
def test_nothing_that_steers_leaves_in_citations_and_replies(store: RecordStore, address: str) -> None:
    """A reply gives the path of a file as it is, escaped by JSON: by it the file is removed."""
    with closing(store):
        put(store, lured(address))
        statement = store.statement("a")
    citation = cite(statement, statement.passages[0].span)
    reply = present.statement(statement)
    named = reply.model_dump(exclude={"source": {"path"}})
    for text in [*(render(citation, style) for style in STYLES), *leaves(named)]:
        assert not STEERS & set(text)
        assert not any(start in text for start in ("javascript", "file:", "https://x/"))


def leaves(value: object) -> list[str]:
    """Every text in a reply."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in leaves(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in leaves(inner)]
    return [str(value)]


@pytest.mark.parametrize("format", ["md", "html"])
def test_nothing_that_steers_leaves_in_briefings(store: RecordStore, format: str) -> None:
    with closing(assemble(store, ExactVectors(store.path, EMBEDDER.dim), EMBEDDER, WordReader())) as service:
        put(store, lured("javascript:alert(1)"))
        written = service.brief(None, ["a-0"], Filters(), format).decode()
    assert not STEERS & set(written)
    assert "javascript:" not in written


WORDS = "We condemn attacks on hospitals and medical workers, and we thank the President."
WAYS_OUT = [
    "/v1/coverage?by=meeting",
    "/v1/coverage?by=meeting&format=svg",
    "/v1/statements",
    "/statements",
    "/records",
    "/coverage?by=meeting",
    "/delegations/KAZ",
    "/search?q=hospitals",
    "/?q=What+does+Kazakhstan+say+about+hospitals",
    "/stream?q=What+does+Kazakhstan+say+about+hospitals",
    "/positions?issue=hospitals",
    "/positions/file?format=csv&issue=hospitals",
    "/history?delegation=KAZ&issue=hospitals",
]
POSTED = [
    ("/v1/search", {"query": "hospitals", "facets": True}),
    ("/v1/ask", {"question": "What does Kazakhstan say about hospitals?"}),
    ("/v1/history", {"delegation": "KAZ", "issue": "hospitals"}),
    ("/v1/compare", {"issues": ["hospitals"]}),
    (
        "/v1/chat/completions",
        {"model": "on-record", "messages": [{"role": "user", "content": "What is said about hospitals?"}]},
    ),
]


def test_nothing_that_steers_leaves_by_any_way_of_the_service(tmp_path: Path) -> None:
    """Whatever an upload says of itself: lists, counts, pages, pictures, files and chats are clean."""
    names = {field: f"{said}{LURE}" for field, said in NAMED.items()}
    record = json.dumps({"text": WORDS, "country": "Kazakhstan", "date": "2020-05-27", **names})
    store = open_store(tmp_path, EMBEDDER)
    service = assemble(store, ExactVectors(store.path, EMBEDDER.dim), EMBEDDER, WordReader())
    app = create_app(Settings(), lambda: nullcontext(service))
    with closing(service), TestClient(app, base_url="http://localhost") as client:
        added = service.add_files({"a.jsonl": record.encode()}, "council")
        (id,) = (item["id"] for item in client.get("/v1/statements").json()["items"])
        files = [f"/statements/{id}{rest}" for rest in ("", "/file?format=txt", "/file?format=md")]
        replies = [client.get(address) for address in (*WAYS_OUT, *files)]
        replies += [client.post(path, json=body) for path, body in POSTED]
    assert added.added == 1
    assert "S/PV.8534" in replies[0].text
    for reply in replies:
        assert reply.status_code == 200, reply.text
        assert not STEERS & set(reply.text), reply.url
        assert "\\u001b" not in reply.text


def test_names_of_every_script_stay_as_they_are() -> None:
    for name in ("Mr. Jürgenson", "Г-н Небензя", "السيد منصور", "张军", "Ms. O\u2019Brien"):
        assert plain_name(name) == name
    assert plain_name(None) is None
    assert plain_name("Mr.\tUmarov") == "Mr. Umarov"


def test_addresses_of_the_web_stay_as_they_are() -> None:
    for address in ("https://docs.un.org/en/S/PV.8534", "http://[::1]/x?a=b#c", "HTTPS://x.example/ü"):
        assert web_address(address) == address
