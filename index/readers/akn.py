"""Akoma Ntoso debates (OASIS LegalDocML 3.0), parsed without entities, DTDs or network.

In: a `debate` document. Out: one draft for each speech, question and answer, with the record's own id as its
key. Scenes, summaries, remarks and notes are set apart. Refuses other document types and hostile XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.errors import UnreadableRecord
from index.model import Speaker, StatementDraft
from index.readers.akn_text import akn_text
from index.readers.base import Candidate, Context
from index.readers.paragraphs import join_paragraphs
from index.readers.statement import Known, compose
from index.readers.xml import (
    MAX_XML,
    Headings,
    find_all,
    find_first,
    language_named,
    local_name,
    parse_xml,
    plain_text,
)
from index.speakers.delegations import load_delegations
from index.speakers.headers import parse_header
from index.speakers.procedural import is_procedural

SPEECHES = ("speech", "question", "answer")
APART = frozenset(
    {
        "from", "scene", "summary", "narrative", "remark", "noteRef", "authorialNote", "note", "recordedTime",
        "del",
    }
)  # fmt: skip
OF_OTHERS = APART.union(SPEECHES)
CHAIRS = ("speaker", "president", "chair", "chairman", "chairperson", "presiding")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the document says of itself; `shown` gives names and roles by id."""

    uri: str | None
    date: str | None
    organ: str | None
    language: str | None
    persons: dict[str, str]
    roles: dict[str, str]


class AkomaNtoso:
    """Reads one debate document."""

    suffixes = (".xml", ".akn")

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return b"akomaNtoso" in candidate.head(8192)

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        root = parse_xml(candidate.read(MAX_XML))
        if find_first(root, "debate") is None and find_first(root, "debateReport") is None:
            raise UnreadableRecord("The Akoma Ntoso document is not a debate; only debates are read.")
        sitting = _sitting(root)
        speeches = [element for element in find_all(root, *SPEECHES) if _words(element)]
        above = Headings("heading").above
        drafts = tuple(
            _draft(element, order, sitting, above(element)) for order, element in enumerate(speeches, 1)
        )
        if not drafts:
            raise UnreadableRecord("The debate holds no speech with words; check that it is complete.")
        return drafts


def _sitting(root: Any) -> Sitting:
    work = find_first(root, "FRBRWork")
    expression = find_first(root, "FRBRExpression")
    said = find_first(root, "docDate")
    dated = said if said is not None else find_first(work, "FRBRdate") if work is not None else None
    proponent = find_first(root, "docProponent")
    language = find_first(expression, "FRBRlanguage") if expression is not None else None
    uri = find_first(work, "FRBRuri") if work is not None else None
    return Sitting(
        uri.get("value") if uri is not None else None,
        (dated.get("date") or "")[:10] or None if dated is not None else None,
        plain_text(proponent) if proponent is not None else None,
        language_named(language.get("language")) if language is not None else None,
        _shown(root, "TLCPerson"),
        _shown(root, "TLCRole"),
    )


def _shown(root: Any, kind: str) -> dict[str, str]:
    found = {}
    for element in find_all(root, kind):
        key = element.get("eId") or element.get("id")
        if key and element.get("showAs"):
            found[key] = element.get("showAs")
    return found


def _words(speech: Any) -> list[str]:
    """The paragraphs of a speech, what is not spoken left out."""
    blocks = list(_blocks(speech)) or [speech]
    texts = [akn_text(block, OF_OTHERS) for block in blocks]
    return [text for text in texts if text]


def _blocks(element: Any) -> Iterator[Any]:
    for child in element:
        name = local_name(child)
        if name in APART or not name or name in SPEECHES:
            continue
        if name in ("p", "block", "item", "li"):
            yield child
        else:
            yield from _blocks(child)


def _draft(speech: Any, order: int, sitting: Sitting, topic: str | None) -> StatementDraft:
    text, paragraphs = join_paragraphs((words, None) for words in _words(speech))
    person, role, chairs = _who(speech, sitting)
    printed = _from(speech)
    header = parse_header(printed + ":") if printed else None
    delegated = header is not None and header.delegation_text is not None
    named = delegated and load_delegations().resolve((header and header.delegation_text) or "") is not None
    known = Known(
        speaker=person or printed or None,
        role=role,
        meeting=sitting.uri,
        date=sitting.date,
        topic=topic,
        organ=sitting.organ,
        language=sitting.language,
        delegation=header.delegation_text if header is not None and named else None,
        order=order,
    )
    key = speech.get("eId") or speech.get("id") or f"{local_name(speech)}-{order}"
    draft = compose(text, paragraphs, known, None, key=key)
    speaker = Speaker(None if role and not person else draft.speaker.name, role)
    return replace(
        draft, speaker=speaker, url=None, flags=(), procedural=is_procedural(text, chairs),
        capacity="president" if chairs else draft.capacity,
    )  # fmt: skip


def _who(speech: Any, sitting: Sitting) -> tuple[str | None, str | None, bool]:
    """(person, role, presides) by the ids in `by`, `as` and `refersTo`."""
    ids = [(speech.get(name) or "").lstrip("#") for name in ("by", "as", "refersTo")]
    person = next((sitting.persons[key] for key in ids if key in sitting.persons), None)
    held = next((key for key in ids if key in sitting.roles), None)
    chairs = held is not None and any(word in held.lower() for word in CHAIRS)
    return person, sitting.roles[held] if held else None, chairs


def _from(speech: Any) -> str:
    element = find_first(speech, "from")
    return plain_text(element).rstrip(" :") if element is not None else ""
