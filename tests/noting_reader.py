"""A reader that notes which texts it is given to read."""

from __future__ import annotations

from collections.abc import Sequence

from rag.reader.reading import Read, ReadPassage, Sided
from rag.reader.words import WordReader


class NotingReader(WordReader):
    def __init__(self) -> None:
        self.given: list[str] = []

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        self.given += [one.text for one in passages]
        return super().read(question, passages)

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.given += [one.text for one in passages]
        return super().leaning(claim, passages)
