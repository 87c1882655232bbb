"""Organs in which something was said: "in the Security Council", "at the general debate of 2022".

In: a question in its pieces, the organs of the record. Out: each organ named with a preposition, and whether
it tells where something was said or belongs to what is asked about ("permanent seats in the Security
Council"). It is told by its place: it opens the question, or stands right behind what says that something was
said or held, or closes the question behind a topic that is no part of an organ (`data/question_words.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.model import Span
from index.tables import lists_of
from rag.question.features import Piece
from rag.question.organ_place import AT, Place
from rag.question.own import Voice
from rag.question.topic import content_words

_WORDS = lists_of("rag", "question_words.tsv")
ASSEMBLY, COUNCIL = "General Assembly", "Security Council"
ALIASES = {ASSEMBLY: _WORDS["assembly_called"], COUNCIL: _WORDS["council_called"]}
_SITTING = rf"(?:{_WORDS['sitting']})"
_LEAD = (
    rf"\b(?P<before>{_WORDS['before_organ']}|(?P<verb>{_WORDS['tells_organ']}))\s+(?:the\s+)?(?:\d{{4}}\s+)?"
    rf"(?:(?:[\w-]+\s+){{0,2}}{_SITTING}\s+of\s+(?:the\s+)?)?(?:(?:un|united nations)\s+)?"
)
_BEHIND = rf"(?:\s+of\s+the\s+(?:(?:un|united nations)\s+)?(?:{ALIASES[ASSEMBLY]}))?(?:\s+{_SITTING})?"
_MEETS = re.compile(rf"\b(?:{_WORDS['sitting']})\b", re.IGNORECASE)
_STAYS = re.compile(rf"\d|\b(?:{_WORDS['sitting']})\b", re.IGNORECASE)
_LED = re.compile(rf"(?:{_WORDS['before_organ']})\s", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+(?:of\b|\d)", re.IGNORECASE)
"""In an organ's name or behind it: of which day or debate it is."""
NEAR = 3
"""Words before a speech among which stands whose it is."""
_POSSESSIVE = frozenset(["'s", "his", "her", "its", "their", "our", "my"])


@dataclass(frozen=True, slots=True)
class OrganMention:
    """An organ named: its name, those of the record it means (none where the record lacks it), and whether
    something was said in it or it is spoken of."""

    span: Span
    words: str
    name: str
    organs: tuple[str, ...]
    said: bool

    @property
    def spoken_of(self) -> bool:
        """Could it have been taken for where something was said?"""
        return not self.said and self.words.split()[0].lower() in AT


def find_organs(question: str, pieces: Sequence[Piece], known: Iterable[str]) -> tuple[OrganMention, ...]:
    """Every organ of the record, and the Council and the Assembly, where a preposition leads up to its name
    or what was spoken there stands behind it."""
    known = sorted(known)
    names = {**dict.fromkeys(known), **dict.fromkeys((ASSEMBLY, COUNCIL))}
    found = [one for name in names for one in _named(question, pieces, name, known)]
    return tuple(sorted(found, key=lambda one: one.span.start))


def apart_from(voice: Voice, organs: Sequence[OrganMention]) -> tuple[Voice, tuple[OrganMention, ...]]:
    """The question without the organs of the record in which something was said, which would only stand in
    the way of what is read of the rest, and these organs. One that is dated or names a debate ("the general
    debate of 2020") or whom something is told stays, and so does one without which nothing is asked."""
    text, spans, taken = voice.text, voice.spans, []
    for one in reversed(organs):
        stays = _STAYS.search(one.words) or _GOES_ON.match(text, one.span.end)
        if not one.said or not one.organs or stays or not _LED.match(one.words):
            continue
        before, behind = text[: one.span.start].rstrip(), text[one.span.end :].lstrip()
        if not before or before[-1] in ",;:":
            before, behind = before.rstrip(",;: "), behind.lstrip(",;: ")
        rest = f"{before} {behind}" if before and behind[:1].isalnum() else before + behind
        if not before:
            rest = rest[:1].upper() + rest[1:]
        if not content_words(rest):
            continue
        moved = len(text) - len(rest)
        spans = tuple(
            Span(span.start - moved, span.end - moved) if span.start > one.span.start else span
            for span in spans
        )
        text = rest
        taken.append(one)
    return replace(voice, text=text, spans=spans), tuple(reversed(taken))


def _named(question: str, pieces: Sequence[Piece], name: str, known: Sequence[str]) -> Iterator[OrganMention]:
    """Where the organ is named."""
    held = tuple(one for one in known if one.casefold() == name.casefold())
    if not held and name in known:
        return
    called = "|".join([re.escape(name).replace(r"\ ", r"\s+"), *_called(name, known)])
    for found in re.finditer(rf"{_LEAD}(?:{called})\b{_BEHIND}", question, re.IGNORECASE):
        span = Span(found.end("verb") if found["verb"] else found.start(), found.end())
        place = Place.of(question, span, found["before"].lower(), pieces)
        if place.ends or not place.words:
            said = place.said or (place.at and _MEETS.search(found.group()) is not None)
            yield OrganMention(span, span.of(question).strip(), name, held, said)
    for found in re.finditer(_alone(name, called), question, re.IGNORECASE):
        words = [piece.text for piece in pieces if piece.start < found.start()][-NEAR:]
        theirs = any(word in _POSSESSIVE or word.startswith("<") for word in words)
        if theirs or not found["speech"]:
            yield OrganMention(Span(*found.span()), found.group(), name, held, True)


def _alone(name: str, called: str) -> str:
    """The organ without a preposition, but with what was spoken there ("its Assembly speech") or a number
    ("UNGA 73")."""
    acronyms = [one for one in ALIASES.get(name, "").split("|") if one.isupper()]
    numbered = rf"|\b(?:{'|'.join(acronyms)})(?=\s?\d)" if acronyms else ""
    return rf"\b(?:(?:un|united nations)\s+)?(?:{called})\s+(?P<speech>{_WORDS['organ_speech']})\b{numbered}"


def _called(name: str, known: Sequence[str]) -> list[str]:
    """What else the organ is called: its last word too, if no other organ of the record has it."""
    last = name.rpartition(" ")[2]
    alone = (
        " of " not in name.casefold()
        and sum(one.split()[-1].casefold() == last.casefold() for one in known) <= 1
    )
    return [ALIASES.get(name, re.escape(name)), *([rf"{re.escape(last)}(?!\s+of\b)"] if alone else [])]
