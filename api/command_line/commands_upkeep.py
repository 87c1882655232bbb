"""What the commands that look after an index do: back it up, put it back, bring it to this version's format.

In: what was typed. Out: as `api.command_line.commands` prints it; errors as it tells them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from api import schemas as wire
from api import sharing, upkeep, wiring
from api.command_line import render_upkeep
from api.command_line.commands import end_if_stopped, keep_private
from api.command_line.options import OwnIndex
from api.command_line.printing import emit, errors_printed, tell
from api.command_line.progress import count_files, watched
from api.settings import Settings
from index.errors import InvalidInput
from index.store.backup import Manifest, write_backup
from index.store.restore import restore_backup
from index.store.schema import DATABASE


def backup(place: OwnIndex, target: Path, overwrite: bool) -> None:
    with errors_printed():
        keep_private()
        require_folder(place.settings)
        written = write_backup(place.settings.data_dir, target, overwrite)
        emit(place, _backup(target, written), render_upkeep.backup)


def restore(place: OwnIndex, source: Path, overwrite: bool) -> None:
    with errors_printed():
        keep_private()
        require_folder(place.settings)
        written = restore_backup(source, place.settings.data_dir, overwrite)
        emit(place, _backup(source, written), render_upkeep.restored)


def require_folder(settings: Settings) -> None:
    """Raises InvalidInput for a record in a database."""
    if settings.database_url:
        raise InvalidInput(
            "The record lies in a database: use pg_dump, or `onrecord copy` it into a folder first."
        )


def _backup(file: Path, held: Manifest) -> wire.Backup:
    return wire.Backup(
        file=str(file),
        index=held.index,
        statements=held.statements,
        damaged=held.damaged,
        sha256=held.files[DATABASE],
    )


def copy(place: OwnIndex, source: str, target: str) -> None:
    with errors_printed():
        keep_private()
        emit(place, wire.Copied.model_validate(sharing.copied(source, target)), render_upkeep.copied)


def work(place: OwnIndex, until_empty: bool) -> None:
    with errors_printed(), watched(None) as watch:
        with sharing.working(place.settings, watch.asked_to_stop, watch) as worker:
            worker.work(until_empty)
        emit(place, wire.Worked.model_validate(worker), render_upkeep.worked)
    if watch.exit_code:
        raise typer.Exit(watch.exit_code)


def queue(place: OwnIndex, paths: Sequence[Path], collection: str) -> None:
    """Like `api.command_line.commands.add`, but leaves the embedding to others."""
    with errors_printed(), watched(count_files(paths)) as watch:
        report = sharing.queued(place.settings, paths, collection, watch.asked_to_stop, watch)
        emit(place, wire.Report.model_validate(report), render_upkeep.queued)
    if report.skipped or watch.exit_code:
        raise typer.Exit(watch.exit_code or 1)


def migrate(place: OwnIndex) -> None:
    with errors_printed():
        keep_private()
        found, now = upkeep.migrated(place.settings)
        emit(place, wire.Migration(found=found, now=now), render_upkeep.migration)


def rebuild(place: OwnIndex) -> None:
    with errors_printed(), watched(None) as watch:
        keep_private()
        chosen = place.settings
        report = upkeep.rebuild(chosen, wiring.make_embedder(chosen), watch, watch.asked_to_stop, tell)
        emit(place, wire.Report.model_validate(report), render_upkeep.report)
    end_if_stopped(watch, "rebuilding")
    if report.skipped:
        raise typer.Exit(1)


def verify(place: OwnIndex) -> None:
    with errors_printed():
        found = wire.Verification.model_validate(upkeep.verified(place.settings))
        emit(place, found, render_upkeep.verification)
    if found.findings:
        raise typer.Exit(1)
