"""The side that quoted words take, told by whoever judges sentences.

In: a judge of one sentence, an issue, a statement and a span. Out: a side. Of several sentences those that
tell one must tell the same, or it is unclear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.model import Span, Statement
from index.segmentation.segment import context_header
from rag.answer.evidence import others_words
from rag.model import Side

SideTaken = Callable[[str, str, str], Side]
"""The side that a sentence takes on a topic: topic, sentence, the header it stands under."""


def side_of_span(judge: SideTaken, issue: str, statement: Statement, span: Span) -> Side:
    """The side its sentences take; unclear where none does, or more than one."""
    told = {side_of_sentence(judge, issue, statement, one) for one in own_sentences(statement, span)}
    sides = told - {"unclear"}
    return sides.pop() if len(sides) == 1 else "unclear"


def side_of_sentence(judge: SideTaken, issue: str, statement: Statement, sentence: Span) -> Side:
    text = " ".join(sentence.of(statement.text).split())
    return judge(issue, text, context_header(statement.ref))


def own_sentences(statement: Statement, span: Span) -> tuple[Span, ...]:
    """The whole sentences of the span that give the speaker's own words."""
    inside: Sequence[Span] = [s for s in statement.sentences if s.start < span.end and span.start < s.end]
    others = others_words(statement, inside)
    return tuple(one for one, other in zip(inside, others, strict=True) if not other)
