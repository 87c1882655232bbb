"""Every error a user can meet: one base, a handful of kinds, each message one sentence and a next step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

NO_SPACE = "The disk is full: free some space and repeat the command; what was added before is kept."
RESTORE = "restore it from a backup, or delete its folder and add the records again"
DAMAGED = f"The index is damaged: {RESTORE}."
UNWRITABLE = "The index could not be written or read ({}): check the disk and the folder's permissions."


class OnRecordError(Exception):
    """Base of all errors whose message is meant for the user."""


class InvalidInput(OnRecordError):
    """The question, filter, file or option is not usable as given."""


class UnknownDelegation(InvalidInput):
    """No delegation has the name that was given; `near` are the nearest names."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        meant = f" (did you mean {' or '.join(near)}?)" if near else ""
        super().__init__(f"{name!r} is not a delegation we know{meant}; give its name or its ISO code.")
        self.name, self.near = name, near


class NotFound(OnRecordError):
    """The statement, passage or collection asked for is not in the index."""


class UnreadableRecord(OnRecordError):
    """A file could not be read as a record; the message says why and what to add or change."""


class IndexMismatch(OnRecordError):
    """The index was built with another model or segmentation than the one configured."""


class IndexBusy(OnRecordError):
    """Another process owns the index."""


class StorageFailed(OnRecordError):
    """The disk is full or the store is damaged; what was acknowledged before is kept."""


class RecordDamaged(StorageFailed):
    """A statement's stored rows are not what was written; adding its file again mends it."""


class Unavailable(OnRecordError):
    """A configured outside service did not answer."""


class TookTooLong(OnRecordError):
    """The work outlasted its deadline, or nobody waited for it any more."""

    @classmethod
    def after(cls, seconds: float) -> TookTooLong:
        return cls(
            f"This took longer than {seconds:g} seconds and was stopped: ask more narrowly, with filters or "
            "less text, or set ONRECORD_DEADLINE higher."
        )


class Cancelled(OnRecordError):
    """The work was stopped because somebody asked for that."""


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turns SQLite's failures into one sentence a user can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _told(error) from error
    except OSError as error:
        raise StorageFailed(NO_SPACE if error.errno == 28 else UNWRITABLE.format(error)) from error


@contextmanager
def damage_told() -> Iterator[None]:
    """Turns what goes wrong with stored values of a kind or size that only damage makes into one sentence."""
    try:
        yield
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise StorageFailed(DAMAGED) from error


def _told(error: sqlite3.DatabaseError) -> OnRecordError:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageFailed(NO_SPACE)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StorageFailed(DAMAGED)
    return StorageFailed(UNWRITABLE.format(error))
