"""A real PostgreSQL on loopback, from Debian's package, for the suites of the record in a database.

It writes to the disk as in earnest (fsync). It refuses root, so that it runs as its own user where root asks.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from index.store.database import Postgres
from tests.chroma_process import free_port

BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
MISSING = "No PostgreSQL is installed here (Debian: apt-get install -y postgresql): its suites are left out."
SETTINGS = {
    "listen_addresses": "127.0.0.1", "shared_buffers": "16MB", "max_connections": "60", "fsync": "on",
    "max_wal_size": "128MB", "log_min_messages": "fatal",
}  # fmt: skip


class Server:
    """One server in a folder of its own; may be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        laying = [*as_user(), self._binary("initdb"), "-D", folder / "data", "-U", "onrecord", "-E", "UTF8"]
        subprocess.run([*laying, "--auth=trust"], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    def url(self, schema: str = "public") -> str:
        return (
            f"postgresql://onrecord@127.0.0.1:{self.port}/postgres?options={quote(f'-csearch_path={schema}')}"
        )

    def start(self) -> None:
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        where = ["-D", self.folder / "data", "-p", str(self.port), "-k", self.folder]
        self._process = subprocess.Popen(
            [*as_user(), self._binary("postgres"), *where, *settings],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until and self._process.poll() is None:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start.")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT lets it write what it has; SIGQUIT has it recover from its log when it starts again."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def schema(self, name: str) -> Postgres:
        """An empty place of its own in the server."""
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            db.execute(f"CREATE SCHEMA {name}")
        return Postgres(self.url(name))

    def _binary(self, name: str) -> Path:
        assert BINARIES is not None
        return BINARIES / name


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Skips the test where none is installed."""
    if BINARIES is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="onrecord-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_user() -> list[str]:
    """Before a command that refuses root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
