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
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import build
from index.build import Builder, Progress
from index.faults import EXIT_CODE, VARIABLE
from index.model import Filters
from index.segment import embedded_text, statement_id
from index.store import RecordStore
from index.terms import content_terms
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder

pytestmark = pytest.mark.crash
ROOT = Path(__file__).parent.parent
COUNT = 40
Kill = tuple[signal.Signals, float]
"""What to send, and how many seconds after the store is open."""
POINTS = (
    "build.before_embed", "build.after_embed", "store.half_written", "store.before_commit",
    "store.after_commit", "store.before_remove",
)  # fmt: skip


def text_of(number: int, version: int) -> str:
    return f"Item {number} as of round {version}. We thank nobody. " * (1 + (number + version) % 4)


def id_of(number: int) -> str:
    return statement_id("council", f"{number}.txt", "")


def removed_in(version: int) -> list[str]:
    return [id_of(number) for number in range(COUNT) if number % 5 == version % 5]


def child(folder: Path, version: int) -> None:
    """What the killed process does: removes some statements, then adds all in the round's version."""
    build.BATCH = 12
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    embedder = HashEmbedder()
    store = open_store(folder, embedder)
    print("open", flush=True)
    store.remove(removed_in(version))
    print("removed", flush=True)

    def tell(at: Progress) -> None:
        if at.acknowledged:
            print(at.acknowledged, flush=True)

    files = (a_file(f"{number}.txt", a_draft(text_of(number, version))) for number in range(COUNT))
    report = Builder(store, embedder, stop.is_set).add(files, "council", tell)
    store.close()
    assert not report.skipped, report.skipped[0]
    sys.exit(143 if report.stopped else 0)


def run_child(folder: Path, version: int, fault: str, kill: Kill | None) -> list[str]:
    """The lines the child printed before it ended."""
    call = f"from tests.test_crash_add import child, Path; child(Path({str(folder)!r}), {version})"
    process = subprocess.Popen(
        [sys.executable, "-c", call], cwd=ROOT, env=os.environ | {VARIABLE: fault}, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout as out:
        assert out.readline() == "open\n"
        if kill is not None:
            time.sleep(kill[1])
            process.send_signal(kill[0])
        lines = [line.strip() for line in out if line.endswith("\n")]
    code = process.wait(timeout=60)
    if fault:
        assert code in (EXIT_CODE, 0)
    elif kill is not None:
        assert code in (-kill[0], 143, 0)
    else:
        assert code == 0
    return lines


def check_whole(store: RecordStore) -> dict[str, str]:
    """Every statement's text, after checking that each is whole and that nothing else is there."""
    assert store._query("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store._query("PRAGMA foreign_key_check").fetchall() == []
    ids = [ref.id for ref in store.list_refs(Filters(), limit=10_000).items]
    rows = store.live_rows().tolist()
    owned = store.passages(rows)
    vectors, codes, postings = store.vectors(rows), store.token_codes(rows), store.postings_after(0)
    assert sorted(owned) == sorted(vectors) == sorted(codes) == rows
    assert postings.passages == len(rows)
    statements = {id: store.statement(id) for id in ids}
    embedder, used = HashEmbedder(), Counter[str]()
    for passage in owned.values():
        statement = statements[passage.statement]
        (made,) = embedder.embed_passages([embedded_text(statement, passage.passage)])
        assert np.array_equal(vectors[passage.row], made.vector)
        assert np.array_equal(codes[passage.row], made.tokens)
        used.update(set(content_terms(passage.passage.span.of(statement.text))))
    assert dict(store._query("SELECT term, passages FROM terms")) == used
    assert sum(len(s.passages) for s in statements.values()) == len(rows)
    return {id: statement.text for id, statement in statements.items()}


def a_round(folder: Path, version: int, fault: str = "", kill: Kill | None = None) -> int:
    """One killed run and what must hold after it; how many statements it acknowledged."""
    with closing(open_store(folder, HashEmbedder())) as store:
        before = check_whole(store)
    lines = run_child(folder, version, fault, kill)
    with closing(open_store(folder, HashEmbedder())) as store:
        after = check_whole(store)
    for number in range(COUNT):
        id, new = id_of(number), text_of(number, version)
        allowed = {new} if id in lines else {new, before.get(id)}
        if id in removed_in(version) and id not in lines:
            allowed = {new, None} if "removed" in lines else allowed | {None}
        assert after.get(id) in allowed
    assert set(after) <= {id_of(number) for number in range(COUNT)}
    return sum(line != "removed" for line in lines)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """kill -9 and SIGTERM, ten rounds on one store; the seed is printed on failure."""
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    told = 0
    for version in range(10):
        kill = (signal.SIGKILL if version % 3 else signal.SIGTERM, chance.uniform(0.0, 0.6))
        told += a_round(tmp_path, version, kill=kill)
    assert told > 0


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_every_step(tmp_path: Path, point: str) -> None:
    """First with an empty store, then over a full one, early and late in the run."""
    a_round(tmp_path, 0, fault=f"{point}:1")
    a_round(tmp_path, 1)
    for version, passing in ((2, 3), (3, 25)):
        a_round(tmp_path, version, fault=f"{point}:{passing}")
    assert a_round(tmp_path, 4) == COUNT
