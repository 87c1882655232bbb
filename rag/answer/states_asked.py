"""Whether sentences are of the States that a question asks about: the objects of its topic and sentences in,
those that are of them out.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Statement
from rag.answer.choose import quoted
from rag.answer.drafted import told
from rag.answer.listing import Listed
from rag.answer.objects import Objects
from rag.answer.weigh import Weighed
from rag.citation.cite import cite

LEFT = 0.15
"""The least chance of what is left where the likeliest sentence is not of these States: below it nothing is
(docs/choices.md)."""


def naming_states(objects: Objects, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Of sentences, likeliest first, those whose statement names a State that is asked about, or is made by
    one; each statement is looked through only once."""
    known: dict[str, bool] = {}

    def named(statement: Statement) -> bool:
        if statement.ref.id not in known:
            known[statement.ref.id] = objects.named_by(lambda: statement)
        return known[statement.ref.id]

    own = [one for one in weighed if named(one.statement)]
    passed_over = bool(own) and own[0] is not weighed[0]
    return [] if passed_over and own[0].chance < LEFT else own


def of_states_asked(objects: Objects, one: Listed) -> bool:
    """Does it speak of the States that the topic names?"""
    item = quoted([one.sentence])
    return objects.of_asked(told(cite(item.statement, item.run.span), item), lambda: item.statement)
