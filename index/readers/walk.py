"""Files and folders -> what came of each file, one by one, in a fixed order.

In: paths, or the bytes of an upload. Out: `ReadFile` or `Skipped` for every file that is not a companion of
others. Hidden files and indexes are left out; links out of the root, special files and what may not be read
are skipped; nothing stops the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.errors import InvalidInput, OnRecordError, UnreadableRecord
from index.process.deadline import Deadline, look, told_to_stop, within
from index.readers.base import (
    MAX_BYTES,
    Candidate,
    Container,
    Context,
    FileOutcome,
    Files,
    Reader,
    ReadFile,
    Skipped,
    one_line,
    told_of,
)
from index.readers.budget import Budget, OverBudget
from index.readers.member_names import is_text, made_visible
from index.readers.table import CONTAINERS, READERS, check_companion, is_companion
from index.readers.trees import DiskFiles, OneUpload, Uploads
from index.readers.ziparchive import BOUNDS, Bounds

MAX_DEPTH = 3
TOO_DEEP = f"Archives are nested deeper than {MAX_DEPTH}; unpack it and add the folder."
NOT_A_FILE = (
    "Not a regular file inside the folder, or it may not be read: check its rights, or copy it there."
)
NOT_TEXT = (
    "The name of the file, or of a folder it lies in, is not text in UTF-8; rename it and add it again."
)


@dataclass(frozen=True, slots=True)
class Level:
    """Where a tree lies among archives inside archives; `bounds` are those of each outermost one.

    `archive` is where the outermost lies on disk; outside of any archive there is no budget.
    """

    bounds: Bounds
    prefix: str = ""
    depth: int = 0
    archive: str = ""
    budget: Budget | None = None


def read_uploads(
    files: Mapping[str, bytes], folder: str = "", bounds: Bounds = BOUNDS
) -> Iterator[FileOutcome]:
    """What came of uploaded files, given by relative path; one is the context of another, as on disk.

    `folder` is where they lie on the sender's machine: the same name in two folders is two files.
    """
    tree = Uploads(files, folder)
    for outcome in _read_tree(tree, Context(tree), Level(bounds)):
        yield replace(outcome, uploaded=True) if isinstance(outcome, ReadFile) else outcome


def read_paths(paths: Sequence[Path], bounds: Bounds = BOUNDS) -> Iterator[FileOutcome]:
    """What came of every file under `paths`; raises InvalidInput for a path that does not exist."""
    for path in paths:
        if not path.exists():
            raise InvalidInput(f"{path} does not exist; check the path.")
    faults: dict[str, str] = {}
    for path in paths:
        files = DiskFiles(path) if path.is_dir() else DiskFiles(path.parent, path.name)
        context = Context(files)
        yield from _read_tree(files, context, Level(bounds))
        faults |= context.faults
    yield from _tables_outside(faults, paths)


def _tables_outside(faults: Mapping[str, str], paths: Sequence[Path]) -> Iterator[Skipped]:
    """Tables that served nothing and stand beside a file given by itself, which the walk did not come
    across."""
    walked = [path.resolve() for path in paths]
    for place, reason in faults.items():
        if not any(Path(place).is_relative_to(root) for root in walked):
            yield Skipped(Path(place).name, reason)


def read_bytes(name: str, data: bytes) -> FileOutcome:
    """What came of an uploaded file called `name`; of an archive, its first statement file or the refusal."""
    upload = OneUpload(PurePosixPath(name.replace("\\", "/")).name or "upload", data)
    candidate = upload.find(next(iter(upload.paths())))
    if candidate is None or _container(candidate):
        return Skipped(name, "Archives cannot be uploaded; add them from the command line.")
    return _read_one(candidate, Context(upload), candidate.path) or Skipped(
        candidate.path, "This file only describes others; upload the statements themselves."
    )


def _read_tree(files: Files, context: Context, level: Level) -> Iterator[FileOutcome]:
    """Raises OverBudget inside an archive."""
    for path in files.paths():
        candidate = files.find(path)
        shown = level.prefix + path
        if not (is_text(path) and is_text(candidate.absolute if candidate else "")):
            yield Skipped(made_visible(shown), NOT_TEXT)
            continue
        if candidate is None:
            yield Skipped(shown, NOT_A_FILE)
            continue
        try:
            if (container := _container(candidate)) is not None:
                yield from _read_container(container, candidate, context, shown, level)
            elif (outcome := _read_counted(candidate, context, shown, level)) is not None:
                yield outcome
                if level.budget is not None:
                    level.budget.check_passages()
        except OSError as error:
            yield Skipped(shown, told_of(error))


def _read_container(
    container: Container, candidate: Candidate, context: Context, shown: str, level: Level
) -> Iterator[FileOutcome]:
    if level.depth >= MAX_DEPTH:
        yield Skipped(shown, TOO_DEEP)
        return
    budget = level.budget or Budget(level.bounds, candidate.size)
    try:
        with container.open(candidate, level.bounds) as members:
            if level.budget is None:
                _weigh(members, budget, level.depth + 1)
            lies = candidate.absolute or level.archive
            inner = Level(level.bounds, shown + "/", level.depth + 1, lies, budget)
            yield from _read_tree(members, Context(members, context, candidate.path), inner)
    except OverBudget as error:
        if level.budget is not None:
            raise
        yield Skipped(shown, told_of(error))
    except OnRecordError as error:
        yield Skipped(shown, told_of(error))


def _weigh(files: Files, budget: Budget, depth: int) -> None:
    """Counts what lies in an archive and in those inside it; damage is reported when it is read."""
    for path in files.paths():
        look()
        candidate = files.find(path)
        if candidate is None:
            continue
        with budget.working():
            budget.weigh(candidate)
        container = _container(candidate)
        if container is None or depth >= MAX_DEPTH:
            continue
        try:
            with container.open(candidate, budget.bounds) as members:
                _weigh(members, budget, depth + 1)
        except OverBudget:
            raise
        except (OnRecordError, OSError):
            continue


def _read_counted(candidate: Candidate, context: Context, shown: str, level: Level) -> FileOutcome | None:
    """What came of a file, counted where it lies in an archive."""
    if (budget := level.budget) is None:
        return _read_in_time(candidate, context, shown, level)
    with budget.working():
        outcome = _read_in_time(candidate, context, shown, level)
    budget.spend(outcome)
    return replace(outcome, spend=budget.cut) if isinstance(outcome, ReadFile) else outcome


def _read_in_time(candidate: Candidate, context: Context, shown: str, level: Level) -> FileOutcome | None:
    with within(Deadline(level.bounds.file_seconds, _too_slow, told_to_stop())):
        return _read_one(candidate, context, shown, level.archive)


def _too_slow(seconds: float) -> UnreadableRecord:
    return UnreadableRecord(
        f"Reading the file takes more than {seconds:g} seconds; split it into smaller records, or set "
        "ONRECORD_FILE_SECONDS higher."
    )


def _container(candidate: Candidate) -> Container | None:
    name = candidate.name.lower()
    fitting = (c for c in CONTAINERS if name.endswith(c.suffixes))
    return next((c for c in fitting if c.accepts(candidate)), None)


def _read_one(candidate: Candidate, context: Context, shown: str, archive: str = "") -> FileOutcome | None:
    """None for sound companions. Any failure of a reader is that file's alone; raises OSError where it
    lies in the disk."""
    try:
        if is_companion(candidate.name):
            check_companion(candidate, context)
            return None
        reader = _reader(candidate, context)
        if reader is None:
            return Skipped(shown, _unknown(candidate))
        drafts = reader.read(candidate, context)
        return ReadFile(shown, candidate.absolute or archive, _digest(candidate), drafts)
    except OnRecordError as error:
        return Skipped(shown, told_of(error))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault in one reader must not stop the others' files
        return Skipped(
            shown, one_line(f"Could not be read ({type(error).__name__}: {error}); please report this file.")
        )


def _reader(candidate: Candidate, context: Context) -> Reader | None:
    fitting = (r for r in READERS if candidate.suffix in r.suffixes)
    return next((r for r in fitting if r.accepts(candidate, context)), None)


def _unknown(candidate: Candidate) -> str:
    known = sorted({suffix for reader in READERS for suffix in reader.suffixes})
    if candidate.suffix in known:
        return "Not one of the layouts that are read; see the documentation of formats."
    suffix = one_line(candidate.suffix) or "A file without suffix"
    return f"{suffix} is not read; records are {', '.join(known)}."


def _digest(candidate: Candidate) -> str:
    if candidate.size <= MAX_BYTES:
        return hashlib.sha256(candidate.read()).hexdigest()
    digest = hashlib.sha256()
    with candidate.open() as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
