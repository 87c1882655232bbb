"""The conversation before a question, as its client holds it.

In: earlier answers as they were given, or the questions alone; keys that are not known are passed over. Out:
validated turns. Nothing of them is kept.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.base import MAX_QUESTION, MAX_VALUES, Lenient, Name, Names, Question, Since, Until

Cursor = Annotated[str, Field(max_length=2_000)]


class TurnFilters(Lenient):
    """What the answer was restricted to."""

    delegations: Names = Field(default=[])
    speakers: Names = Field(default=[])
    meetings: Names = Field(default=[])
    organs: Names = Field(default=[])
    collections: Names = Field(default=[])
    statements: Names = Field(default=[])
    since: Since | None = None
    until: Until | None = None


class TurnHolder(Lenient):
    """Whose words were wanted, in the words of the question."""

    words: Name


class TurnMeaning(Lenient):
    """What the question was taken to mean; what is left out is read anew."""

    filters: TurnFilters | None = None
    holders: Annotated[list[TurnHolder], Field(max_length=MAX_VALUES)] | None = None
    topic: Annotated[str, Field(max_length=MAX_QUESTION)] | None = None
    side: Name | None = None


class Turn(Lenient):
    """An earlier question; an answer of this service can be sent back whole."""

    question: Question
    standalone_question: Question | None = None
    interpreted: TurnMeaning | None = None
    next: Cursor | None = Field(default=None, description="So that `more` goes on with the list.")
