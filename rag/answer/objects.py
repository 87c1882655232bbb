"""Of which State words speak, so that sanctions on one are not taken for sanctions on another.

In: the topic, citations, a finder of the States that a text names. Out: the one State a citation speaks of,
and whether it speaks of other States than the topic does. A State counts where the topic's words are linked
to it ("sanctions on Mali", "the Mali sanctions"), else where the item on the agenda names it; one that is
only mentioned ("the conference in Egypt") does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.model import Span, Statement
from index.speakers.delegations import STATES, Delegations
from index.tables import lists_of
from index.text.terms import WORD, content_terms
from rag.discourse.ending import heads_of
from rag.model import Citation

StatesIn = Callable[[str], Sequence[tuple[str, Span]]]
"""The States that a text names, each by its code with the place of its name."""
_WORDS = lists_of("rag", "citing.tsv")
_LINK = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?(?:{_WORDS['about_state']})\s+(?:the\s+)?\Z", re.IGNORECASE)
"""Between the topic's words and the State behind them."""
_BEFORE = re.compile(r"(?:['’]s?)?\s+\Z")
"""Between a State and the topic's words behind it."""
_INCLUDING = re.compile(r"\bincluding\b.*", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(rf"\b(?:{_WORDS['letters']})\b.{{0,40}}?\bdated\b.*", re.IGNORECASE | re.DOTALL)
"""A letter on the agenda names who wrote it and to whom, not what it is about."""
_NAME = re.compile(r"(?<=\s)[A-Z]\w")
_AND = re.compile(rf"(?:\s|,(?=\s)|(?<=[\s,])(?:{_WORDS['between_states']})(?=\s)){{1,12}}", re.IGNORECASE)
"""Between two States of a list."""


class Objects:
    """Tells of which State a quotation on a topic speaks."""

    def __init__(self, topic: str, states: StatesIn) -> None:
        self._terms, self._states = frozenset(content_terms(" ".join(heads_of(topic)))), states
        self._small = frozenset(topic.split())
        asked = states(topic)
        self._asked = frozenset(code for code, _ in asked)
        self._called = tuple(f" {place.of(topic).lower()}" for _, place in asked)
        self._named = _NAME.search(topic) is not None

    def about(self, citation: Citation) -> str | None:
        """The one State it speaks of; None if the topic names a State itself, or if there are several or
        none. Of a topic with a name of its own ("reform of the Security Council", "the status of Jerusalem"),
        the agenda tells no State: it is one thing wherever it is spoken of."""
        if self._asked:
            return None
        found = self._linked(citation) or (frozenset() if self._named else self._on_agenda(citation))
        return next(iter(found)) if len(found) == 1 else None

    def named(self, citation: Citation) -> str | None:
        """The one State besides the speaker's own that it names, whatever for; None if there are several or
        none, or if the topic names one."""
        if self._asked:
            return None
        own = citation.statement.delegation
        found = self._codes(f"{citation.leads or ''} {citation.quote}") - {own.code if own else ""}
        return next(iter(found)) if len(found) == 1 else None

    def elsewhere(self, citation: Citation) -> bool:
        """Does it speak of other States, and of none of those asked about?"""
        if not self._asked:
            return False
        linked, agenda = self._linked(citation), self._codes(citation.statement.topic or "")
        named = self._codes(f"{citation.leads or ''} {citation.quote}")
        if self._asked & named:
            return bool(linked) and linked.isdisjoint(self._asked)
        own = citation.statement.delegation
        others = named - {own.code if own else ""}
        if self._asked & agenda:
            return bool(linked | (named & agenda))
        return bool(linked | agenda | others)

    def of_asked(self, citation: Citation, statement: Callable[[], Statement]) -> bool:
        """Is it of the States that are asked about: named in the statement, or the speaker's own, and are the
        words of no others?"""
        return not self._asked or (not self.elsewhere(citation) and self.named_by(statement))

    def named_by(self, statement: Callable[[], Statement]) -> bool:
        """Is the statement made by one of the States that are asked about, or does it, or the item on the
        agenda, name one? True if none is asked about."""
        if not self._asked:
            return True
        made = statement()
        own, topic = made.ref.delegation, made.ref.topic or ""
        return (own is not None and own.code in self._asked) or any(map(self._names, (topic, made.text)))

    def _names(self, text: str) -> bool:
        """Does it name one of the States asked about, or one of which either name ends in the other one, as
        that of the Democratic Republic of the Congo does in the Congo?"""
        return any(code in self._asked or self._alike(place.of(text)) for code, place in self._states(text))

    def _alike(self, name: str) -> bool:
        said = f" {name.lower()}"
        return any(said.endswith(one) or one.endswith(said) for one in self._called)

    def _on_agenda(self, citation: Citation) -> frozenset[str]:
        """The States of the item on the agenda, but none that it only takes in ("the Middle East, including
        Palestine") or that wrote a letter."""
        return self._codes(_FROM.sub("", _INCLUDING.sub("", citation.statement.topic or "")))

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


def states_in(delegations: Delegations, text: str) -> list[tuple[str, Span]]:
    """The States that a text names, past ones among them, by code and place."""
    return [(one.delegation.code, one.span) for one in delegations.find_in(text) if one.kind in STATES]


def _joins(text: str, word: Span, place: Span) -> bool:
    """Is the State at `place` linked to a word of the topic?"""
    if word.end <= place.start:
        return _LINK.fullmatch(text[word.end : place.start]) is not None
    return place.end <= word.start and _BEFORE.fullmatch(text[place.end : word.start]) is not None
