"""What the service refuses and how: problems, limits, keys, headers, uploads, removal."""

from __future__ import annotations

import itertools
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.cursor import seal, unseal
from api.gate import Gate
from api.sample import PASSAGE, SOURCE, STATEMENT
from api.schemas import Filters, Ready
from api.settings import Settings, settings_from
from index import errors
from tests.hash_embedder import HashEmbedder
from tests.served import client_of, listening, opened

ASK = {"question": "What is said about hospitals?"}
RECORD = b"Mr. Example (Norway): Norway supports the ban on landmines and calls on all States to join it.\n"


def assert_problem(reply: Any, status: int, kind: str | None = None) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    body = dict(reply.json())
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith(".")
    assert body["request_id"] == reply.headers["x-request-id"]
    assert "Traceback" not in reply.text
    if kind is not None:
        assert body["type"] == f"urn:onrecord:problem:{kind}"
    return body


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": "   "}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({**ASK, "limit": 0}, "limit"),
        ({**ASK, "limit": 51}, "limit"),
        ({**ASK, "limits": 5}, "limits"),
        ({**ASK, "filters": {"country": ["KAZ"]}}, "filters.country"),
        ({**ASK, "filters": {"since": "27 May 2020"}}, "filters.since"),
        ({**ASK, "filters": {"since": "2020-02-31"}}, "filters.since"),
        ({**ASK, "filters": {"delegations": "KAZ"}}, "filters.delegations"),
        ({**ASK, "filters": {"delegations": [""]}}, "filters.delegations.0"),
    ],
)
def test_unusable_question_is_a_problem_that_names_the_field(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    problem = assert_problem(client.post("/v1/ask", json=body), 422, "invalid-input")
    assert field in [error["field"] for error in problem["errors"]]


@pytest.mark.parametrize("limit", [True, "3", "", 3.5, float("inf"), None, [3]])
@pytest.mark.parametrize("route", ["/v1/ask", "/v1/search", "/v1/similar"])
def test_limit_in_a_body_is_a_number(client: TestClient, route: str, limit: Any) -> None:
    """Text is a number only in an address, where all is text; where nothing is asked for, null says so."""
    if limit is None and route == "/v1/ask":
        return
    body = {"question": "mines"} if route == "/v1/ask" else {"query": "mines"}
    body = {"text": "mines"} if route == "/v1/similar" else body
    sent = json.dumps({**body, "limit": limit})
    reply = client.post(route, content=sent, headers={"content-type": "application/json"})
    detail = assert_problem(reply, 422, "invalid-input")["detail"]
    assert detail.startswith("The request cannot be used: limit: give a whole number")
    assert client.post(route, json={**body, "limit": 3}).status_code == 200
    assert client.get("/v1/statements?limit=3").status_code == 200


@pytest.mark.parametrize("value", [1, "true", "yes", None])
def test_switch_in_a_body_is_true_or_false(client: TestClient, value: Any) -> None:
    reply = client.post("/v1/search", json={"query": "mines", "literal": value})
    assert assert_problem(reply, 422)["detail"].endswith("literal: give true or false.")


def test_days_in_the_wrong_order_are_an_error_not_an_empty_result(client: TestClient) -> None:
    """In a body and in an address; the same day twice is one day."""
    days = {"since": "2021-01-01", "until": "2020-12-31"}
    for reply in (
        client.post("/v1/ask", json={**ASK, "filters": days}),
        client.get("/v1/statements", params=days),
    ):
        assert "2021-01-01 is after until 2020-12-31" in assert_problem(reply, 422, "invalid-input")["detail"]
    assert client.get("/v1/statements", params={**days, "until": "2021-01-01"}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_body_of_another_kind_is_415_and_says_which_is_taken(client: TestClient, kind: str) -> None:
    reply = client.post("/v1/ask", content=json.dumps(ASK), headers={"content-type": kind})
    assert "application/json" in assert_problem(reply, 415)["detail"]
    upload = client.post("/v1/statements", json=ASK)
    assert "multipart/form-data" in assert_problem(upload, 415)["detail"]


def test_body_that_is_no_utf8_says_what_to_send(client: TestClient) -> None:
    body = b'{"question": "\xff\xfe"}'
    reply = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert "UTF-8" in assert_problem(reply, 400)["detail"]


def test_unknown_delegation_is_an_error_not_an_empty_result(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "peace", "filters": {"delegations": ["Narnia"]}})
    assert "Narnia" in assert_problem(reply, 422, "invalid-input")["detail"]


def test_unknown_answerer_is_an_error(client: TestClient) -> None:
    assert_problem(client.post("/v1/ask", json={**ASK, "answerer": "oracle"}), 422, "invalid-input")


@pytest.mark.parametrize(
    "url",
    [
        "/v1/statements?delegation=KAZ",
        "/v1/statements?limit=0",
        "/v1/statements?limit=many",
        "/v1/statements?cursor=made-up",
        "/v1/statements?delegations=Narnia",
        "/v1/citations/x?format=mla",
        "/v1/citations/x?style=un",
    ],
)
def test_unknown_or_unusable_parameters_are_errors(client: TestClient, url: str) -> None:
    assert_problem(client.get(url), 422, "invalid-input")


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/v1/statements/none"),
        ("DELETE", "/v1/statements/none"),
        ("GET", "/v1/citations/none"),
        ("DELETE", "/v1/statements?collection=none"),
        ("GET", "/v1/nothing"),
        ("GET", "/static/../settings.py"),
        ("GET", "/static/%2e%2e/settings.py"),
    ],
)
def test_what_is_not_there_is_404(client: TestClient, method: str, url: str) -> None:
    assert_problem(client.request(method, url), 404, "not-found")


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("/v1/ask", "POST"),
        ("/v1/statements", "GET, HEAD, POST, DELETE"),
        ("/v1/statements/x", "GET, HEAD, DELETE"),
        ("/v1/citations/x", "GET, HEAD"),
        ("/v1/health", "GET, HEAD"),
        ("/", "GET, HEAD"),
        ("/openapi.json", "GET, HEAD"),
        ("/static/docs.js", "GET, HEAD"),
    ],
)
def test_wrong_method_is_405_and_says_which_are_taken(client: TestClient, url: str, taken: str) -> None:
    """All of the address, on whichever route they are."""
    for method in {"PUT", "PATCH", "POST", "HEAD"} - set(taken.split(", ")):
        reply = client.request(method, url)
        if method == "HEAD":
            assert (reply.status_code, reply.content) == (405, b"")
        else:
            assert_problem(reply, 405)
        assert reply.headers["allow"] == taken


@pytest.mark.parametrize(
    "url", ["/v1/health", "/v1/statements", "/v1/none", "/docs", "/static/docs.js", "/", "/openapi.json"]
)
def test_head_is_get_without_the_body(client: TestClient, url: str) -> None:
    whole, head = client.get(url), client.head(url)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"", b"[]", b'"x"', b'{"question": "\\ud800"}'])
def test_bodies_that_are_no_question_are_problems(client: TestClient, body: bytes) -> None:
    reply = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert_problem(reply, 422, "invalid-input")


def test_too_large_is_413_with_and_without_a_length(client: TestClient) -> None:
    """Both ways of sending too much get the same problem."""
    headers = {"content-type": "application/json"}
    assert_problem(client.post("/v1/ask", content=b" " * (2 << 20), headers=headers), 413)

    def chunks() -> Iterator[bytes]:
        for _ in range(3):
            yield b" " * (1 << 20)

    assert_problem(client.post("/v1/ask", content=chunks(), headers=headers), 413)


def test_foreign_host_is_refused(client: TestClient) -> None:
    """A page of another site cannot reach the service by a name of its own."""
    assert_problem(client.get("/v1/health", headers={"host": "evil.example"}), 400)


def test_unforeseen_errors_tell_nothing_of_the_inside(
    own_settings: Settings, embedder: HashEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    """A damaged inside is a 500 with the request's id; the traceback is in the log, not in the answer."""
    with client_of(own_settings, embedder) as client:
        client.app.state.backend = None  # type: ignore[attr-defined]
        problem = assert_problem(client.post("/v1/ask", json=ASK), 500)
    assert "NoneType" not in problem["detail"]
    assert "NoneType" in caplog.text


class _Failing:
    """A backend whose status fails as told."""

    def __init__(self, error: errors.OnRecordError) -> None:
        self._error = error

    def status(self) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidInput, 422),
        (errors.NotFound, 404),
        (errors.IndexBusy, 409),
        (errors.IndexMismatch, 409),
        (errors.UnreadableRecord, 422),
        (errors.StorageFailed, 507),
        (errors.Unavailable, 503),
        (errors.OnRecordError, 500),
    ],
)
def test_each_error_of_the_house_has_its_status(
    own_client: TestClient, error: type[errors.OnRecordError], status: int
) -> None:
    own_client.app.state.backend = _Failing(error("One clear sentence."))  # type: ignore[attr-defined]
    reply = own_client.get("/v1/status")
    assert assert_problem(reply, status)["detail"] == "One clear sentence."
    assert ("retry-after" in reply.headers) is (status == 503)


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for url in ("/v1/health", "/v1/nothing", "/docs", "/static/docs.js"):
        headers = client.get(url).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(("given_id", "kept"), [("abc-123", True), ("a b", False), ("x" * 65, False)])
def test_request_ids_are_kept_when_plain(client: TestClient, given_id: str, kept: bool) -> None:
    answered = client.get("/v1/health", headers={"x-request-id": given_id}).headers["x-request-id"]
    assert (answered == given_id) is kept


def test_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    """Every address in the page is of this service and answers."""
    page = client.get("/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    local = [address for address in addresses if not address.startswith("data:")]
    assert len(local) == 3
    assert all(address.startswith("/static/") for address in local)
    assert [client.get(address).status_code for address in local] == [200] * 3


def test_cursor_belongs_to_its_filters(client: TestClient) -> None:
    first = client.get("/v1/statements", params={"limit": 2}).json()["next"]
    assert_problem(client.get("/v1/statements", params={"cursor": first, "since": "2020-01-01"}), 422)
    assert client.get("/v1/statements", params={"cursor": first, "limit": 3}).status_code == 200


@given(st.text(max_size=40))
def test_cursor_round_trips_and_rejects_the_rest(text: str) -> None:
    """What is sealed is unsealed under the same filters; anything else is refused, never a crash."""
    filters = Filters(delegations=["KAZ"])
    if text.isprintable():
        assert unseal(seal(text, filters), filters) == text
    with pytest.raises(errors.InvalidInput):
        unseal(text, filters)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(question=st.text(max_size=60))
def test_no_question_is_a_server_error(client: TestClient, question: str) -> None:
    """Whatever is typed is answered, refused or invalid."""
    body = {"query": question.encode("utf-8", "ignore").decode()}
    assert client.post("/v1/search", json=body).status_code in (200, 422)


# Keys


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


# Writing


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


@pytest.mark.parametrize("removal", [f"/{STATEMENT}", f"?source={SOURCE}"])
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


# The gate


def test_service_that_is_not_ready_is_a_503_with_the_reason(own_client: TestClient) -> None:
    state = own_client.app.state  # type: ignore[attr-defined]
    inner = state.backend

    class Rebuilding:
        def ready(self) -> Ready:
            return Ready(ready=False, reasons=["The vectors are being built anew."])

    state.backend = Rebuilding()
    problem = assert_problem(own_client.get("/v1/ready"), 503, "unavailable")
    assert problem["detail"] == "Not ready yet: The vectors are being built anew."
    state.backend = inner
    assert own_client.get("/v1/ready").json() == {"ready": True, "reasons": []}


def test_full_queue_is_503_with_the_time_to_come_back(own_client: TestClient) -> None:
    """One works, none may wait: the second is told to come back; then the first is answered."""
    state = own_client.app.state  # type: ignore[attr-defined]
    entered, leave = threading.Event(), threading.Event()
    inner = state.backend

    class Slow:
        def search(self, body: Any) -> Any:
            entered.set()
            leave.wait(10)
            return inner.search(body)

    state.gate, state.backend = Gate(at_once=1, queue=1), Slow()
    replies: list[int] = []

    def ask() -> None:
        replies.append(own_client.post("/v1/search", json={"query": "peace"}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads[0].start()
    assert entered.wait(10)
    threads[1].start()
    _wait_until(lambda: state.gate.full)
    reply = own_client.post("/v1/search", json={"query": "peace"})
    assert_problem(reply, 503)
    assert int(reply.headers["retry-after"]) > 0
    leave.set()
    for thread in threads:
        thread.join(10)
    assert replies == [200, 200]


def _wait_until(true: Any) -> None:
    pause = threading.Event()
    for _ in range(500):
        if true():
            return
        pause.wait(0.01)
    pytest.fail("waited in vain")


def test_settings_refuse_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(errors.InvalidInput, match="ONRECORD_QUEUE"):
        settings_from({"ONRECORD_QUEUE": "many"})
    assert settings_from({"ONRECORD_DATA_DIR": "a"}, str(tmp_path)).data_dir == tmp_path


NO_ADDRESSES = """
chroma http:// ftp://x http://x:99999 http://x:0 http://x:a http://[::1 localhost:8000 http://:8000
http://x/chroma http://x?y http://x#y http://me:secret@x
"""


@pytest.mark.parametrize("url", [*NO_ADDRESSES.split(), "http://a b", " "])
def test_settings_refuse_what_is_no_address(url: str) -> None:
    with pytest.raises(errors.InvalidInput, match="give scheme, host and port") as refused:
        settings_from({"ONRECORD_CHROMA_URL": url})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "https://chroma.example.org/", "http://my_chroma", "http://[::1]:8000", ""],
)
def test_settings_take_addresses(url: str) -> None:
    assert settings_from({"ONRECORD_CHROMA_URL": url}).chroma_url == (url or None)
