"""Two `onrecord add` on one folder, each a process: the second waits its turn, and whichever is killed, what
was acknowledged is whole and nothing is there twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from signal import SIGKILL

import pytest

from index.process.faults import EXIT_CODE, VARIABLE
from index.store.schema import DATABASE
from tests.drafts import open_store
from tests.hash_embedder import HashEmbedder
from tests.pausing import HOUSE, pausing, wait_until
from tests.wholeness import check_whole

pytestmark = [pytest.mark.crash, pytest.mark.timeout(400)]
EACH = 12
SECONDS = 150
"""How long an adder may take where others keep the machine busy."""
ADDER = """
import os
import sys
import pytest
from api.cli import app
from index.ingest import run
from tests.command_line import runner
from tests.hash_embedder import HashEmbedder
run.BATCH = 4
end_at = os.environ.get("ONRECORD_FAULT", "")
with pytest.MonkeyPatch.context() as patch:
    runner(patch, HashEmbedder())
    os.environ["ONRECORD_FAULT"] = end_at
    app(sys.argv[1:])
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def adder(tmp_path: Path) -> Iterator[Start]:
    """Starts `onrecord add` with the small embedder over some records; none outlives the test."""
    begun: list[subprocess.Popen[str]] = []

    def start(*typed: object, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-c", ADDER, "add", *map(str, typed), "--data-dir", str(tmp_path / "index")],
                cwd=HOUSE, env=os.environ | (environment or {}), stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        with process:
            pass


def records(folder: Path) -> list[Path]:
    """Three folders of records; the third is given to both adders."""
    for name in "abc":
        (folder / name).mkdir()
        for number in range(EACH):
            said = f"We welcome report {name}{number}. We thank nobody."
            (folder / name / f"{number}.txt").write_text(f"Mr. Umarov (Kazakhstan): {said}\n")
    return [folder / name for name in "abc"]


def held(folder: Path) -> list[str]:
    """The last word of what each statement begins with, after checking that all of them are whole."""
    with closing(open_store(folder / "index" / DATABASE, HashEmbedder())) as store:
        return sorted(text.split(".")[0].split()[-1] for text in check_whole(store).values())


def everything() -> list[str]:
    return sorted(f"{name}{number}" for name in "abc" for number in range(EACH))


def test_a_second_adder_waits_says_so_once_and_does_its_own(tmp_path: Path, adder: Start) -> None:
    """What both were given is added by the first and found unchanged by the second."""
    a, b, c = records(tmp_path)
    first = adder(a, c, environment=pausing(tmp_path, "store.half_written:3"))
    paused = tmp_path / "paused"
    wait_until(paused.exists, first)
    second = adder(b, c)
    assert second.stderr is not None
    line = second.stderr.readline()
    assert line == (
        f"The index in {tmp_path / 'index'} is in use by another process (pid {first.pid}); "
        "waiting for it to end.\n"
    )
    assert second.poll() is None
    paused.unlink()
    (told, _), (after, rest) = first.communicate(timeout=SECONDS), second.communicate(timeout=SECONDS)
    assert (first.returncode, second.returncode, rest) == (0, 0, "")
    assert f"{2 * EACH} added" in told
    assert f"{EACH} added" in after
    assert f"{EACH} unchanged" in after
    assert held(tmp_path) == everything()


@pytest.mark.parametrize("seconds", [0, 0.5])
def test_patience_ends_in_one_sentence(tmp_path: Path, adder: Start, seconds: float) -> None:
    """Nothing was read; the first goes on as if nobody had asked."""
    a, b, _ = records(tmp_path)
    first = adder(a, environment=pausing(tmp_path, "store.half_written"))
    wait_until((tmp_path / "paused").exists, first)
    second = adder(b, "--wait", seconds)
    told, why = second.communicate(timeout=SECONDS)
    (tmp_path / "paused").unlink()
    first.communicate(timeout=SECONDS)
    assert (second.returncode, told, first.returncode) == (1, "", 0)
    lines = why.splitlines()
    assert lines[-1].endswith(f"(pid {first.pid}); wait for it to end, or stop it.")
    assert len(lines) == (2 if seconds else 1)
    assert held(tmp_path) == sorted(f"a{number}" for number in range(EACH))


@pytest.mark.parametrize(("number", "code"), [("TERM", 143), ("INT", 130)])
def test_whoever_waits_is_stopped_at_once(tmp_path: Path, adder: Start, number: str, code: int) -> None:
    a, b, _ = records(tmp_path)
    first = adder(a, environment=pausing(tmp_path, "store.half_written"))
    wait_until((tmp_path / "paused").exists, first)
    second = adder(b)
    assert second.stderr is not None
    assert "waiting" in second.stderr.readline()
    subprocess.run(["kill", f"-{number}", str(second.pid)], check=True)
    _, why = second.communicate(timeout=SECONDS)
    (tmp_path / "paused").unlink()
    first.communicate(timeout=SECONDS)
    assert (second.returncode, "adding again goes on" in why) == (code, True)


@pytest.mark.parametrize("point", ["build.before_embed", "store.half_written:5", "store.after_commit:7"])
def test_the_first_dies_and_the_second_goes_on_at_once(tmp_path: Path, adder: Start, point: str) -> None:
    """Nobody has to be told or to clean up; the first, started again, adds what it had not."""
    a, b, c = records(tmp_path)
    first = adder(a, c, environment={VARIABLE: point})
    second = adder(b, c)
    second.communicate(timeout=SECONDS)
    first.communicate(timeout=SECONDS)
    assert (first.returncode, second.returncode) == (EXIT_CODE, 0)
    again = adder(a, c)
    again.communicate(timeout=SECONDS)
    assert (again.returncode, held(tmp_path)) == (0, everything())


def test_killed_at_random_moments(tmp_path: Path, adder: Start) -> None:
    """kill -9 of one of two that run at once, over and over on one index; the seed is printed on failure."""
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    a, b, c = records(tmp_path)
    for _ in range(4):
        both = [adder(a, c), adder(b, c)]
        struck = both.pop(chance.randrange(2))
        try:
            struck.wait(timeout=chance.uniform(1.0, 4.0))
        except subprocess.TimeoutExpired:
            struck.kill()
        struck.communicate(timeout=SECONDS)
        both[0].communicate(timeout=SECONDS)
        assert (struck.returncode in (0, -SIGKILL), both[0].returncode) == (True, 0)
        there = held(tmp_path)
        assert len(set(there)) == len(there)
        assert set(there) >= {f"c{number}" for number in range(EACH)}
        change(tmp_path, chance)
    for some in ((a, c), (b, c)):
        assert adder(*some).wait(timeout=SECONDS) == 0
    assert held(tmp_path) == everything()


def change(folder: Path, chance: random.Random) -> None:
    """Says something else in some of the records, so that the next round has something to do."""
    for name in "abc":
        for number in chance.sample(range(EACH), 6):
            said = f"We welcome report {name}{number}. We thank {chance.randrange(10**6)} of you."
            (folder / name / f"{number}.txt").write_text(f"Mr. Umarov (Kazakhstan): {said}\n")
