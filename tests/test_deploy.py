"""What is shipped to run the service says what the documents promise, and names what is there."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer.main
import yaml

from api.app import FORM_OVERHEAD
from api.cli import app
from api.settings import Settings, settings_from
from tests.hash_embedder import HashEmbedder
from tests.served import listening

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SETTING = re.compile(r"ONRECORD_[A-Z_]+")
INSTRUCTIONS = {
    "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK",
    "ENTRYPOINT", "CMD",
}  # fmt: skip


def test_the_image_runs_without_rights_and_network() -> None:
    """Not root, a health check, only the processor's torch, nothing fetched at run time."""
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001", last, re.M)
    assert "HEALTHCHECK" in last
    assert "HF_HUB_OFFLINE=1" in last
    assert "whl/cpu" in DOCKERFILE
    assert "pip install" not in last


def test_everything_but_torch_is_installed_with_its_hash() -> None:
    """What builds the wheel included; torch's build depends on the machine, and has none on PyPI."""
    for name in ("Dockerfile", "docs/administration.md"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        fetching = re.findall(r"^.*?/pip (?:install|wheel) .*$", text.replace("&&", "\n"), re.M)
        assert len(fetching) >= 5
        for command in fetching:
            known = ("--require-hashes", "--no-index", "--no-build-isolation", "torch==")
            assert any(word in command for word in known), (name, command)


def test_no_command_told_needs_what_pip_refuses() -> None:
    """Pins with hashes beside a folder, which has none; or a package of our name, which no index has."""
    told = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "index").rglob("*.py")]
    for path in (*told, *(ROOT / "api").rglob("*.py"), *(ROOT / "rag").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"pip install (?:-c constraints|'?on-record)", text), path


def test_what_builds_the_wheel_is_pinned_as_elsewhere() -> None:
    """To the same versions and files, and all of it: nothing is fetched beside them."""
    pin = re.compile(r"^(\S+)==(\S+)(?: \\\n    --hash=\S+)+", re.M)

    def pins(name: str) -> dict[str, str]:
        return {found[1]: found[0] for found in pin.finditer((ROOT / name).read_text(encoding="utf-8"))}

    build, others = pins("constraints-build.txt"), pins("constraints.txt") | pins("constraints-dev.txt")
    assert build
    assert all(others[name] == files for name, files in build.items())
    needed = {
        re.split(r"[ <>=;\[]", line)[0]
        for line in requires("hatchling") or ()
        if "python_version" not in line
    }
    assert needed < set(build)


def test_the_commands_of_the_image_can_be_run() -> None:
    """Every instruction is one, every command is shell, and what it names was copied or is in the package."""
    steps = [step.split(maxsplit=1) for step in unfolded(DOCKERFILE)]
    assert {name for name, _ in steps} <= INSTRUCTIONS
    copied = " ".join(rest for name, rest in steps if name == "COPY")
    commands = [rest for name, rest in steps if name == "RUN"]
    assert len(commands) == 2
    for command in commands:
        subprocess.run(["sh", "-n", "-c", command], check=True)
        assert {Path(word).name for word in re.findall(r"\S+\.txt\b", command)} <= set(copied.split())
        assert all(find_spec(module) for module in re.findall(r"python -m ([\w.]+)", command))
    (chosen,) = re.findall(r"\$\((sed .*?)\)\"", commands[0])
    torch = subprocess.run(["sh", "-c", chosen], cwd=ROOT, check=True, capture_output=True, text=True)
    assert re.fullmatch(r"torch==[\d.]+\n", torch.stdout)


def unfolded(text: str) -> list[str]:
    """The lines of a Dockerfile, without comments, each with those that continue it."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def test_the_user_of_the_image_is_the_one_its_files_belong_to() -> None:
    """By numbers, which are all that is left of them where another machine's volume is mounted."""
    assert re.search(r"groupadd .*--gid 10001 onrecord", DOCKERFILE)
    assert re.search(r"useradd .*--uid 10001 --gid 10001 ", DOCKERFILE)


def test_the_health_check_asks_the_service(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no proxy of the environment, which container engines pass on; it fails where nothing listens."""
    (check,) = re.findall(r"^    CMD (\[.+\])$", DOCKERFILE, re.M)
    program, *words = json.loads(check)
    assert program == "python"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with listening(indexed, embedder) as address:
        httpx.get(f"{address}/v1/health", timeout=60, trust_env=False)  # it may still be starting
        command = [sys.executable, *(word.replace("8080", address.rpartition(":")[2]) for word in words)]
        assert subprocess.run(command, check=False).returncode == 0
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


def test_what_stands_before_a_service_takes_the_largest_upload() -> None:
    """With the form around it."""
    largest = Settings().max_upload + FORM_OVERHEAD
    for name in ("compose.shared.yaml", "docs/administration.md"):
        (told,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / name).read_text(encoding="utf-8"))
        assert int(told) * 2**20 >= largest


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
    assert service["init"] is True  # or a first process that has no handler yet cannot be ended
    assert service["ports"] == ["127.0.0.1:8080:8080"]
    assert ":?" in service["environment"]["ONRECORD_API_KEY"]


@pytest.mark.parametrize("name", ["onrecord.service", "onrecord-worker@.service"])
def test_the_unit_is_one(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "docs" / name)
    assert unit["Service"]["DynamicUser"] == "yes"
    assert unit["Service"]["UMask"] == "0077"
    assert unit["Service"]["ProtectSystem"] == "strict"


def test_shared_compose_takes_the_same_rights_away() -> None:
    """From services and workers alike; two services behind one proxy, which alone is reached from outside."""
    services = yaml.safe_load((ROOT / "compose.shared.yaml").read_text(encoding="utf-8"))["services"]
    for name in ("api", "worker"):
        assert services[name]["read_only"] is True
        assert services[name]["init"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["user"].startswith("10001:")
        assert ":?" in services[name]["environment"]["ONRECORD_API_KEY"]
        assert services[name]["deploy"]["replicas"] == 2
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    pinned = next(line for line in (ROOT / "constraints.txt").read_text().splitlines() if "chromadb=" in line)
    assert services["chroma"]["image"] == f"chromadb/chroma:{pinned.partition('==')[2].split()[0]}"


SHIPPED = (
    "Dockerfile", "compose.yaml", "compose.shared.yaml",
    "docs/onrecord.service", "docs/onrecord-worker@.service",
)  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_settings_named_are_settings(name: str) -> None:
    """The program takes what is set there."""
    known = set(SETTING.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(SETTING.findall(text)) <= known
    values = dict(re.findall(r"(ONRECORD_[A-Z_]+)[=:] ?([\w/.]+)", text))
    settings_from(values)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_started_is_a_command(name: str) -> None:
    """With options that it has: `onrecord COMMAND` in units, what follows the entry point elsewhere."""
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    started = started_by(name)
    assert started
    for command, *rest in started:
        known = {option for one in commands[command].params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= known


def started_by(name: str) -> list[list[str]]:
    """The words after `onrecord`; a service of compose that names no command starts what the image does."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.startswith("compose"):
        services = yaml.safe_load(text)["services"].values()
        ours = [service for service in services if service["image"] == "onrecord"]
        return [service.get("command") or started_by("Dockerfile")[0] for service in ours]
    image, unit = (
        re.findall(r"^CMD (\[.+\])$", text, re.M),
        re.findall(r"^ExecStart=\S+/onrecord (.+)$", text, re.M),
    )
    return [json.loads(found) for found in image] + [found.split() for found in unit]


@pytest.mark.parametrize("name", ["compose.yaml", "compose.shared.yaml"])
def test_what_compose_names_is_there(name: str) -> None:
    """Services waited for, volumes and texts of configuration; and every service has an image."""
    told = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    services = told["services"]
    for service in services.values():
        assert service["image"]
        assert set(service.get("depends_on", ())) <= set(services)
        assert {config["source"] for config in service.get("configs", ())} <= set(told.get("configs", ()))
        mounted = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert {volume for volume in mounted if volume[0] not in "./~"} <= set(told.get("volumes", ()))
