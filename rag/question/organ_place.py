"""Where in a question an organ stands, which tells whether something was said in it or it is spoken of.

In: the pieces of the question before and behind it, the preposition. Out: a `Place`. What is of an organ ("a
seat in the Security Council") stands in `data/question_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import Span
from index.tables import lists_of
from rag.question.features import Piece
from rag.question.senses import FUNCTION, shape
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
AT = frozenset(["in", "at", "during"])
"""Behind others stands whom something is said to, if a verb of saying leads up to it, or done to."""
_ASKS = frozenset(["SAY", "HOLD"])
_CLAUSE = frozenset(["that", "whether"])
_BE = frozenset(["is", "are", "was", "were", "be", "been"])
_STOPS = frozenset("?!.,;:") | {"<date>"}
_PART = re.compile(rf"(?:{_WORDS['part_of_organ']})\Z", re.IGNORECASE)
_TELLING = re.compile(rf"(?:{_WORDS['telling']})\Z", re.IGNORECASE)
_INTERROGATIVES = frozenset(["who", "whom", "which", "what", "how", "when", "where", "why"])
TOLD_APART = 6
"""Words before an organ among which stands what is of it, with what tells that apart."""
_NAME = re.compile(r"(?:assembly|council|unga|unsc)\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the question an organ stands: the words before it, those of them up to the last that tells
    what was said or about what, the preposition, the words behind it."""

    before: Sequence[str]
    words: Sequence[str]
    preposition: str
    behind: Sequence[str]

    @classmethod
    def of(cls, question: str, span: Span, preposition: str, pieces: Sequence[Piece]) -> Place:
        before = [_word(question, piece) for piece in pieces if piece.end <= span.start]
        behind = [piece.text for piece in pieces if piece.start >= span.end]
        return cls(before, _bare(before), preposition, behind)

    @property
    def at(self) -> bool:
        return self.preposition in AT

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
        if self.preposition not in {*AT, "before"} or not _BE.isdisjoint(self.before):
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
