"""Who may be spoken for: one table of States, past and present, organisations and groups.

In: a name, alias, demonym or ISO code as records and users write it, or a whole question. Out: one
canonical `Delegation`, or None; never a name that merely looks similar. Display names are those that the
speaker lines of UN verbatim records use ("Islamic Republic of Iran", "Viet Nam", "United Kingdom").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from index.model import Delegation
from index.speakers.groups import Group, GroupMention, Groups
from index.speakers.mentions import Mention, Name, by_first_word, find_names
from index.tables import rows_of
from index.text.folding import fold_words, misspelling

_FORMAL = re.compile(
    r"^(?:(?:islamic|federal|democratic|socialist|plurinational|bolivarian|people's|hashemite|arab)\s+){0,2}"
    r"(?:republic|kingdom|state|government|principality|sultanate|commonwealth|union"
    r"|(?:permanent\s+)?(?:observer\s+)?mission|(?:permanent\s+)?representative|(?:permanent\s+)?observer"
    r"|delegation|embassy|people)"
    r"\s+(?:of|for)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s{0,4}(?:\([^\n]{0,300}\)\s{0,4}$"
    r"|,?\s{0,4}(?:and also |speaking |also )?(?:on behalf of|for the)\b.*$)",
    re.I | re.S,
)
_CODE = re.compile(r"[A-Za-z]{2,3}_?")
STATES = ("state", "former_state", "observer")
"""Kinds of entries that are one State, or take part as one does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table; `kind` is state, former_state, observer, union, organisation, un or group."""

    delegation: Delegation
    alpha2: str
    kind: str
    region: str
    years: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.delegation.name, *self.aliases)


class Delegations:
    """The table, looked up by name, by code and inside a question."""

    def __init__(
        self, entries: Iterable[Entry], groups: Iterable[Group] = (), phrases: Iterable[str] = ()
    ) -> None:
        self.entries = tuple(entries)
        self.groups = tuple(groups)
        self._by_code = {e.delegation.code: e for e in self.entries}
        self._codes = self._index((e, (e.delegation.code, e.alpha2)) for e in self.entries)
        named = [*((e, e.names) for e in self.entries), *((e, e.demonyms) for e in self.entries)]
        self._names = self._index(named)
        self._spelt = [(words, e) for e in self.entries for n in e.names if (words := fold_words(n))]
        self._mentions = by_first_word(_wordings(self.entries, phrases))
        self._groups = Groups(self.groups, [(e.region, e.delegation.code) for e in self.entries])

    @staticmethod
    def _index(rows: Iterable[tuple[Entry, Iterable[str]]]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for entry, names in rows:
            for name in names:
                if key := "".join(fold_words(name)):
                    found.setdefault(key, entry)
        return found

    def by_code(self, code: str) -> Delegation | None:
        """The delegation of a canonical code."""
        entry = self._by_code.get(code)
        return entry.delegation if entry else None

    def named(self, code: str) -> Delegation:
        """The delegation of a code; of one that we do not know, the code is its name."""
        return self.by_code(code) or Delegation(code, code)

    def entry(self, code: str) -> Entry | None:
        """The whole row of a canonical code."""
        return self._by_code.get(code)

    def resolve(self, text: str) -> Delegation | None:
        """The one delegation `text` names (name, alias, demonym, code; a slip of spelling forgiven).

        A code of the table as written comes first: `NAM` is Namibia, as ISO 3166 has it.
        """
        entry = self._resolve(text)
        return entry.delegation if entry else None

    def _resolve(self, text: str) -> Entry | None:
        stripped = " ".join(text.split())[:200]
        if stripped in self._by_code:
            return self._by_code[stripped]
        for form in _forms(stripped):
            key = "".join(fold_words(form))
            found = self._names.get(key)
            if found is None and _CODE.fullmatch(form):
                found = self._codes.get(key)
            if found is not None:
                return found
        return self._closest(fold_words(stripped))

    def _closest(self, words: tuple[str, ...]) -> Entry | None:
        scored: list[tuple[int, Entry]] = []
        for known, entry in self._spelt:
            edits = misspelling(words, known)
            if edits is not None:
                scored.append((edits, entry))
        if not scored:
            return None
        least = min(edits for edits, _ in scored)
        best = {e.delegation.code: e for edits, e in scored if edits == least}
        return next(iter(best.values())) if len(best) == 1 else None

    def find_in(self, text: str) -> list[Mention]:
        """Delegations named in a question, in order: names, aliases, demonyms, capitals."""
        rows = self._by_code
        return [
            Mention(span, rows[name.code].delegation, name.form, rows[name.code].kind)
            for span, name in find_names(text, self._mentions)
        ]

    def find_groups(self, text: str) -> list[GroupMention]:
        """Groups named in a question ("the P5", "EU members", "African members of the Council")."""
        return self._groups.find_in(text)

    def members_of(self, group: str, year: int | None = None) -> tuple[str, ...]:
        """Codes of the members of a group (by code or name) in `year`; without a year all who ever were.

        Raises KeyError for an unknown group.
        """
        return self._groups.members_of(group, year)

    def group(self, name: str) -> Group | None:
        """The group of a code or name ("BRICS"), which may be spoken for though it is not a delegation."""
        return self._groups.named(name)

    def spoken_as(self, group: Group) -> Delegation:
        """The delegation that speaks for the group where the table has one (A3), else the group itself."""
        return self.by_code(group.speaks_as) or Delegation(group.code, group.name)

    def nearest(self, name: str, most: int = 3) -> tuple[str, ...]:
        """Names of the table most like `name`, best first, to offer where none is meant by it."""
        wanted = " ".join(fold_words(name[:60]))
        known = {" ".join(fold_words(n)): e.delegation.name for e in self.entries for n in e.names}
        close = get_close_matches(wanted, known, n=3 * most, cutoff=0.6)
        return tuple(dict.fromkeys(known[words] for words in close))[:most]


def _forms(text: str) -> Iterator[str]:
    """The text as given, without asides, turned round ("Moldova, Republic of"), and without "Republic of"."""
    short = _ASIDE.sub("", text)
    name, _, before = short.partition(", ")
    turned = f"{before} {name}" if before.endswith((" of", " of the")) else ""
    whole = dict.fromkeys(form for form in (text, short, turned) if form)
    bare = (_FORMAL.sub("", form.removeprefix("the ").removeprefix("The ")) for form in whole)
    yield from dict.fromkeys((*whole, *(form for form in bare if form)))


def _wordings(entries: Iterable[Entry], phrases: Iterable[str]) -> list[Name]:
    """Every wording that may name a delegation in a question, and the phrases that do not."""
    table = [Name(phrase, "", "phrase") for phrase in phrases]
    for entry in entries:
        code = entry.delegation.code
        table += [Name(name, code, "name") for name in entry.names]
        table += [Name(name, code, "demonym") for name in entry.demonyms]
        table += [Name(name, code, "capital") for name in entry.capitals]
    return table


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split(";") if part)


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        Delegation(row["code"], row["name"]),
        row["alpha2"],
        row["kind"],
        row["region"],
        row["years"],
        _split(row["aliases"]),
        _split(row["demonyms"]),
        _split(row["capitals"]),
    )


@cache
def load_delegations() -> Delegations:
    """The table that comes with the package, read once."""
    rows = list(rows_of("index", "delegations.tsv"))
    return Delegations(
        (_entry(row) for row in rows if row["kind"] != "phrase"),
        (
            Group(r["code"], r["name"], _split(r["aliases"]), r["members"], r["speaks_as"])
            for r in rows_of("index", "groups.tsv")
        ),
        [phrase for row in rows if row["kind"] == "phrase" for phrase in _split(row["aliases"])],
    )
