"""ParlaMint's lists of persons: who a speaker is, under the name and in the party of the day of the sitting.

In: a list of persons (TEI), or the element that holds one. Out: `Person`s by xml:id. What a list does not say
of the day is None, never what it says of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from index.readers.base import Candidate, Context
from index.readers.xml import MAX_XML, XML_ID, XML_LANG, find_all, local_name, parse_xml, plain_text

NAME_ORDER = ("forename", "nameLink", "surname")
TRANSLATED_CORPUS = re.compile(r"-[a-z]{2,3}$")
"""What a machine-translated corpus adds to the name of its source ("ParlaMint-UA-en"), whose lists it has."""


@dataclass(frozen=True, slots=True)
class Held:
    """A name or a party and the days it held for, "" where it is open; a year or month means all its days."""

    value: str
    since: str
    until: str
    language: str

    def holds(self, day: str | None) -> bool:
        if day is None:
            return True
        return day[: len(self.since)] >= self.since and day[: len(self.until)] <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """One of the list, with all names and parties in the list's order."""

    names: tuple[Held, ...]
    parties: tuple[Held, ...]

    def name_on(self, day: str | None, language: str | None) -> str:
        """The name in use on the day, in the language of the sitting where the list has it."""
        held = [name for name in self.names if name.holds(day)] or list(self.names)
        return next((name for name in held if name.language == language), held[0]).value

    def party_on(self, day: str | None) -> str | None:
        """The party on the day; of two, the one joined last."""
        held = [party for party in self.parties if party.holds(day)]
        return max(held, key=lambda party: party.since).value if held else None


def listed_persons(
    candidate: Candidate, context: Context, corpora: Sequence[str | None]
) -> dict[str, Person]:
    """Persons of the first list with any, of those that the corpora keep in the file's folder or above."""
    for name in _list_names(corpora):
        for found in context.around(candidate, name):
            persons = context.once("tei-persons", found.path, partial(_read_persons, found))
            if persons:
                return persons
    return {}


def _list_names(corpora: Sequence[str | None]) -> Iterator[str]:
    for whole in filter(None, corpora):
        corpus = whole.split("_")[0].split(".")[0]
        for name in dict.fromkeys((corpus, TRANSLATED_CORPUS.sub("", corpus))):
            yield from (f"{name}-listPerson.xml", f"{name}.xml", f"{name}.ana.xml")


def _read_persons(found: Candidate) -> dict[str, Person]:
    return persons_in(parse_xml(found.read(MAX_XML)))


def persons_in(root: Any) -> dict[str, Person]:
    """Persons by xml:id; those without a name are left out."""
    persons = {}
    for person in find_all(root, "person"):
        names = tuple(_held(name, _name(name)) for name in find_all(person, "persName") if _name(name))
        if names and person.get(XML_ID):
            persons[person.get(XML_ID)] = Person(names, tuple(_parties(person)))
    return persons


def _held(element: Any, value: str) -> Held:
    since = element.get("from") or element.get("notBefore") or ""
    until = element.get("to") or element.get("notAfter") or ""
    return Held(value, since[:10], until[:10], (element.get(XML_LANG) or "").split("-")[0])


def _name(name: Any) -> str:
    parts = [part for part in name if local_name(part) in NAME_ORDER]
    parts.sort(key=lambda part: NAME_ORDER.index(local_name(part)))
    return " ".join(plain_text(part) for part in parts) if parts else plain_text(name)


def _parties(person: Any) -> Iterator[Held]:
    """Affiliations with a party, by the reference's own letters ("#party.LAB" -> "LAB")."""
    for affiliation in find_all(person, "affiliation"):
        reference = affiliation.get("ref") or ""
        if "party" in reference.lower():
            yield _held(affiliation, re.sub(r"^#?(?:party\.)?", "", reference))
