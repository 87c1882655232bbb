"""A conversation as chat clients send it: what is asked, and what was said before.

In: messages. Out: the last message of the user, the question; refuses a conversation without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api import schemas as wire
from index.errors import InvalidInput

TURN = re.compile(r"^[ \t]*(?:user|human)[ \t]*:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
"""A turn of the user in a conversation written out as text."""
NO_QUESTION = "The conversation holds no words of the user: end it with a message of the role user."
INSTRUCTING = ("system", "developer")


@dataclass(frozen=True, slots=True)
class Conversation:
    """`asked` is the user's last message, `earlier` those before it; `instructions` what the client set."""

    asked: str
    earlier: tuple[str, ...]
    instructions: str

    @property
    def written_out(self) -> tuple[str, ...]:
        """The user's turns in a transcript within the last message."""
        return tuple(turn.strip() for turn in TURN.findall(self.asked))


def read_conversation(messages: Sequence[wire.ChatMessage]) -> Conversation:
    said = [message.text.strip() for message in messages if message.role == "user"]
    said = [text for text in said if text]
    if not said:
        raise InvalidInput(NO_QUESTION)
    told = [message.text for message in messages if message.role in INSTRUCTING]
    return Conversation(said[-1], tuple(said[:-1]), "\n".join(told))
