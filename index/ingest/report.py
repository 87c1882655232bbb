"""What a run that adds statements reports: its progress while it runs, and its result."""

from __future__ import annotations

from dataclasses import dataclass

from index.readers.base import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `acknowledged` is the statement just stored, if one was."""

    path: str
    files: int
    statements: int
    passages: int
    acknowledged: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run: counts of statements, what was skipped and why, and where the time went."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    embedding_seconds: float = 0.0
    stopped: bool = False
