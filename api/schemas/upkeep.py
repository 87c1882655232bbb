"""What comes of adding and removing, how the service is, and its problems, as they go out.

In: the service's own values, attribute by attribute. Out: JSON; problems as RFC 9457 has them.
"""

from __future__ import annotations

from typing import Literal

from api.schemas.base import Reply


class Removed(Reply):
    removed: int


class Alive(Reply):
    status: Literal["alive"] = "alive"


class Ready(Reply):
    ready: bool
    reasons: list[str]


class InvalidField(Reply):
    field: str
    message: str


class Problem(Reply):
    """An error as RFC 9457 has it; `detail` says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    errors: list[InvalidField] | None = None


class Skipped(Reply):
    path: str
    reason: str


class Report(Reply):
    """What came of adding: counts of statements, and the files skipped, each with why.

    `stopped` says that it was cut short; what is counted is kept all the same. A service lists the first
    thousand files skipped, and `unlisted` counts the others.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: list[Skipped]
    files: int
    passages: int
    seconds: float
    stopped: bool
    unlisted: int = 0


TaskState = Literal["waiting", "working", "stopping", "done", "cancelled", "failed"]


class Done(Reply):
    files: int
    statements: int
    passages: int


class Task(Reply):
    """An addition: `files` were sent; `done` is how far it is, null before its first file; `report` is there
    once it has ended by itself or was cut short, `problem` where it was not done whole. Times are UTC."""

    id: str
    state: TaskState
    collection: str
    files: int
    begun: str
    ended: str | None
    done: Done | None
    report: Report | None
    problem: Problem | None


class TaskList(Reply):
    items: list[Task]


class Finding(Reply):
    place: str
    what: str


class Verification(Reply):
    """What `verify` looked at; `findings` are faults of the index, `changed` files other than when read."""

    statements: int
    passages: int
    sources: int
    findings: list[Finding]
    changed: list[Finding]


class Backup(Reply):
    """What a backup holds: the state of the index, its statements, those of them that are damaged and so not
    quoted, and what SHA-256 its store has."""

    file: str
    index: str
    statements: int
    damaged: int
    sha256: str


class Copied(Reply):
    """What `copy` copied, those of the statements that were damaged before, and those that waited to be
    embedded and were left behind."""

    statements: int
    passages: int
    damaged: int
    waiting: int


class Worked(Reply):
    """What `work` did until it ended: statements stored, and those that could not be."""

    stored: int
    failed: int


class Migration(Reply):
    """The format the store had, and the one it has now."""

    found: int
    now: int


class Status(Reply):
    """What the index holds; `index` names its state, `vectors` and `detail` how the vector index fares.

    `damaged` statements are not quoted until their files, named in `damage`, are added again. `published`: a
    service can open it, and the process that says so has not; a service says `ready`. `sides`: who is for and
    who against is read by a larger model after the small one, or by that alone; `sides_detail` says then what
    to do.
    """

    statements: int
    passages: int
    delegations: int
    collections: int
    since: str | None
    until: str | None
    embedder: str
    segmentation: str
    bytes: int
    index: str
    vectors: Literal["absent", "published", "verifying", "ready", "rebuilding", "damaged"]
    detail: str
    damaged: int
    damage: str | None
    sides: Literal["read twice", "read once"]
    sides_detail: str | None
