"""The words of a sentence as phrases of taking a side are looked for in them.

In: the pieces of a question, the table `data/siding.tsv`. Out: sentences that tell which phrase stands where,
whatever its forms, articles and adverbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from index.model import Span
from index.tables import rows_of
from rag.question.features import Piece
from rag.question.model import SideName
from rag.question.parties import NAMED
from rag.question.senses import FUNCTION, senses_of, shape, stem
from rag.question.wordsets import words_of

LOOSE = frozenset(["a", "an", "the", "any", "its", "their", "his", "her", "own", "some", "very", "more"])
PERSONS = frozenset(["who", "whom", "whoever", "those", "anyone", "anybody", "someone", "somebody", "nobody"])
PARTICLES = words_of("raising_particles") | words_of("other_particles")
SHORT = 4
"""Letters of words with the ending of an adverb that may be none."""


@dataclass(frozen=True)
class Sentence:
    """The pieces of one sentence, and each as it is looked up; `actors` are the names that are no topic."""

    pieces: tuple[Piece, ...]
    texts: tuple[str, ...]
    bases: tuple[str, ...]
    actors: frozenset[int]

    def __len__(self) -> int:
        return len(self.pieces)

    def behind(self, kind: str, at: int) -> tuple[SideName, int] | None:
        """The side of the longest phrase of a kind that stands here, and where it ends."""
        for phrase, side in _phrases(kind).get(self.base(at), ()):
            end = self._end(phrase, at, kind != "mention")
            if end is not None:
                return side, end
        return None

    def around(self, kind: str, at: int, last: int) -> tuple[SideName, int] | None:
        """The same for a verb whose particle stands behind what it is about, at the end of the clause
        ("turned the plan down"), and where that particle stands."""
        if at + 1 >= last - 1 or self.text(last - 1) not in PARTICLES:
            return None
        phrases = _phrases(kind).get(self.base(at), ())
        ends = (side for phrase, side in phrases if phrase[1:] == (self.base(last - 1),))
        return next(((side, last - 1) for side in ends), None)

    def base(self, at: int) -> str:
        return self.bases[at] if 0 <= at < len(self) else ""

    def text(self, at: int) -> str:
        return self.texts[at] if 0 <= at < len(self) else ""

    def _end(self, phrase: Sequence[str], at: int, loosely: bool) -> int | None:
        for first, word in enumerate(phrase):
            if first:
                at = self.past_loose(at, loosely)
            if self.base(at) != word:
                return None
            at += 1
        return at

    def past_loose(self, at: int, adverbs: bool = True) -> int:
        """Behind articles, and adverbs if they count as loose."""
        while self.text(at) in LOOSE or (adverbs and is_adverb(self.text(at))):
            at += 1
        return at

    def names(self, at: int) -> bool:
        """Does a State or person stand here, not what is theirs ("Cuba", not "Cuba's proposal")?"""
        at = self.past_loose(at)
        named = at < len(self) and self.pieces[at].link in self.actors
        return named and self.text(at + 1) != "'s" and not is_content(self.text(at + 1))

    def spans(self, first: int, last: int) -> tuple[Span, ...]:
        """From one piece up to another, without an article, or nothing."""
        while first < last and (self.text(first) in LOOSE or self.text(first) in (",", ":", "that")):
            first += 1
        while last > first and (self.text(last - 1) in ",;:" or "latest" in senses_of(self.text(last - 1))):
            last -= 1
        return (Span(self.pieces[first].start, self.pieces[last - 1].end),) if first < last else ()


def sentences_of(pieces: Sequence[Piece], actors: frozenset[int]) -> Iterator[Sentence]:
    some: list[Piece] = []
    for piece in (*pieces, Piece(".", 0, 0)):
        if piece.text not in (".", "?", "!", ";"):
            some.append(piece)
        elif some:
            texts = tuple(one.text for one in some)
            yield Sentence(tuple(some), texts, tuple(map(_base, texts)), actors)
            some = []


def is_party(text: str) -> bool:
    return text in NAMED or text == "<group>" or shape(text) == "PARTY"


def is_adverb(text: str) -> bool:
    return text.endswith("ly") and len(text) > SHORT


def is_content(text: str) -> bool:
    return text.isalpha() and text not in FUNCTION and not text.endswith("ly") and text != "now"


# The table


@cache
def _phrases(kind: str) -> dict[str, list[tuple[tuple[str, ...], SideName]]]:
    """The phrases of a kind by their first word, the longest first, without articles; the side of kinds that
    take none is not looked at."""
    found: dict[str, list[tuple[tuple[str, ...], SideName]]] = {}
    for row in rows_of("rag", "siding.tsv"):
        if row["kind"] == kind:
            for words in row["words"].split(", "):
                phrase = tuple(_base(word) for word in words.split() if word not in LOOSE)
                found.setdefault(phrase[0], []).append((phrase, cast(SideName, row["side"])))
    for some in found.values():
        some.sort(key=lambda one: -len(one[0]))
    return found


@cache
def _forms() -> dict[str, str]:
    """Irregular form to its verb."""
    rows = (row for row in rows_of("rag", "siding.tsv") if row["kind"] == "form")
    pairs = (one.split(": ") for row in rows for one in row["words"].split(", "))
    return {form: verb for verb, forms in pairs for form in forms.split()}


def is_form(text: str) -> bool:
    return text in _forms()


def _base(text: str) -> str:
    return stem(_forms().get(text, text))
