"""The state of an index, and what was done to it, as a person reads it in a terminal.

In: reply models of `api.schemas`. Out: plain text, as `api.command_line.render` lays it out.
"""

from __future__ import annotations

from api import schemas as wire
from api.command_line.render import plain, wrapped
from index.text.amounts import many


def status(value: wire.Status) -> str:
    rows = [
        (name.replace("_", " "), shown) for name, shown in value.model_dump().items() if shown is not None
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {plain(shown)}" for name, shown in rows)


def report(value: wire.Report) -> str:
    counts = ("added", "updated", "unchanged", "removed")
    said = ", ".join(f"{getattr(value, name)} {name}" for name in counts)
    skipped = [wrapped(f"skipped {file.path}: {file.reason}", "  ") for file in value.skipped]
    seen = value.files or skipped or any(getattr(value, name) for name in counts)
    nothing = [] if seen else ["There was nothing to read; hidden files are left out."]
    more = [f"  skipped {value.unlisted} more, which are not listed"] if value.unlisted else []
    count = len(skipped) + value.unlisted
    return "\n".join([f"Statements: {said}; files skipped: {count}.", *nothing, *skipped, *more])


def verification(value: wire.Verification) -> str:
    counts = f"{value.statements} statements, {value.passages} passages, {value.sources} files"
    result = f"{len(value.findings)} faults" if value.findings else "Nothing is wrong"
    told = (wrapped(f"{one.place}: {one.what}.", "  ") for one in (*value.findings, *value.changed))
    return "\n".join([f"{result}; looked at {counts}.", *told])


def backup(value: wire.Backup) -> str:
    return f"{_held(value)} are in {value.file}, which was read back and is whole."


def restored(value: wire.Backup) -> str:
    return f"{_held(value)} are back from {value.file}; a service builds the vector index when it starts."


def _held(value: wire.Backup) -> str:
    damaged = f" ({value.damaged} of them damaged: `onrecord verify` names them)" if value.damaged else ""
    return f"{value.statements} statements{damaged} of state {value.index}"


def migration(value: wire.Migration) -> str:
    if value.found == value.now:
        return f"The index is current: it has format {value.now}."
    return f"The index was brought from format {value.found} to format {value.now}."


def removed(value: wire.Removed) -> str:
    return f"Removed {many(value.removed, 'statement')}."


def queued(value: wire.Report) -> str:
    return f"{report(value)}\nWhat is added or updated waits for `onrecord work`."


def copied(value: wire.Copied) -> str:
    damaged = f" ({value.damaged} of them damaged, as they were)" if value.damaged else ""
    left = f" {value.waiting} that waited were left behind: add their files again." if value.waiting else ""
    return f"{value.statements} statements{damaged} with {value.passages} passages were copied.{left}"


def worked(value: wire.Worked) -> str:
    failed = f"; {value.failed} could not be, as the lines above say" if value.failed else ""
    return f"{value.stored} statements were stored{failed}."
