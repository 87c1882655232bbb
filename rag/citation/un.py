"""The UN footnote: symbol, page and delegation; our own numbering, marked as ours, where pages are unknown.

In: a `Citation` (its `text` is not read). Out: one line such as `S/PV.8422, p. 3 (Kazakhstan)`. What the
record does not have is left out.
"""

from __future__ import annotations

from index.text.dates import spoken_date
from rag.citation.parts import (
    file_name,
    group_note,
    numbers,
    own_place,
    pages,
    session_of,
    speaker_with_delegation,
    spoken_for,
    translation_note,
)
from rag.model import Citation


def un_footnote(citation: Citation) -> str:
    """The footnote with the remarks a reader must know (translation, on whose behalf)."""
    located = _by_symbol(citation) or _by_speaker(citation)
    remarks = _remarks(citation)
    return f"{located} [{'; '.join(remarks)}]" if remarks else located


def _by_symbol(citation: Citation) -> str | None:
    """The UN's own form, possible only where the record gives a symbol and a page or paragraph number."""
    ref, place = citation.statement, record_place(citation)
    if not ref.meeting or place is None:
        return None
    who = spoken_for(ref)
    return f"{ref.meeting}, {place}" + (f" ({who})" if who else "")


def record_place(citation: Citation) -> str | None:
    """The record's own locator: its printed paragraph number, else its page."""
    if citation.label:
        return f"{'paras.' if '–' in citation.label else 'para.'} {citation.label}"
    found = pages(citation)
    return numbers("p.", "pp.", found) if found else None


def _by_speaker(citation: Citation) -> str:
    ref = citation.statement
    known = [
        speaker_with_delegation(ref),
        ref.meeting,
        None if ref.meeting else ref.organ,
        session_of(ref),
        spoken_date(ref.date),
    ]
    parts = [part for part in known if part] or [file_name(ref)]
    return ", ".join([*parts, record_place(citation) or own_place(citation)])


def _remarks(citation: Citation) -> list[str]:
    ref = citation.statement
    remarks = [
        f"quoting {citation.quoting}" if citation.quoting else None,
        group_note(ref),
        translation_note(ref),
    ]
    return [remark for remark in remarks if remark]
