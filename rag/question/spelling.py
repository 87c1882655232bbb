"""Corrects misspelt words to the nearest word of a name we know; ordinary words are left alone.

In: a folded word and the lexicon's words. Out: the word meant and how many letters differ. Distances are by
RapidFuzz (optimal string alignment); a State's name may differ in one letter more where it sounds the same
("Singapur"). Ordinary English words that are near to a name ("german" and "germane", "mail" and "Mali") are
rows of `data/ordinary.txt`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from rag.question.lexicon import Lexicon

SHORTEST = 5
"""A word with fewer letters must be right."""
LONG = 9
"""From this many letters on, two may be wrong."""

SOUNDING, CONSONANTS = 8, 4
"""From this many letters and consonants on, a State's name may be told by their sounds."""
FARTHEST = 3
"""Letters in which a name that sounds the same may differ."""

STATE_FORMS = frozenset(["name", "demonym", "capital"])
"""What a misspelt word is taken for first."""


class Speller:
    """The words of the lexicon by first letter, and those that are not to be corrected."""

    def __init__(self, lexicon: Lexicon, ordinary: frozenset[str]) -> None:
        self._known = lexicon.words
        self._ordinary = ordinary
        self._states = {
            words[0]: entry.code
            for row in lexicon.entries.values()
            for entry in row
            if len(words := entry.words) == 1 and entry.form in STATE_FORMS
        }
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                by_letter[word[0]].append(word)
        self._by_letter = dict(by_letter)
        by_sound: dict[str, list[str]] = defaultdict(list)
        for row in lexicon.entries.values():
            for entry in row:
                if len(entry.words) == 1 and entry.form == "name" and entry.words[0].isalpha():
                    by_sound[sounds(entry.words[0])].append(entry.words[0])
        self._by_sound = dict(by_sound)
        self.corrected = lru_cache(maxsize=4096)(self._corrected)

    def _corrected(self, word: str) -> tuple[tuple[str, ...], int]:
        """The known words an unknown one may be meant for, States first, and the letters that differ."""
        if word in self._known or word in self._ordinary or len(word) < SHORTEST - 1 or not word.isalpha():
            return (), 0
        if len(word) > SHORTEST and word.endswith("s") and word[:-1] in self._known:
            return (word[:-1],), 0
        return self.nearest(word)

    def nearest(self, word: str) -> tuple[tuple[str, ...], int]:
        """The known words nearest within the letters allowed, the same first letter required."""
        allowed = 2 if len(word) >= LONG else 1
        scored = []
        for known in self._by_letter.get(word[:1], ()):
            edits = OSA.distance(word, known, score_cutoff=allowed)
            if edits <= allowed and min(len(word), len(known)) >= SHORTEST - 1 + (edits > 1):
                scored.append((edits, known))
            elif len(word) >= SHORTEST and (
                sorted(word) == sorted(known) or undoubled(word) == undoubled(known)
            ):
                scored.append((allowed, known))
        if not scored and len(word) >= SOUNDING:
            scored = list(self._sounding(word))
        least = min((edits for edits, _ in scored), default=0)
        best = [known for edits, known in scored if edits == least]
        return tuple(
            sorted(best, key=lambda known: (known not in self._states, known[-1] != word[-1]))
        ), least

    def _sounding(self, word: str) -> Iterator[tuple[int, str]]:
        """States' names with the same consonants by their sound, and how many letters differ."""
        key = sounds(word)
        for known in self._by_sound.get(key, ()) if len(key) >= CONSONANTS else ():
            edits = OSA.distance(word, known, score_cutoff=FARTHEST)
            if edits <= FARTHEST:
                yield edits, known

    def alone(self, word: str, best: tuple[str, ...]) -> tuple[str, ...]:
        """Of the words meant, those that may stand alone: one State's, or the only one."""
        states = {self._states[known] for known in best if known in self._states}
        return (
            tuple(known for known in best if known in self._states)
            if len(states) == 1
            else best[: len(best) == 1]
        )


def undoubled(word: str) -> str:
    """ "morroco" and "morocco" alike."""
    return "".join(letter for at, letter in enumerate(word) if not at or word[at - 1] != letter)


ALIKE = str.maketrans("cqzxfw", "kkssvv")
"""Consonants written for one another."""
SILENT = re.compile(r"[aeiouyjh]+")
"""What names that sound the same may differ in."""


def sounds(word: str) -> str:
    """The consonants by their sound, behind how it begins: "singapur" and "singapore" alike."""
    plain = word.replace("ph", "f").translate(ALIKE)
    return ("a" if plain[0] in "aeiou" else "") + undoubled(SILENT.sub("", plain))


@cache
def ordinary_words() -> frozenset[str]:
    """Words near to a name that are not names."""
    path = files("rag").joinpath("data", "ordinary.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
