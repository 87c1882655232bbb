"""How a command tells what came of it: the result on stdout, everything else on stderr.

In: a reply, or an error. Out: the bytes of the HTTP body or text for a person; errors in one sentence, with
the exit codes that `api.cli` names.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import typer

from api import schemas as wire
from api.command_line.options import OwnIndex
from index.errors import OnRecordError
from index.process.owner import serving_at
from index.text.steering import without_steering

R = TypeVar("R", bound=wire.Reply)


def emit(place: OwnIndex, reply: R, rendered: Callable[[R], str]) -> None:
    """Prints a reply: the bytes of the HTTP body, or text for a person."""
    print_text(reply.model_dump_json() if place.as_json else rendered(reply))


def print_text(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def errors_printed() -> Iterator[None]:
    """Tells errors on stderr in one sentence and ends with their exit code."""
    try:
        yield
    except OnRecordError as error:
        end(str(error), 1)
    except BrokenPipeError:
        raise
    except OSError as error:
        end(f"{error.filename or 'The system'}: {error.strerror or error}.", 1)
    except KeyboardInterrupt:
        end("Stopped.", 130)


def tell_of_service(data_dir: Path) -> None:
    address = serving_at(data_dir)
    if address is not None:
        tell(f"The service at {address} holds this index; --server {address} asks it.")


def tell(line: str) -> None:
    print(without_steering(line), file=sys.stderr)


def end(message: str, code: int) -> None:
    tell(message)
    raise typer.Exit(code)
