"""No result of a tool is longer than a model can take in: under 10,000 tokens, counted safely by characters.

In: what makes a result of at most so many parts. Out: the first that fits, parts halved until it does. Words
of the record are never cut: a part is there or is left out, and what is left out is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.schemas import Reply
from index.errors import InvalidInput

MOST_CHARACTERS = 30_000
"""10,000 tokens of three characters, which is fewer than any tokenizer in use needs for English or JSON."""
TOO_LONG = "What was found is too long to be given at once; read it in parts with get_statement."


@dataclass(frozen=True, slots=True)
class Said:
    """A result: short cited text, and the object that has everything."""

    text: str
    object: Reply

    @property
    def size(self) -> int:
        return len(self.text) + len(self.object.model_dump_json())


def fitted(make: Callable[[int], Said], parts: int) -> Said:
    """Raises InvalidInput where even one part is too long."""
    asked = parts
    while (said := make(parts)).size > MOST_CHARACTERS:
        if parts == 1:
            raise InvalidInput(TOO_LONG)
        parts //= 2
    return said if parts == asked else Said(f"{said.text}\n\n{_cut(parts, asked)}", said.object)


def _cut(parts: int, asked: int) -> str:
    return f"(Cut to the first {parts} of {asked} asked for, to stay short; ask more narrowly for the rest.)"
