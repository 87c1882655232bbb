"""What the compose files and units tell each part is what the other parts and the program do."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import signal
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer.main
import yaml

from api.cli import app
from api.serve import CLOSING_SECONDS, GRACE_SECONDS, LAST_SECONDS
from api.settings import Settings, settings_from
from tests.openapi_snapshot import interface

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FILES = ("compose.yaml", "compose.shared.yaml")
GIVEN = {
    "ONRECORD_API_KEY": "key",
    "POSTGRES_PASSWORD": "word7",
    "ONRECORD_ALLOWED_HOSTS": "record.example.org",
}
CHROMA_PORT = 8000
"""What its image listens on."""
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[?-][^}]*)?\}")
ENDED = GRACE_SECONDS + CLOSING_SECONDS + LAST_SECONDS


def compose(name: str) -> dict[str, Any]:
    """The file as the engine reads it, with what is given put in."""
    text = (ROOT / name).read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(VARIABLE.sub(lambda found: GIVEN[found[1]], text))
    return told


def image(instruction: str) -> str:
    """What the last stage of the Dockerfile says of this."""
    return re.findall(rf"^{instruction} (.+)$", DOCKERFILE, re.M)[-1]


def image_variable(name: str) -> str:
    (value,) = re.findall(rf"\b{name}=(\S+)", DOCKERFILE)
    return value


def proxy() -> str:
    """The proxy's settings, as its image makes them of the template."""
    content = compose("compose.shared.yaml")["configs"]["proxy"]["content"]
    return Template(content).safe_substitute().replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.11")


@pytest.mark.parametrize("name", FILES)
def test_what_must_be_given_is_told_at_the_top(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    top = text.partition("services:")[0]
    needed = {variable for variable, how in VARIABLE.findall(text) if how.startswith(":?")}
    assert needed == {word for word in GIVEN if word in top.partition("x-onrecord")[0]}


@pytest.mark.parametrize("name", FILES)
def test_the_settings_are_read_as_they_are_meant(name: str) -> None:
    """Each service of ours, by the program's own reading."""
    for service in compose(name)["services"].values():
        if service["image"] == "onrecord":
            settings = settings_from(
                {"ONRECORD_DATA_DIR": image_variable("ONRECORD_DATA_DIR")} | service["environment"]
            )
            assert settings.api_keys == ("key",)
            assert "record.example.org" in settings.allowed_hosts
            assert settings.log == "json"
            assert str(settings.data_dir) == "/data"


def test_services_reach_the_servers_by_their_names() -> None:
    """With the user, password and database that PostgreSQL is laid with, and the port Chroma listens on."""
    services = compose("compose.shared.yaml")["services"]
    laid = services["postgres"]["environment"]
    for name in ("api", "worker"):
        settings = settings_from(services[name]["environment"])
        database, chroma = urlsplit(settings.database_url or ""), urlsplit(settings.chroma_url or "")
        assert (database.hostname, database.path[1:]) == ("postgres", laid["POSTGRES_DB"])
        assert (database.username, database.password) == (laid["POSTGRES_USER"], laid["POSTGRES_PASSWORD"])
        assert (chroma.hostname, chroma.port) == ("chroma", CHROMA_PORT)
        assert {"postgres", "chroma"} <= set(services)
    assert f"-U {laid['POSTGRES_USER']}" in services["postgres"]["healthcheck"]["test"][1]


def test_one_port_runs_through_all() -> None:
    """What the image listens on, tells and is asked on; what compose publishes; what the proxy turns to."""
    words = json.loads(image("CMD"))
    port = words[words.index("--port") + 1]
    (checked,) = re.findall(r"HTTPConnection\('127\.0\.0\.1', (\d+),", DOCKERFILE)
    assert image("EXPOSE") == checked == port
    for name in FILES:
        (published,) = (s["ports"] for s in compose(name)["services"].values() if "ports" in s)
        assert published == [f"127.0.0.1:{port}:{port}"]
    assert re.findall(r"listen (\d+);", proxy()) == [port]
    assert re.findall(r"server (\w+):(\d+) ", proxy()) == [("api", port)]


def test_the_proxy_waits_for_what_the_service_may_take() -> None:
    """Longer than a deadline; paths it names are paths there are; and each variable in it is nginx's own."""
    (wait,) = re.findall(r"proxy_read_timeout (\d+)s;", proxy())
    assert int(wait) > Settings().deadline
    paths = {"/metrics", *json.loads(interface())["paths"]}
    assert set(re.findall(r"location = (\S+)", proxy())) <= paths
    assert set(re.findall(r"request\('GET', '([^']+)'\)", DOCKERFILE)) <= paths
    known = {"http_host", "remote_addr", "request_id"}
    assert set(re.findall(r"\$\{?(\w+)", proxy())) == known


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_has_a_place_to_be_written_to(name: str) -> None:
    """The root is only read: /tmp is in memory, the data directory a volume or in memory for the user."""
    told = compose(name)
    for service in told["services"].values():
        if service["image"] == "onrecord":
            places = dict(one.partition(":")[::2] for one in service["tmpfs"])
            volumes = dict(one.split(":")[1::-1] for one in service.get("volumes", ()))
            assert places["/tmp"] == "mode=1777"
            data = image_variable("ONRECORD_DATA_DIR")
            owner, group = service["user"].split(":")
            assert data in volumes or f"uid={owner},gid={group}," in places[data]


def test_nothing_is_ended_before_it_has_ended_itself() -> None:
    """By compose or by systemd."""
    for name in FILES:
        for service in compose(name)["services"].values():
            if service["image"] == "onrecord":
                assert int(service["stop_grace_period"][:-1]) > ENDED
    for name in ("onrecord.service", "onrecord-worker@.service"):
        assert int(unit(name)["TimeoutStopSec"]) > ENDED


@pytest.mark.parametrize("name", ["onrecord.service", "onrecord-worker@.service"])
def test_a_unit_keeps_its_data_where_systemd_lets_it(name: str) -> None:
    """In its state directory, which is all that it may write to."""
    (data,) = re.findall(r"ONRECORD_DATA_DIR=(\S+)", unit(name)["Environment"])
    assert data == f"/var/lib/{unit(name)['StateDirectory']}"
    assert unit(name)["ExecStart"].startswith("/opt/onrecord/bin/onrecord ")


@pytest.mark.parametrize("name", ["onrecord.service", "onrecord-worker@.service"])
def test_who_was_stopped_has_not_failed(name: str) -> None:
    """A worker, and a service that had to be ended, tell the signal as a shell does, which systemd has to be
    told of."""
    assert unit(name)["SuccessExitStatus"] == str(128 + signal.SIGTERM)


def unit(name: str) -> configparser.SectionProxy:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(ROOT / "docs" / name)
    return read["Service"]


def test_the_command_that_queues_is_one() -> None:
    """As the page on scaling has it: of a service of the file, a command with options that it has."""
    text = " ".join((ROOT / "docs" / "scaling.md").read_text(encoding="utf-8").split())
    (told,) = re.findall(r"`docker compose -f (compose\.shared\.yaml run [^`]+)`", text)
    name, _, *words = shlex.split(told)
    service = next(word for word in words if word in compose(name)["services"])
    mounted, (command, *rest) = words[: words.index(service)], words[words.index(service) + 1 :]
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    known = {option for one in commands[command].params for option in one.opts}
    assert {word for word in rest if word.startswith("--")} <= known
    assert any(f":{rest[-1]}:" in word for word in mounted)
