"""What the commands do: ask a backend, print its reply, tell errors in one sentence.

In: what was typed. Out: the result alone on stdout (`--json`: exactly the HTTP body), everything else on
stderr. Exit codes as `api.cli` says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

from api import schemas as wire
from api import wiring
from api.backend import Backend
from api.command_line import render, render_upkeep
from api.command_line.live import making
from api.command_line.options import Narrowed, OwnIndex, Place
from api.command_line.printing import emit, end, errors_printed, print_text, tell, tell_of_service
from api.invalid import asked, invalid_fields, sentence
from api.local import LocalBackend
from index.errors import IndexBusy, InvalidInput, NotFound
from index.text.decode import decode_text

if TYPE_CHECKING:
    from api.command_line.progress import Watch


def filters(delegations: list[str] | None, narrowed: Narrowed) -> wire.Filters:
    """The filters of a request; options that were not typed restrict nothing."""
    typed = {"delegations": delegations, **asdict(narrowed)}
    with errors_printed():
        return asked(wire.Filters, **{name: value for name, value in typed.items() if value is not None})


def ask(
    place: Place,
    question: str,
    filters: wire.Filters,
    limit: int | None,
    answerer: str | None,
    cursor: str | None,
    own: str | None,
    sort: str | None = None,
    group: str | None = None,
) -> None:
    with errors_printed(), backend_at(place, answering=True) as backend:
        given = {"limit": limit, "answerer": answerer, "cursor": cursor, "as": own}
        order = {"sort": sort, "group": group}
        body = asked(wire.AskBody, question=question, filters=filters, **given, **order)
        with making(place.as_json) as heard:
            answer = backend.ask(body, heard)
        emit(place, answer, render.answer)


def search(
    place: Place, query: str, filters: wire.Filters, limit: int, facets: bool, own: str | None
) -> None:
    with errors_printed(), backend_at(place) as backend:
        given = {"limit": limit, "facets": facets, "as": own}
        body = asked(wire.SearchBody, query=query, filters=filters, **given)
        emit(place, backend.search(body), render.search_result)


def check_quote(
    place: Place, *, quote: str, delegation: str | None, speaker: str | None, meeting: str | None
) -> None:
    with errors_printed(), backend_at(place) as backend:
        body = asked(wire.QuoteBody, quote=quote, delegation=delegation, speaker=speaker, meeting=meeting)
        emit(place, backend.check_quote(body), render.quote_check)


def check_draft(place: Place, path: Path) -> None:
    with errors_printed(), backend_at(place) as backend:
        emit(place, backend.check_draft(path.name, path.read_bytes()), render.draft_report)


def verify_answer(place: Place, path: Path) -> None:
    with errors_printed():
        body = answer_in(path)
        with backend_at(place) as backend:
            verified = backend.verify_answer(body)
        emit(place, verified, render.verified_answer)
    if not verified.supported:
        raise typer.Exit(1)


def answer_in(path: Path) -> wire.VerifyBody:
    """An answer as JSON with `text` and `citations`, or any other file as text with references."""
    text = decode_text(path.read_bytes())
    if path.suffix.lower() != ".json":
        return asked(wire.VerifyBody, text=text)
    try:
        return wire.VerifyBody.model_validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"{path.name}: {sentence(invalid_fields(error.errors()))}") from error


def add(place: Place, paths: Sequence[Path], collection: str, wait: float | None = None) -> None:
    from api.command_line.progress import count_files, watched

    with errors_printed(), watched(count_files(paths)) as watch:
        try:
            with backend_at(place, True, create=True, stop=watch.asked_to_stop, wait=wait) as backend:
                report = backend.add(paths, collection, watch)
        except IndexBusy:
            end_if_stopped(watch, "adding")
            raise
        emit(place, report, render_upkeep.report)
    end_if_stopped(watch, "adding")
    if report.skipped:
        raise typer.Exit(1)


def remove(place: Place, *, id: str | None, source: str | None, collection: str | None) -> None:
    with errors_printed(), backend_at(place, writing=True) as backend:
        emit(place, _removed(backend, id, source, collection), render_upkeep.removed)


def evaluate(place: OwnIndex, gold: Path, data: Path, only: Sequence[str]) -> None:
    from api import evaluate as evaluation

    with errors_printed():
        print_text(evaluation.run(place.settings, gold, data, only, place.as_json))


def _removed(backend: Backend, id: str | None, source: str | None, collection: str | None) -> wire.Removed:
    """A path means the place it names on disk; if nothing is there any more, it may be a path as the index
    shows it."""
    if source is None:
        return backend.remove(asked(wire.RemoveQuery, id=id, collection=collection))
    from index.ingest.locate import exists

    path = Path(source).resolve()
    try:
        return backend.remove(asked(wire.RemoveQuery, source=str(path), collection=collection))
    except NotFound:
        if path.exists() or exists(str(path)) or Path(source).is_absolute():
            raise
    return backend.remove(asked(wire.RemoveQuery, source=source, collection=collection))


@contextmanager
def backend_at(
    place: Place,
    writing: bool = False,
    create: bool = False,
    stop: Callable[[], bool] = lambda: False,
    wait: float | None = 0.0,
    answering: bool = False,
) -> Iterator[Backend]:
    """The backend of the service at `--server`, or of the index in the data directory, for which this waits
    at most so many seconds, or without end, while another process writes to it; `answering` if passages will
    be read."""
    if place.server is not None:
        from api.remote import RemoteBackend

        with closing(RemoteBackend(place.server, os.environ.get("ONRECORD_API_KEY"))) as backend:
            yield backend
        return
    chosen = place.settings
    embedder = wiring.make_embedder(chosen)
    if writing:
        keep_private()
        opened = wiring.writing(chosen, embedder, create, stop, served=True, tell=tell, wait=wait)
    else:
        tell_of_service(chosen.data_dir)
        opened = wiring.reading(chosen, embedder, answering)
    with opened as service:
        yield LocalBackend(service)


def keep_private() -> None:
    """From now on, files and folders that this process makes are for their owner alone: they hold the
    record."""
    os.umask(0o077)


def end_if_stopped(watch: Watch, what: str) -> None:
    if watch.exit_code:
        end(f"Stopped; what was done is kept, and {what} again goes on from there.", watch.exit_code)
