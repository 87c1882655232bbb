"""Figures for a collector and the log: what was done is told, what was asked never is."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.logs import install_logs, log
from api.settings import Settings, settings_from
from index.errors import InvalidInput
from tests import served
from tests.hash_embedder import HashEmbedder

LINE = re.compile(r'[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? ([0-9.]+|\+Inf)')
SECRET = "whalingfleets"


def figures(client: TestClient) -> dict[str, float]:
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in reply.text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_route_and_status(own_client: TestClient) -> None:
    """Made-up addresses are one route, so that nobody fills the memory with them."""
    own_client.post("/v1/search", json={"query": SECRET})
    own_client.post("/v1/search", json={"quer": SECRET})
    own_client.get("/v1/statements/none")
    own_client.get(f"/{SECRET}")
    own_client.get(f"/?q={SECRET}")
    own_client.head("/v1/health")
    found = figures(own_client)
    counted = "onrecord_requests_total"
    assert found[f'{counted}{{method="POST",route="/v1/search",status="200"}}'] == 1
    assert found[f'{counted}{{method="POST",route="/v1/search",status="422"}}'] == 1
    assert found[f'{counted}{{method="GET",route="/v1/statements/{{id}}",status="404"}}'] == 1
    assert found[f'{counted}{{method="none",route="none",status="404"}}'] == 1
    assert found[f'{counted}{{method="HEAD",route="/v1/health",status="200"}}'] == 1
    assert found['onrecord_request_seconds_count{route="/v1/search"}'] == 2
    assert found['onrecord_request_seconds_bucket{route="/v1/search",le="+Inf"}'] == 2
    assert found["onrecord_requests_at_work"] == 1
    assert SECRET not in own_client.get("/metrics").text


def test_gates_and_index_are_told(own_client: TestClient) -> None:
    found = figures(own_client)
    status = own_client.get("/v1/status").json()
    for gate in ("asking", "computing", "reading", "adding"):
        assert found[f'onrecord_gate_stuck{{gate="{gate}"}}'] == 0
        assert found[f'onrecord_gate_at_once{{gate="{gate}"}}'] >= 1
    assert found["onrecord_index_statements"] == status["statements"]
    assert found["onrecord_index_damaged"] == 0
    assert found[f'onrecord_vectors{{state="{status["vectors"]}"}}'] == 1
    assert any(name.startswith('onrecord_build_info{embedder="hash"') for name in found)


def test_figures_need_a_key_where_reading_does(own_settings: Settings, embedder: HashEmbedder) -> None:
    with served.client_of(replace(own_settings, read_keys=("secret",)), embedder) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer secret"}).status_code == 200


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the log writes, with its settings put back afterwards."""
    root, level = logging.getLogger(), log.level
    handlers, said = root.handlers[:], io.StringIO()
    yield said
    root.handlers, log.level = handlers, level


@pytest.mark.parametrize("form", ["access", "json", "faults"])
def test_the_log_never_has_what_was_asked(own_client: TestClient, lines: io.StringIO, form: str) -> None:
    """One line a request, found by the id that the client has too; none where only faults are wanted."""
    install_logs(form, lines)
    own_client.get(f"/?q={SECRET}", headers={"X-Request-ID": "mine-1"})
    own_client.post("/v1/search", json={"query": SECRET}, headers={"X-Request-ID": "mine-2"})
    own_client.post("/v1/briefs", json={"topic": SECRET * 100, "format": "md"})
    said = lines.getvalue()
    assert SECRET not in said
    assert said.count("mine-1") == said.count("mine-2") == (0 if form == "faults" else 1)
    if form == "json":
        told = [json.loads(line) for line in said.splitlines()]
        second = next(line for line in told if line.get("request_id") == "mine-2")
        assert (second["method"], second["path"], second["status"]) == ("POST", "/v1/search", 200)


@pytest.mark.parametrize("form", ["access", "json"])
def test_no_fault_tells_what_was_asked(own_client: TestClient, lines: io.StringIO, form: str) -> None:
    """Nor what it came of; where it arose is told, and what the system said."""

    def search(_: object) -> None:
        raise RuntimeError(SECRET) from OSError(5, "Input/output error", SECRET)

    install_logs(form, lines)
    own_client.app.state.backend.search = search  # type: ignore[attr-defined]
    assert own_client.post("/v1/search", json={"query": SECRET}).status_code == 500
    said = lines.getvalue()
    assert SECRET not in said
    assert "RuntimeError" in said
    assert "OSError: Input/output error" in said
    assert "in search" in said


def test_no_address_writes_a_line_of_the_log(own_client: TestClient, lines: io.StringIO) -> None:
    install_logs("access", lines)
    own_client.get("/v1/x%0Aforged%1b[31m%0D%E2%80%A8line")
    assert lines.getvalue().count("\n") == len(lines.getvalue().splitlines()) == 1
    assert "forged" in lines.getvalue()


def test_faults_are_json_too(lines: io.StringIO) -> None:
    """A fault's whole trace is in one line."""
    install_logs("json", lines)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        log.exception("request %s failed", "x")
    (line,) = lines.getvalue().splitlines()
    assert "in test_faults_are_json_too" in json.loads(line)["fault"]


def test_the_log_is_a_setting() -> None:
    assert settings_from({"ONRECORD_LOG": "json"}).log == "json"
    with pytest.raises(InvalidInput, match="ONRECORD_LOG"):
        settings_from({"ONRECORD_LOG": "everything"})
