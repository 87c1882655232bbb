"""Meetings and documents named in a question: "S/PV.4726 (Resumption 1)", "8713th meeting", "S/2020/465".

In: the question and the symbols the record holds. Out: each mention with the symbols it means. A
meeting named without a resumption means the sitting and its resumptions. A document symbol that is
no meeting of the record is content, unless the question says something was said *in* it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import ORDINAL_ENDING

_WORDS = lists_of("rag", "question_words.tsv")
RESUMPTION = rf"(?:\s*\(?\s*(?:{_WORDS['resumption']})\s*(?P<{{name}}>\d*)\s*\)?)?"
FORMS = (
    rf"(?P<body>[SA](?:/\d{{1,3}})?|S)/?\s?PV[.\s]?\s?(?P<number>\d{{1,5}}){RESUMPTION.format(name='resumed')}",
    rf"(?P<nth>\d{{3,5}})(?:{ORDINAL_ENDING})\s+(?:Security "
    rf"Council\s+)?meeting{RESUMPTION.format(name='nth_resumed')}",
    r"(?:Security Council\s+)?meeting\s+(?:no\.?\s*|number\s*)?"
    rf"(?P<plain>\d{{3,5}})(?!\s*(?:{_WORDS['no_meeting']}))\b",
    r"(?P<document>[SA]/(?:\d{2,4}|RES)/\d{1,4}(?:/Add\.\d+)?)(?![\d/])",
)
MENTION = re.compile("|".join(rf"(?:(?<![\w/]){form})" for form in FORMS), re.IGNORECASE)
LEAD = re.compile(
    rf"(?:\b(?:{_WORDS['at_meeting']})\s+)?(?:the\s+)?(?:(?:verbatim\s+)?(?:record|meeting)\s+)?$", re.I
)
SAID_IN = re.compile(
    rf"\b(?:{_WORDS['said_at']})\s+(?:the\s+)?(?:verbatim record\s+|meeting\s+)?$", re.IGNORECASE
)
PARTS = re.compile(r"^(?P<base>\S+?)(?:\s*\((?P<word>Resumption)\s*(?P<resumed>\d*)\))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MeetingMention:
    """A meeting named: `symbol` as the UN writes it, `symbols` those of the record it means.

    `certain` is False for a document symbol that may be no meeting at all. An `occasion` is named by its
    date and subject ("the debate on Haiti"), not by a symbol.
    """

    span: Span
    words: str
    symbol: str
    symbols: tuple[str, ...]
    certain: bool
    occasion: bool = False


def find_meetings(question: str, known: frozenset[str]) -> tuple[MeetingMention, ...]:
    """Every meeting or document symbol of the question, resolved against the record."""
    return tuple(_mention(question, found, known) for found in MENTION.finditer(question))


def used_spans(meetings: tuple[MeetingMention, ...]) -> tuple[Span, ...]:
    """The words of those that restrict, and of debates of which only the date does."""
    return tuple(mention.span for mention in meetings if mention.symbols or mention.occasion)


def _mention(question: str, found: re.Match[str], known: frozenset[str]) -> MeetingMention:
    base, resumed = _symbol(found)
    symbols = tuple(sorted(symbol for symbol in known if _means(base, resumed, symbol)))
    before = question[: found.start()]
    certain = not found["document"] or SAID_IN.search(before) is not None
    lead = LEAD.search(before)
    span = Span(lead.start() if lead else found.start(), found.end())
    shown = base if resumed is None else f"{base} (Resumption {resumed or '1'})"
    return MeetingMention(span, found.group().strip(), shown, symbols, certain)


def _symbol(found: re.Match[str]) -> tuple[str, str | None]:
    """The symbol without its resumption, and the resumption's number; None when none is named."""
    if found["document"]:
        return found["document"].upper(), None
    if found["plain"]:
        return f"S/PV.{found['plain']}", None
    if found["nth"]:
        return f"S/PV.{found['nth']}", found["nth_resumed"]
    body = found["body"].upper()
    return f"{body}/PV.{found['number']}", found["resumed"]


def _means(base: str, resumed: str | None, symbol: str) -> bool:
    parts = PARTS.match(symbol)
    if not parts or parts["base"].upper() != base.upper():
        return False
    return resumed is None or (parts["word"] is not None and (parts["resumed"] or "1") == (resumed or "1"))
