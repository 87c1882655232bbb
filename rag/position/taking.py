"""The side that quoted words take, told by whoever judges sentences.

In: a judge of one sentence, an issue, a statement and a span. Out: a side. Of several sentences those that
tell one must tell the same, or it is unclear.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from index.model import Span, Statement
from rag.answer.evidence import others_words
from rag.answer.sides import SideTaken
from rag.model import Side

Told = TypeVar("Told")


def one_told(told: Iterable[Told], none: Told) -> Told:
    """The one that they tell, `none` being of no account; `none` where it is all they tell, or there are
    more."""
    sides = set(told) - {none}
    return sides.pop() if len(sides) == 1 else none


def side_of_span(judge: SideTaken, issue: str, statement: Statement, span: Span) -> Side:
    """The side its sentences take; unclear where none does, or more than one."""
    sides = (side_of_sentence(judge, issue, statement, one) for one in own_sentences(statement, span))
    return one_told(sides, "unclear")


def side_of_sentence(judge: SideTaken, issue: str, statement: Statement, sentence: Span) -> Side:
    return judge(issue, " ".join(sentence.of(statement.text).split()))


def own_sentences(statement: Statement, span: Span) -> tuple[Span, ...]:
    """The whole sentences of the span that give the speaker's own words."""
    inside = statement.sentences[statement.sentences_at(span)]
    others = others_words(statement, inside)
    return tuple(one for one, other in zip(inside, others, strict=True) if not other)
