"""What clients can attach without a tool: statements, passages, the delegations held, the state of the index.

In: an `onrecord://` address. Out: its kind and text; raises NotFound for an address that names nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.local import LocalBackend
from api.mcp.cited import SCHEME
from api.schemas.records import Delegation
from api.schemas.tools import DelegationsHeld
from index.errors import NotFound
from index.model import Span

TEXT, JSON = "text/plain", "application/json"


@dataclass(frozen=True, slots=True)
class Resource:
    """`address` holds `{id}` where one of many is meant."""

    address: str
    title: str
    description: str
    kind: str
    read: Callable[[LocalBackend, str], str]


def read_resource(backend: LocalBackend, address: str) -> tuple[str, str]:
    """Kind and text."""
    for resource in RESOURCES:
        stem, many, _ = resource.address.partition("{id}")
        if address == stem or (many and address.startswith(stem) and len(address) > len(stem)):
            return resource.kind, resource.read(backend, address.removeprefix(stem))
    raise NotFound(f"There is no resource {address[:200]!r} here; list the resources for those there are.")


def _statement(backend: LocalBackend, id: str) -> str:
    text = backend.statement(id).text
    return f"{backend.cited(id, Span(0, len(text))).text}\n\n{text}"


def _passage(backend: LocalBackend, id: str) -> str:
    statement, span = backend.place(id)
    return f"{backend.cited(statement.id, span).text}\n\n{span.of(statement.text)}"


def _delegations(backend: LocalBackend, _: str) -> str:
    held = [Delegation.model_validate(delegation) for delegation in backend.names().delegations]
    return DelegationsHeld(delegations=held).model_dump_json()


def _index(backend: LocalBackend, _: str) -> str:
    return backend.status().model_dump_json()


RESOURCES = (
    Resource(
        f"{SCHEME}statement/{{id}}",
        "A statement",
        "Its text, under the line that cites it.",
        TEXT,
        _statement,
    ),
    Resource(
        f"{SCHEME}passage/{{id}}", "A passage", "Its words, under the line that cites them.", TEXT, _passage
    ),
    Resource(
        f"{SCHEME}delegations",
        "Delegations",
        "Everyone who speaks in this index: code and name.",
        JSON,
        _delegations,
    ),
    Resource(
        f"{SCHEME}index",
        "The index",
        "What this index holds, from when to when, and its state.",
        JSON,
        _index,
    ),
)
