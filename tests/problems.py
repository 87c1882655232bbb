"""Problem documents (RFC 9457), held to what is promised of them."""

from __future__ import annotations

from typing import Any


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
