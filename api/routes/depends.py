"""What routes need, as annotated dependencies: the backend, a place at the gate, the collections of a key.

In: the request and the app's state. Out: values, or the problem that stops the request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar, cast

from anyio import to_thread
from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.gate import pass_gate, pass_reading, pass_removing
from api.guard import HELD_TO
from api.local import LocalBackend
from api.tasks import Tasks

T = TypeVar("T")


def backend_of(request: Request) -> LocalBackend:
    return cast(LocalBackend, request.app.state.backend)


def held_to(request: Request) -> frozenset[str] | None:
    """The collections the request's key may write to, None for all (`api.guard`)."""
    return cast("frozenset[str] | None", request.scope[HELD_TO])


def tasks_of(request: Request) -> Tasks:
    return cast(Tasks, request.app.state.tasks)


def check_collection(held: frozenset[str] | None, collection: str | None) -> None:
    """Raises 403 if the key is limited to other collections, or the request names none."""
    if held is not None and collection not in held:
        raise HTTPException(
            403, f"This key may write only to {', '.join(sorted(held))}; name that collection."
        )


async def beside(request: Request, work: Callable[[], T]) -> T:
    """What is told of the service itself, in threads that nothing else has: it passes no gate, so that it is
    told whatever waits there, and however often it is asked for it takes none of the others' threads."""
    return await to_thread.run_sync(work, limiter=request.app.state.telling)


BackendOf = Annotated[LocalBackend, Depends(backend_of)]
TasksOf = Annotated[Tasks, Depends(tasks_of)]
GATED = Depends(pass_gate, scope="function")
READING = Depends(pass_reading, scope="function")
REMOVING = Depends(pass_removing, scope="function")
HeldTo = Annotated[frozenset[str] | None, Depends(held_to)]
