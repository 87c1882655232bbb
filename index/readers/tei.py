"""ParlaMint TEI: sittings of parliaments, one `<u>` for each speech, parsed without entities or DTDs.

In: a TEI file, optionally with `<CORPUS>-listPerson.xml` around it. Out: one draft for each utterance, with
its xml:id as key. Notes, gaps and incidents are set apart. A name that only an id gives is flagged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from index.errors import UnreadableRecord
from index.model import Speaker, StatementDraft
from index.readers.base import Candidate, Context
from index.readers.paragraphs import join_paragraphs
from index.readers.statement import Known, compose
from index.readers.xml import (
    MAX_XML,
    XML_ID,
    XML_LANG,
    find_all,
    find_first,
    heading_above,
    language_named,
    local_name,
    parse_xml,
    plain_text,
)
from index.speakers.procedural import is_procedural

APART = frozenset({"note", "gap", "incident", "kinesic", "vocal", "desc", "pb", "head"})
ROLES = {"chair": "Chair", "guest": "Guest"}
"""ParlaMint speaker types (`u/@ana`); "regular" is a member and needs no role."""
TITLED = re.compile(r"(?:Minutes|Sitting|Record|Proceedings) of (?:the )?(?P<organ>[^,\[]+)")


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the list of persons has them."""

    name: str
    party: str | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the header says."""

    id: str | None
    date: str | None
    organ: str | None
    url: str | None
    language: str | None


class ParlaMint:
    """Reads one sitting."""

    name = "ParlaMint TEI"
    version = "1"
    suffixes = (".xml",)

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        head = candidate.head(8192)
        return b"tei-c.org/ns" in head and (b"<TEI" in head or b":TEI" in head)

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        root = parse_xml(candidate.read(MAX_XML))
        sitting = _sitting(root)
        persons = {**_listed(candidate, context, sitting), **_persons(root)}
        utterances = [element for element in find_all(root, "u") if _words(element)]
        if not utterances:
            raise UnreadableRecord("The TEI file holds no utterance with words; check that it is a sitting.")
        return tuple(_draft(element, order, sitting, persons) for order, element in enumerate(utterances, 1))


def _sitting(root: Any) -> Sitting:
    setting = find_first(root, "settingDesc")
    source = find_first(root, "sourceDesc")
    dates = [find_first(part, "date") for part in (setting, source) if part is not None]
    date = next((d.get("when") or d.get("from") for d in dates if d is not None), None)
    titles = " ".join(plain_text(title) for title in find_all(root, "title"))
    organ = TITLED.search(titles)
    idno = find_first(source, "idno") if source is not None else None
    address = plain_text(idno) if idno is not None else ""
    return Sitting(
        root.get(XML_ID),
        date[:10] if date else None,
        organ["organ"].strip() if organ else None,
        address if re.match(r"https?://\S+$", address) else None,
        language_named(root.get(XML_LANG)),
    )


def _listed(candidate: Candidate, context: Context, sitting: Sitting) -> dict[str, Person]:
    """Persons of the corpus's own list, where it stands in the folder or above."""
    corpus = (sitting.id or candidate.name).split("_")[0]
    for name in (f"{corpus}-listPerson.xml", f"{corpus}.xml"):
        for found in context.around(candidate, name):
            return context.once("tei-persons", found.path, partial(_read_persons, found))
    return {}


def _read_persons(found: Candidate) -> dict[str, Person]:
    return _persons(parse_xml(found.read(MAX_XML)))


def _persons(root: Any) -> dict[str, Person]:
    persons = {}
    for person in find_all(root, "person"):
        name = find_first(person, "persName")
        if name is not None and person.get(XML_ID):
            persons[person.get(XML_ID)] = Person(_name(name), _party(person))
    return persons


def _name(name: Any) -> str:
    parts = [plain_text(p) for p in name if local_name(p) in ("forename", "surname", "nameLink")]
    ordered = sorted(
        (p for p in name if local_name(p) in ("forename", "nameLink", "surname")),
        key=lambda p: ("forename", "nameLink", "surname").index(local_name(p)),
    )
    return " ".join(plain_text(p) for p in ordered) if parts else plain_text(name)


def _party(person: Any) -> str | None:
    """The party's reference of the latest affiliation ("#party.LAB" -> "LAB")."""
    held = [a for a in find_all(person, "affiliation") if "party" in (a.get("ref") or "").lower()]
    held.sort(key=lambda a: a.get("from") or "")
    return re.sub(r"^#?(?:party\.)?", "", held[-1].get("ref")) if held else None


def _words(utterance: Any) -> list[str]:
    segments = [child for child in utterance if local_name(child) in ("seg", "p")] or [utterance]
    texts = [_tokens(s) if find_first(s, "w") is not None else plain_text(s, APART) for s in segments]
    return [text for text in texts if text]


def _tokens(segment: Any) -> str:
    """The text of an annotated segment (`.ana.xml`): words joined where the corpus says so."""
    text = ""
    for token in find_all(segment, "w", "pc"):
        if any(local_name(child) == "w" for child in token):
            token_text = (token.text or "").strip() or plain_text(token)
        elif local_name(token.getparent()) == "w":
            continue
        else:
            token_text = plain_text(token)
        text += token_text + ("" if token.get("join") in ("right", "both") else " ")
    return text.strip()


def _draft(utterance: Any, order: int, sitting: Sitting, persons: dict[str, Person]) -> StatementDraft:
    text, paragraphs = join_paragraphs((words, None) for words in _words(utterance))
    who = (utterance.get("who") or "").lstrip("#")
    person = persons.get(who)
    kinds = [kind.lstrip("#") for kind in (utterance.get("ana") or "").split()]
    role = next((ROLES[kind] for kind in kinds if kind in ROLES), None)
    known = Known(
        meeting=sitting.id,
        date=sitting.date,
        topic=heading_above(utterance, "head"),
        organ=sitting.organ,
        language=language_named(utterance.get(XML_LANG)) or sitting.language,
        url=sitting.url,
        order=order,
    )
    draft = compose(text, paragraphs, known, None, key=utterance.get(XML_ID) or f"u{order}")
    return replace(
        draft,
        speaker=Speaker(person.name if person else _spelt(who), _role(role, person)),
        capacity="president" if role == "Chair" else draft.capacity,
        procedural=is_procedural(text, role == "Chair"),
        flags=() if person or not who else ("speaker-id",),
    )


def _role(role: str | None, person: Person | None) -> str | None:
    party = person.party if person else None
    return ", ".join(part for part in (role, party) if part) or None


def _spelt(who: str) -> str | None:
    """The name an id spells: "StephenKinnock" -> "Stephen Kinnock"."""
    return re.sub(r"(?<=[a-zà-ÿ.])(?=[A-ZÀ-Þ])", " ", who.replace("_", " ")) or None
