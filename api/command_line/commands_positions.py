"""What the commands of `cli_positions` do: ask a backend, print its reply or write its file.

In: what was typed. Out: text on stdout, or a file written whole or not at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from api import schemas as wire
from api.command_line import render_coverage
from api.command_line import render_positions as render
from api.command_line.commands import backend_at
from api.command_line.options import Place
from api.command_line.printing import emit, errors_printed
from api.invalid import asked
from index.errors import InvalidInput

R = TypeVar("R", bound=wire.Reply)


def similar(
    place: Place,
    *,
    text: str | None,
    passage_id: str | None,
    filters: wire.Filters,
    limit: int,
    include_own: bool,
    by_date: bool,
    own: str | None,
) -> None:
    with errors_printed(), backend_at(place, answering=True) as backend:
        body = asked(
            wire.SimilarBody,
            text=text,
            passage_id=passage_id,
            filters=filters,
            limit=limit,
            include_own=include_own,
            by_date=by_date,
            **{"as": own},
        )
        emit(place, backend.similar(body), render.similar)


def compare(
    place: Place, issues: Sequence[str], filters: wire.Filters, out: Path | None, own: str | None
) -> None:
    with errors_printed():
        format = "json" if out is None else _format(out, ("csv", "html"))
        given = {"filters": filters, "format": format, "as": own}
        body = asked(wire.CompareBody, issues=list(issues), **given)
        with backend_at(place) as backend:
            compared, file = partial(backend.compare, body), partial(backend.compare_file, body)
            _emit_or_write(place, out, compared, file, render.matrix)


def brief(
    place: Place,
    *,
    topic: str | None,
    passages: Sequence[str],
    chosen: Path | None,
    filters: wire.Filters,
    out: Path,
    own: str | None,
    length: str,
) -> None:
    """`chosen` is a file with more passages."""
    from api.command_line.progress import reading

    with errors_printed():
        format = _format(out, ("docx", "md", "html", "pdf"))
        given = {"filters": filters, "format": format, "as": own, "length": length}
        ids = [*passages, *(_chosen(chosen) if chosen else ())]
        body = asked(wire.BriefBody, topic=topic, passages=ids, **given)
        with backend_at(place) as backend, reading():
            _write(out, backend.brief(body))


def history(
    place: Place,
    *,
    delegation: str,
    issue: str,
    filters: wire.Filters,
    limit: int,
    cursor: str | None,
    own: str | None,
) -> None:
    with errors_printed(), backend_at(place) as backend:
        given = {"limit": limit, "cursor": cursor, "as": own}
        body = asked(wire.HistoryBody, delegation=delegation, issue=issue, filters=filters, **given)
        emit(place, backend.history(body), render.history)


def coverage(place: Place, by: str, filters: wire.Filters, svg: Path | None) -> None:
    with errors_printed():
        query = asked(wire.CoverageQuery, by=by, **filters.model_dump())
        if svg is not None:
            _format(svg, ("svg",))
        with backend_at(place) as backend:
            counted, picture = partial(backend.coverage, query), partial(backend.coverage_svg, query)
            _emit_or_write(place, svg, counted, picture, render_coverage.coverage)


def timeline(
    place: Place,
    *,
    issue: str,
    by: str | None,
    at: str | None,
    count: str,
    filters: wire.Filters,
    limit: int,
    cursor: str | None,
    svg: Path | None,
) -> None:
    with errors_printed():
        given = {"by": by, "at": at, "count": count, "limit": limit, "cursor": cursor}
        query = asked(wire.TimelineQuery, issue=issue, **given, **filters.model_dump())
        if svg is not None:
            _format(svg, ("svg",))
        with backend_at(place) as backend:
            counted, picture = partial(backend.timeline, query), partial(backend.timeline_svg, query)
            _emit_or_write(place, svg, counted, picture, render_coverage.timeline)


def _emit_or_write(
    place: Place,
    out: Path | None,
    reply: Callable[[], R],
    file: Callable[[], bytes],
    render: Callable[[R], str],
) -> None:
    """The reply as text, or the same as a file where one is named."""
    if out is None:
        emit(place, reply(), render)
    else:
        _write(out, file())


def _chosen(path: Path) -> list[str]:
    """The first word of each line; an empty line, and one that begins with #, names nothing."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    ids = [line.split()[0] for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not ids:
        raise InvalidInput(f"{path.name} names no passage; put an id on each line.")
    return ids


def _format(out: Path, known: Sequence[str]) -> str:
    format = out.suffix.lower().removeprefix(".")
    if format not in known:
        endings = " or ".join(f".{name}" for name in known)
        raise InvalidInput(f"{out.name} does not say in which format to write; end it in {endings}.")
    if not out.parent.is_dir():
        raise InvalidInput(f"There is no folder {out.parent} to write {out.name} to; make it first.")
    return format


def _write(out: Path, data: bytes) -> None:
    """Written beside its place first, so that an old file is kept until the new one is complete."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    print(f"Written: {out}", file=sys.stderr)
