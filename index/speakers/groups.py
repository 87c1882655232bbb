"""Groups of delegations that change with the years: who belongs to one, and where a text names one.

In: the rows of `data/groups.tsv`, and the region of every delegation. Out: members by year; groups by code,
by name and inside a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.speakers.mentions import Name, by_first_word, find_names
from index.text.folding import fold_words


@dataclass(frozen=True, slots=True)
class Group:
    """A set of delegations that changes with the years: the P5, the Council, the European Union.

    `speaks_as` is the code of the delegation under which what is said on its behalf is found.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    members: str
    speaks_as: str = ""


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A group named in a text."""

    start: int
    end: int
    group: Group


class Groups:
    """The table, looked up by code, by name and inside a question; `regions` are pairs of region and code."""

    def __init__(self, groups: Iterable[Group], regions: Iterable[tuple[str, str]]) -> None:
        self._by_code = {group.code: group for group in groups}
        self._regions = tuple(regions)
        self._names = by_first_word(
            Name(alias, group.code, "group")
            for group in self._by_code.values()
            for alias in (group.name, *group.aliases)
        )

    def find_in(self, text: str) -> list[GroupMention]:
        """Groups named in a question, in order."""
        return [
            GroupMention(span.start, span.end, self._by_code[name.code])
            for span, name in find_names(text, self._names)
        ]

    def named(self, name: str) -> Group | None:
        """The group of a code or name, however it is written."""
        return self._by_code.get(" ".join(name.split()).upper()) or self._spelt(name)

    def members_of(self, group: str, year: int | None) -> tuple[str, ...]:
        """Codes of the members in `year`, without a year of all who ever were; raises KeyError."""
        found = self._by_code.get(group) or self._spelt(group)
        if found is None:
            raise KeyError(group)
        return tuple(dict.fromkeys(self._members(found, year)))

    def _spelt(self, name: str) -> Group | None:
        key = fold_words(name)
        known = self._by_code.values()
        return next((g for g in known if key in {fold_words(n) for n in (g.name, *g.aliases)}), None)

    def _members(self, group: Group, year: int | None) -> Iterator[str]:
        if not group.members.startswith("="):
            yield from _listed(group.members, year)
            return
        rule = group.members[1:]
        if rule.startswith("@"):
            yield from (code for region, code in self._regions if region == rule[1:])
        elif "&" in rule:
            left, right = rule.split("&")
            among = set(self.members_of(right, year))
            yield from (code for code in self.members_of(left, year) if code in among)
        else:
            for part in rule.split("+"):
                yield from self.members_of(part, year)


def _listed(members: str, year: int | None) -> Iterator[str]:
    for member in members.split(";"):
        code, _, years = member.partition(":")
        first, _, last = years.partition("-")
        if year is None or (int(first or 0) <= year <= int(last or 9999)):
            yield code
