"""A quotation as an editor typed it, read into words, marked omissions and bracketed insertions.

In: the words between the quotation marks. Out: `Quoted`: folded words, each saying whether it stood in
brackets, and the places where an omission was marked. It refuses a quotation without words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import InvalidInput
from index.tables import lists_of
from rag.quotation.normal import Folder

_WORDS = lists_of("rag", "remark_words.tsv")
# Three dots or more, with or without blanks between them. One character can be read in one way only, so
# that a row of dots that leads to no bracket is given up at once.
_DOTS = r"(?:…|\.[ \u00a0]?\.[ \u00a0]?\.)[.… \u00a0]*"
LONGEST_BRACKET = 400
_MARKS = re.compile(
    rf"(?P<omission>\[[^\S\n]{{0,4}}{_DOTS}\]|\([^\S\n]{{0,4}}{_DOTS}\)"
    r"|(?:…|\.[ \u00a0]?\.[ \u00a0]?\.)(?:[ \u00a0]?[.…])*)"
    r"|(?P<part>(?<![^\W_])[^\W_]{1,40}\[[^\W_]{1,20}\](?:[^\W_]|['’]){0,40}"
    r"|\[[^\W_]{1,20}\][^\W_](?:[^\W_]|['’]){0,40})"
    rf"|(?P<insertion>\[[^\[\]]{{0,{LONGEST_BRACKET}}}\])"
)
# Insertions that stand for nothing in the record.
_REMARKS = re.compile(
    rf"(?:sic|recte|{_WORDS['heard']}"
    rf"|(?:(?:{_WORDS['whose']}) )?(?:{_WORDS['remarked_on']})(?: (?:is |are )?(?:{_WORDS['remark']}))?)"
    r"[.!?]?"
)


@dataclass(frozen=True, slots=True)
class QuotedWord:
    """`folded` is compared, `raw` is shown. `inserted`: added by the editor, need not be in the record.

    `outside` holds the letters before and after a bracket inside the word ("allow[ed]" -> "allow", "").
    """

    folded: str
    raw: str
    inserted: bool = False
    outside: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """`omissions` and `insertions` are word numbers before which record words may be missing; `brackets` are
    the first and the end word number of each insertion."""

    words: tuple[QuotedWord, ...]
    omissions: frozenset[int]
    insertions: frozenset[int]
    brackets: tuple[tuple[int, int], ...] = ()

    @property
    def stream(self) -> str:
        """The words that must be in the record, as one folded text."""
        return " ".join(word.folded for word in self.words if not word.inserted)

    @property
    def plain(self) -> bool:
        """There are no marks that ask for more than the words themselves."""
        bracketed = any(word.outside for word in self.words)
        return not self.omissions and not self.insertions and not bracketed


def parse_quote(quote: str, folder: Folder) -> Quoted:
    """Raises InvalidInput for a quotation without a word of its own."""
    words: list[QuotedWord] = []
    omissions: set[int] = set()
    brackets: list[tuple[int, int]] = []
    for kind, piece in _pieces(quote):
        if kind == "omission":
            omissions.add(len(words))
        elif kind == "part":
            words.append(_partly_bracketed(piece, folder))
        elif kind == "insertion":
            added = _inserted(piece, folder)
            brackets += [(len(words), len(words) + len(added))] if added else []
            words += added
        else:
            words += _words(piece, folder)
    if not any(not word.inserted for word in words):
        raise InvalidInput("The quotation has no words to look for; give the words as they are quoted.")
    inside = frozenset(range(1, len(words)))
    insertions = {at for first, end in brackets for at in range(first, end + 1)}
    return Quoted(
        tuple(words), frozenset(omissions) & inside, frozenset(insertions - omissions), tuple(brackets)
    )


def _pieces(quote: str) -> Iterator[tuple[str, str]]:
    end = 0
    for mark in _MARKS.finditer(quote):
        yield "text", quote[end : mark.start()]
        yield mark.lastgroup or "text", mark.group()
        end = mark.end()
    yield "text", quote[end:]


def _words(piece: str, folder: Folder, inserted: bool = False) -> list[QuotedWord]:
    return [QuotedWord(word.folded, word.span.of(piece), inserted) for word in folder.words(piece)]


def _partly_bracketed(piece: str, folder: Folder) -> QuotedWord:
    before, _, rest = piece.partition("[")
    after = rest.rpartition("]")[2]
    whole = piece.replace("[", "").replace("]", "")
    if not before and piece[2] == "]":  # one letter at the start: only its case was changed
        return QuotedWord(folder.stream(whole), whole)
    return QuotedWord(folder.stream(whole), whole, False, (folder.stream(before), folder.stream(after)))


def _inserted(piece: str, folder: Folder) -> list[QuotedWord]:
    content = piece[1:-1]
    if _REMARKS.fullmatch(content.strip().casefold()):
        return []
    return _words(content, folder, inserted=True)
