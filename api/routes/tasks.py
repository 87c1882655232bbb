"""Additions under way: listed, looked at, cancelled.

In: ids. Out: how far each is, and how it ended. A sender whose key is limited to collections sees and
cancels only additions to those.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import examples
from api import schemas as wire
from api.problems import documented
from api.routes.depends import HeldTo, TasksOf, check_collection
from api.tasks import LISTED_BRIEFLY

router = APIRouter(prefix="/v1/tasks", tags=["statements"])
TaskId = Annotated[str, Path(max_length=wire.MAX_NAME, openapi_examples=examples.TASK_ID)]


@router.get("", operation_id="listTasks", summary="List additions", responses=documented())
async def tasks(held: HeldTo, tasks: TasksOf) -> wire.TaskList:
    """Additions that are waiting or running, and the last hundred that ended; the newest first.

    A report names the first ten of the files skipped here, the first thousand where one task is shown.
    """
    return wire.TaskList(items=[task.as_wire(LISTED_BRIEFLY) for task in tasks.all(held)])


@router.get("/{id}", operation_id="getTask", summary="Show an addition", responses=documented(404))
async def task(id: TaskId, held: HeldTo, tasks: TasksOf) -> wire.Task:
    """How far it is; its `report` once it has ended, or the `problem` that ended it."""
    found = tasks.find(id)
    check_collection(held, found.collection)
    return found.as_wire()


@router.delete(
    "/{id}", operation_id="cancelTask", summary="Cancel an addition", responses=documented(401, 404)
)
async def cancel(id: TaskId, held: HeldTo, tasks: TasksOf) -> wire.Task:
    """Stops it, also within a file; what is already stored stays, whole. One that has ended is left alone.

    `state` is `stopping` until the work has heard of it.
    """
    found = tasks.find(id)
    check_collection(held, found.collection)
    found.cancel()
    return found.as_wire()
