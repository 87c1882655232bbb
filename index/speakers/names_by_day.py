"""By what name a delegation is cited: the one its record prints, or the one in use on the day.

In: a delegation of the table, the name as printed, the date of the statement. Out: the same delegation under
that name; a printed name counts only where the table of names has it, so a slip of the record never becomes
the name of a State.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from index.model import Delegation
from index.tables import rows_of
from index.text.folding import fold_words

_SEASON = "-09-25"
"""Where only the year is known: the general debate, which most such records are of, is held in September."""


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    since: str
    until: str
    dated: bool


@cache
def _names() -> dict[str, tuple[_Name, ...]]:
    found: dict[str, tuple[_Name, ...]] = {}
    for row in rows_of("index", "names_by_day.tsv"):
        since, until = row["since"] or "0000", row["until"] or "9999"
        name = _Name(row["name"], since, until, bool(row["since"] or row["until"]))
        found[row["code"]] = (*found.get(row["code"], ()), name)
    return found


def named_as_of(delegation: Delegation, printed: str | None, date: str | None) -> Delegation:
    """`delegation` as the record calls it; without a date and a printed name, as the table does."""
    names = _names().get(delegation.code, ())
    wanted = fold_words(printed or "")
    if wanted:
        spelt = next((one.name for one in names if fold_words(one.name) == wanted), None)
        if spelt or wanted == fold_words(delegation.name):
            return replace(delegation, name=spelt or delegation.name)
    if not date:
        return delegation
    day = date + {4: _SEASON, 7: "-15"}.get(len(date), "")
    then = next((one.name for one in names if one.dated and one.since <= day <= one.until), None)
    return replace(delegation, name=then) if then else delegation
