"""Statements: listed, shown, added, removed.

In: ids, filters, uploaded files. Out: references, texts with their structure, reports.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Header, Path, Query, Request, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from api import examples, sample
from api import schemas as wire
from api.access import TASKS
from api.gate import gate_of
from api.problems import documented
from api.routes.depends import READING, REMOVING, BackendOf, HeldTo, TasksOf, check_collection
from api.tasks import Task
from api.uploads import names_of, place, read_all

router = APIRouter(prefix="/v1/statements", tags=["statements"])
uploads = APIRouter(prefix="/v1/statements", tags=["statements"])

MOST_FILES = 20_000
FOLDER = (
    "The folder the files come from on the sender's machine, as an absolute path. Files of the same name "
    "from two folders are then kept apart, and can be removed by their full path. Without it, an upload "
    "replaces an earlier upload of the same name."
)
ASYNC = "respond-async"
PREFER = "With `respond-async` the service answers 202 at once, with the task, and adds the files later."
TASKED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": wire.Task,
        "description": "Accepted; `Location` tells how far it is and how it ended.",
        "headers": {"Location": {"description": "The task.", "schema": {"type": "string"}}},
    }
}
StatementId = Annotated[str, Path(max_length=wire.MAX_NAME, openapi_examples=examples.STATEMENT_ID)]


@router.get(
    "",
    operation_id="listStatements",
    summary="List statements",
    dependencies=[READING],
    responses=documented(503),
)
def statements(query: Annotated[wire.StatementQuery, Query()], backend: BackendOf) -> wire.StatementPage:
    """Statements that fit the filters, page by page: give `next` as `cursor` to get the following page.

    Statements that only conduct the meeting are listed too.
    """
    return backend.statements(query)


@router.get(
    "/{id}",
    operation_id="getStatement",
    summary="Show a statement",
    dependencies=[READING],
    responses=documented(404, 503),
)
def statement(id: StatementId, backend: BackendOf) -> wire.Statement:
    """A statement's text with its paragraphs and argument points as spans over it."""
    return backend.statement(id)


@router.delete(
    "/{id}",
    operation_id="removeStatement",
    summary="Remove a statement",
    status_code=204,
    response_class=Response,
    dependencies=[REMOVING],
    responses=documented(401, 404, 409, 503, 507),
)
def remove(id: StatementId, backend: BackendOf, held: HeldTo) -> None:
    """Removes a statement; once this returns, no answer has it any more."""
    if held is not None:
        check_collection(held, backend.statement(id).source.collection)
    backend.remove(wire.RemoveQuery(id=id))


@router.delete(
    "",
    operation_id="removeStatements",
    summary="Remove a source or a collection",
    dependencies=[REMOVING],
    responses=documented(401, 404, 409, 503, 507),
)
def remove_all(query: Annotated[wire.RemoveQuery, Query()], backend: BackendOf, held: HeldTo) -> wire.Removed:
    """Removes every statement of one file or folder, or of one collection; says how many there were.

    A path that fits files in several places is refused: give the full path, or the collection as well.
    """
    check_collection(held, query.collection)
    return backend.remove(query)


@uploads.post(
    "",
    operation_id="addStatements",
    summary="Add a record",
    response_model=wire.Report,
    responses=TASKED | documented(401, 409, 413, 415, 503, 507),
    form_limits={"max_files": MOST_FILES},
)
async def add(
    file: Annotated[
        list[UploadFile],
        File(description="Records with their sidecars and tables.", examples=[[sample.RECORD]]),
    ],
    request: Request,
    backend: BackendOf,
    held: HeldTo,
    tasks: TasksOf,
    collection: Annotated[wire.Name, Form(examples=[sample.COLLECTION])] = wire.DEFAULT_COLLECTION,
    folder: Annotated[
        str, Form(max_length=wire.MAX_PLACE, description=FOLDER, examples=["/home/me/records"])
    ] = "",
    prefer: Annotated[str, Header(max_length=wire.MAX_NAME, description=PREFER, examples=[ASYNC])] = "",
) -> Response:
    """Reads files as records and adds or updates their statements; says what was skipped, and why.

    File names may include folders, so that files find their tables and sidecars as they do on disk. The
    addition is a task under `/v1/tasks`; `Location` has its address.
    """
    check_collection(held, collection)
    where = place(folder)
    gate_of(request)
    names_of(file)
    if not _at_once(prefer):
        task = tasks.new(collection, len(file))
        report = await tasks.finish(
            task, lambda tell, stop: backend.add_files(read_all(file), collection, where, tell, stop)
        )
        return _json(report, 200, _address(task))
    files = await run_in_threadpool(read_all, file)
    task = tasks.new(collection, len(file))
    tasks.start(task, partial(backend.add_files, files, collection, where), sum(map(len, files.values())))
    return _json(task.as_wire(), 202, _address(task) | {"Preference-Applied": ASYNC})


def _address(task: Task) -> dict[str, str]:
    return {"Location": f"{TASKS}/{task.id}"}


def _at_once(prefer: str) -> bool:
    """Does the sender want an answer before the work is done (RFC 7240)?"""
    return any(part.partition(";")[0].strip().lower() == ASYNC for part in prefer.split(","))


def _json(reply: wire.Reply, status: int, headers: dict[str, str]) -> Response:
    return Response(reply.model_dump_json(), status, headers, "application/json")
