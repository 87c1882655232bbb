"""What the commands that look after an index do: back it up, put it back, bring it to this version's format.

In: what was typed. Out: as `api.commands` prints it; errors as it tells them.
"""

from __future__ import annotations

from pathlib import Path

from api import render, wiring
from api import schemas as wire
from api.commands import emit, keep_private, told
from api.options import OwnIndex
from index.store.backup import Manifest, write_backup
from index.store.restore import restore_backup
from index.store.schema import DATABASE


def backup(place: OwnIndex, target: Path, overwrite: bool) -> None:
    with told():
        keep_private()
        written = write_backup(place.settings.data_dir, target, overwrite)
        emit(place, _backup(target, written), render.backup)


def restore(place: OwnIndex, source: Path, overwrite: bool) -> None:
    with told():
        keep_private()
        written = restore_backup(source, place.settings.data_dir, overwrite)
        emit(place, _backup(source, written), render.restored)


def _backup(file: Path, held: Manifest) -> wire.Backup:
    return wire.Backup(
        file=str(file),
        index=held.index,
        statements=held.statements,
        damaged=held.damaged,
        sha256=held.files[DATABASE],
    )


def migrate(place: OwnIndex) -> None:
    with told():
        keep_private()
        found, now = wiring.migrated(place.settings)
        emit(place, wire.Migration(found=found, now=now), render.migration)
