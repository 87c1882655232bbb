"""The side of a delegation on an issue, told in one place for lists, comparisons, histories and briefings.

In: an issue, and what lists a question. Out: `Sides`: every statement that is surely on the list of those who
support it or of those who oppose it, with the sentence that shows it. Nobody takes a side on a harm.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from index.model import Filters
from index.text.terms import content_terms
from rag.answer.choose import quoted
from rag.answer.drafted import drafted
from rag.answer.listing import Listed
from rag.discourse.harm import is_harm
from rag.model import Citation, Side
from rag.ranking.facets import needed

Told = TypeVar("Told")
ASKING: Mapping[Side, str] = MappingProxyType(
    {"for": "Which delegations support {}?", "against": "Which delegations oppose {}?"}
)
"""The questions whose lists tell the sides."""
Lists = Callable[[str], Sequence[Listed]]
"""What is surely on the list that a question asks for."""


@dataclass(frozen=True)
class Sides:
    """The statements that take a side, each by its id; one on both lists takes none."""

    listed: Mapping[str, Listed]

    @cached_property
    def cited(self) -> Mapping[str, Citation]:
        """For each statement the sentence that shows its side, as a citation without a number; the
        likeliest first."""
        found = drafted([quoted([one.sentence], one.side) for one in self.listed.values()]).citations
        return {one.statement.id: replace(one, number=0) for one in found}

    def of(self, statements: Collection[str]) -> Side:
        """The side of whoever made these statements; unclear if none of them takes one, or they take
        both."""
        return one_told(
            (one.side or "unclear" for id, one in self.listed.items() if id in statements), "unclear"
        )


SidesOn = Callable[[str, Filters], Sides]
"""Who takes which side on a topic under filters."""
NO_SIDES = Sides({})


def sides_on(issue: str, lists: Lists) -> Sides:
    """Who takes which side on the issue."""
    if is_harm(issue):
        return NO_SIDES
    found: dict[str, Listed] = {}
    both: set[str] = set()
    for side, question in ASKING.items():
        for one in lists(question.format(issue.rstrip(" .?!"))):
            statement = one.sentence.scored.statement
            if one.side != side:  # the question was not read as one for this side
                continue
            if statement in found:
                both.add(statement)
            found[statement] = one
    return Sides({id: one for id, one in found.items() if id not in both})


def one_told(told: Iterable[Told], none: Told) -> Told:
    """The one thing told other than `none`; `none` if there is nothing else, or more than one."""
    sides = set(told) - {none}
    return sides.pop() if len(sides) == 1 else none


def names_topic(topic: str, citation: Citation) -> bool:
    """Do the words, behind the sentence they lean on, hold most terms of the topic?"""
    terms = set(content_terms(topic))
    return len(terms & set(content_terms(f"{citation.leads or ''} {citation.quote}"))) >= needed(len(terms))
