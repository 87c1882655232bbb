"""An adding process killed at any moment: what it acknowledged is whole, and nothing is half there.

One store goes through all rounds, so that damage of one round would show in the next. Between rounds the
whole store is checked: texts, passages, vectors, tokens, postings, terms and SQLite's own integrity.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

import pytest

from index.ids import statement_id
from index.ingest import run
from index.ingest.build import Builder
from index.ingest.report import Progress
from index.process.faults import EXIT_CODE, VARIABLE
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.pausing import HOUSE, pausing, wait_until
from tests.wholeness import check_whole

pytestmark = [pytest.mark.crash, pytest.mark.timeout(120)]
COUNT = 40
ALL = 4 + COUNT
PASSINGS = {
    "build.before_embed": (2, 4), "build.after_embed": (2, 4), "store.half_written": (3, 25),
    "store.before_commit": (3, 25), "store.after_commit": (3, 25), "store.before_remove": (2, 4),
}  # fmt: skip
"""Early and late in a run over a full store: embedding goes by 12, storing by one, removing by two."""


@dataclass(frozen=True, slots=True)
class End:
    """How a child ends: at "point:n", by itself or a signal; by a signal after seconds; or when done."""

    point: str = ""
    sent: Signals | None = None
    after: float = 0.0

    def environment(self, folder: Path) -> dict[str, str]:
        if self.sent and self.point:
            return pausing(folder, self.point)
        return {VARIABLE: self.point}

    @property
    def codes(self) -> tuple[int, ...]:
        """How the process may then exit; SIGTERM has it end the step and say so, unless it is over."""
        if self.sent is None:
            return (EXIT_CODE,) if self.point else (0,)
        ended = 143 if self.sent is SIGTERM else -self.sent
        return (ended,) if self.point else (ended, 0, -self.sent)


DONE = End()


def text_of(number: int, version: int) -> str:
    return f"Item {number} as of round {version}. We thank nobody. " * (1 + (number + version) % 4)


def id_of(number: int) -> str:
    return statement_id("council", f"{number}.txt", "")


def pairs_removed_in(version: int) -> list[list[str]]:
    ids = [id_of(number) for number in range(COUNT) if number % 5 == version % 5]
    return [ids[at : at + 2] for at in range(0, len(ids), 2)]


def child(folder: Path, version: int) -> None:
    """What the killed process does: removes some statements, then adds all in the round's version."""
    run.BATCH = 12
    stop = threading.Event()
    signal.signal(SIGTERM, lambda *_: stop.set())
    embedder = HashEmbedder()
    store = open_store(folder, embedder)
    print("open", flush=True)
    for pair in pairs_removed_in(version):
        store.remove(pair)
        print("removed", *pair, flush=True)

    def tell(at: Progress) -> None:
        if at.acknowledged:
            print(at.acknowledged, flush=True)

    files = (a_file(f"{number}.txt", a_draft(text_of(number, version))) for number in range(COUNT))
    report = Builder(store, embedder, stop.is_set).add(files, "council", tell)
    store.close()
    assert not report.skipped, report.skipped[0]
    sys.exit(143 if report.stopped else 0)


def run_child(folder: Path, version: int, end: End) -> list[str]:
    """The lines the child printed before it ended."""
    call = f"from tests.test_crash_add import child, Path; child(Path({str(folder)!r}), {version})"
    with subprocess.Popen(
        [sys.executable, "-c", call], cwd=HOUSE, env=os.environ | end.environment(folder),
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            if end.sent is not None:
                strike(process, end.sent, end, folder / "paused")
            lines = [line.strip() for line in process.stdout if line.endswith("\n")]
            assert process.wait(timeout=60) in end.codes, end
        finally:
            process.kill()
    return lines


def strike(process: subprocess.Popen[str], sent: Signals, end: End, paused: Path) -> None:
    """Sends the signal: at the point, where the child says it is, or after a while."""
    if end.point:
        wait_until(paused.exists, process)
        assert paused.exists(), f"never came to {end.point}"
    else:
        time.sleep(end.after)
    process.send_signal(sent)
    if end.point:
        paused.unlink()


def changes(before: dict[str, str], version: int) -> Iterator[tuple[str, dict[str, str]]]:
    """What a run tells of each change in turn, and every statement's text from then on."""
    held = dict(before)
    for pair in pairs_removed_in(version):
        held = {id: text for id, text in held.items() if id not in pair}
        yield f"removed {' '.join(pair)}", held
    for number in range(COUNT):
        held = held | {id_of(number): text_of(number, version)}
        yield id_of(number), held


def a_round(folder: Path, version: int, end: End = DONE) -> int:
    """One killed run: what it told of is done, at most the one next change beside; how many it told of."""
    with closing(open_store(folder, HashEmbedder())) as store:
        before = check_whole(store)
    told = run_child(folder, version, end)
    with closing(open_store(folder, HashEmbedder())) as store:
        after = check_whole(store)
    lines, states = zip(*changes(before, version), strict=True)
    assert tuple(told) == lines[: len(told)]
    assert after in [before, *states][len(told) : len(told) + 2]
    return len(told)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """kill -9 and SIGTERM, ten rounds on one store; the seed is printed on failure."""
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    done = 0
    for version in range(10):
        sent = SIGKILL if version % 3 else SIGTERM
        done += a_round(tmp_path, version, End(sent=sent, after=chance.uniform(0.0, 0.4)))
    assert done > 0


@pytest.mark.parametrize("point", PASSINGS)
def test_killed_at_every_step(tmp_path: Path, point: str) -> None:
    """Over an empty store, then a full one, early and late; SIGTERM at last, which ends the step first."""
    a_round(tmp_path, 0, End(f"{point}:1"))
    assert a_round(tmp_path, 1) == ALL
    early, late = (f"{point}:{passing}" for passing in PASSINGS[point])
    ends = [End(early), End(late), End(late, SIGKILL), End(early, SIGTERM)]
    for version, end in enumerate(ends, start=2):
        a_round(tmp_path, version, end)
    assert a_round(tmp_path, 6) == ALL
