"""From a span of a stored statement to the sentences that a claim is held to.

In: a statement and a span over its text. Out: its sentences there as `Cited`, each with the sentence before
it and the words by which it says that it only retells.
"""

from __future__ import annotations

from index.model import Span, Statement
from rag.discourse.read_out import quoting
from rag.discourse.reported import not_own
from rag.generation.model import Cited

RETOLD = 60
"""Characters of a report that are enough to say whose words it gives."""


def cited_at(statement: Statement, span: Span) -> tuple[Cited, ...]:
    """Every sentence that the span touches, whole."""
    at = statement.sentences_at(span)
    return tuple(cited_sentence(statement, number) for number in range(at.start, at.stop))


def cited_sentence(statement: Statement, at: int) -> Cited:
    """Sentence number `at` of the statement, counted from 0."""
    sentence, text = statement.sentences[at], statement.text
    before = statement.sentences[at - 1].of(text) if at else ""
    report = quoting(statement, sentence) or not_own(text, sentence)
    retold = None if report is None else report.span.of(text)[:RETOLD]
    return Cited(statement.ref, sentence.of(text), before, retold)
