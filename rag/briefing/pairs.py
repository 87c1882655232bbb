"""Quotations side by side: pairs that contradict each other, and those that share words.

In: quotations, the vector of each and its words without what it reads out. Out: those of different
delegations. A contradiction is reported only where both speak of one object and the reader is certain in
both directions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from index.embedding.embedder import Vector
from index.text.terms import content_terms
from rag.briefing.brief import Contradiction, Joint, Said
from rag.discourse.shared_text import common_runs, folded_words, is_within, runs_in
from rag.reader.reading import Reader, alone

SAME_POINT = 0.7
"""Cosine from which two quotations are on the same point, so that they can contradict each other."""
CONTRADICTS = 0.9
"""The reader's chance, both ways, from which two quotations contradict each other."""

PLAIN = 4
"""Two quotations share a run of words only if it has this many content words in small letters."""


@dataclass(frozen=True, slots=True)
class Own:
    """A quotation, the vector of its passage, and its words without what it reads out of others."""

    said: Said
    vector: Vector
    words: str


def contradictions(quoted: Sequence[Own], reader: Reader) -> Iterator[Contradiction]:
    """Pairs of delegations on the same point of which each opposes the other, in their own words."""
    for at, one in enumerate(quoted):
        near = [other for other in quoted[at + 1 :] if _can_contradict(one, other)]
        for other in _opposed(reader, one.words, near):
            if _opposed(reader, other.words, [one]):
                yield Contradiction(one.said.citation, other.said.citation)


def _can_contradict(one: Own, other: Own) -> bool:
    """Do two delegations speak of one object, on one point, and not on one side?"""
    if one.said.party == other.said.party:
        return False
    same_side = one.said.side == other.said.side != "unclear"
    same_object = one.said.about == other.said.about
    return same_object and not same_side and float(one.vector @ other.vector) >= SAME_POINT


def _opposed(reader: Reader, claim: str, others: Sequence[Own]) -> list[Own]:
    """Those that oppose a claim for certain."""
    read = reader.stance(claim, [alone(other.words) for other in others])
    return [other for other, found in zip(others, read, strict=True) if found.whole.opposes >= CONTRADICTS]


def joint(quoted: Sequence[Own], topic: str) -> Iterator[Joint]:
    """Each run of words that quotations of different delegations share and of which enough are not the
    topic's, once, with all who use it; not a run inside a longer one that the same use."""
    named = frozenset(content_terms(topic))
    held = [(one.said, runs_in(one.said.citation.quote)) for one in quoted]
    found: dict[tuple[str, ...], str] = {}
    for (one, ours), (other, theirs) in combinations(held, 2):
        if one.party == other.party or ours.isdisjoint(theirs):
            continue
        for run in common_runs(one.citation.quote, other.citation.quote):
            if _says_something(run, named):
                found.setdefault(folded_words(run), run)
    users = {
        words: [one for one, _ in held if is_within(words, folded_words(one.citation.quote))]
        for words in found
    }
    for words in sorted(found, key=lambda words: (-len(users[words]), -len(words))):
        longer = (other for other in found if len(other) > len(words) and is_within(words, other))
        if not any(len(users[other]) == len(users[words]) for other in longer):
            yield Joint(tuple(one.citation for one in users[words]), found[words])


def _says_something(run: str, named: frozenset[str]) -> bool:
    """Is it more than a name, such as that of a convention or of the topic?"""
    small = " ".join(word for word in run.split() if word[0].islower())
    return sum(term not in named for term in content_terms(small)) >= PLAIN
