"""What the commands that look after an index do: back it up, put it back, bring it to this version's format.

In: what was typed. Out: as `api.commands` prints it; errors as it tells them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from api import render, sharing, wiring
from api import schemas as wire
from api.commands import Place, emit, keep_private, told
from api.progress import count_files, watched
from api.settings import Settings
from index.errors import InvalidInput
from index.store.backup import Manifest, write_backup
from index.store.restore import restore_backup
from index.store.schema import DATABASE


def backup(place: Place, target: Path, overwrite: bool) -> None:
    with told():
        keep_private()
        require_folder(place.settings)
        written = write_backup(place.settings.data_dir, target, overwrite)
        emit(place, _backup(target, written), render.backup)


def restore(place: Place, source: Path, overwrite: bool) -> None:
    with told():
        keep_private()
        require_folder(place.settings)
        written = restore_backup(source, place.settings.data_dir, overwrite)
        emit(place, _backup(source, written), render.restored)


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


def copy(place: Place, source: str, target: str) -> None:
    with told():
        keep_private()
        emit(place, wire.Copied.model_validate(sharing.copied(source, target)), render.copied)


def work(place: Place, until_empty: bool) -> None:
    with told(), watched(None) as watch:
        with sharing.working(place.settings, watch.asked_to_stop, watch) as worker:
            worker.work(until_empty)
        emit(place, wire.Worked.model_validate(worker), render.worked)
    if watch.exit_code:
        raise typer.Exit(watch.exit_code)


def queue(place: Place, paths: Sequence[Path], collection: str) -> None:
    """As `api.commands.add`, but for others to embed."""
    with told(), watched(count_files(paths)) as watch:
        report = sharing.queued(place.settings, paths, collection, watch.asked_to_stop, watch)
        emit(place, wire.Report.model_validate(report), render.queued)
    if report.skipped or watch.exit_code:
        raise typer.Exit(watch.exit_code or 1)


def migrate(place: Place) -> None:
    with told():
        keep_private()
        found, now = wiring.migrated(place.settings)
        emit(place, wire.Migration(found=found, now=now), render.migration)
