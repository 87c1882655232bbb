"""Reads a question for what it says and what it lacks: names, dates and symbols, a topic, a verb that asks.

In: a question, its parts, each name's chances. Out: `Said`. The class and senses of a word decide what it is
there for, as when whole questions are understood; a question is about something if any word is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.question.features import GUESSED, NEGATIONS, Piece
from rag.question.followups.asking import (
    ARTICLES,
    AUXILIARIES,
    BEING,
    CONTINUING,
    GIVEN,
    JOINING,
    NAMES_NOTHING,
    OTHERS,
    PARTIES,
    PERSONS,
    PRO_FORMS,
    PRONOUNS,
    SIDES,
    TOPICAL,
    WH,
    asks_only,
    behind_joining,
    behind_lead_in,
    is_party,
    names_a_thing,
)
from rag.question.links import Link
from rag.question.reading import Parts
from rag.question.restrict import left_out
from rag.question.senses import senses_of, shape
from rag.question.wordsets import words_of

WITH_ARTICLE = words_of("with_article")
WHOLE = frozenset(["overview", "definition", "comparison"])
"""Senses of words that ask for everything that was said."""
ARTICLE = re.compile(r"\bthe $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """`holders` are names that may be asked to speak, `topics` names that belong to what is asked about;
    `words` are the pieces after whatever joins the question to the one before. `any_time`: it asks without
    the dates there were."""

    text: str
    parts: Parts
    words: tuple[Piece, ...]
    joined: bool
    holders: tuple[Link, ...]
    topics: tuple[Link, ...]
    any_time: bool = False

    @property
    def content(self) -> tuple[Piece, ...]:
        """Words of a topic of its own."""
        led = list(pairwise((*self.words[:1], *self.words)))
        found = tuple(
            piece
            for before, piece in led
            if not asks_only(piece.text) or (before.text in ARTICLES and names_a_thing(piece.text))
        )
        named = any(before.text == "the" and shape(piece.text) in GIVEN for before, piece in led)
        return found if named or any(piece.text not in NAMES_NOTHING for piece in found) else ()

    @property
    def about_something(self) -> bool:
        return bool(self.content or self.topics)

    @property
    def framed(self) -> bool:
        """Is there a verb that asks, so that it is a sentence and not a fragment?"""
        texts = [piece.text for piece in self.words]
        asking = bool(texts) and (texts[0] in WH or is_party(texts[0]))
        sides = any(sense in SIDES for text in texts[1:] for sense in senses_of(text))
        verbs = sides or any(shape(text) in ("SAY", "HOLD") for text in texts[1:])
        return any(text in AUXILIARIES for text in texts) or (asking and verbs)

    @property
    def of_all(self) -> bool:
        """Does it ask which delegations, out of all?"""
        texts = [piece.text for piece in self.words]
        others = frozenset() if self.framed and texts[0] == "what" else OTHERS
        named = any(text in PARTIES or text in others or is_party(text) for text in texts)
        return not self.holders and (named or (self.side is not None and not self.framed))

    @property
    def others(self) -> Piece | None:
        """The word that excludes those named before."""
        return next((piece for piece in self.words if piece.text in OTHERS), None)

    @property
    def continues(self) -> bool:
        """Does it only ask for more of the same?"""
        if self.holders or self.parts.dates or self.parts.meetings or self.about_something:
            return False
        return any(piece.text in CONTINUING for piece in self.words) and not self.side and not self.framed

    @property
    def side(self) -> str | None:
        said = [piece.text for piece in self.words if piece.text not in JOINING]
        held = {sense for word in said for sense in senses_of(word)}
        led = [first for first, second in pairwise(said) if second == "for"]
        held |= {"for" for word in led if word in BEING or "vote" in senses_of(word)}
        if not self.framed and (PARTIES | {"those"}) & set(said) and NEGATIONS & set(said):
            held.add("silent")
        return next((side for side in SIDES if side in held), None)

    @property
    def leans(self) -> Piece | None:
        """The pronoun that ends a sentence whose only other content word is the verb before it."""
        words = [piece for piece in self.words if piece.text.isalpha()]
        if len(words) < 2 or self.topics or self.holders or len(self.content) != 1:
            return None
        pronoun = words[-1].text in PRONOUNS and words[-2] == self.content[0]
        return words[-1] if pronoun and words[0].text in WH | AUXILIARIES else None

    @property
    def whole(self) -> bool:
        """Does it ask for everything said at a time or place, so that no topic is missing?"""
        if self.joined or any(piece.text in PRO_FORMS | PERSONS for piece in self.words):
            return False
        placed = self.parts.meetings or any(date.precision == "day" for date in self.parts.dates)
        nouns = (piece.text for piece in self.words if shape(piece.text) != "HOLD")  # not "does it agree?"
        asked = any(sense in WHOLE for word in nouns for sense in senses_of(word))
        return bool((self.holders and placed and self.framed) or (self.holders and asked))


def read_said(
    text: str,
    parts: Parts,
    roles: Sequence[Mapping[str, float]],
    joined: bool = False,
    any_time: bool = False,
) -> Said:
    """What the question says; `roles` are the chances of its names, in order. `joined`: it goes on from the
    one before, whatever its words."""
    words = behind_joining(parts.pieces)
    bare = Said(text, parts, words, joined or len(words) < len(parts.pieces), (), (), any_time)
    whole = _with_names(bare, roles)
    behind = () if whole.whole else behind_lead_in(words)
    if not behind:
        return whole
    return _with_names(replace(bare, words=behind, joined=True), roles)


def _with_names(bare: Said, roles: Sequence[Mapping[str, float]]) -> Said:
    text, parts = bare.text, bare.parts
    named = [
        (at, link)
        for at, link in enumerate(parts.links)
        if link.form not in GUESSED and left_out(text, link) is None
    ]
    topics = [link for at, link in named if _is_topic(bare, at, roles[at])]
    return replace(bare, holders=tuple(link for _, link in named if link not in topics), topics=tuple(topics))


def _is_topic(said: Said, at: int, role: Mapping[str, float]) -> bool:
    """Is a name part of what is asked about: after "about", in a sentence that asks who, or by the models?"""
    place = next((i for i, piece in enumerate(said.words) if piece.link == at), 0)
    before = [piece.text for piece in said.words[:place] if piece.text not in ARTICLES]
    if _gives(before, [piece.text for piece in said.words[place + 1 :]]):
        return False
    if before and before[-1] in TOPICAL:
        return True
    asks_who = any(text == "who" or is_party(text) for text in before[:2])
    return said.framed and (asks_who or role["mention"] > role["holder"])


def _gives(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Are words of the name's own asked for: "Kenya's view", "Kenya's", "an answer from Kenya"?"""
    own = [word for word in behind if word not in (".", "?", "!")]
    if own[:1] == ["'s"]:
        return len(own) == 1 or shape(own[-1]) in GIVEN
    return len(before) > 1 and before[-1] in ("from", "by") and shape(before[-2]) in GIVEN


def name_in(text: str, link: Link) -> str:
    """A name as it stands, with its article; one that cannot stand for a speaker by what it is called."""
    if link.form in ("demonym", "capital", "seat", "misspelt"):
        formal = any(word.lower() in WITH_ARTICLE for word in link.name.split())
        return f"{'the ' if formal else ''}{link.name}"
    article = ARTICLE.search(text[: link.span.start])
    return f"{'the ' if article else ''}{link.words}"


def dates_in(said: Said) -> Iterator[str]:
    """The dates with a preposition each."""
    for date in said.parts.dates:
        bare = date.span.start == date.atom.start and date.span.end == date.atom.end
        words = date.span.of(said.text).strip()
        if bare:
            yield f"{'on' if date.precision == 'day' else 'in'} {words}"
        else:
            yield words[:1].lower() + words[1:]


def meetings_in(said: Said) -> Iterator[str]:
    """The meetings with a preposition each."""
    return (f"in {mention.words}" for mention in said.parts.meetings)
