"""What every answer of the service carries: headers, packing, ids, methods."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.problems import assert_problem


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


def test_answers_are_packed_where_the_client_takes_that_but_no_stream(client: TestClient) -> None:
    """The same words either way; a stream would be held back by packing."""
    plain = client.get("/records", headers={"accept-encoding": "identity"})
    packed = client.get("/records", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    events = {"accept": "text/event-stream", "accept-encoding": "gzip"}
    stream = client.post("/v1/ask", json={"question": "Who spoke about hospitals?"}, headers=events)
    assert "content-encoding" not in stream.headers


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
