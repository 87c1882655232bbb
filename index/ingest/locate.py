"""Where a file's statements belong: the place that goes into their ids.

In: a file as read and the sources the store knows. Out: its `Location`. The place is the path relative to the
folder added, so that an index does not depend on where the records lie; the rules below keep one file from
being two sources, and two files from being one. Whether an uploaded file has left its old place cannot be
seen from here, so it is never taken for another one that moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import InvalidInput
from index.readers.base import ReadFile
from index.store.record_store import RecordStore
from index.store.sources import UPLOADED, Location

MOST_NAMED = 5
"""Places named in one sentence."""
Claims = Mapping[tuple[str, str], Location]
"""Places taken in this run that the store may not know yet, by collection and place."""


def locate(store: RecordStore, file: ReadFile, collection: str, claims: Claims) -> Location:
    """The file's location: the one it had before, or a new one that nobody else has."""
    spot = UPLOADED + spot_of(file) if file.uploaded and file.absolute else spot_of(file)
    own = _known_at(store, collection, spot, claims)
    if own is not None:
        return replace(own, sha256=file.sha256)
    new = Location(collection, file.path, file.path, spot, file.sha256)
    owner = _owner_of(store, collection, file.path, claims)
    if owner is None:
        return (None if file.uploaded else _moved(store, new)) or new
    if owner.absolute == spot or (not file.uploaded and _gone_alike(owner, new)):
        return replace(new, place=owner.place)
    return replace(new, place=spot or f"{UPLOADED}{file.path}")


def one_place(path: str, sources: Iterable[Location]) -> None:
    """Raises InvalidInput where the sources shown under a path belong to several places, and names them."""
    roots = {_root_of(at, path) for at in sources}
    places = sorted(root for root in roots if not any(root.startswith(f"{other}/") for other in roots))
    if len(places) > 1:
        raise InvalidInput(
            f"{path!r} is in several places ({_listed(places)}): give the full path of one, or --source with "
            "its --collection."
        )


def _root_of(at: Location, path: str) -> str:
    """The place meant by a path as shown of this source: what a full path would have to say."""
    if not at.absolute:
        return f"uploaded to collection {at.collection!r}"
    shown = path.rstrip("/")
    below = at.path[len(shown) :]
    lies = at.absolute.removeprefix(UPLOADED)
    return lies.removesuffix(below) if below else lies


def _listed(places: Sequence[str]) -> str:
    more = len(places) - MOST_NAMED
    return ", ".join(places[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def spot_of(file: ReadFile) -> str:
    """Where on disk, here or at the sender's: the file, or the archive and the path inside it; else ""."""
    if not file.absolute:
        return ""
    parts = PurePosixPath(file.path).parts
    archive = PurePosixPath(file.absolute).name
    if archive == parts[-1] or archive not in parts:
        return file.absolute
    inner = parts[parts.index(archive) + 1 :]
    return "/".join([file.absolute, *inner])


def _known_at(store: RecordStore, collection: str, spot: str, claims: Claims) -> Location | None:
    if not spot:
        return None
    claimed = next((at for at in claims.values() if (at.collection, at.absolute) == (collection, spot)), None)
    found = store.source_at(collection, spot)
    return claimed or (found[1] if found else None)


def _owner_of(store: RecordStore, collection: str, place: str, claims: Claims) -> Location | None:
    found = store.source_placed(collection, place)
    return claims.get((collection, place)) or (found[1] if found else None)


def _moved(store: RecordStore, new: Location) -> Location | None:
    """The location of a file with the same bytes that is no longer where it was: this one, moved."""
    if not new.absolute:
        return None
    alike = store.sources_alike(new.collection, new.sha256)
    old = next((at for _, at in alike if _gone_alike(at, new)), None)
    return replace(new, place=old.place) if old else None


def _gone_alike(old: Location, new: Location) -> bool:
    return bool(old.absolute) and old.sha256 == new.sha256 and not exists(old.absolute.removeprefix(UPLOADED))


def exists(spot: str) -> bool:
    """Is the file, or the archive that holds it, still there?"""
    path = spot
    while path and path != os.path.dirname(path):
        if os.path.isfile(path):
            return True
        path = os.path.dirname(path)
    return False
