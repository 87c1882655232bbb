"""`onrecord serve` as a user starts it, with its model, as a process of its own; for benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ONRECORD = str(Path(sys.executable).with_name("onrecord"))


@dataclass(frozen=True)
class Serving:
    """A service that listens."""

    at: str
    pid: int

    @property
    def computed(self) -> float:
        """Seconds of a processor it has used (utime and stime of proc(5))."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_until_ready(self, seconds: float) -> None:
        """Returns once the model is loaded and the vector index checked."""
        end = time.monotonic() + seconds
        while httpx.get(f"{self.at}/v1/ready").status_code != httpx.codes.OK:
            if time.monotonic() > end:
                sys.exit(f"The service was not ready after {seconds:.0f} s.")
            time.sleep(0.05)


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[Serving]:
    """The service over an index, once it listens; it ends with the block."""
    command = [ONRECORD, "serve", "--port", "0", "--data-dir", str(data_dir)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **settings}
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            if not address:
                sys.exit("The service did not start; its message stands above.")
            yield Serving(address, process.pid)
        finally:
            process.terminate()
