"""Which of the sentences found for a list are its own, and how they are read.

In: the wording of a list's question, and the sentences weighed for it. Out: those in the speaker's own words
that may speak of the topic; of a set phrase those that hold it, themselves or in the sentence they depend on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from index.model import Span
from index.segmentation.segment import context_header
from index.speakers.qualifiers import names_state
from index.text.terms import content_terms
from rag.answer.focus import vague_words
from rag.answer.listing import Wording
from rag.answer.weigh import Weighed
from rag.discourse.read_out import quoting
from rag.question.phrases import SetPhrase, compound_phrase, fixed_phrase, phrase_of
from rag.question.senses import FUNCTION
from rag.reader.reading import ReadPassage

_NAME = re.compile(r"(?<!\S)[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
"""A run of capitals."""


def phrase_asked(topic: str, weighed: Sequence[Weighed]) -> SetPhrase | None:
    """The set phrase that the topic is: a term of the tables, with the parts of it that the record uses, two
    words that it joins in one way, or what hyphens join."""
    side_by_side = [words_of(one) for one in weighed if one.figures.phrase > 0]
    phrase = phrase_of(topic)
    if phrase is not None:
        return phrase.with_parts(side_by_side)
    return fixed_phrase(topic, side_by_side) or compound_phrase(topic, side_by_side)


def owned(wording: Wording, phrase: SetPhrase | None, sentences: Iterable[Weighed]) -> list[Weighed]:
    """The sentences that belong to this wording, in the speaker's own words, or read out if that was asked
    for. A set phrase that stands in none of them may be put in other words, unless it is a name."""
    every = list(sentences)
    own = list(_owned(wording, phrase, every))
    return list(_owned(wording, None, every)) if phrase and not phrase.name and not own else own


def _owned(wording: Wording, phrase: SetPhrase | None, sentences: Iterable[Weighed]) -> Iterator[Weighed]:
    heads = heads_of_vague_names(wording.topic)
    for one in sentences:
        if one.pieces.reported(one.at) and quoting(one.statement, one.span) is None:
            continue
        if heads and heads.isdisjoint(content_terms(without_other_names(wording.topic, _around(one)))):
            continue
        if phrase.stands_in(as_read(one, bare=True).text) if phrase else wording.owns(words_of(one)):
            yield one


def as_read(one: Weighed, bare: bool) -> ReadPassage:
    """The sentence after the one it depends on, under its header or bare: who speaks, and on what occasion,
    sways a reader of sides."""
    texts = one.pieces.texts[one.at if one.lead is None else one.lead : one.at + 1]
    ends = list(accumulate(len(text) + 1 for text in texts))
    spans = tuple(Span(end - len(text) - 1, end - 1) for end, text in zip(ends, texts, strict=True))
    header = "" if bare else context_header(one.statement.ref)
    return ReadPassage(header, " ".join(texts), spans)


def heads_of_vague_names(topic: str) -> frozenset[str]:
    """For each name in the topic that consists of vague words, its last word as a term: "Council" in
    "reform of the Security Council". Such words weigh nothing, so a sentence or a neighbour must hold one.
    Names of States are left out, since a State may be called otherwise. Where somebody or something else is
    named ("Mr. Moreau briefing the Council"), that tells what is spoken of."""
    names = [found for found in _NAME.finditer(topic) if not names_state(found.group())]
    told = {found.start(): _is_vague(found.group()) for found in names}
    if not all(vague for start, vague in told.items() if start):
        return frozenset()
    vague = (found.group().split()[-1] for found in names if told[found.start()])
    return frozenset(term for word in vague for term in content_terms(word))


def without_other_names(topic: str, text: str) -> str:
    """The text without names that end as one of the topic does and are others: a "Human Rights Council" is
    not the Security Council, "the Council" and "the United Nations Security Council" may be."""
    ends = {found.group().split()[-1]: found.group() for found in _NAME.finditer(topic)}

    def other(found: re.Match[str]) -> str:
        *before, last = found.group().split()
        own = ends.get(last, "").split()[:-1]
        named = [word for word in before if word.lower() not in FUNCTION]
        same = last not in ends or not named or not own or named[-len(own) :] == own
        return found.group() if same else ""

    return _NAME.sub(other, text)


def _is_vague(name: str) -> bool:
    return all(word.casefold() in vague_words() for word in name.split())


def _around(one: Weighed) -> str:
    """The sentence with those before and behind it."""
    return " ".join(one.pieces.texts[max(0, one.at - 1) : one.at + 2])


def words_of(one: Weighed) -> str:
    return one.span.of(one.statement.text)
