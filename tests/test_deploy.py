"""What is shipped to run the service says what the documents promise, and names what is there."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

from api.settings import settings_from

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SETTING = re.compile(r"ONRECORD_[A-Z_]+")


def test_the_image_runs_without_rights_and_network() -> None:
    """Not root, a health check, only the processor's torch, nothing fetched at run time."""
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001", last, re.M)
    assert "HEALTHCHECK" in last
    assert "HF_HUB_OFFLINE=1" in last
    assert "whl/cpu" in DOCKERFILE
    assert "pip install" not in last


def test_the_image_is_given_what_it_copies() -> None:
    """What `.dockerignore` lets through is what is copied, and is there."""
    copied = {
        name for line in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.M) for name in line.split()[:-1]
    }
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_compose_takes_every_right_away() -> None:
    """A root that is only read, no capability, a key, and the longest end allowed for."""
    (service,) = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].startswith("10001:")
    assert service["ports"] == ["127.0.0.1:8080:8080"]
    assert ":?" in service["environment"]["ONRECORD_API_KEY"]


def test_the_unit_is_one() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "docs" / "onrecord.service")
    assert unit["Service"]["DynamicUser"] == "yes"
    assert unit["Service"]["UMask"] == "0077"
    assert unit["Service"]["ProtectSystem"] == "strict"


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "docs/onrecord.service"])
def test_settings_named_are_settings(name: str) -> None:
    """The program takes what is set there."""
    known = set(SETTING.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(SETTING.findall(text)) <= known
    values = dict(re.findall(r"(ONRECORD_[A-Z_]+)[=:] ?([\w/.]+)", text))
    settings_from(values)
