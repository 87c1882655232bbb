"""The service as `onrecord serve` runs it, without a model, for tests that end it.

`python -m tests.serving_driver DATA_DIR [DESCRIPTORS]`; it prints its address once it listens.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from api import cli, wiring
from rag.reader.words import WordReader
from tests.hash_embedder import HashEmbedder
from tests.network import python_path

ROOT = Path(__file__).parent.parent


@contextmanager
def serving_process(
    data_dir: Path, descriptors: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address and the process, killed with the block where it has not ended."""
    more = [str(descriptors)] if descriptors else []
    command = [sys.executable, "-m", "tests.serving_driver", str(data_dir), *more]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": python_path(ROOT), **(settings or {})}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def main(data_dir: str, descriptors: str | None = None) -> None:
    if descriptors:
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(descriptors), int(descriptors)))
    wiring.make_embedder = lambda _: HashEmbedder()  # type: ignore[assignment]
    wiring.TrainedReader = WordReader  # type: ignore[assignment, misc]
    sys.argv[1:] = ["serve", "--port", "0", "--data-dir", data_dir]
    cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
