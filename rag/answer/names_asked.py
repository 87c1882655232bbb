"""Whether sentences are of the States, bodies, places and persons that a question asks about: what it names
and sentences in, those that are of it out.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Statement
from index.text.terms import content_terms
from rag.answer.choose import quoted
from rag.answer.drafted import told
from rag.answer.listing import Listed
from rag.answer.objects import Objects
from rag.answer.weigh import Weighed
from rag.citation.cite import cite
from rag.model import Named

LEFT = 0.15
"""The least chance of what is left where the likeliest sentence is of something else: below it nothing is
(docs/choices.md)."""


def naming(objects: Objects, mentions: Sequence[Named], weighed: Sequence[Weighed]) -> list[Weighed]:
    """Of sentences, likeliest first, those whose statement names a State that is asked about, or is made by
    one, and names something that is mentioned and is no delegation; each statement is looked through only
    once."""
    names = [_terms_of(one) for one in mentions if one.code is None and one.name[:1].isupper()]
    known: dict[str, bool] = {}

    def named(statement: Statement) -> bool:
        if statement.ref.id not in known:
            known[statement.ref.id] = objects.named_by(lambda: statement) and _holds_one(names, statement)
        return known[statement.ref.id]

    own = [one for one in weighed if named(one.statement)]
    passed_over = bool(own) and own[0] is not weighed[0]
    return [] if passed_over and own[0].chance < LEFT else own


def _terms_of(one: Named) -> tuple[frozenset[str], ...]:
    """The terms of the words it is mentioned by and of its name."""
    return tuple(terms for text in (one.words, one.name) if (terms := frozenset(content_terms(text))))


def _holds_one(names: Sequence[tuple[frozenset[str], ...]], statement: Statement) -> bool:
    """Does the statement, its speaker or its item on the agenda hold one of these names? True of none."""
    ref = statement.ref
    if not any(names):
        return True
    held = frozenset(content_terms(" ".join([ref.topic or "", ref.speaker.name or "", statement.text])))
    return any(terms <= held for name in names for terms in name)


def of_states_asked(objects: Objects, one: Listed) -> bool:
    """Does it speak of the States that the topic names?"""
    item = quoted([one.sentence])
    return objects.of_asked(told(cite(item.statement, item.run.span), item), lambda: item.statement)
