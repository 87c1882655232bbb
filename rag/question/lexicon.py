"""Every wording that names a delegation, body, group or person of public life, from tables with sources.

In: the table of delegations and the tables of `rag/data`. Out: wordings by their first word, each with what
it names; offices and regions likewise. Read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

from index.speakers.delegations import Delegations
from index.tables import rows_of
from index.text.folding import words_with_places
from rag.question.links import Form, LinkKind, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording as folded words, and what it names; a wording of kind None names nobody and shields
    others. `home` and `term` are those of a person."""

    words: tuple[str, ...]
    text: str
    kind: LinkKind | None
    code: str | None
    name: str
    form: Form
    home: tuple[str, ...] = ()
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office: `mission` speaks for its State, `political` and `chief` are roles in it, `un` is alone."""

    words: tuple[str, ...]
    kind: str
    name: str


Table = Mapping[str, Sequence[Entry]]
OfficeTable = Mapping[str, Sequence[Office]]


def folded(text: str) -> tuple[str, ...]:
    """The words of a wording as they are compared."""
    return tuple(word for word, _, _ in words_with_places(text))


@dataclass(frozen=True)
class Lexicon:
    """Wordings, offices and regions by first word, longest first."""

    entries: Table
    offices: OfficeTable
    regions: Mapping[tuple[str, ...], tuple[str, str | None]]

    @property
    def words(self) -> frozenset[str]:
        """Every word of every wording, to correct misspellings by."""
        names = {word for row in self.entries.values() for entry in row for word in entry.words}
        offices = {word for row in self.offices.values() for office in row for word in office.words}
        return frozenset(names | offices | {word for key in self.regions for word in key})


@cache
def load_lexicon(delegations: Delegations) -> Lexicon:
    """All tables together; the first row with a wording counts."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in _all(delegations):
        if entry.words:
            seen.setdefault(entry.words, entry)
    return Lexicon(_by_first(seen.values()), _by_first(_offices()), dict(_regions()))


def _all(delegations: Delegations) -> Iterator[Entry]:
    yield from _bodies(delegations)
    yield from _states(delegations)
    yield from _more_names(delegations)
    yield from _groups(delegations)
    yield from _persons()


class Worded(Protocol):
    """Something recognised by its words."""

    @property
    def words(self) -> tuple[str, ...]: ...


W = TypeVar("W", bound=Worded)


def _by_first(rows: Iterable[W]) -> dict[str, list[W]]:
    """The rows by their first word, longest first."""
    found: dict[str, list[W]] = defaultdict(list)
    for row in rows:
        found[row.words[0]].append(row)
    for some in found.values():
        some.sort(key=lambda row: -len(row.words))
    return dict(found)


def _entry(text: str, kind: LinkKind | None, code: str | None, name: str, form: Form) -> Entry:
    return Entry(folded(text), text, kind, code or None, name, form)


def _states(delegations: Delegations) -> Iterator[Entry]:
    for row in delegations.entries:
        code, name = row.delegation.code, row.delegation.name
        kind: LinkKind = "group" if row.kind == "group" else "delegation"
        form: Form = (
            "group" if row.kind == "group" else "body" if row.kind in ("organisation", "un") else "name"
        )
        forms = ((row.names, form), (row.demonyms, "demonym"), (row.capitals, "capital"))
        for texts, how in forms:
            for text in texts:
                if text in OFFICES_OF_BODIES:
                    continue
                short = form == "name" and text.replace(".", "").isupper()
                yield _entry(text, kind, code, name, "abbreviation" if short else how)  # type: ignore[arg-type]
                words = folded(text)
                if how == "name" and len(words) == JOINED and words[0] not in NEVER_JOINED:
                    yield _entry("".join(words), kind, code, name, "name")


JOINED = 2
"""Words of a State's name that are also written as one ("Srilanka")."""
NEVER_JOINED = frozenset(["the", "st"])
OFFICES_OF_BODIES = frozenset(["Secretary-General", "Prosecutor of the International Criminal Court"])
"""Aliases in the table that are offices: their holder is asked, not the body."""


def _more_names(delegations: Delegations) -> Iterator[Entry]:
    for row in rows_of("rag", "names.tsv"):
        for text in row["words"].split(";"):
            if row["form"] == "phrase":
                yield _entry(text, None, None, text, "phrase")
            else:
                one = delegations.by_code(row["code"]) or delegations.by_code(FORMER.get(row["code"], ""))
                if one:
                    yield _entry(text, "delegation", one.code, one.name, row["form"])  # type: ignore[arg-type]


FORMER = {"SUN": "RUS"}
"""Codes of ISO 3166-3 that the table of delegations keeps with the successor."""


def _bodies(delegations: Delegations) -> Iterator[Entry]:
    for row in rows_of("rag", "bodies.tsv"):
        code = row["code"] or None
        kind: LinkKind = "group" if row["kind"] == "group" else "delegation"
        for text in (row["name"], *(row["aliases"] or "").split(";")):
            if text:
                yield _entry(text, kind, code, row["name"], row["form"])  # type: ignore[arg-type]


def _groups(delegations: Delegations) -> Iterator[Entry]:
    for group in delegations.groups:
        for text in (group.name, *group.aliases):
            yield _entry(text, "group", group.code, group.name, "group")


def _persons() -> Iterator[Entry]:
    for row in rows_of("rag", "persons.tsv"):
        home = tuple(code for code in row["codes"].split(";") if code)
        since, _, until = row["secretary_general"].partition("/")
        term = Term(since, until) if since else None
        for text in (row["name"], *row["words"].split(";")):
            yield Entry(folded(text), text, "speaker", None, row["name"], "person", home, term)


def _offices() -> Iterator[Office]:
    """Offices; one that stands alone comes before the same words as somebody's office."""
    for row in sorted(rows_of("rag", "offices.tsv"), key=lambda row: row["kind"] != "un"):
        for text in row["words"].split(";"):
            yield Office(folded(text), row["kind"], row["name"] or text)


def _regions() -> Iterator[tuple[tuple[str, ...], tuple[str, str | None]]]:
    for row in rows_of("rag", "regions.tsv"):
        yield folded(row["words"]), (row["name"], row["code"] or None)
