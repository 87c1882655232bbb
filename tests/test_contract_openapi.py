"""The interface's own description: kept in docs/openapi.json, whole, and with examples that work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import sample
from api.access import TASKS
from api.openai.errors import speaks_openai
from tests.openapi_snapshot import interface

KEPT = Path(__file__).parent.parent / "docs" / "openapi.json"
ADDING, CHECKING = "/v1/statements", "/v1/drafts/check"
CONTRACT = {
    ("/v1/ask", "post"), ("/v1/search", "post"), ("/v1/quotes/check", "post"),
    ("/v1/statements", "get"), ("/v1/statements", "post"), ("/v1/statements/{id}", "get"),
    ("/v1/statements/{id}", "delete"), ("/v1/citations/{passage_id}", "get"),
    ("/v1/health", "get"), ("/v1/ready", "get"), ("/v1/models", "get"), ("/v1/chat/completions", "post"),
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
    """Operation ids are unique, each error is a problem document, or in OpenAI's shape where all is."""
    ids = [told["operationId"] for _, _, told in operations(document)]
    assert len(ids) == len(set(ids))
    assert "Problem" in document["components"]["schemas"]
    for path, _, told in operations(document):
        assert told["summary"]
        for status, reply in told["responses"].items():
            if status >= "400":
                kind = "application/json" if speaks_openai(path) else "application/problem+json"
                assert list(reply["content"]) == [kind]


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= set(document["components"]["schemas"])


@dataclass(frozen=True)
class Shown:
    """What an operation takes at one place (path, query, json, form), and the values shown for it."""

    path: str
    method: str
    place: str
    name: str
    values: list[Any]


@pytest.fixture(scope="module")
def shown(document: dict[str, Any]) -> list[Shown]:
    return [
        Shown(path, method, *told)
        for path, method, operation in operations(document)
        for told in [*in_parameters(operation), *in_body(document, operation)]
    ]


def in_parameters(operation: dict[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    for told in operation.get("parameters", []):
        values = [example["value"] for example in told.get("examples", {}).values()]
        yield told["in"], told["name"], values or told["schema"].get("examples", [])


def in_body(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            yield "json", "", [example["value"] for example in content.get("examples", {}).values()]
        else:
            schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
            for name, told in schema["properties"].items():
                yield "form", name, told.get("examples", [])


def test_no_parameter_or_body_lacks_an_example(shown: list[Shown]) -> None:
    assert {told.place for told in shown} == {"path", "query", "json", "form", "header"}
    assert [told for told in shown if not told.values] == []


def test_every_body_has_examples_that_work(client: TestClient, shown: list[Shown]) -> None:
    for told in shown:
        for value in told.values if told.place == "json" else []:
            assert client.request(told.method, told.path, json=value).status_code == 200


def test_paths_are_shown_with_ids_that_lead_somewhere(own_client: TestClient, shown: list[Shown]) -> None:
    """They have the form of every id and are the sample's; what removes is asked last. Tasks are nobody's
    sample."""
    ids = [told for told in shown if told.place == "path" and not told.path.startswith(TASKS)]
    found = sorted(ids, key=lambda told: told.method == "delete")
    assert len(found) == 4
    for told in found:
        for value in told.values:
            assert re.fullmatch("[0-9a-f]{16}", value) or speaks_openai(told.path)
            assert own_client.request(told.method, told.path.replace(f"{{{told.name}}}", value)).is_success


def test_queries_are_shown_with_values_that_find_something(client: TestClient, shown: list[Shown]) -> None:
    """Each value alone, beside what the operation cannot do without."""
    needed = {"/v1/timeline": {"issue": sample.TIMELINE}}
    for told in shown:
        for value in told.values if (told.place, told.method) == ("query", "get") else []:
            url = told.path.replace("{passage_id}", sample.PASSAGE)
            reply = client.get(url, params={**needed.get(told.path, {}), told.name: value})
            assert reply.status_code == 200, reply.text
            holds = ("items", "rows", "periods")
            assert told.name == "format" or any(reply.json().get(name) for name in holds)


@pytest.mark.parametrize("name", ["id", "source", "collection"])
def test_removals_are_shown_with_values_that_name_something(
    own_client: TestClient, shown: list[Shown], name: str
) -> None:
    (told,) = (told for told in shown if (told.place, told.method, told.name) == ("query", "delete", name))
    assert own_client.delete(told.path, params={name: told.values[0]}).json()["removed"] >= 1


def test_uploads_are_shown_with_a_record_and_a_draft(own_client: TestClient, shown: list[Shown]) -> None:
    """The record is added under the collection and folder shown; the draft's quotation is on record."""
    record = {told.name: told.values[0] for told in shown if (told.place, told.path) == ("form", ADDING)}
    files = [("file", ("a.txt", words.encode())) for words in record.pop("file")]
    assert own_client.post(ADDING, files=files, data=record).json()["added"] == 1
    (draft,) = (told.values[0] for told in shown if (told.place, told.path) == ("form", CHECKING))
    checked = own_client.post(CHECKING, files={"file": ("a.txt", draft.encode())}).json()
    assert [one["check"]["verdict"] for one in checked["quotations"]] == ["verbatim"]
