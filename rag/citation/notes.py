"""Footnotes as the handbooks write them: short form, Chicago (17th, notes), OSCOLA (4th), Bluebook (21st).

In: a `Citation`. Out: one line. Pages and printed paragraph numbers are the record's own; where there are
none our numbering stands, marked as ours. Each ends with whether the words are a translation.
"""

from __future__ import annotations

import re

from index.model import StatementRef
from index.text.dates import spoken_date
from index.text.lexicon import BLUEBOOK_MONTHS, COURTESY
from index.text.symbols import permalink
from rag.citation.parts import (
    file_name,
    numbers,
    ordinal,
    own_place,
    pages,
    session_number,
    session_of,
    speaker_name,
    speaker_with_delegation,
    spoken_for,
    spoken_note,
)
from rag.model import Citation, Range

# OSCOLA 2.6.2 and Bluebook T3: how the two great organs are shortened.
OSCOLA_ORGANS = {"Security Council": "UNSC", "General Assembly": "UNGA"}
_COUNCIL = re.compile(r"S/PV\.(\d+)(.*)")
_ASSEMBLY = re.compile(r"A/(\d+)/PV\.(\d+)(.*)")
_WITH_STOP = re.compile(rf"^({COURTESY}|Prof)\.")


def short(citation: Citation) -> str:
    """ "Kazakhstan, S/PV.8422, p. 3"."""
    ref = citation.statement
    found = pages(citation)
    place = _label(citation, "para.") or (numbers("p.", "pp.", found) if found else own_place(citation))
    known = [spoken_for(ref), session_of(ref), ref.meeting or spoken_date(ref.date)]
    note = spoken_note(ref)
    located = ", ".join([*([part for part in known if part] or [file_name(ref)]), place])
    return f"{located} ({note})" if note else located


def chicago(citation: Citation) -> str:
    """ "Mr. Umarov (Kazakhstan), statement to the Security Council, S/PV.8422, December 14, 2018, 3, https://..."""
    ref = citation.statement
    who = speaker_with_delegation(ref)
    where = f"statement to the {ref.organ}" if ref.organ else "statement"
    found = pages(citation)
    place = _label(citation, "para.") or (_bare(found) if found else own_place(citation))
    known = [
        who,
        where,
        session_of(ref),
        ref.meeting,
        american_date(ref.date),
        place,
        spoken_note(ref),
        citation.url,
    ]
    if who is None and ref.meeting is None:
        known[0] = file_name(ref)
    return ", ".join(part for part in known if part) + "."


def oscola(citation: Citation) -> str:
    """ "UNSC Verbatim Record (14 December 2018) UN Doc S/PV.8422, 3 (Mr Umarov, Kazakhstan)"."""
    ref = citation.statement
    found = pages(citation)
    place = _label(citation, "para") or (_bare(found) if found else own_place(citation).replace(".", ""))
    organ = OSCOLA_ORGANS.get(ref.organ or "", ref.organ or "")
    title = f"{organ} Verbatim Record" if "PV." in (ref.meeting or "") else organ
    date = spoken_date(ref.date)
    session = session_of(ref)
    parts = [
        f"{title}, {session}" if session else title,
        f"({date})" if date else "",
        _document(ref.meeting, "UN Doc") if ref.meeting else "",
    ]
    head = " ".join(part for part in parts if part) or file_name(ref)
    return f"{head}, {place}" + _statement_of(ref, "", dots=False)


def bluebook(citation: Citation) -> str:
    """ "U.N. SCOR, 8422d mtg. at 3, U.N. Doc. S/PV.8422 (Dec. 14, 2018) (statement of Mr. Umarov, ...)"."""
    ref = citation.statement
    found = pages(citation)
    if citation.label:
        place = f"{'¶¶' if '–' in citation.label else '¶'} {citation.label}"
    else:
        place = f"at {_bare(found)}" if found else own_place(citation)
    head = (
        _official_records(ref.meeting)
        or _session_of(ref)
        or ref.organ
        or (None if ref.meeting else file_name(ref))
    )
    joint = " " if place.startswith("at ") and head else ", "
    located = f"{head}{joint}{place}" if head else place
    document = f", {_document(ref.meeting, 'U.N. Doc.')}" if ref.meeting else ""
    date = bluebook_date(ref.date)
    return located + document + (f" ({date})" if date else "") + _statement_of(ref, "statement of ")


def american_date(iso: str | None) -> str | None:
    """ "2018-12-14" -> "December 14, 2018"."""
    spoken = spoken_date(iso)
    parts = spoken.split() if spoken else []
    return f"{parts[1]} {parts[0]}, {parts[2]}" if len(parts) == 3 else spoken


def bluebook_date(iso: str | None) -> str | None:
    spoken = american_date(iso)
    if spoken is None:
        return None
    month, _, rest = spoken.partition(" ")
    return f"{BLUEBOOK_MONTHS.get(month, month)} {rest}".strip()


def _official_records(symbol: str | None) -> str | None:
    """The series and sitting that a verbatim symbol names; nothing else is known from it."""
    council = _COUNCIL.fullmatch(symbol or "")
    if council:
        return f"U.N. SCOR, {_ordinal(int(council[1]))} mtg.{council[2]}"
    assembly = _ASSEMBLY.fullmatch(symbol or "")
    if assembly:
        return f"U.N. GAOR, {_ordinal(int(assembly[1]))} Sess., {_ordinal(int(assembly[2]))} plen. mtg."
    return None


def _session_of(ref: StatementRef) -> str | None:
    """The session of the Assembly, where the record tells that much and no meeting."""
    number = session_number(ref)
    return None if number is None else f"U.N. GAOR, {_ordinal(number)} Sess."


def _document(symbol: str, words: str) -> str:
    """A document of the United Nations is called one; the sitting of another parliament is not."""
    return f"{words} {symbol}" if permalink(symbol) else symbol


def _ordinal(number: int) -> str:
    """Bluebook 6.2(b): 1st, 2d, 3d, 4th, 11th, 12th, 13th."""
    return ordinal(number, "d", "d")


def _statement_of(ref: StatementRef, lead: str, dots: bool = True) -> str:
    name, delegation = speaker_name(ref), ref.delegation.name if ref.delegation else None
    if name and not dots:
        name = _WITH_STOP.sub(r"\1", name)
    known = ", ".join(part for part in (name, delegation) if part)
    remarks = "; ".join(part for part in (lead + known if known else "", spoken_note(ref)) if part)
    return f" ({remarks})" if remarks else ""


def _label(citation: Citation, word: str) -> str | None:
    """The paragraph number that the record prints."""
    if citation.label is None:
        return None
    return f"{word.replace('para', 'paras') if '–' in citation.label else word} {citation.label}"


def _bare(found: Range) -> str:
    return str(found.first) if found.first == found.last else f"{found.first}–{found.last}"
