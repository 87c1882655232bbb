"""Child processes for work that may crash: started, watched, and ended together with their parent.

In: the arguments of one of our own modules. Out: how it ended. The child is in a session of its own, so a
Ctrl-C meant for the parent does not reach it halfway; it ends by itself as soon as its parent does, whatever
the parent died of, because its standard input then closes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROKEN = 3
"""How a child ends that found the index damaged."""
FAILED = 1
NICER = 5
TIMED_OUT = -1000
_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGILL, -signal.SIGFPE, TIMED_OUT}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended; `message` is the last line it wrote to stderr."""

    code: int
    message: str

    @property
    def good(self) -> bool:
        return self.code == 0

    @property
    def blames_index(self) -> bool:
        """Did the child end because of what it read, and not because of the disk, an outside signal or a
        stop?"""
        return self.code == BROKEN or self.code in _CRASHES


class Child:
    """One run of one of our modules; `stop` may be called from another thread."""

    def __init__(self, module: str, arguments: list[str]) -> None:
        theirs, self._leash = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,
            )
        except OSError:
            os.close(self._leash)
            raise
        finally:
            os.close(theirs)

    def wait(self, seconds: float) -> Ending:
        """Waits for the child to end, once; a child that takes longer is killed."""
        try:
            said = self._process.communicate(timeout=seconds)[1]
            code = self._process.returncode
        except subprocess.TimeoutExpired:
            self.stop()
            said = self._process.communicate()[1]
            code = TIMED_OUT
        finally:
            os.close(self._leash)
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return Ending(code, lines[-1] if lines else "")

    def stop(self) -> None:
        self._process.kill()


def give_way() -> None:
    """Called by the child: lets whatever else the machine has to do go first."""
    with suppress(OSError):
        os.nice(NICER)


def end_with_parent() -> None:
    """Called by the child: ends it, without clean-up, when its parent closes the pipe or dies."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(128 + signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()


def _environment() -> dict[str, str]:
    """Our own, with the project on the path where it is not installed; `-P` keeps the working directory off
    it."""
    environment = dict(os.environ)
    if Path(sysconfig.get_path("purelib")).resolve() != ROOT:
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        )
    return environment
