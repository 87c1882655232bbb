"""What stands for what: the topic of a question in its own words, "the one on Syria" as what it means.

In: questions and a topic as understood. Out: text. A topic leaves out words that may only be part of asking
("the" of "the veto"); a question that is asked again needs them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.tables import lists_of
from rag.question.followups.asking import AUXILIARIES, PERSONS, PRONOUNS, WH
from rag.question.followups.said import Said
from rag.question.senses import FUNCTION
from rag.question.topic import STOP
from rag.question.wording import with_preposition
from rag.question.wordsets import words_of

LED_BY = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)
JOINED_BY = re.compile(r"[\w’']{1,40}-$")
"""The first half of a word of which the topic has only the second."""
_WORDS = lists_of("rag", "question_words.tsv")
RELATING = _WORDS["relating"]
ONE = re.compile(rf"\b(?:{_WORDS['the_one']}) ones? (?=(?:{RELATING})\b)", re.IGNORECASE)
RELATION = re.compile(rf"\s(?:{RELATING}|{_WORDS['relating_too']})\s", re.IGNORECASE)
ADDED = re.compile(
    rf",?\s(?:{_WORDS['adding_behind']})(?=\W*$)|\b(?:{_WORDS['adding_within']})\s?", re.IGNORECASE
)
"""What adds a sentence to the one before; it adds nothing to one that stands alone."""
LOCATIVE = words_of("locative")
ENDS = (
    WH | AUXILIARIES | PERSONS | PRONOUNS | words_of("courtesy") | frozenset([",", ";", ":", "?", "!", "."])
)


def as_it_stands(said: Said, topic: str) -> str:
    """The topic with its article, the rest of its first word, and what stands behind it up to a date or name
    of somebody asked."""
    text = said.text
    at = text.lower().find(topic.lower()) if topic else -1
    if at < 0:
        return topic
    if half := JOINED_BY.search(text[:at]):
        at = half.start()
    if article := LED_BY.search(text[:at]):
        at = article.start()
    end = text.lower().find(topic.lower()) + len(topic)
    return text[at : _end_of(said, end)]


def _end_of(said: Said, end: int) -> int:
    """Where the phrase ends that goes on from `end`."""
    stops = [date.span.start for date in said.parts.dates]
    stops += [with_preposition(said.text, mention.span).start for mention in said.parts.meetings]
    behind = [piece for piece in said.parts.pieces if piece.start >= end]
    for piece in behind:
        asked = piece.link is not None and said.parts.links[piece.link] in said.holders
        if piece.text in ENDS or asked or any(stop <= piece.start for stop in stops):
            break
        end = end if piece.text in STOP | FUNCTION else piece.end
    return end


def with_head(text: str, topic: str) -> str:
    """ "The one on Syria" after "the draft resolution on Palestine": the draft resolution on Syria."""
    related = RELATION.search(topic)
    head = topic[: related.start()] if related else ""
    if not head:
        return text
    named = head if LED_BY.match(f"{head.partition(' ')[0]} ") else f"the {head}"
    return ONE.sub(lambda _: f"{named} ", text)


def without_adding(text: str) -> str:
    """The sentence without the words that add it to the one before."""
    return " ".join(ADDED.sub("", text).split())


def narrowed(topic: str, place: str, names: tuple[str, ...]) -> str:
    """The topic at another place: "attacks in Mali" and "in Sudan" are attacks in Sudan; a topic that is a
    name gives way."""
    if topic in names or not topic:
        return place.partition(" ")[2]
    words = list(re.finditer(r"\S+", topic))
    placed = [first.start() for first, _ in pairwise(words) if first.group().lower() in LOCATIVE]
    return f"{topic[: placed[-1]] if placed else f'{topic} '}{place}"
