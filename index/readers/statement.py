"""What every reader does with one speech: header off, text de-wrapped, speaker and capacity settled.

In: the raw text of one speech and what a table, sidecar or file name knows of it. Out: a draft. What neither
the record nor its table gives stays None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.errors import UnreadableRecord
from index.model import Delegation, Paragraph, Particulars, Span, Speaker, StatementDraft
from index.process.deadline import look
from index.speakers.capacity import capacity_of, group_spoken_for, groups_named
from index.speakers.delegations import Delegations, load_delegations
from index.speakers.headers import Header, parse_header
from index.speakers.names_by_day import named_as_of
from index.speakers.offices import presides_by_line
from index.speakers.procedural import NATIONAL, is_procedural, speaks_nationally
from index.text.dewrap import dewrap
from index.text.symbols import organ_of, permalink

NOBODY = frozenset({"individual", "individuals", "civil society", "unknown", "none", "un"})
COUNCIL_PRESIDENT = "President of the Security Council"


@dataclass(frozen=True, slots=True)
class Known(Particulars):
    """What is known of a speech besides its text; None where nothing is known."""

    speaker: str | None = None
    delegation: str | None = None
    role: str | None = None
    president: bool = False


NOTHING = Known()


def override(told: Known, note: Known) -> Known:
    """The note's values, and what was told before where it is silent; its role unseats a President."""
    names = ("speaker", "delegation", "role", "meeting", "date", "topic", "organ", "language", "url", "order")
    given = {name: value for name in names if (value := getattr(note, name)) is not None}
    return replace(told, **given, president=told.president and note.role is None)


def corrected(header: Header | None, note: Known) -> Header | None:
    """The speaker line with what the note says in its place."""
    if header is None:
        return None
    return replace(
        header,
        speaker=note.speaker or header.speaker,
        delegation_text=note.delegation or header.delegation_text,
        role=None if note.role else header.role,
        language=note.language or header.language,
    )


def draft_of(
    raw: str, known: Known, key: str = "", header: Header | None = None, note: Known = NOTHING
) -> StatementDraft:
    """The draft of one speech; raises UnreadableRecord where no words are left.

    `header` is that of `raw` without leading blanks, where the reader knows it better; `note` wins over all.
    """
    header = header or parse_header(raw.lstrip())
    text, spans = dewrap(header.said(raw.lstrip()) if header else raw, look)
    if not text:
        raise UnreadableRecord("The file holds no words of a statement; remove it or add its text.")
    return compose(text, numbered(spans), override(known, note), corrected(header, note), key)


def numbered(spans: tuple[Span, ...]) -> tuple[Paragraph, ...]:
    """Paragraphs numbered from 1."""
    return tuple(Paragraph(number, span) for number, span in enumerate(spans, 1))


def compose(
    text: str, paragraphs: tuple[Paragraph, ...], known: Known, header: Header | None, key: str = ""
) -> StatementDraft:
    """The draft of a speech whose text, paragraphs and speaker line are already apart."""
    look()
    table = load_delegations()
    organ = known.organ or (organ_of(known.meeting) if known.meeting else None)
    delegation = delegation_of(known, header, table)
    president = presides_by_line(header.role) if header else known.president
    national = president and speaks_nationally(text)
    if national and delegation is None:
        delegation = _named_by_chair(text, table)
    role = _role(known, header, president, organ, delegation)
    group = _group(text, header, delegation, table) if national or not president else None
    language = (header.language if header else None) or known.language
    return StatementDraft(
        key=key,
        text=text,
        paragraphs=paragraphs,
        speaker=Speaker(_speaker_name(known, header), role),
        delegation=_named(delegation, known, header),
        capacity="president"
        if president and not national
        else capacity_of(delegation, role, group, national, table),
        meeting=known.meeting,
        date=known.date,
        topic=known.topic,
        organ=organ,
        language=language,
        url=known.url or (permalink(known.meeting) if known.meeting else None),
        order=known.order,
        procedural=is_procedural(text, president),
        on_behalf_of=group,
        groups=groups_named(group, table),
        circumstance=header.circumstance if header else None,
        flags=("translated",) if language and language.casefold() not in ("english", "en") else (),
    )


def _group(text: str, header: Header | None, own: Delegation | None, table: Delegations) -> str | None:
    """The group of the speaker line, else the one that the opening sentences name."""
    if header and header.group:
        return header.group
    return group_spoken_for(text, own, table) if own else None


def _named(delegation: Delegation | None, known: Known, header: Header | None) -> Delegation | None:
    """The delegation under the name the record gives it, or that of the day.

    A table's name is not what the record prints: it counts only where no day is known.
    """
    printed = header.delegation_text if header else None
    printed = printed or (None if known.date else known.delegation)
    return named_as_of(delegation, printed, known.date) if delegation else None


def delegation_of(known: Known, header: Header | None, table: Delegations) -> Delegation | None:
    """What the speaker line names, else what the table names."""
    if header and header.delegation_text:
        found = table.resolve(header.delegation_text)
        if found:
            return found
    found = table.resolve(known.delegation) if known.delegation else None
    if found is None and header and header.role and header.role.endswith("Secretary-General"):
        return table.by_code("UN")
    return found


def _named_by_chair(text: str, table: Delegations) -> Delegation | None:
    """Whom the President speaks for: "... in my capacity as the representative of Bulgaria"."""
    match = NATIONAL.search(text)
    named = table.find_in(text[match.end() : match.end() + 90].split(".")[0]) if match else []
    return named[0].delegation if named else None


def _speaker_name(known: Known, header: Header | None) -> str | None:
    if header and header.speaker:
        return header.speaker
    if known.speaker:
        return known.speaker
    if header and header.role and header.role.endswith("Secretary-General"):
        return f"The {header.role}"
    return None


def _role(
    known: Known, header: Header | None, president: bool, organ: str | None, delegation: Delegation | None
) -> str | None:
    if president and header is None and known.role:
        return known.role
    if president:
        acting = header.role if header and header.role else "President"
        return COUNCIL_PRESIDENT if organ == "Security Council" and acting == "President" else acting
    if header and header.role:
        return header.role
    if known.role or (header and header.office):
        return known.role or (header.office if header else None)
    if delegation is not None:
        return None
    return (header.delegation_text if header else None) or _unknown_body(known)


def _unknown_body(known: Known) -> str | None:
    """The organisation a table names and we do not know: what a guest of the Council comes from."""
    return known.delegation if known.delegation and known.delegation.casefold() not in NOBODY else None
