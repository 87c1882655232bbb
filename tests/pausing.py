"""Fault points that wait instead of ending the process, so that a test can act in the middle of a step.

The process that reaches the point (for the n-th time, where it is "point:n") writes its number to
`folder/paused` and goes on once that file is gone.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import network

HOUSE = Path(__file__).resolve().parent.parent
SITE = """
import os, time
from index.process import faults

point, _, passing = os.environ.get("PAUSE_AT", "").partition(":")
passings = []

def pause(name):
    if name != point:
        return
    passings.append(name)
    if len(passings) == int(passing or 1):
        with open(os.environ["PAUSED"] + ".new", "w") as file:
            file.write(str(os.getpid()))
        os.rename(os.environ["PAUSED"] + ".new", os.environ["PAUSED"])
        while os.path.exists(os.environ["PAUSED"]):
            time.sleep(0.02)

faults.point = pause
"""


def pausing(folder: Path, point: str) -> dict[str, str]:
    """Environment variables under which Python processes pause at the fault point."""
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / network.SITE).write_text(network.standing() + SITE, encoding="utf-8")
    path = os.pathsep.join([str(site), str(HOUSE)])
    return {"PYTHONPATH": path, "PAUSE_AT": point, "PAUSED": str(folder / "paused")}


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[Any], seconds: float = 60) -> None:
    """Returns once that is so, or the process has ended; fails after so long."""
    until = time.monotonic() + seconds
    while not reached() and process.poll() is None:
        assert time.monotonic() < until, "The process did not get so far."
        time.sleep(0.02)
