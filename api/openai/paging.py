"""The page of a list that a chat asks for with "more": a client sends what was asked, not where a list ended.

In: a question with the questions before it. Out: its answer. The pages before are counted by the questions,
and passed over in as few steps as the limit of a page allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api import schemas as wire
from api.invalid import asked
from api.local import LocalBackend
from api.schemas.base import MAX_LIMIT

NO_MORE = "There is no more of this. Ask more narrowly, or ask something else."
TURN = {"question", "standalone_question", "interpreted", "next"}


def page_of(question: wire.AskBody, before: Sequence[str], backend: LocalBackend) -> wire.Answer | None:
    """The answer; None where more is asked for of what has been told to its end."""
    asked_for, passed = [*before, question.question], 0
    while len(asked_for) > 1 and backend.goes_on(asked_for[-1], asked_for[:-1]):
        asked_for, passed = asked_for[:-1], passed + 1
    if not passed:
        return backend.ask(question)
    turns: list[dict[str, Any]] = [{"question": one} for one in asked_for[:-1]]
    words, left = asked_for[-1], passed * (question.limit or 1)
    while left:
        step = min(left, MAX_LIMIT)
        answer = backend.ask(_asked(question, words, turns, step))
        if answer.next is None:
            return None
        turns, words, left = [answer.model_dump(include=TURN)], question.question, left - step
    return backend.ask(_asked(question, words, turns, question.limit))


def _asked(
    question: wire.AskBody, words: str, turns: list[dict[str, Any]], limit: int | None
) -> wire.AskBody:
    given = question.model_dump(exclude={"question", "limit", "conversation"}, exclude_none=True)
    return asked(wire.AskBody, **given, question=words, limit=limit, conversation=turns or None)
