"""A disk that takes nothing: the service starts, answers, and says why it does not write.

On a real small file system, read-only or full, in a mount namespace of its own where the system allows it;
elsewhere under a limit on the size of files, where every write fails as on a full disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import Settings
from tests.network import python_path
from tests.test_full_disk import may_mount

ROOT = Path(__file__).parent.parent
SERVED = """
import json, os, resource, sys, threading
from pathlib import Path
import httpx, uvicorn
from api import wiring
from api.access import WRITE_HEADER
from api.app import create_app
from api.serve import address_of, bind
from api.settings import Settings
from index.errors import OnRecordError
from rag.reader.words import WordReader
from tests.hash_embedder import HashEmbedder
folder, limited = Path(sys.argv[1]), sys.argv[2] == "limited"
wiring.TrainedReader = WordReader
if limited:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
settings = Settings(data_dir=folder)
app = create_app(settings, lambda: wiring.serving(settings, HashEmbedder(), "http://127.0.0.1:1"))
server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
with bind("127.0.0.1", 0) as listening:
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    with httpx.Client(base_url=address_of(listening), headers={WRITE_HEADER: "1"}, timeout=120) as client:
        text = b"Mr. Umarov (Kazakhstan): We welcome the report.\\n"
        replies = {
            "asked": client.post("/v1/search", json={"query": "protection of civilians"}).json(),
            "ready": client.get("/v1/ready").json(),
            "status": client.get("/v1/status").json(),
        }
        added = client.post("/v1/statements", files={"file": ("a.txt", text)})
        replies["added"] = [added.status_code, added.json()]
    server.should_exit = True
    thread.join(60)
sys.stdout.write(json.dumps(replies))
"""
TYPED = """
import resource, sys
from api.cli import app
if sys.argv.pop(1) == "limited":
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
app()
"""
TWICE = "import subprocess, sys; [subprocess.run([sys.executable, '-c', *sys.argv[1:]]) for _ in range(2)]"
READ_ONLY = 'mount -t tmpfs -o size=8m tmpfs "$0" && cp -R "$1"/. "$0" && mount -o remount,ro "$0"'
FULL = 'mount -t tmpfs -o size=8m tmpfs "$0" && cp -R "$1"/. "$0"; cat /dev/zero > "$0"/ballast 2>/dev/null'


DISKS = pytest.mark.parametrize(("lay", "told"), [(READ_ONLY, "is read-only"), (FULL, "is full")])


def run_there(data_dir: Path, mount: Path, lay: str, *script: str) -> subprocess.CompletedProcess[str]:
    """The script over a copy of the index on such a disk; in the words, `$DISK` and `$KIND` are put in."""
    there, kind = mount / "disk", "mounted" if may_mount(mount) else "limited"
    at = str(there if kind == "mounted" else data_dir)
    words = [sys.executable, "-c", *(word.replace("$DISK", at).replace("$KIND", kind) for word in script)]
    if kind == "mounted":
        there.mkdir(exist_ok=True)
        laid = ["sh", "-c", lay + '; shift; exec "$@"', str(there), str(data_dir)]
        words = ["unshare", "--mount", "--map-root-user", *laid, *words]
    return subprocess.run(
        words, cwd=ROOT, env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "PYTHONPATH": python_path(ROOT)},
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip


@pytest.mark.crash
@DISKS
def test_a_service_on_a_disk_that_takes_nothing_reads(
    own_settings: Settings, tmp_path: Path, lay: str, told: str
) -> None:
    """It answers; `ready`, `status`, the log and whoever writes are told the same sentence."""
    told = told if may_mount(tmp_path) else "is full"
    done = run_there(own_settings.data_dir, tmp_path, lay, SERVED, "$DISK", "$KIND")
    assert done.returncode == 0, done.stderr
    replies = json.loads(done.stdout)
    assert replies["asked"]["hits"]
    assert replies["ready"]["ready"]
    assert told in replies["ready"]["reasons"][0]
    assert told in replies["status"]["detail"]
    assert told in done.stderr
    assert replies["added"][0] == 507, replies["added"]
    assert told in replies["added"][1]["detail"]


@pytest.mark.crash
@DISKS
def test_a_command_on_such_a_disk_reads_and_leaves_nothing_in_the_way(
    own_settings: Settings, tmp_path: Path, lay: str, told: str
) -> None:
    """Twice: files that SQLite begins and cannot finish would keep everybody out."""
    told = told if may_mount(tmp_path) else "is full"
    typed = ("verify", "--json", "--data-dir", "$DISK")
    done = run_there(own_settings.data_dir, tmp_path, lay, TWICE, TYPED, "$KIND", *typed)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(replies) == 2, done.stderr
    for reply in replies:
        assert reply["statements"] > 0
        assert [told in finding["what"] for finding in reply["findings"]] == [True]
