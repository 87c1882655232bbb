"""Text folded to bare words: the form in which a quotation and the record are compared.

In: any text. Out: its words in lower case without accents, apostrophes, soft hyphens or punctuation, with
the spans they came from where asked for. Typographic quotes, dashes, blanks and line breaks leave no trace.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.model import Span

NOT_DECOMPOSED = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip
# Signs that are read as words, and the bar that optical recognition prints for a capital I.
READ_AS = {"%": " percent ", "&": " and ", "|": "i", "$": " $ ", "€": " € ", "£": " £ ", "\u2044": " "}
# Within a word these separate nothing: apostrophes of every make, soft hyphen, zero-width characters.
DROPPED = frozenset("'’‘ʼʹ`´′‛\u00ad\u200b\u200c\u200d\u2060\ufeff")

# One number or one word in print, however it is set: "4,500", "4 500" and "4'500" are 4500, "per cent" is
# percent.
_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[,\u00a0\u202f\u2009’' ]\d{3}){1,6}(?!\d)|\bper\s{1,3}(?=cent\b)", re.I
)
_SEPARATOR = re.compile(r"[^\w]")
_JOINER = "\u2060"

_CHUNK = re.compile(r"\S+")
_FIGURES = re.compile(r"[0-9⁰¹²³⁴-⁹]+")
# Marks of notes: raised figures after a word or its punctuation ("concern.²"), and small ones printed flat
# behind the end of a sentence ("resources.4 The": Assembly, 1970). "para.4" and "km²" are none.
_BEFORE_RAISED = re.compile(r"(?:[.,;:!?\"'”’»)\]]|[^\W\d_]{4})\Z")
_BEFORE_FLAT = re.compile(r"[a-z]{4}[.!?]\Z(?<!para\.)(?<!orr\.)")
_AFTER_FLAT = re.compile(r"\s+[A-Z“\"]|\s*\Z")
LOOKED_BACK = 6


class FoldTable(dict[int, str]):
    """For `str.translate`: a code point's folded form, worked out on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


def fold_character(character: str) -> str:
    """Letters and digits of one character, a blank for what separates words, "" for what does not."""
    if character in DROPPED:
        return ""
    if character in READ_AS:
        return READ_AS[character]
    if "\u3040" <= character <= "\u9fff":  # Chinese and Japanese set no blanks between words
        return f" {character} "
    out = []
    for part in unicodedata.normalize("NFKD", character.casefold()):
        if unicodedata.category(part) == "Mn" or part in DROPPED:
            continue
        out.append(NOT_DECOMPOSED.get(part, part) if part.isalnum() else " ")
    folded = "".join(out)
    return f" {folded} " if " " in folded.strip() else folded


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text it came from."""

    folded: str
    span: Span


class Folder:
    """Folds texts; keeps the table of characters met so far."""

    def __init__(self) -> None:
        self._table = FoldTable()

    def stream(self, text: str) -> str:
        """The folded words of `text` joined by single blanks."""
        return " ".join(_unmarked(text).translate(self._table).split())

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of `stream(text)`, in order, with their spans."""
        found: list[Word] = []
        for chunk in _CHUNK.finditer(_unmarked(text)):
            folded = chunk.group().translate(self._table)
            if chunk.group().isalnum() and folded.isalnum():
                found.append(Word(folded, Span(*chunk.span())))
            else:
                found += self._words_of(chunk.group(), chunk.start())
        return tuple(found)

    def _words_of(self, chunk: str, offset: int) -> list[Word]:
        found: list[Word] = []
        letters: list[str] = []
        start = end = 0
        for at, character in enumerate(chunk, start=offset):
            folded = self._table[ord(character)]
            if folded.isalnum():
                start = start if letters else at
                letters.append(folded)
                end = at + 1
            elif folded:
                found += _finish(letters, Span(start, end))
                letters = []
                found += [Word(sign, Span(at, at + 1)) for sign in folded.split()]
        return found + _finish(letters, Span(start, end))


def _unmarked(text: str) -> str:
    """The text, every character in its place, with blanks for the marks of notes and numbers held
    together."""
    joined = _GROUPS.sub(lambda found: _SEPARATOR.sub(_JOINER, found.group()), text)
    return _FIGURES.sub(_blank_where_mark, joined)


def _blank_where_mark(figures: re.Match[str]) -> str:
    text, shown = figures.string, figures.group()
    before = text[max(0, figures.start() - LOOKED_BACK) : figures.start()]
    if shown.isascii():
        small = len(shown) <= 2 and _BEFORE_FLAT.search(before)
        mark = bool(small) and _AFTER_FLAT.match(text, figures.end()) is not None
    else:
        mark = _BEFORE_RAISED.search(before) is not None
    return " " * len(shown) if mark else shown


def _finish(letters: list[str], span: Span) -> list[Word]:
    return [Word("".join(letters), span)] if letters else []
