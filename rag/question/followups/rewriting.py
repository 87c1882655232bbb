"""The question before with other names, dates or another topic in it, or asked anew in our own words.

In: the question before as read, names, a topic, dates in words. Out: whole questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Span
from rag.question.followups.said import Said, dates_in, meetings_in, name_in
from rag.question.links import Link
from rag.question.wording import (
    Edit,
    agreeing,
    before_article,
    closed,
    does,
    edited,
    listed,
    with_preposition,
)

VERBS = {"for": "support", "against": "oppose", "abstained": "abstain on", "silent": "keep silent on"}


@dataclass(frozen=True, slots=True)
class Before:
    """The question before: as read, whose words it wanted, its topic and its side; `earlier` are names asked
    for in the one before it."""

    said: Said
    holders: tuple[Link, ...]
    topic: str
    side: str | None
    earlier: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [name_in(self.said.text, link) for link in self.holders]

    @property
    def when(self) -> str:
        """Its dates and meetings, with a preposition each."""
        return " ".join([*dates_in(self.said), *meetings_in(self.said)])


def asking(names: Sequence[str], side: str | None, topic: str, when: str) -> str:
    """A question of our own, in the words that are understood best."""
    verb = VERBS.get(side or "")
    if not names:
        return closed(f"Which delegations {verb or 'speak of'} {topic}", when)
    if verb:
        return closed(f"{does(names)} {listed(names)} {verb} {topic}", when)
    return closed(f"What {does(names)} {listed(names)} say about {topic}", when)


def rewritten(before: Before, names: Sequence[str] = (), when: str = "", topic: str | None = None) -> str:
    """The question before with other names, dates or another topic in it."""
    text = before.said.text
    if names and not before.holders:
        return asking(names, before.side, topic or before.topic, when)
    edits: list[Edit] = [(date.span, "") for date in before.said.parts.dates]
    edits += [(with_preposition(text, mention.span), "") for mention in before.said.parts.meetings]
    if names:
        edits += _names_put(text, before, names)
    if topic is not None:
        at = text.find(before.topic)
        if at < 0:
            return asking(names or before.names, before.side, topic, when)
        edits = [one for one in edits if not (at <= one[0].start < at + len(before.topic))]
        edits.append((Span(at, at + len(before.topic)), topic))
    return closed(edited(text, edits), when)


def _names_put(text: str, before: Before, names: Sequence[str]) -> list[Edit]:
    """The names in place of those that stand together there; the auxiliary before them agrees."""
    first, last = before.holders[0].span, before.holders[0].span
    rest = []
    for link in before.holders[1:]:
        near = link.span.start - last.end <= len(" and the ") + 1
        last = link.span if near else last
        rest += [] if near else [(link.span, "")]
    start = before_article(text, first.start)
    named = listed(names)
    owner = before.holders[0].form == "demonym" and not text[last.end :].lstrip().startswith(("?", "."))
    if owner:
        named += "'s"
    word = text[:start].rstrip().rpartition(" ")[2]
    agreed = agreeing(word.lower(), len(names))
    place = start - len(word) - 1
    edits = [(Span(start, last.end), named), *rest]
    return (
        edits if agreed == word.lower() or place < 0 else [*edits, (Span(place, place + len(word)), agreed)]
    )
