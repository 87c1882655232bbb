"""What both readers would make of a passage that only the small one has read.

In: a reading and its place in the ranking. Out: the likely reading. The larger reader says less often than
the small one that a sentence answers, and far less often that it says otherwise. So that what was read once
can stand beside what was read twice, its chances are moved by how far the two are apart on average: straight
lines over log odds and places, by least squares (docs/choices.md).
"""

from __future__ import annotations

from typing import NamedTuple

from rag.reader.reading import Answering, Read, chance_of, log_odds

ANSWERS = 0.8
"""What the larger reader counts for; it was picked on rows held back (CARD.md)."""


class Line(NamedTuple):
    """A straight line: the log odds at the first place, what each log odd of the small reader adds, and
    what each place further down adds."""

    start: float
    said: float
    later: float

    def at(self, chance: float, place: int) -> float:
        return self.start + self.said * log_odds(chance) + self.later * place


SPEAKS = Line(-0.18, 0.88, -0.12)
"""That a passage speaks to the question, whichever way."""
WHOLE = Line(-0.03, 0.87, -0.14), Line(-1.89, 0.82, 0.06)
"""That a passage answers, and that it says otherwise."""
EACH = Line(-0.93, 0.66, -0.17), Line(-4.09, 0.45, -0.03)
"""The same of a sentence."""


def speaks(first: Read, place: int) -> float:
    """The log odds that the passage speaks to the question at all."""
    return SPEAKS.at(1 - first.whole.no, place)


def likely(first: Read, place: int) -> Read:
    """What both readers would probably say of the passage."""
    each = tuple(_moved(one, EACH, place) for one in first.sentences)
    return Read(_moved(first.whole, WHOLE, place), each)


def _moved(first: Answering, lines: tuple[Line, Line], place: int) -> Answering:
    """The chances moved along these lines; a sentence beyond the window stays unread."""
    if first.no == 1:
        return first
    answers, otherwise = (
        (1 - ANSWERS) * chance + ANSWERS * chance_of(line.at(chance, place))
        for chance, line in zip((first.answers, first.otherwise), lines, strict=True)
    )
    most = max(1.0, answers + otherwise)
    return Answering(answers / most, otherwise / most, max(0.0, 1 - answers - otherwise))
