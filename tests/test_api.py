"""What the service refuses and how: problems, limits, headers, a full queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.cursor import seal, unseal
from api.schemas import Filters
from api.settings import Settings
from index import errors
from tests.examples import examples
from tests.hash_embedder import HashEmbedder
from tests.problems import assert_problem
from tests.served import client_of

ASK = {"question": "What is said about hospitals?"}


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
    assert "AttributeError" in caplog.text


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


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25)
)
@given(question=st.text(max_size=60))
def test_no_question_is_a_server_error(client: TestClient, question: str) -> None:
    """Whatever is typed is answered, refused or invalid."""
    body = {"query": question.encode("utf-8", "ignore").decode()}
    assert client.post("/v1/search", json=body).status_code in (200, 422)
