"""A point that is named instead of given: "Kazakhstan's point on new technologies in peacekeeping".

In: what a user typed, and the table of delegations. Out: whose point is meant and on what, or None for a text
that is itself a point. "Who agrees with France on X" is understood too; a sentence that merely names someone
does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Delegation
from index.speakers.delegations import Delegations
from index.tables import lists_of

LONGEST = 40
"""A text of this many words is not a request for another's point."""
_WORDS = lists_of("rag", "question_words.tsv")
_KIND = (
    r"(?:points?|positions?|views?|stances?|proposals?|calls?|remarks?|arguments?|concerns?|approach|ideas?"
    r"|words)"
)
_ON = rf"(?:{_WORDS['spoken_of']}|over|that)"
_OWNED = re.compile(
    rf"['’]s?\s+(?:[\w-]+\s+){{0,2}}?{_KIND}\s+{_ON}\s+(?P<topic>.+)", re.IGNORECASE | re.DOTALL
)
_ON_TOPIC = re.compile(rf"\s+{_ON}\s+(?P<topic>.+)", re.IGNORECASE | re.DOTALL)
_KIND_OF = re.compile(rf"\b{_KIND}\s+(?:of|from|(?:taken |held )?by)\s+(?:the\s+)?\Z", re.IGNORECASE)
_LIKE = re.compile(
    r"\b(?:(?:agree|side|concur)[sd]? with|like|similar to|as|echo(?:es|ed)?|shares? the view of|opposes?)"
    r" (?:the )?\Z",
    re.IGNORECASE,
)
_ASKING = "|".join(_WORDS[name] for name in ("asks", "auxiliary", "auxiliary_of_one", "give_us"))
_ASKS = re.compile(rf"\W*(?:{_ASKING}|others?|delegations|similar|find)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Whose point is meant, and on what."""

    delegation: Delegation
    topic: str


def read_pointer(text: str, delegations: Delegations) -> Pointed | None:
    """The point that a request names, None where the text names none."""
    if len(text.split()) > LONGEST:
        return None
    for mention in delegations.find_in(text):
        topic = _topic(text[: mention.span.start], text[mention.span.end :], bool(_ASKS.match(text)))
        if topic:
            return Pointed(mention.delegation, topic)
    return None


def _topic(before: str, after: str, asks: bool) -> str | None:
    found = _OWNED.match(after)
    if found is None and (_KIND_OF.search(before) or (asks and _LIKE.search(before))):
        found = _ON_TOPIC.match(after)
    return found["topic"].strip(" \n\t.?!\"“”'") or None if found else None
