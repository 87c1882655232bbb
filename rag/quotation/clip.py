"""A sentence of the record with the parts of it that are quoted, and how its words are connected.

In: folded words, the breaks between them and the parts kept. Out: the words that connect two places once
asides are removed, and whether what is quoted asserts something or only names it. It refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.quotation.turns import Turn, of_class, turns_in

SOFT, HARD = ",", ";"
THAT = frozenset(("that", "whether"))
_UNFINISHED = frozenset(("be", "been", "being", "having", "doing", "done"))


def break_in(between: str) -> str:
    """The break between two words: hard, soft or none (""). A hyphen inside a word does not count."""
    if any(mark in between for mark in ";:?!"):
        return HARD
    if any(mark in between for mark in ",()[]—–\n\n") or " - " in between or "--" in between:
        return SOFT if between.strip() else ""
    return ""


@dataclass(frozen=True)
class Clip:
    """`breaks[i]` stands before word i, the last one after the end; `kept` are the quoted parts, in order."""

    words: tuple[str, ...]
    breaks: tuple[str, ...]
    kept: tuple[tuple[int, int], ...]
    question: bool = False

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        return turns_in(self.words, self.kept)

    def has(self, kinds: Sequence[str], first: int, last: int) -> bool:
        """Does a row of these kinds stand wholly inside [first, last)?"""
        return any(turn.kind in kinds and first <= turn.first and turn.last <= last for turn in self.turns)

    def chain(self, first: int, last: int) -> tuple[str, ...] | None:
        """Words [first, last) without an aside set off by two breaks; None where another clause begins."""
        marks = [at for at in range(first, last + 1) if self.breaks[at]]
        if any(self.breaks[at] == HARD for at in marks) or len(marks) == 1:
            return None
        if not marks:
            return self._bare(first, last)
        after = self.words[marks[-1]] if marks[-1] < len(self.words) else ""
        if after in of_class("coordinator") | of_class("subordinator") | of_class("pronoun"):
            return None
        return self._bare(first, marks[0]) + self._bare(marks[-1], last)

    def _bare(self, first: int, last: int) -> tuple[str, ...]:
        """Without the adjuncts that stand between a negator and its verb."""
        aside = {
            at
            for turn in self.turns
            if turn.kind == "adverbial" and first <= turn.first and turn.last <= last
            for at in range(turn.first, turn.last)
        }
        return tuple(self.words[at] for at in range(first, last) if at not in aside)

    def opens(self, at: int) -> bool:
        """Does a clause begin with this word?"""
        before = self.words[at - 1] if at else ""
        return not before or bool(self.breaks[at]) or before in THAT | of_class("coordinator")

    def same_clause(self, first: int, last: int, within: bool = False) -> bool:
        """No hard break, and no coordinated clause of its own between the two places; `within` a subordinate
        clause a coordinator without a break belongs to it."""
        for at in range(first, last + 1):
            if self.breaks[at] == HARD:
                return False
            if at < len(self.words) and self.words[at] in of_class("coordinator"):
                after = self.words[at + 1] if at + 1 < len(self.words) else ""
                if after not in THAT and (self.breaks[at] or (after in of_class("pronoun") and not within)):
                    return False
        return True

    def finite(self, start: int) -> bool:
        """Does what is quoted from `start` on hold a finite verb before any relative clause of it?"""
        verbs = (of_class("auxiliary") | of_class("modal")) - _UNFINISHED
        for number, at in enumerate(self._quoted_from(start)):
            if number and (self.words[at] == "that" or self.words[at] in of_class("subordinator")):
                return False
            if self.words[at] in verbs:
                return True
        return False

    def asserts(self, start: int) -> bool:
        """A clause or a predicate, and not merely a phrase ("the reef plan")."""
        phrase = of_class("determiner") | of_class("preposition")
        before = self.words[start - 1] if start else ""
        begins = self.words[start] in phrase and not self._opens(start)
        return self.finite(start) or not (begins or before in phrase - THAT)

    def _opens(self, start: int) -> bool:
        """Does a clause begin here, so that a determiner opens its subject?"""
        if start and self.words[start - 1] in THAT:
            return self._length_from(start) >= CLAUSE
        return (not start or bool(self.breaks[start])) and self._length_from(start) > PHRASE

    def _length_from(self, start: int) -> int:
        return len(self._quoted_from(start))

    def _quoted_from(self, start: int) -> list[int]:
        return [at for first, last in self.kept for at in range(first, last) if at >= start]


CLAUSE = 3
"""Words from which what opens with a determiner behind "that" or "whether" is taken for a clause."""
PHRASE = 4
"""Up to this many words, what opens with a determiner counts as a phrase."""


def without_light(chain: Sequence[str]) -> tuple[str, ...]:
    """The chain behind its leading auxiliaries and adverbs."""
    light = of_class("light") | of_class("auxiliary") | of_class("modal")
    at = 0
    while at < len(chain) and (chain[at] in light or (chain[at].endswith("ly") and len(chain[at]) > 4)):
        at += 1
    return tuple(chain[at:])
