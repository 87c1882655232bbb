"""ParlaMint TEI: sittings of parliaments, one `<u>` for each speech, parsed without entities or DTDs.

In: a TEI file, optionally with `<CORPUS>-listPerson.xml` around it. Out: one draft for each utterance, with
its xml:id as key. Notes, gaps and incidents are set apart. Flagged are names that only an id gives, and what
a machine translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.errors import UnreadableRecord
from index.model import MACHINE_TRANSLATED, Speaker, StatementDraft
from index.readers.base import Candidate, Context
from index.readers.paragraphs import join_paragraphs
from index.readers.statement import Known, compose
from index.readers.tei_persons import Person, listed_persons, persons_in
from index.readers.xml import (
    MAX_XML,
    XML_ID,
    XML_LANG,
    Headings,
    find_all,
    find_first,
    language_named,
    local_name,
    parse_xml,
    plain_text,
)
from index.speakers.procedural import is_procedural

APART = frozenset({"note", "gap", "incident", "kinesic", "vocal", "desc", "pb", "head", "u"})
ROLES = {"chair": "Chair", "guest": "Guest"}
"""ParlaMint speaker types (`u/@ana`); "regular" is a member and needs no role."""
MT_SOURCE = "mt-src"
"""The prefix by which ParlaMint's machine translations point to their source (ParlaMint 4.0, `prefixDef`)."""
MACHINE_TRANSLATION = re.compile(r"\b(?:machine|automatic(?:ally)?)[- ]translat", re.IGNORECASE)
TITLED = re.compile(r"(?:Minutes|Sitting|Record|Proceedings) of (?:the )?(?P<organ>[^,\[]+)")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the header says."""

    id: str | None
    date: str | None
    organ: str | None
    url: str | None
    language: str | None
    """As the file codes it ("en")."""
    machine_translated: bool


class ParlaMint:
    """Reads one sitting."""

    suffixes = (".xml",)

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        head = candidate.head(8192)
        return b"tei-c.org/ns" in head and (b"<TEI" in head or b":TEI" in head)

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        root = parse_xml(candidate.read(MAX_XML))
        sitting = _sitting(root)
        persons = {**listed_persons(candidate, context, (sitting.id, candidate.name)), **persons_in(root)}
        utterances = [element for element in find_all(root, "u") if _words(element)]
        if not utterances:
            raise UnreadableRecord("The TEI file holds no utterance with words; check that it is a sitting.")
        above = Headings("head").above
        return tuple(
            _draft(element, order, sitting, persons, above(element))
            for order, element in enumerate(utterances, 1)
        )


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
        root.get(XML_LANG),
        _is_machine_translated(root),
    )


def _is_machine_translated(root: Any) -> bool:
    """Does the header say so, by who is responsible, by its title, or by where its sources are looked up?"""
    header = find_first(root, "teiHeader")
    if header is None:
        return False
    told = (plain_text(element) for element in find_all(header, "resp", "title", "edition"))
    sources = (element.get("ident") for element in find_all(header, "prefixDef"))
    return MT_SOURCE in sources or any(MACHINE_TRANSLATION.search(text) for text in told)


def _names_source(utterance: Any) -> bool:
    """Does it, or a segment of it, point to the words it was translated from?"""
    return any((part.get("corresp") or "").startswith(MT_SOURCE + ":") for part in (utterance, *utterance))


def _words(utterance: Any) -> list[str]:
    segments = [child for child in utterance if local_name(child) in ("seg", "p")] or [utterance]
    texts = [_tokens(s) if find_first(s, "w") is not None else plain_text(s, APART) for s in segments]
    return [text for text in texts if text]


def _tokens(segment: Any) -> str:
    """The text of an annotated segment (`.ana.xml`): words joined where the corpus says so."""
    text = ""
    for token in _spoken_tokens(segment):
        split = any(local_name(child) == "w" for child in token)
        whole = (token.text or "").strip() if split else ""
        text += (whole or plain_text(token)) + ("" if token.get("join") in ("right", "both") else " ")
    return text.strip()


def _spoken_tokens(element: Any) -> Iterator[Any]:
    """Words and punctuation, none of what is no speech or another's."""
    for child in element:
        name = local_name(child)
        if name in ("w", "pc"):
            yield child
        elif name not in APART:
            yield from _spoken_tokens(child)


def _draft(
    utterance: Any, order: int, sitting: Sitting, persons: dict[str, Person], topic: str | None
) -> StatementDraft:
    text, paragraphs = join_paragraphs((words, None) for words in _words(utterance))
    who = (utterance.get("who") or "").rpartition("#")[2]
    person = persons.get(who)
    kinds = [kind.lstrip("#") for kind in (utterance.get("ana") or "").split()]
    role = next((ROLES[kind] for kind in kinds if kind in ROLES), None)
    known = Known(
        meeting=sitting.id,
        date=sitting.date,
        topic=topic,
        organ=sitting.organ,
        language=language_named(utterance.get(XML_LANG) or sitting.language),
        url=sitting.url,
        order=order,
    )
    draft = compose(text, paragraphs, known, None, key=utterance.get(XML_ID) or f"u{order}")
    return replace(
        draft,
        speaker=_speaker(who, person, role, sitting),
        capacity="president" if role == "Chair" else draft.capacity,
        procedural=is_procedural(text, role == "Chair"),
        flags=tuple(_flags(utterance, who, person, sitting)),
    )


def _speaker(who: str, person: Person | None, role: str | None, sitting: Sitting) -> Speaker:
    if person is None:
        return Speaker(_spelt(who), role)
    language = sitting.language.split("-")[0] if sitting.language else None
    party = person.party_on(sitting.date)
    told = ", ".join(part for part in (role, party) if part) or None
    return Speaker(person.name_on(sitting.date, language), told)


def _flags(utterance: Any, who: str, person: Person | None, sitting: Sitting) -> Iterator[str]:
    if who and person is None:
        yield "speaker-id"
    if sitting.machine_translated or _names_source(utterance):
        yield MACHINE_TRANSLATED


def _spelt(who: str) -> str | None:
    """The name an id spells: "StephenKinnock" -> "Stephen Kinnock", "NovaOlena.1970" -> "Nova Olena"."""
    name = re.sub(r"\.\d{4}$", "", who.replace("_", " "))
    pairs = zip(" " + name, name, strict=False)
    return "".join(" " + char if _is_seam(before, char) else char for before, char in pairs) or None


def _is_seam(before: str, char: str) -> bool:
    return char.isupper() and (before.islower() or before == ".")
