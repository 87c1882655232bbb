"""The interface's own description: kept in docs/openapi.json, whole, and with examples that work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.openapi_snapshot import interface

KEPT = Path(__file__).parent.parent / "docs" / "openapi.json"
CONTRACT = {
    ("/v1/ask", "post"), ("/v1/search", "post"), ("/v1/quotes/check", "post"),
    ("/v1/statements", "get"), ("/v1/statements", "post"), ("/v1/statements/{id}", "get"),
    ("/v1/statements/{id}", "delete"), ("/v1/citations/{passage_id}", "get"),
    ("/v1/health", "get"), ("/v1/ready", "get"),
}  # fmt: skip


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return dict(json.loads(interface()))


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def test_the_kept_description_is_the_present_one() -> None:
    """A change of the interface is seen in review; `make openapi` renews the file."""
    assert KEPT.read_text(encoding="utf-8") == interface()


def test_every_route_of_the_contract_is_there(document: dict[str, Any]) -> None:
    assert {(path, method) for path, method, _ in operations(document)} >= CONTRACT


def test_every_operation_is_named_and_its_errors_are_problems(document: dict[str, Any]) -> None:
    """Operation ids are unique, each error is a problem document whose schema exists."""
    ids = [told["operationId"] for _, _, told in operations(document)]
    assert len(ids) == len(set(ids))
    assert "Problem" in document["components"]["schemas"]
    for _, _, told in operations(document):
        assert told["summary"]
        for status, reply in told["responses"].items():
            if status >= "400":
                assert list(reply["content"]) == ["application/problem+json"]


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= set(document["components"]["schemas"])


def test_every_body_has_examples_that_work(client: TestClient, document: dict[str, Any]) -> None:
    tried = 0
    for path, method, told in operations(document):
        content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
        for example in content.get("examples", {}).values():
            assert client.request(method, path, json=example["value"]).status_code == 200
            tried += 1
    assert tried >= 4
