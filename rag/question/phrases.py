"""Set phrases: does a sentence hold one, by its acronym or by words that stand together?

In: a topic that is nothing but a term of the tables, two words that the record joins in one way, or one with
a word that hyphens join. Out: its ways to be written, and whether one of them stands in a sentence: "the
responsibility of States" and, further on, "protect" are no "responsibility to protect". Words may stand in
another order ("reform of the security sector") and with one more between them; what has "to" in it stands as
it is, for who has the "responsibility for protecting civilians" speaks of something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.text.terms import content_terms, terms
from rag.question.acronyms import EVERYWHERE, TOKEN, names_under, terms_in

BETWEEN = 1
"""Words that may stand between those of a phrase."""
FEW, NEARLY = 3, 0.75
"""Up to this many words must all be there; of more, a greater share than this."""
MOSTLY = 0.5
"""The share of sentences with a part of a phrase that hold all of it, from which the part stands for it; and
of those with two words side by side that join them as the topic does, from which it is a set phrase."""
OFTEN = 5
"""Sentences that join two words so, from which they may be a set phrase."""
JOINED = 2
_HYPHENED = re.compile(r"\b[^\W\d_]+(?:-[^\W\d_]+)+\b")
_SAID = frozenset(content_terms(EVERYWHERE))


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """A term's acronyms and the ways to write it out, each as its terms; `whole` of those that are said just
    so, and `parts` that the record uses for it. A `name` is written with capitals: nothing else is it."""

    acronyms: frozenset[str]
    written: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, ...], ...] = ()
    parts: frozenset[tuple[str, ...]] = frozenset()
    name: bool = False

    def stands_in(self, sentence: str) -> bool:
        if not self.acronyms.isdisjoint(TOKEN.findall(sentence)):
            return True
        said, every = _named(sentence), terms(sentence)
        return (
            any(_near(one, said) for one in self.written)
            or any(_run(one, every) for one in self.whole)
            or any(_run(one, said) for one in self.parts)
        )

    def with_parts(self, sentences: Iterable[str]) -> SetPhrase:
        """With its parts, one word shorter, that stand mostly where all of it does: "autonomous weapons
        systems", but not the "sustainable development" of other things than its goals."""
        parts = {part for one in self.written for part in _shorter(one)}
        seen, inside = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
        for sentence in sentences if parts else ():
            said = _named(sentence)
            found = [part for part in parts if _run(part, said)]
            seen.update(found)
            inside.update(found if self.stands_in(sentence) else ())
        kept = frozenset(part for part in parts if inside[part] >= MOSTLY * seen[part] > 0)
        return replace(self, parts=kept)


def phrase_of(topic: str) -> SetPhrase | None:
    """The set phrase that a topic is, None for one that says more."""
    found = terms_in(topic)
    if len(found) != 1 or content_terms(topic[: found[0].span.start] + topic[found[0].span.end :]):
        return None
    acronyms, names = names_under(found[0].short)
    return _written_as(names, acronyms)


def fixed_phrase(topic: str, side_by_side: Sequence[str]) -> SetPhrase | None:
    """The topic, if it is two words joined by others ("loss and damage") and the record has them side by side
    mostly so; `side_by_side` are the sentences that have them. None for one with a name in it, of which much
    else is said."""
    said, bare = tuple(terms(topic)), content_terms(topic)
    if len(bare) != JOINED or len(said) == JOINED or said[0] != bare[0] or said[-1] != bare[-1]:
        return None
    if topic != topic.lower():
        return None
    so = sum(_run(said, terms(sentence)) for sentence in side_by_side)
    return _written_as((topic,)) if so >= max(OFTEN, MOSTLY * len(side_by_side)) else None


def compound_phrase(topic: str, side_by_side: Sequence[str]) -> SetPhrase | None:
    """The one word of a topic that hyphens join ("two-State solution"), if the record has its parts together
    mostly so: they may be joined, apart, or with one word between, but not far from each other."""
    joined = _HYPHENED.findall(topic)
    if len(joined) != 1 or len(parts := _named(joined[0])) < JOINED:
        return None
    held = [said for one in side_by_side if set(parts) <= set(said := _named(one))]
    phrase = SetPhrase(frozenset(), (parts, _named(joined[0].replace("-", ""))))
    so = sum(_near(parts, said) for said in held)
    return phrase if so >= max(OFTEN, MOSTLY * len(held)) else None


def _written_as(names: Sequence[str], acronyms: frozenset[str] = frozenset()) -> SetPhrase:
    whole = [name for name in names if "to" in name.split()]
    near = [name for name in names if name not in whole]
    written, as_said = tuple(map(_named, near)), tuple(tuple(terms(one)) for one in whole)
    return SetPhrase(acronyms, written, as_said, name=any(one != one.lower() for one in names))


def _named(text: str) -> tuple[str, ...]:
    """Its terms without those that tell nothing apart here."""
    return tuple(term for term in content_terms(text) if term not in _SAID)


def _near(name: Sequence[str], said: Sequence[str]) -> bool:
    """Do enough of the name's terms stand together?"""
    wanted = frozenset(name)
    needed = len(wanted) if len(wanted) <= FEW else int(NEARLY * len(wanted)) + 1
    at = [place for place, term in enumerate(said) if term in wanted]
    return any(len(wanted.intersection(said[first : first + len(name) + BETWEEN])) >= needed for first in at)


def _run(part: Sequence[str], said: Sequence[str]) -> bool:
    """Do these terms follow each other there?"""
    size = len(part)
    return any(tuple(said[at : at + size]) == tuple(part) for at in range(len(said) - size + 1))


def _shorter(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name without its first or its last term, if two are left."""
    if len(name) >= FEW:
        yield from (name[1:], name[:-1])
