"""What guests are, from the words in which the President introduces them.

In: a speaker as the header names them and what the chair said before. Out: the role as said ("Special
Envoy of the Secretary-General for Yemen"), or None where no introduction names the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mme|Dr|Sir|Dame|Lord|Lady|Judge|General|Lieutenant General|Major General|Ambassador"
    r"|Professor)\b\.?"
)
_EXCELLENCY = r"(?:(?:His|Her) Excellency\s+)?"
_STOP = re.compile(
    r"\s*(?:;|:|\.\s|\.$"
    rf"|,?\s+(?:and|as well as)\s+(?:also\s+)?(?:to\s+)?{_EXCELLENCY}{_TITLE}"
    r"|,\s+(?:to|who|whom|as well as|and to|for (?:his|her|their))\b"
    r"|\s+to (?:participate|brief|address|make|take|join|speak)\b"
    r"|,\s+and\s+(?:the representative|I)\b|,\s+(?:His|Her) Excellency\b)"
)
_LONGEST = 260


def find_role(name: str, said: Sequence[str]) -> str | None:
    """The role of `name` ("Mr. Griffiths") in the latest of the chair's speeches that tells it."""
    surname = re.sub(rf"^{_TITLE}\s+", "", name).strip()
    person = rf"{_TITLE}\s(?:[\w.’'-]+\s){{0,5}}?{re.escape(surname)}"
    after = re.compile(rf"\b{person},\s+(?P<role>(?:the\s+)?[A-Z].*)", re.DOTALL)
    before = re.compile(
        r"\b(?:invite|floor to|call on|welcome)\s+(?:the\s+)?(?P<role>[A-Z][^;:.]{5,200}?),\s+"
        rf"{_EXCELLENCY}{person}\b"
    )
    for text in reversed(said):
        match = after.search(text)
        if match is not None:
            return _cut(match["role"])
        match = before.search(text)
        if match is not None and not re.search(_TITLE, match["role"]):
            return _cut(match["role"])
    return None


def _cut(role: str) -> str | None:
    stop = _STOP.search(role)
    cut = role[: stop.start()] if stop else role[:_LONGEST]
    return cut.removeprefix("the ").strip(" ,") or None if len(cut) <= _LONGEST else None
