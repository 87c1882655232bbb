"""What chat clients ask about the conversation itself: a title, tags, what to ask next.

In: a conversation. Out: a reply made without search of the user's own words, or None for a question to the
record, with the questions before it. What tells such a prompt stands in `api/data/housekeeping.tsv`, with the
clients it is known of.
"""

from __future__ import annotations

import json
import re
import string
import textwrap
from collections.abc import Callable, Sequence
from functools import cache

from api.openai.conversation import Conversation
from api.schemas.base import MAX_QUESTION
from index.tables import rows_of
from rag.question.followups.opening import only_courtesy

LONGEST_TITLE = 60
READ = 3_000
"""Characters at either end of a message that are looked at."""
LOOKED_BACK = 20
"""Earlier questions that a follow-up is completed from."""
STANDALONE = "standalone"
NOT_ASKED = "Nothing was asked. Ask what was said, by whom or when."
UNTITLED = "On Record"
FOLLOW_UP = re.compile(r"follow[ -]?(?:up)?[ -]?(?:input|question)[ \t]*:\s*(\S.*)", re.IGNORECASE)
BEFORE, AFTER = string.whitespace + ">*#\"“'-", string.whitespace + "*\"”'"
"""What is no part of a title, at its two ends."""


def housekeeping(conversation: Conversation, standalone: Callable[[str, Sequence[str]], str]) -> str | None:
    """The reply to a housekeeping prompt; None for a question. `standalone` completes a question from those
    before it."""
    if only_courtesy(conversation.asked):
        return NOT_ASKED
    kind = _kind(conversation)
    if kind == STANDALONE:
        question = _follow_up(conversation)
        return standalone(question, [one for one in conversation.written_out if one != question])
    return None if kind is None else ANSWERS[kind](conversation)


def asked_before(conversation: Conversation) -> list[str]:
    """The questions before, without what the client itself asked and what is too long to be one."""
    asked = [one for one in conversation.earlier if len(one) <= MAX_QUESTION and _kind_of_text(one) is None]
    return asked[-LOOKED_BACK:]


def _kind(conversation: Conversation) -> str | None:
    read = {"asked": _ends(conversation.asked), "instructions": _ends(conversation.instructions)}
    for kind, place, pattern in _prompts():
        if any(pattern.search(text) for name, text in read.items() if place in (name, "both")):
            return kind
    return None


def _ends(text: str) -> str:
    """The two ends, where such a prompt says what it wants; what it is about stands between them, however
    long."""
    return text if len(text) <= 2 * READ else f"{text[:READ]}\n{text[-READ:]}"


@cache
def _prompts() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = rows_of("api", "housekeeping.tsv")
    return tuple(
        (row["kind"], row["place"], re.compile(row["pattern"], re.IGNORECASE | re.MULTILINE)) for row in rows
    )


def _title(conversation: Conversation) -> str:
    """The first question, cut to a title's length."""
    title = textwrap.shorten(_first_question(conversation), LONGEST_TITLE, placeholder=" …")
    if "json" in conversation.asked.lower():
        return json.dumps({"title": title}, ensure_ascii=False)
    return title


def _first_question(conversation: Conversation) -> str:
    """The first question of a transcript, or before this prompt, or in it where the client's instructions are
    the prompt."""
    earlier = [text for text in conversation.earlier if _kind_of_text(text) is None]
    alone = [] if _kind_of_text(conversation.asked) else [conversation.asked]
    found = [*conversation.written_out, *earlier, *alone]
    return found[0].lstrip(BEFORE).rstrip(AFTER) if found else UNTITLED


def _kind_of_text(text: str) -> str | None:
    return _kind(Conversation(text, (), ""))


def _follow_up(conversation: Conversation) -> str:
    """The question that is to be completed."""
    found = FOLLOW_UP.search(conversation.asked)
    return found[1].strip() if found else _first_question(conversation)


def _summary(conversation: Conversation) -> str:
    """The questions asked, in their words."""
    asked = [*conversation.written_out, *conversation.earlier]
    return "Asked so far: " + " / ".join(asked) if asked else "Nothing was asked so far."


def _nothing(**reply: object) -> Callable[[Conversation], str]:
    """A reply that offers nothing: an object where the client names its key, else a bare list or text."""
    ((key, value),) = reply.items()

    def answer(conversation: Conversation) -> str:
        named = f'"{key}"' in conversation.asked or f'"{key}"' in conversation.instructions
        return json.dumps({key: value} if named else value)

    return answer


ANSWERS: dict[str, Callable[[Conversation], str]] = {
    "title": _title,
    "tags": _nothing(tags=["General"]),
    "follow_ups": _nothing(follow_ups=[]),
    "queries": _nothing(queries=[]),
    "completion": _nothing(text=""),
    "image": _nothing(prompt=""),
    "emoji": lambda _: "💬",
    "tools": _nothing(tool_calls=[]),
    "merge": lambda _: "On Record quotes the record; it does not merge the answers of other models.",
    "summary": _summary,
}
"""By kind of prompt, but for `STANDALONE`; another kind of the table without an answer here is an error of
ours."""
