"""What the command line prints for people: answers, coverage, timelines, facets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from index.text.steering import without_steering
from tests.command_line import Run, kazakhstan


def test_people_read_text(run: Run, indexed: Settings) -> None:
    """Answers, hits, statements and status as a person reads them."""
    place = ("--data-dir", indexed.data_dir)
    id = kazakhstan(run, indexed.data_dir)
    shown = run("show", id, *place).stdout
    assert "Mr. Umarov (Kazakhstan)" in shown
    assert "\n6.   Fourthly, the protection of civilians mandates" in shown
    assert "Points:" in shown
    assert "[1]" in run("ask", "Which delegations mentioned civilians?", *place).stdout
    assert "1. " in run("search", "hospitals", *place).stdout
    assert "Verbatim" in run("check-quote", "actively use innovative practical tools", *place).stdout
    assert "statements" in run("status", *place).stdout


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", "a\u202eb", "\x9b2J", "tag\U000e0041", "bell\x07"])
def test_nothing_from_a_record_steers_the_terminal(text: str) -> None:
    assert not set(without_steering(text)) & {"\x1b", "\u202e", "\x9b", "\U000e0041", "\x07"}


def test_coverage_is_printed_or_written_as_a_picture(
    run: Run, client: TestClient, indexed: Settings, tmp_path: Path
) -> None:
    """The table, the HTTP body, the picture of the service; another ending is refused."""
    place = ("--data-dir", indexed.data_dir)
    assert "Kazakhstan" in run("coverage", *place).stdout
    printed = run("coverage", "--by", "meeting", "--json", *place).stdout
    assert printed.strip() == client.get("/v1/coverage", params={"by": "meeting"}).text
    assert run("coverage", "--svg", tmp_path / "map.svg", *place).exit_code == 0
    assert (tmp_path / "map.svg").read_bytes() == client.get("/v1/coverage?format=svg").content
    refused = run("coverage", "--svg", tmp_path / "map.png", *place)
    assert (refused.exit_code, "end it in .svg" in refused.stderr) == (1, True)
    assert run("coverage", "--by", "speaker", *place).exit_code == 1


def test_timeline_is_printed_or_written_as_a_picture(
    run: Run, client: TestClient, indexed: Settings, tmp_path: Path
) -> None:
    """A line a period and the sentences, the HTTP body, the picture of the service."""
    place = ("--data-dir", indexed.data_dir)
    printed = run("timeline", "civilians", *place).stdout
    found = client.get("/v1/timeline", params={"issue": "civilians"}).json()
    for one in found["periods"]:
        assert f"{one['statements']} of {one['searched']}" in printed
    assert all(f"[{one['number']}]" in printed for one in found["citations"])
    body = json.loads(run("timeline", "civilians", "--json", *place).stdout)
    assert {**body, "took_ms": 0} == {**found, "took_ms": 0}
    assert run("timeline", "civilians", "--svg", tmp_path / "time.svg", *place).exit_code == 0
    picture = client.get("/v1/timeline", params={"issue": "civilians", "format": "svg"}).content
    assert (tmp_path / "time.svg").read_bytes() == picture
    assert "No statement holds these words" in run("timeline", "whaling quotas", *place).stdout
    assert run("timeline", "civilians", "--by", "decade", *place).exit_code == 1


def test_facets_are_printed_under_the_hits(run: Run, indexed: Settings) -> None:
    printed = run("search", "medical care", "--facets", "--data-dir", indexed.data_dir).stdout
    assert "Holding the words (medical care): " in printed
    assert "  years: " in printed
