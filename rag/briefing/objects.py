"""Of which State a quotation speaks, so that sanctions on one are not counted as sanctions on another.

In: quotations, the topic, a finder of the States that a text names. Out: each quotation with its State, and
parts: one for each State that several spoke of, and one for all else. A State counts where the topic's
words are linked to it ("sanctions on Mali", "the Mali sanctions"), else where the item on the agenda names
it; one that is only mentioned ("the conference in Egypt") does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from index.model import Span
from index.tables import lists_of
from index.text.terms import WORD, content_terms
from rag.briefing.brief import Part, Said
from rag.model import Citation

SPOKEN_OF = 2
"""Delegations that must speak of a State before it is a part of its own."""
StatesIn = Callable[[str], Sequence[tuple[str, Span]]]
"""The States that a text names, each by its code with the place of its name."""
_WORDS = lists_of("rag", "citing.tsv")
_LINK = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?(?:{_WORDS['about_state']})\s+(?:the\s+)?\Z", re.IGNORECASE)
"""Between the topic's words and the State behind them."""
_BEFORE = re.compile(r"(?:['’]s?)?\s+\Z")
"""Between a State and the topic's words behind it."""
_INCLUDING = re.compile(r"\bincluding\b.*", re.IGNORECASE | re.DOTALL)
_AND = re.compile(rf"(?:\s|,(?=\s)|(?<=[\s,])(?:{_WORDS['between_states']})(?=\s)){{1,12}}", re.IGNORECASE)
"""Between two States of a list."""


class Objects:
    """Tells of which State a quotation on a topic speaks."""

    def __init__(self, topic: str, states: StatesIn) -> None:
        self._terms, self._states = frozenset(content_terms(topic)), states
        self._small = frozenset(topic.split())
        self._asked = frozenset(code for code, _ in states(topic))

    def spoken_of(self, citations: Iterable[Citation]) -> tuple[list[Said], int]:
        """The quotations that speak of what is asked about, and how many speak of other States only."""
        kept: list[Said] = []
        elsewhere = 0
        for citation in citations:
            linked = self._linked(citation)
            if self._asked and self._of_others(citation, linked):
                elsewhere += 1
            else:
                kept.append(Said(citation, self._about(citation, linked)))
        return kept, elsewhere

    def _about(self, citation: Citation, linked: frozenset[str]) -> str | None:
        """The one State, None where the topic names it already, or there are several or none."""
        found = linked or self._on_agenda(citation)
        return next(iter(found)) if len(found) == 1 and not self._asked else None

    def _of_others(self, citation: Citation, linked: frozenset[str]) -> bool:
        """Does it speak of other States and of none that is asked about?"""
        words, agenda = f"{citation.leads or ''} {citation.quote}", citation.statement.topic or ""
        if self._asked & (self._codes(words) | self._codes(agenda)):
            return bool(linked) and linked.isdisjoint(self._asked)
        return bool(linked or self._codes(agenda))

    def _on_agenda(self, citation: Citation) -> frozenset[str]:
        """The States of the item on the agenda, but none that it only takes in ("the Middle East, including
        Palestine")."""
        return self._codes(_INCLUDING.sub("", citation.statement.topic or ""))

    def _codes(self, text: str) -> frozenset[str]:
        return frozenset(code for code, _ in self._states(text))

    def _linked(self, citation: Citation) -> frozenset[str]:
        """The States that the topic's words are linked to in the quotation, and those listed with them."""
        text = " ".join(citation.quote.split())
        words = [Span(*found.span()) for found in WORD.finditer(text) if self._is_topic(found)]
        linked: set[str] = set()
        last: int | None = None
        for code, place in self._states(text):
            listed = last is not None and _AND.fullmatch(text[last : place.start]) is not None
            if listed or any(_joins(text, word, place) for word in words):
                linked.add(code)
                last = place.end
        return frozenset(linked)

    def _is_topic(self, word: re.Match[str]) -> bool:
        """A capital within a sentence makes a word part of a name ("the Convention on Climate Change in
        Egypt")."""
        named = word.start() > 0 and word.group()[0].isupper() and word.group().lower() in self._small
        return not named and not self._terms.isdisjoint(content_terms(word.group()))


def _joins(text: str, word: Span, place: Span) -> bool:
    """Is the State at `place` linked to a word of the topic?"""
    if word.end <= place.start:
        return _LINK.fullmatch(text[word.end : place.start]) is not None
    return place.end <= word.start and _BEFORE.fullmatch(text[place.end : word.start]) is not None


def parts_of(said: Sequence[Said]) -> tuple[Part, ...]:
    """A part for each State that several spoke of, most first; what is left stands together, last."""
    held: dict[str, list[Said]] = {}
    for one in said:
        if one.about is not None:
            held.setdefault(one.about, []).append(one)
    several = {code: some for code, some in held.items() if len({one.party for one in some}) >= SPOKEN_OF}
    rest = tuple(one for one in said if one.about not in several)
    if len(several) + bool(rest) <= 1:
        return (Part(None, tuple(said)),) if said else ()
    ordered = sorted(several, key=lambda code: (-len(several[code]), code))
    parts = [Part(code, tuple(several[code])) for code in ordered]
    return (*parts, *((Part(None, rest),) if rest else ()))
