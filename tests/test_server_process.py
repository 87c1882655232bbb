"""The installed program as a user runs it: real processes, the real model, the sample in seeds/."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from index.store.record_store import RecordStore
from tests.pausing import pausing, wait_until

ROOT = Path(__file__).parent.parent
QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
QUOTE = "We must also actively use innovative practical tools, including unarmed civilian protection."
SECONDS = 600
"""Enough for a busy machine; an idle one needs a tenth."""
SPEECHES = 70
"""More than is embedded in two goes."""
pytestmark = pytest.mark.model


def command(*typed: str | Path, data_dir: Path) -> list[str]:
    return [sys.executable, "-m", "api", *map(str, typed), "--data-dir", str(data_dir)]


def run(*typed: str | Path, data_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*typed, data_dir=data_dir),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service on a free port and the address it prints; killed if it is still there at the end."""
    typed = command("serve", "--port", "0", data_dir=data_dir)
    with subprocess.Popen(typed, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        try:
            yield address, process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def data_dir(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("process") / "data"
    added = run("add", sample, "--collection", "sample", data_dir=folder)
    assert added.returncode == 0, added.stderr
    assert "9 added" in added.stdout
    return folder


@pytest.fixture(scope="module")
def service(data_dir: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with serving(data_dir) as (address, process):
        yield address, process
        process.terminate()
        process.wait(30)


def test_question_is_answered_in_the_speakers_words(service: tuple[str, subprocess.Popen[str]]) -> None:
    """The answer cites Mr. Umarov, paragraph 6, with his exact words."""
    answer = httpx.post(f"{service[0]}/v1/ask", json={"question": QUESTION}, timeout=60).json()
    assert answer["answered"]
    cited = [c for c in answer["citations"] if QUOTE in c["quote"] or c["quote"] in QUOTE]
    assert cited[0]["statement"]["speaker"]["name"] == "Mr. Umarov"
    assert cited[0]["paragraphs"] == {"first": 6, "last": 6}


def test_terminal_and_service_give_the_same(
    service: tuple[str, subprocess.Popen[str]], data_dir: Path
) -> None:
    """Beside the service, over the service and over HTTP: one answer."""
    here = run("ask", QUESTION, "--json", data_dir=data_dir)
    there = run("ask", QUESTION, "--json", "--server", service[0], data_dir=data_dir)
    sent = httpx.post(f"{service[0]}/v1/ask", json={"question": QUESTION}, timeout=60).text
    assert there.stdout == sent + "\n"
    texts = [json.loads(text)["text"] for text in (here.stdout, there.stdout)]
    assert texts[0] == texts[1]


def test_second_writer_is_told_where_the_service_is(
    service: tuple[str, subprocess.Popen[str]], data_dir: Path, sample: Path
) -> None:
    offered, refused = f"use --server {service[0]}", f"serving {service[0]}); stop it first."
    for typed, said in ((("add", sample), offered), (("serve", "--port", "0"), refused)):
        done = run(*typed, data_dir=data_dir)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_service_becomes_ready(service: tuple[str, subprocess.Popen[str]]) -> None:
    """The vector index is published and checked in the background."""
    for _ in range(240):
        reply = httpx.get(f"{service[0]}/v1/ready", timeout=10)
        if reply.status_code == 200:
            break
        time.sleep(0.5)
    assert reply.json() == {"ready": True, "reasons": []}


def test_taken_port_is_one_clear_sentence(service: tuple[str, subprocess.Popen[str]], tmp_path: Path) -> None:
    done = run("serve", "--port", service[0].rpartition(":")[2], data_dir=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "0 for a free one" in done.stderr


def test_graceful_end_lets_the_index_go(sample: Path, tmp_path: Path) -> None:
    """SIGTERM ends a service within seconds; the next owner finds the index free and whole."""
    with serving(tmp_path / "new") as (_, process):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, 143, -signal.SIGTERM)
    assert run("add", next(sample.glob("*.txt")), data_dir=tmp_path / "new").returncode == 0


def test_terminated_addition_exits_143_and_goes_on(tmp_path: Path) -> None:
    """SIGTERM in the midst of adding: what was acknowledged is kept, and what was embedded by then; the next
    run adds the rest."""
    files, index = speeches(tmp_path / "files", SPEECHES), tmp_path / "index"
    environment = os.environ | pausing(tmp_path, "build.before_embed:3")
    with subprocess.Popen(
        command("add", files, "--json", data_dir=index), cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_until((tmp_path / "paused").exists, process, SECONDS)
        acknowledged = texts_in(index)
        process.send_signal(signal.SIGTERM)
        (tmp_path / "paused").unlink()
        said, told = process.communicate(timeout=SECONDS)
    assert process.returncode == 143
    assert "adding again goes on" in told
    kept = texts_in(index)
    assert 0 < len(acknowledged) <= len(kept) < SPEECHES
    assert acknowledged.items() <= kept.items()
    assert json.loads(said)["added"] == len(kept)
    report = json.loads(run("add", files, "--json", data_dir=index).stdout)
    assert (report["unchanged"], report["added"]) == (len(kept), SPEECHES - len(kept))
    assert kept.items() < texts_in(index).items()


def speeches(folder: Path, count: int) -> Path:
    """The first speeches of a debate and their table."""
    source = ROOT / "seeds" / "protection-of-civilians-2020"
    (folder / "speeches").mkdir(parents=True)
    for path in [source / "speaker.tsv", *sorted((source / "speeches").iterdir())[:count]]:
        shutil.copy(path, folder / path.relative_to(source))
    return folder


def texts_in(index: Path) -> dict[str, str]:
    """Every statement's text, where each has the passages it was acknowledged with."""
    path = index / "records.db"
    with closing(RecordStore.open(path, fingerprint=None, segmentation=None, create=False)) as store:
        statements = store.statements(store.content_marks())
    assert all(statement.passages for statement in statements.values())
    return {id: statement.text for id, statement in statements.items()}
