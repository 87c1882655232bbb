"""Supplies what a follow-up lacks from the question before: candidates for the whole question, best first.

In: the new question and the one before, both read. Out: whole questions. A fragment ("and France?", "since
2015?") replaces the part of its kind in the question before; a sentence without a topic ("who disagrees?") is
given the topic, and the dates it does not name itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Span
from rag.question.features import Piece
from rag.question.rewriting import VERBS, Before, asking, rewritten
from rag.question.said import (
    AUXILIARIES,
    PERSONS,
    PRONOUNS,
    SIDES,
    TOPICAL,
    WH,
    Said,
    dates_in,
    name_in,
)
from rag.question.senses import senses_of, shape
from rag.question.wording import (
    Edit,
    agreeing,
    before_article,
    closed,
    does,
    edited,
    listed,
    with_preposition,
    without,
)
from rag.question.wordsets import words_of

WITH_ON = words_of("with_on")
RELATING = frozenset(["agree", "agrees", "agreed", "disagree", "disagrees", "disagreed", "differ", "differs"])
POSSESSIVE = frozenset(["their", "theirs", "his", "her", "hers", "its"])
CONTRARY = {"for": "against", "against": "for"}


def candidates(asked: Said, before: Before) -> list[str]:
    """Whole questions that the new one may mean, likeliest first; the question itself if it lacks nothing."""
    if asked.whole or not asked.parts.pieces:
        return [asked.text]
    if asked.about_something:
        return _with_topic(asked, before)
    if goes_on(asked, before):
        return [before.said.text]
    if asked.of_all:
        return _of_all(asked, before)
    if asked.holders:
        return _of_names(asked, before)
    if not asked.framed and (asked.parts.dates or asked.parts.meetings):
        return [rewritten(before, when=_when(asked, before))]
    return _of_the_same(asked, before)


def goes_on(asked: Said, before: Before) -> bool:
    """Does it ask for more of the list before?"""
    alone = asked.others is not None and not asked.framed and not asked.side and not before.holders
    return asked.continues or (alone and not asked.about_something and not asked.holders)


def _with_topic(asked: Said, before: Before) -> list[str]:
    """A fragment with a topic replaces the topic before; a sentence may lack who "they" are."""
    if asked.leans is not None:
        return [_leant(asked, before, asked.leans)]
    if asked.framed:
        edits = _persons(asked, before, only_subject=True)
        return [_sentence(asked, edits)] if edits else [asked.text]
    opens = bool(asked.words) and asked.words[0].text in TOPICAL
    if not (asked.joined or opens):
        return [asked.text]
    names = [name_in(asked.text, link) for link in asked.holders]
    topic = _own_topic(asked)
    when = _when(asked, before)
    return [rewritten(before, names, when, topic), asking(names or before.names, before.side, topic, when)]


def _leant(asked: Said, before: Before, pronoun: Piece) -> str:
    """ "Who contradicts them?", "who ratified it?": whom or what the pronoun refers to."""
    whom = pronoun.text == "them" and bool(before.holders)
    words = f"{listed(before.names)} on {before.topic}" if whom else before.topic
    put = edited(asked.text, [(Span(pronoun.start, pronoun.end), words)], asked.words[0].start)
    return closed(put, _when(asked, before))


def _own_topic(asked: Said) -> str:
    """The fragment's words without the delegations it names, its dates and the words that lead up to them."""
    spans = [link.span for link in asked.holders] + [date.span for date in asked.parts.dates]
    first = next(
        piece.start
        for piece in asked.words
        if piece in asked.content or any(link.span.start == piece.start for link in asked.topics)
    )
    first = before_article(asked.text, first)
    kept = [Span(max(span.start - first, 0), span.end - first) for span in spans if span.end > first]
    return without(asked.text[first:].rstrip("?!. "), kept)


def _of_names(asked: Said, before: Before) -> list[str]:
    names = [name_in(asked.text, link) for link in asked.holders]
    when = _when(asked, before)
    own = asked.side or any(piece.text in ("why", "when", "where", "how") for piece in asked.words)
    put = rewritten(before, names, when)
    plain = asking(names, asked.side or before.side, before.topic, when)
    return [_attached(asked, before), plain] if asked.framed and own else [put, plain]


def _of_all(asked: Said, before: Before) -> list[str]:
    when, names, side = _when(asked, before), before.names, asked.side or before.side
    relating = [piece.text for piece in asked.words if piece.text in RELATING]
    if asked.others is None or not names:
        if relating and not names and before.side in CONTRARY:
            turned = CONTRARY[before.side] if asked.side == "against" else before.side
            return [asking([], turned, before.topic, when)]
        told = asking([], side, before.topic, when)
        return [_attached(asked, before), told] if asked.side else [told]
    verb = f"{relating[0]} on" if relating else VERBS.get(side or "", "speak of")
    return [closed(f"Which delegations other than {listed(names)} {verb} {before.topic}", when)]


def _of_the_same(asked: Said, before: Before) -> list[str]:
    """ "why?", "since when?", "what is their position?": asks those who were asked before."""
    when = _when(asked, before)
    if asked.framed:
        return [_attached(asked, before)]
    if any(piece.text in WH for piece in asked.words):
        words = asked.text[asked.words[0].start :].rstrip("?!. ")
        many, who = does(before.names), listed(before.names) or "the delegations"
        verb = VERBS.get(before.side or "", "speak of")
        return [closed(f"{words} {many} {who} {verb} {before.topic}", when)]
    return [asked.text]


def _attached(asked: Said, before: Before) -> str:
    """The new sentence with the topic in place of the word that stands for it, or after it."""
    text = asked.text.rstrip("?!. ")
    spans = [date.span for date in asked.parts.dates]
    spans += [with_preposition(text, mention.span) for mention in asked.parts.meetings]
    edits: list[Edit] = [*((span, "") for span in spans), *_persons(asked, before)]
    words = [piece for piece in asked.words if piece.text.isalnum() or piece.link is not None]
    at = next((i for i in range(len(words) - 1, 0, -1) if words[i].text in PRONOUNS), None)
    behind = ""
    if at is not None and shape(words[at - 1].text) != "SAY":
        edits.append((Span(words[at].start, words[at].end), before.topic))
    elif shape(words[-2].text if len(words) > 1 else "") == "SAY":
        behind = f" about {before.topic}"
    else:
        behind = f" {_preposition(words)} {before.topic}".replace("  ", " ")
    return closed(edited(text, edits, asked.words[0].start) + behind, _when(asked, before))


def _preposition(words: Sequence[Piece]) -> str:
    """What stands between the last word of the sentence and its topic."""
    last = next((word.text for word in reversed(words) if not word.text.startswith("<")), "")
    if last in TOPICAL:
        return ""
    if len(words) > 1 and words[-2].text == "in":
        return "of"
    direct = last not in WITH_ON and any(sense in SIDES for sense in senses_of(last))
    return "" if direct and shape(last) != "STANCE" else "on"


def _persons(asked: Said, before: Before, only_subject: bool = False) -> list[Edit]:
    """The persons named before, in place of "they" after an auxiliary."""
    edits: list[Edit] = []
    if not before.holders or asked.holders:
        return edits
    for first, piece in zip(asked.words, asked.words[1:], strict=False):
        subject = first.text in AUXILIARIES
        if piece.text in PERSONS and (subject or not only_subject):
            named = listed(before.names) + ("'s" if piece.text in POSSESSIVE else "")
            edits.append((Span(piece.start, piece.end), named))
            agreed = agreeing(first.text, len(before.holders))
            if piece.text not in POSSESSIVE and agreed != first.text:
                edits.append((Span(first.start, first.end), agreed))
    return edits


def _sentence(asked: Said, edits: Sequence[Edit]) -> str:
    return closed(edited(asked.text, edits, asked.words[0].start), "")


def _when(asked: Said, before: Before) -> str:
    """The dates and meetings of the new question; if it has none of one kind, those before."""
    dates = list(dates_in(asked)) or ([] if _asks_when(asked) else list(dates_in(before.said)))
    places = asked.parts.meetings or before.said.parts.meetings
    return " ".join([*dates, *(f"in {mention.words}" for mention in places)])


def _asks_when(asked: Said) -> bool:
    return any(piece.text == "when" for piece in asked.words)
