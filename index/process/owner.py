"""One process owns an index, by a kernel lock that is released when the process ends.

In: the data folder and, from a service, its address. Out: an `Owner` until released. A second process gets
IndexBusy, which says who holds the index and how to reach it, or waits for its turn. Reading needs no
ownership.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from index.errors import IndexBusy, storage_errors

LOCK = "owner.lock"
NOTE = "owner.json"
LOOKS = (0.01, 0.05)
"""Seconds between tries to own."""
GLANCE = 0.2
"""Seconds between two looks of whoever waits for its turn."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owns the index; both are None where it did not leave a readable note."""

    pid: int | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a turn, without end where `seconds` is None; `tell` is told once that it waits,
    and `stop` ends it."""

    seconds: float | None
    tell: Callable[[str], None]
    stop: Callable[[], bool]


class Owner:
    """Held until `release`, or until the process ends in whatever way."""

    def __init__(self, folder: Path, lock: int, noted: bool = True) -> None:
        self._folder = folder
        self._lock = lock
        self._noted = noted

    @classmethod
    def acquire(cls, data_dir: Path, address: str | None = None, served: bool = False) -> Owner:
        """Takes the index for this process; raises IndexBusy where another has it.

        `served`: a service that has it can do the work as well, so its address is offered.
        """
        with storage_errors():
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _take(lock)
                _note(data_dir, Holder(os.getpid(), address))
            except BlockingIOError as error:
                os.close(lock)
                raise IndexBusy(_busy(data_dir, holder(data_dir), served)) from error
            except BaseException:
                os.close(lock)
                raise
        return cls(data_dir, lock)

    @classmethod
    def in_turn(cls, data_dir: Path, patience: Patience, served: bool = False) -> Owner:
        """The same once whoever works on the index has ended; raises IndexBusy where that takes too long.

        A service does not end by itself and is not waited for. Whoever waits holds nothing: what it has to do
        is still to be read, so that it may be killed at any moment.
        """
        began, told = time.monotonic(), False
        while True:
            try:
                return cls.acquire(data_dir, served=served)
            except IndexBusy:
                late = patience.seconds is not None and time.monotonic() - began >= patience.seconds
                if late or patience.stop() or holder(data_dir).address:
                    raise
            if not told:
                patience.tell(_waiting(data_dir, holder(data_dir), patience.seconds))
                told = True
            time.sleep(GLANCE)

    @classmethod
    def reading(cls, data_dir: Path) -> Owner:
        """Keeps others from writing to an index on a disk that takes no writes, not even a note of its owner.

        Raises IndexBusy where another owns it; where it never had an owner there is no lock to hold.
        """
        with storage_errors():
            try:
                lock = os.open(data_dir / LOCK, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return cls(data_dir, -1)
            try:
                _take(lock)
            except BlockingIOError as error:
                os.close(lock)
                raise IndexBusy(_busy(data_dir, holder(data_dir), False)) from error
        return cls(data_dir, lock, noted=False)

    def release(self) -> None:
        """Releases the index for the next process; a second call does nothing."""
        if self._lock >= 0:
            if self._noted:
                (self._folder / NOTE).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Owner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder(data_dir: Path) -> Holder:
    """What the owner wrote about itself; it means something only while the lock is held."""
    try:
        found = json.loads((data_dir / NOTE).read_text(encoding="utf-8"))
        return Holder(found["pid"], found["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(None, None)


def serving_at(data_dir: Path) -> str | None:
    """The address of the service that owns the index now, None where none does; keeps nothing."""
    address = holder(data_dir).address
    if address is None:
        return None
    try:
        lock = os.open(data_dir / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return address
    finally:
        os.close(lock)
    return None


def _take(lock: int) -> None:
    """Takes the lock; tries again for a moment, as `serving_at` of another process may just be looking."""
    for pause in LOOKS:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(pause)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _note(data_dir: Path, mine: Holder) -> None:
    part = data_dir / f"{NOTE}.part"
    part.write_text(json.dumps({"pid": mine.pid, "address": mine.address}), encoding="utf-8")
    part.replace(data_dir / NOTE)


def _waiting(data_dir: Path, held: Holder, seconds: float | None) -> str:
    most = "" if seconds is None else f", {seconds:g} seconds at most"
    return f"The index in {data_dir} is in use by another process{_who(held)}; waiting for it to end{most}."


def _who(held: Holder) -> str:
    who = [f"pid {held.pid}"] if held.pid else []
    if held.address:
        who.append(f"serving {held.address}")
    return f" ({', '.join(who)})" if who else ""


def _busy(data_dir: Path, held: Holder, served: bool) -> str:
    advice = "wait for it to end, or stop it"
    if held.address:
        advice = f"use --server {held.address} or stop it" if served else "stop it first"
    return f"The index in {data_dir} is in use by another process{_who(held)}; {advice}."
