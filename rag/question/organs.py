"""Organs in which something was said: "in the Security Council", "at the general debate of 2022".

In: a question in its pieces, the organs of the record. Out: each organ named with a preposition, and whether
it tells where something was said or belongs to what is asked about ("permanent seats in the Security
Council"). It is told by its place: it opens the question, or stands right behind what says that something was
said or held, or closes the question behind a topic that is no part of an organ (`data/question_words.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.model import Span
from index.tables import lists_of
from rag.question.features import Piece
from rag.question.own import Voice
from rag.question.senses import FUNCTION, shape
from rag.question.topic import content_words
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
ASSEMBLY, COUNCIL = "General Assembly", "Security Council"
ALIASES = {ASSEMBLY: _WORDS["assembly_called"], COUNCIL: _WORDS["council_called"]}
_SITTING = rf"(?:{_WORDS['sitting']})"
_LEAD = (
    rf"\b(?P<before>{_WORDS['before_organ']}|(?P<verb>{_WORDS['tells_organ']}))\s+(?:the\s+)?(?:\d{{4}}\s+)?"
    rf"(?:(?:[\w-]+\s+){{0,2}}{_SITTING}\s+of\s+(?:the\s+)?)?(?:(?:un|united nations)\s+)?"
)
_BEHIND = rf"(?:\s+of\s+the\s+(?:(?:un|united nations)\s+)?(?:{ALIASES[ASSEMBLY]}))?(?:\s+{_SITTING})?"
_AT = frozenset(["in", "at", "during"])
"""Behind others stands whom something is said to, if a verb of saying leads up to it, or done to."""
_ASKS = frozenset(["SAY", "HOLD"])
_CLAUSE = frozenset(["that", "whether"])
_BE = frozenset(["is", "are", "was", "were", "be", "been"])
_STOPS = frozenset("?!.,;:") | {"<date>"}
_PART = re.compile(rf"(?:{_WORDS['part_of_organ']})\Z", re.IGNORECASE)
_MEETS = re.compile(rf"\b(?:{_WORDS['sitting']})\b", re.IGNORECASE)
_TELLING = re.compile(rf"(?:{_WORDS['telling']})\Z", re.IGNORECASE)
_INTERROGATIVES = words_of("who_speaks") | {"what", "how", "when", "where", "why"}
_STAYS = re.compile(rf"\d|\b(?:{_WORDS['sitting']})\b", re.IGNORECASE)
_LED = re.compile(rf"(?:{_WORDS['before_organ']})\s", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+(?:of\b|\d)", re.IGNORECASE)
"""In an organ's name or behind it: of which day or debate it is."""
NEAR = 3
"""Words before a speech among which stands whose it is."""
TOLD_APART = 6
"""Words before an organ among which stands what is of it, with what tells that apart."""
_NAME = re.compile(r"(?:assembly|council|unga|unsc)\Z")
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
        return not self.said and self.words.split()[0].lower() in _AT


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
        place = _Place.of(question, span, found["before"].lower(), pieces)
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the question an organ stands: the words before it, those of them up to the last that tells
    what was said or about what, the preposition, the words behind it."""

    before: Sequence[str]
    words: Sequence[str]
    preposition: str
    behind: Sequence[str]

    @classmethod
    def of(cls, question: str, span: Span, preposition: str, pieces: Sequence[Piece]) -> _Place:
        before = [_word(question, piece) for piece in pieces if piece.end <= span.start]
        behind = [piece.text for piece in pieces if piece.start >= span.end]
        return cls(before, _bare(before), preposition, behind)

    @property
    def at(self) -> bool:
        return self.preposition in _AT

    @property
    def said(self) -> bool:
        """Is it where something was said?"""
        if not self.words:
            return self._opens
        if not self.ends or not _CLAUSE.isdisjoint(self.before[_first(self.before, _asked) :]):
            return False
        *others, last = self.words
        if _says(last) and (self._asks_only(others) or (self.at and shape(last) != "STANCE")):
            return others[-1:] != ["to"] or self.at
        if not self.at or self._is_of_it:
            return False
        done = self._asks_only(others) and ("did" in others or shape(last) == "HOLD")
        return done or (self._closes and _is_framed(others))

    def _asks_only(self, others: Sequence[str]) -> bool:
        """Do these words, from the last mark or interrogative on, only ask, but for one name unknown?"""
        begins = [
            at for at, word in enumerate(others) if word in _STOPS - {"<date>"} or word in _INTERROGATIVES
        ]
        clause = others[begins[-1] :] if begins else others
        return sum(not _only_asks(word) for word in clause) <= (1 if begins else 0)

    @property
    def ends(self) -> bool:
        """Is the organ no part of a longer name ("Security Council resolution")?"""
        behind = self.behind
        return not behind or behind[0] in _STOPS | FUNCTION or shape(behind[0]) == "TOPICAL"

    @property
    def _opens(self) -> bool:
        """Does it open the question ("In the Council, who", "Who in the Council"), and is nobody asked to be
        of it ("Is Kenya in the Council?")?"""
        if self.preposition not in {*_AT, "before"} or not _BE.isdisjoint(self.before):
            return False
        return self.ends or self.behind[0].startswith("<") or shape(self.behind[0]) in _ASKS

    @property
    def _closes(self) -> bool:
        """Does nothing follow but a date, or what the question is about?"""
        behind = self.behind
        dated = behind[1:2] == ["<date>"]
        return not behind or dated or behind[0] in _STOPS or shape(behind[0]) == "TOPICAL"

    @property
    def _is_of_it(self) -> bool:
        """Is what stands before it a part of an organ ("a seat", "a seat for Africa"), and of no other one
        ("Security Council reform in the Assembly")?"""
        other = len(self.words) > 1 and _NAME.match(self.words[-2]) is not None
        near = self.words[-TOLD_APART:]
        heads = [near[-1], *(one for one, of in pairwise(near) if of in FUNCTION)]
        return not other and any(map(_PART.match, heads))


def _word(question: str, piece: Piece) -> str:
    """The piece, and of a group that is part of an organ ("permanent members") its last word."""
    last = question[piece.start : piece.end].split()[-1].lower()
    return last if piece.text == "<group>" and _PART.match(last) else piece.text


def _bare(before: Sequence[str]) -> list[str]:
    """The words up to the last that tells what was said or about what."""
    words = list(before)
    while words and (_is_bare(words[-1]) or words[-1].startswith("<")):
        words.pop()
    return words


def _is_bare(word: str) -> bool:
    adverb = word.endswith("ly") and word not in words_of("no_adverbs")
    return adverb or word in FUNCTION | _STOPS or shape(word) == "PARTY"


def _is_framed(before: Sequence[str]) -> bool:
    """Has it been told that something was said or held, and not what is to be done?"""
    said = _first(before, _says)
    held = _first(before, lambda word: shape(word) == "HOLD")
    named = any(one.startswith("<") and shape(word) == "TOPICAL" for one, word in pairwise(before))
    return said < len(before) or named or (held < len(before) and "to" not in before[held:])


def _first(words: Sequence[str], holds: Callable[[str], bool]) -> int:
    """Where the first such word stands; their number where none does."""
    return next((at for at, word in enumerate(words) if holds(word)), len(words))


def _says(word: str) -> bool:
    told = word in words_of("mentioning") or _TELLING.match(word) is not None
    return told or shape(word) in ("SAY", "STANCE")


def _asked(word: str) -> bool:
    return _says(word) or shape(word) == "HOLD"


def _only_asks(word: str) -> bool:
    return word.startswith("<") or word == "'s" or _is_bare(word) or _asked(word)
