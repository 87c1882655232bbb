"""Filter values that the index does not know are errors, so that a misspelling does not look like an empty
result.

In: filters and every name the index holds. Raises InvalidInput with the nearest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from api import schemas as wire
from index.errors import InvalidInput
from index.text.folding import fold_name
from index.text.symbols import meeting_number
from rag.question.names import Names

OFFERED, CLOSE = 3, 55


def check_names(filters: wire.Filters, held: Names) -> None:
    """Speakers, meetings, organs and collections; delegations are checked where names become codes."""
    speakers = tuple(dict.fromkeys(name for name, _ in held.speakers))
    _check("speaker", filters.speakers, speakers, _speaks)
    _check("meeting", filters.meetings, held.meetings, _meets)
    _check("organ", filters.organs, held.organs, str.__eq__)
    _check("collection", filters.collections, held.collections, str.__eq__)


def _check(
    kind: str, given: Iterable[str], known: Sequence[str], is_meant: Callable[[str, str], bool]
) -> None:
    for value in given:
        if not any(is_meant(value, name) for name in known):
            close = process.extract(value, known, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=CLOSE)
            near = ", ".join(name for name, _, _ in close)
            offered = f"the nearest are: {near}" if near else "leave the filter out"
            raise InvalidInput(f"No {kind} {value!r} is in this index; {offered}.")


def _speaks(given: str, name: str) -> bool:
    """As the filter itself compares names: every part of the given name is a part of the speaker's."""
    wanted = set(fold_name(given).split())
    return bool(wanted) and wanted <= set(fold_name(name).split())


def _meets(given: str, symbol: str) -> bool:
    return given == symbol or meeting_number(given) is not None
