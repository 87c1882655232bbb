"""Writing over HTTP: who may with which key, uploads, removal."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.sample import PASSAGE, SOURCE, STATEMENT
from api.settings import Settings
from tests.hash_embedder import HashEmbedder
from tests.problems import assert_problem
from tests.served import client_of, listening, opened

RECORD = b"Mr. Example (Norway): Norway supports the ban on landmines and calls on all States to join it.\n"


@pytest.fixture
def locked(own_settings: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    with client_of(replace(own_settings, api_keys=("old-key", "new-key")), embedder) as client:
        yield client


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic new-key", "Bearer n\u00e9w"])
def test_writing_needs_a_key_where_one_is_set(locked: TestClient, header: str) -> None:
    headers = {"authorization": header.encode("latin-1")}
    for method, url in (
        ("POST", "/v1/statements"),
        ("DELETE", "/v1/statements/x"),
        ("DELETE", "/v1/statements"),
    ):
        reply = locked.request(method, url, headers=headers)  # type: ignore[arg-type]
        assert "old-key" not in reply.text
        assert_problem(reply, 401)
        assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["old-key", "new-key"])
def test_any_of_the_keys_opens(locked: TestClient, key: str) -> None:
    assert locked.delete("/v1/statements/x", headers={"authorization": f"Bearer {key}"}).status_code == 404
    assert locked.delete("/v1/statements/x", headers={"x-api-key": key}).status_code == 404


def test_reading_needs_no_key(locked: TestClient) -> None:
    assert locked.get("/v1/status").status_code == 200


def test_a_key_of_one_collection_writes_to_no_other(own_settings: Settings, embedder: HashEmbedder) -> None:
    """Uploads, and removal by id, by source and by collection."""
    key, files = {"x-api-key": "k"}, {"file": ("norway.txt", RECORD)}
    with client_of(replace(own_settings, collection_keys=(("own", "k"),)), embedder) as client:
        other = client.get("/v1/statements").json()["items"][0]
        source = other["source"]
        assert source["collection"] != "own"
        sent = {"data": {"collection": source["collection"]}, "headers": key}
        assert_problem(client.post("/v1/statements", files=files, **sent), 403)
        sent["data"] = {"collection": "own"}
        assert client.post("/v1/statements", files=files, **sent).json()["added"] == 1
        assert_problem(client.delete(f"/v1/statements/{other['id']}", headers=key), 403)
        for query in ({"collection": source["collection"]}, {"source": source["path"]}):
            assert_problem(client.delete("/v1/statements", params=query, headers=key), 403)
        gone = client.delete("/v1/statements", params={"collection": "own"}, headers=key)
        assert gone.json() == {"removed": 1}


def test_a_key_is_checked_before_the_body_is_read(own_settings: Settings, embedder: HashEmbedder) -> None:
    """A body that is never sent is never waited for."""
    with listening(replace(own_settings, api_keys=("k",)), embedder) as at:
        address = urlsplit(at)
        head = (
            f"POST /v1/statements HTTP/1.1\r\nHost: {address.netloc}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 40000000\r\n\r\n"
        )
        place = (str(address.hostname), address.port or 0)
        with socket.create_connection(place, timeout=30) as connection:
            connection.sendall(head.encode())
            assert connection.recv(12) == b"HTTP/1.1 401"


def test_an_upload_replaces_nothing_read_from_disk(
    own_settings: Settings, embedder: HashEmbedder, tmp_path: Path
) -> None:
    """Whatever folder it claims; with the same bytes beside another sidecar too."""
    (tmp_path / "x.txt").write_bytes(RECORD)
    with opened(own_settings, embedder) as service:
        assert service.add([tmp_path], "disk").added == 1
    with client_of(own_settings, embedder) as client:
        disk = {"collections": "disk"}
        before = client.get("/v1/statements", params=disk).json()["items"]
        for folder, words in itertools.product(("", str(tmp_path)), (RECORD, RECORD + b" Forged.")):
            parts = [("file", ("x.txt", words)), ("file", ("x.meta.toml", b'topic = "Forged"\n'))]
            form = {"collection": "disk", "folder": folder}
            report = client.post("/v1/statements", files=parts, data=form).json()
            assert report["skipped"] == []
        for item in before:
            assert client.get(f"/v1/statements/{item['id']}").json()["topic"] == item["topic"]
        after = client.get("/v1/statements", params=disk).json()["items"]
        assert len(after) == len(before) + 2


def test_keys_are_not_shown(own_settings: Settings) -> None:
    assert "secret" not in repr(replace(own_settings, api_keys=("secret",)))


def test_upload_adds_once_and_answers_at_once(own_client: TestClient) -> None:
    """The same file twice changes nothing; its words are found when the upload returns."""
    files = {"file": ("norway.txt", RECORD)}
    sidecar = ("file", ("norway.meta.toml", b'topic = "Mines"\ndate = "2020-01-02"\n'))
    parts = [("file", files["file"]), sidecar]
    first = own_client.post("/v1/statements", files=parts, data={"collection": "up"}).json()
    assert (first["added"], first["skipped"]) == (1, [])
    again = own_client.post("/v1/statements", files=parts, data={"collection": "up"}).json()
    assert (again["added"], again["unchanged"]) == (0, 1)
    found = own_client.post(
        "/v1/search", json={"query": "ban on landmines", "filters": {"collections": ["up"]}}
    )
    (ref, *_) = [hit["statement"] for hit in found.json()["hits"]]
    assert (ref["topic"], ref["date"], ref["source"]["path"]) == ("Mines", "2020-01-02", "norway.txt")


def test_conduct_of_the_meeting_is_listed_but_not_searched(own_client: TestClient) -> None:
    """The list holds every statement the status counts; each says whether it only conducts the meeting."""
    said = b"The President: I now give the floor to the representative of Norway."
    own_client.post("/v1/statements", files={"file": ("chair.txt", said)}, data={"collection": "chair"})
    items = own_client.get("/v1/statements").json()["items"]
    assert len(items) == own_client.get("/v1/status").json()["statements"]
    (chair,) = [item for item in items if item["source"]["collection"] == "chair"]
    assert [item["id"] for item in items if item["procedural"]] == [chair["id"]]
    found = own_client.post("/v1/search", json={"query": "give the floor to Norway", "limit": 50}).json()
    assert chair["id"] not in [hit["statement"]["id"] for hit in found["hits"]]


def test_upload_of_no_record_says_what_to_do(own_client: TestClient) -> None:
    reply = own_client.post("/v1/statements", files={"file": ("notes.txt", b"Just some notes.\n")})
    assert reply.status_code == 200
    assert reply.json()["added"] == 0
    assert reply.json()["skipped"][0]["reason"]


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd.txt", "a//b.txt", "a\\..\\b.txt", "n" * 300 + ".txt"]
)
def test_upload_names_that_leave_the_tree_are_refused(own_client: TestClient, name: str) -> None:
    reply = own_client.post("/v1/statements", files={"file": (name, RECORD)})
    assert_problem(reply, 422, "invalid-input")


@pytest.mark.parametrize(
    "folder", ["records", "../records", "/a/../b", "/a\nb", "/" + "x" * 5000, "C:records"]
)
def test_upload_folder_must_be_an_absolute_path(own_client: TestClient, folder: str) -> None:
    reply = own_client.post("/v1/statements", files={"file": ("norway.txt", RECORD)}, data={"folder": folder})
    assert_problem(reply, 422, "invalid-input")


@pytest.mark.parametrize("folder", ["", "/", "/home/me/records/", "C:\\Users\\me"])
def test_upload_without_folder_replaces_the_one_of_its_name(own_client: TestClient, folder: str) -> None:
    """One with a folder replaces only what was sent from there."""
    for words, counted in ((b"", "added"), (b" Now.", "updated")):
        for sender in {"", folder}:
            sent = {"file": ("norway.txt", RECORD.strip() + words)}
            form = {"collection": "up", "folder": sender}
            reply = own_client.post("/v1/statements", files=sent, data=form)
            assert reply.json()[counted] == 1, reply.text


@pytest.mark.parametrize("data", [{}, {"collection": "x" * 301}])
def test_upload_without_file_or_with_a_bad_collection_is_a_problem(
    own_client: TestClient, data: dict[str, str]
) -> None:
    files = {"file": ("norway.txt", RECORD)} if data else None
    assert_problem(own_client.post("/v1/statements", files=files, data=data), 422, "invalid-input")


def test_upload_beyond_the_limit_is_413(own_settings: Settings, embedder: HashEmbedder) -> None:
    with client_of(replace(own_settings, max_upload=1000), embedder) as client:
        reply = client.post("/v1/statements", files={"file": ("big.txt", RECORD * 2000)})
        assert_problem(reply, 413)


def test_removed_statement_is_gone_when_the_call_returns(own_client: TestClient) -> None:
    """Gone from search, lists, citations and its own address."""
    asked = {"query": "unarmed civilian protection", "filters": {"delegations": ["KAZ"]}}
    hit = own_client.post("/v1/search", json=asked).json()["hits"][0]
    id = hit["statement"]["id"]
    reply = own_client.delete(f"/v1/statements/{id}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert own_client.post("/v1/search", json=asked).json()["hits"] == []
    assert id not in own_client.get("/v1/statements").text
    assert_problem(own_client.get(f"/v1/statements/{id}"), 404)
    assert_problem(own_client.get(f"/v1/citations/{hit['passage']['id']}"), 404)
    assert_problem(own_client.delete(f"/v1/statements/{id}"), 404)


TOPIC = "unarmed civilian protection"


ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("/v1/ask", {"question": f"What does Kazakhstan say about {TOPIC}?"}),
    ("/v1/ask", {"question": f"Which delegations support {TOPIC}?"}),
    ("/v1/search", {"query": TOPIC, "limit": 50}),
    ("/v1/similar", {"text": f"Peacekeepers need practical tools, such as {TOPIC}.", "include_own": True}),
    ("/v1/similar", {"passage_id": PASSAGE}),
    ("/v1/compare", {"issues": [TOPIC]}),
    ("/v1/compare", {"issues": [TOPIC], "format": "csv"}),
    ("/v1/briefs", {"topic": "protection of civilians", "format": "md"}),
    ("/v1/briefs", {"passages": [PASSAGE], "format": "html"}),
    ("/v1/quotes/check", {"quote": f"We must also actively use innovative tools, including {TOPIC}."}),
]


@pytest.mark.parametrize(
    "removal", [f"/{STATEMENT}", pytest.param(f"?source={SOURCE}", marks=pytest.mark.process)]
)
def test_removed_statement_is_in_no_answer(own_client: TestClient, removal: str) -> None:
    """Every way of asking showed its words before; once the removal returned, none shows anything of it."""
    for route, body in ANSWERS:
        assert "Umarov" in own_client.post(route, json=body).text, route
    assert own_client.delete(f"/v1/statements{removal}").is_success
    for route, body in ANSWERS:
        left = own_client.post(route, json=body)
        assert left.status_code == (404 if PASSAGE in str(body) else 200), route
        for trace in ("Umarov", "innovative practical tools", STATEMENT):
            assert trace not in left.text, route


def test_collection_is_removed_whole(own_client: TestClient) -> None:
    before = own_client.get("/v1/status").json()["statements"]
    assert own_client.delete("/v1/statements?collection=sample").json() == {"removed": before}
    assert own_client.get("/v1/statements").json() == {"items": [], "next": None}


@pytest.mark.parametrize("query", ["/none", "?id=none", "?source=none", "?collection=none"])
def test_refused_removal_leaves_the_state_as_it_was(own_client: TestClient, query: str) -> None:
    before = own_client.get("/v1/status").json()["index"]
    assert_problem(own_client.delete(f"/v1/statements{query}"), 404, "not-found")
    assert own_client.get("/v1/status").json()["index"] == before


@pytest.mark.parametrize("query", ["", "?collection=a&id=b", "?id=a&source=b"])
def test_removal_names_one_thing(own_client: TestClient, query: str) -> None:
    assert_problem(own_client.delete(f"/v1/statements{query}"), 422, "invalid-input")
