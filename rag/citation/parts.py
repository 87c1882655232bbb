"""The pieces that every citation style is made of: who, when, where, and how it was spoken.

In: a `Citation` or its `StatementRef`. Out: short texts, or None where the record does not say. Nothing is
inferred; a style simply leaves out what is None.
"""

from __future__ import annotations

import re

from index.model import MACHINE_TRANSLATED, StatementRef
from index.tables import lists_of
from index.text.dates import spoken_date
from index.text.steering import without_steering
from index.text.symbols import permalink
from rag.model import Citation, Range

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pt": "Portuguese", "ru": "Russian", "zh": "Chinese",
}  # fmt: skip


_SESSION = re.compile(r"\bsession (\d{1,3})\b")
_WORDS = lists_of("rag", "citing.tsv")
_HONORIFIC = re.compile(rf"(?:(?:(?:{_WORDS['honorific']})\b\.?|{_WORDS['styled']})\s*)+(?=\w)")


def language_name(language: str) -> str:
    """ "fr" -> "French"; a name stays as the record has it."""
    return LANGUAGES.get(language.lower(), language)


def spoken_language(ref: StatementRef) -> str | None:
    """The language spoken when the English words are a translation, else None."""
    if ref.language is None or language_name(ref.language).lower() == "english":
        return None
    return language_name(ref.language)


def speaker_name(ref: StatementRef) -> str | None:
    """The name, or the role where the record gives only that ("The President")."""
    return ref.speaker.name or ref.speaker.role


def author_name(ref: StatementRef) -> str | None:
    """The name as a field of a reference manager has it, without "Mr." and "His Excellency"."""
    name = speaker_name(ref)
    bare = _HONORIFIC.sub("", name) if name else None
    return bare or name


def spoken_for(ref: StatementRef) -> str | None:
    """What stands in brackets after a UN symbol: the delegation, or else who spoke."""
    if ref.capacity == "president" and ref.speaker.role:
        return ref.speaker.role
    return ref.delegation.name if ref.delegation else speaker_name(ref)


def speaker_with_delegation(ref: StatementRef) -> str | None:
    """ "Mr. Umarov (Kazakhstan)", or the one of the two that is known."""
    name = speaker_name(ref)
    delegation = ref.delegation.name if ref.delegation else None
    if name and delegation:
        return f"{name} ({delegation})"
    return name or delegation


def standing(citation: Citation) -> str:
    """Whose words, whom they quote, meeting and day: what stands beside every quotation."""
    ref = citation.statement
    said_by = speaker_with_delegation(ref) or "A speaker the record does not name"
    quoting = f"quoting {citation.quoting}" if citation.quoting else None
    parts = (said_by, group_note(ref), quoting, ref.meeting, spoken_date(ref.date) or "undated")
    return ", ".join(part for part in parts if part)


def with_day(footnote: str, date: str | None) -> str:
    """The footnote of words that stand beside no day: the UN's own form, of symbol and page, has none."""
    day = spoken_date(date) or "undated"
    return footnote if f", {day}" in f", {footnote}" else f"{footnote}, {day}"


def file_name(ref: StatementRef) -> str:
    return without_steering(ref.source.path.rpartition("/")[2])


def numbers(one: str, many: str, place: Range) -> str:
    """ "para. 6", "paras. 6–7"."""
    if place.first == place.last:
        return f"{one} {place.first}"
    return f"{many} {place.first}–{place.last}"


def own_place(citation: Citation) -> str:
    """Our own numbering, said to be ours; sentences where the source lost its paragraphs."""
    if citation.paragraphs is not None:
        return numbers("para.", "paras.", citation.paragraphs) + " (our numbering)"
    return numbers("sentence", "sentences", citation.sentences) + " (our numbering)"


def pages(citation: Citation) -> Range | None:
    if citation.page is None:
        return None
    return Range(citation.page, max(citation.page, citation.page_end or citation.page))


def address(ref: StatementRef) -> str | None:
    """The source's own address, or the UN's permanent one where the record has a UN symbol."""
    return ref.source.url or (permalink(ref.meeting) if ref.meeting else None)


def group_note(ref: StatementRef) -> str | None:
    """For whom else the words were spoken."""
    return f"on behalf of {ref.on_behalf_of}" if ref.on_behalf_of else None


def spoken_note(ref: StatementRef) -> str | None:
    """What a reader must know of how the words were spoken: for a group, in another language."""
    return "; ".join(note for note in (group_note(ref), translation_note(ref)) if note) or None


def session_number(ref: StatementRef) -> int | None:
    """The session of the Assembly, where the record tells that much and no meeting."""
    found = None if ref.meeting or ref.organ != "General Assembly" else _SESSION.search(ref.topic or "")
    return int(found[1]) if found else None


def session_of(ref: StatementRef) -> str | None:
    """ "general debate, 75th session" of a statement in the general debate whose meeting is not known."""
    number = session_number(ref)
    return None if number is None else f"general debate, {ordinal(number)} session"


def ordinal(number: int, second: str = "nd", third: str = "rd") -> str:
    """1st, 2nd, 3rd, 4th, 11th, 12th, 13th; styles differ in the endings of the second and third."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}" + {1: "st", 2: second, 3: third}.get(number % 10, "th")


def translation_note(ref: StatementRef) -> str | None:
    """That the words are the UN's translation, of what language where the record says, or a machine's."""
    language = spoken_language(ref)
    if MACHINE_TRANSLATED in ref.flags:
        return "machine translation"
    if language:
        return f"spoke in {language}, official translation"
    return "official translation" if "translated" in ref.flags else None
