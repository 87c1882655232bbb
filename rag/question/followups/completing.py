"""Supplies what a follow-up lacks from the question before: candidates for the whole question, best first.

In: the new question and the one before, both read. Out: whole questions. A fragment ("and France?", "since
2015?") replaces the part of its kind in the question before; a sentence without a topic ("who disagrees?") is
given the topic, and the dates it does not name itself.
"""

from __future__ import annotations

import re

from index.model import Span
from rag.question.features import Piece
from rag.question.followups.asking import ARTICLES, BEING, TOPICAL, WH
from rag.question.followups.attaching import asks_of_theirs, asks_us, attached, done, persons, sentence
from rag.question.followups.combining import combined, corrected, exchanged
from rag.question.followups.rewriting import VERBS, Before, asking, rewritten
from rag.question.followups.said import Said, dates_in, meetings_in, name_in
from rag.question.followups.standing import LOCATIVE, narrowed
from rag.question.senses import senses_of
from rag.question.wording import (
    before_article,
    closed,
    does,
    edited,
    listed,
    without,
)
from rag.question.wordsets import words_of

RELATING = frozenset(["agree", "agrees", "agreed", "disagree", "disagrees", "disagreed", "differ", "differs"])
COURTESY = words_of("courtesy") | frozenset([".", "!", ","])
FORMS, TIMES = words_of("forms_asked"), words_of("times") | words_of("asides") | {"last", "first"}
SINCE = frozenset(["before", "after", "since", "until", "during"])
EXPLETIVE = frozenset(["there", "anything", "something", "any", "more"])
ELSEWHERE = frozenset(["other meeting", "other meetings", "anywhere else", "elsewhere"])
AROUND_IT = words_of("joining") | words_of("locative") | {"about", "from", "any", "all", "the", "as"}
CONTRARY = {"for": "against", "against": "for"}


def candidates(asked: Said, before: Before, corrects: bool = False) -> list[str]:
    """Whole questions that the new one may mean, likeliest first; the question itself if it lacks nothing."""
    if asked.whole or not (asked.parts.pieces or asked.any_time):
        return [asked.text]
    one = exchanged(asked, before) or (corrected(asked, before) if corrects else None)
    one = one or combined(asked, before, _when(asked, before)) or _elsewhere(asked, before)
    one = one or _placed(asked, before)
    if one is not None:
        return [one]
    if asked.about_something:
        return _with_topic(asked, before)
    if goes_on(asked, before):
        return [before.said.text]
    if asked.of_all:
        return _of_all(asked, before)
    if asked.holders:
        return _of_names(asked, before)
    if not asked.framed and (asked.parts.dates or asked.parts.meetings or asked.any_time):
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
    if asks_of_theirs(asked) and before.holders:
        return [attached(asked, before, _when(asked, before))]
    edits = persons(asked, before, only_subject=True)
    if asked.framed or edits:
        return [sentence(asked, edits)] if edits else [asked.text]
    if asked.words[0].text in SINCE and not asked.holders:
        return [rewritten(before, when=asked.text[asked.words[0].start :].rstrip("?!. "))]
    opens = asked.words[0].text in TOPICAL
    if not (asked.joined or opens):
        return [asked.text]
    names = [name_in(asked.text, link) for link in asked.holders]
    topic = _own_topic(asked)
    when = _when(asked, before)
    return [rewritten(before, names, when, topic), asking(names or before.names, before.side, topic, when)]


def _elsewhere(asked: Said, before: Before) -> str | None:
    """ "In other meetings too?": the question before, without the meetings it named."""
    words = (word for word in asked.text.rstrip("?!. ").lower().split() if word not in AROUND_IT)
    if not before.said.parts.meetings or " ".join(words) not in ELSEWHERE:
        return None
    return rewritten(before, when=" ".join(dates_in(before.said)))


def _placed(asked: Said, before: Before) -> str | None:
    """ "In Mali?", "and in cities?": the topic there, where no date or meeting follows."""
    words = asked.words
    if len(words) < 2 or words[0].text not in LOCATIVE or asked.framed or not before.topic:
        return None
    grouped = any(link.kind not in ("delegation", "group") or link.codes[1:] for link in asked.holders)
    if asked.parts.dates or asked.parts.meetings or grouped or not (asked.holders or asked.about_something):
        return None
    second = asked.text[words[1].start : words[1].end].lower()
    if second in FORMS or second in ("particular", "general"):
        return before.said.text if second in FORMS else None
    place = asked.text[words[0].start :].rstrip("?!. ")
    names = tuple(link.words for link in before.said.parts.links if link.form != "armed")
    return rewritten(before, when=before.when, topic=narrowed(before.topic, place, names))


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
    side = asked.side or before.side
    if not before.holders and all(link.kind == "group" for link in asked.holders):
        return [closed(_members(asked, side, before.topic), when)]
    put = rewritten(before, names, when)
    plain = asking(names, side, before.topic, when)
    if _asked_which(before) and any(link.kind != "group" for link in asked.holders):
        return [attached(asked, before, when), plain] if asked.framed else [plain]
    return [attached(asked, before, when), plain] if asked.framed and own else [put, plain]


def _asked_which(before: Before) -> bool:
    """Did it ask which of a group, so that no single name can stand in the group's place?"""
    which = before.said.text.lower().startswith("which ")
    return which and bool(before.holders) and all(link.kind == "group" for link in before.holders)


def _members(asked: Said, side: str | None, topic: str) -> str:
    """ "Only the P5", "just the African ones", where all were asked before: which of them."""
    words = [re.sub(r"\bones$", "countries", link.words) for link in asked.holders]
    if any(link.form != "region" for link in asked.holders):
        words = [one if one.lower().startswith("the ") else f"the {one}" for one in words]
        words[0] = f"of {words[0]}"
    return f"Which {listed(words)} {VERBS.get(side or '', 'speak of')} {topic}"


def _of_all(asked: Said, before: Before) -> list[str]:
    when, names, side = _when(asked, before), before.names, asked.side or before.side
    relating = [piece.text for piece in asked.words if piece.text in RELATING]
    if asked.others is None or not names:
        if relating and not names and before.side in CONTRARY:
            turned = CONTRARY[before.side] if asked.side == "against" else before.side
            return [asking([], turned, before.topic, when)]
        told = asking([], side, before.topic, when)
        return [attached(asked, before, when), told] if asked.side else [told]
    verb = f"{relating[0]} on" if relating else VERBS.get(side or "", "speak of")
    return [closed(f"Which delegations other than {listed(names)} {verb} {before.topic}", when)]


def _of_the_same(asked: Said, before: Before) -> list[str]:
    """ "why?", "since when?", "what is their position?": asks those who were asked before."""
    when = _when(asked, before)
    if _only_when_or_whether(asked) and before.holders:
        return [_asked_of_them(asked, before, when)]
    if asked.framed and not asks_us(asked):
        return [done(asked, before, when) or attached(asked, before, when)]
    if any(piece.text in WH for piece in asked.words):
        words = asked.text[asked.words[0].start :].rstrip("?!. ")
        many, who = does(before.names), listed(before.names) or "the delegations"
        verb = VERBS.get(before.side or "", "speak of")
        return [closed(f"{words} {many} {who} {verb} {before.topic}", when)]
    return [asked.text if all(piece.text in COURTESY for piece in asked.words) else before.said.text]


def _only_when_or_whether(asked: Said) -> bool:
    """ "When was the last time?", "was there anything in 2022?": a sentence without anybody or anything."""
    words = {piece.text for piece in asked.words if piece.text.isalpha()}
    only = words <= BEING | WH | ARTICLES | LOCATIVE | TIMES | EXPLETIVE
    return asked.framed and only and bool(words & (EXPLETIVE | TIMES))


def _asked_of_them(asked: Said, before: Before, when: str) -> str:
    wh = next((piece.text for piece in asked.words if piece.text in WH), None)
    if wh is None:
        return rewritten(before, when=when)
    verb = VERBS.get(before.side or "", "speak of")
    latest = next((word.text for word in asked.words if "latest" in senses_of(word.text)), "")
    said = (wh, does(before.names), listed(before.names), latest, verb, before.topic)
    return closed(" ".join(filter(None, said)), when)


def _when(asked: Said, before: Before) -> str:
    """The dates and meetings of the new question; if it has none of one kind, those before."""
    kept = [] if _asks_when(asked) or asked.any_time else list(dates_in(before.said))
    places = meetings_in(asked if asked.parts.meetings else before.said)
    return " ".join([*(list(dates_in(asked)) or kept), *places])


def _asks_when(asked: Said) -> bool:
    return any(piece.text == "when" for piece in asked.words)
