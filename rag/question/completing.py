"""Supplies what a follow-up lacks from the question before: candidates for the whole question, best first.

In: the new question and the one before, both read. Out: whole questions. A fragment ("and France?", "since
2015?") replaces the part of its kind in the question before; a sentence without a topic ("who disagrees?") is
given the topic, and the dates it does not name itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Span
from rag.question.combining import combined, corrected, exchanged
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
    meetings_in,
    name_in,
)
from rag.question.senses import senses_of, shape
from rag.question.standing import LOCATIVE, narrowed
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
COURTESY = words_of("courtesy") | frozenset([".", "!", ","])
DOING = frozenset(["do", "did", "done", "doing"])
ASIDE_FROM_US = frozenset(["you", "me", "us"])
"""Those who talk here, never those asked about."""
CONTRARY = {"for": "against", "against": "for"}


def candidates(asked: Said, before: Before, corrects: bool = False) -> list[str]:
    """Whole questions that the new one may mean, likeliest first; the question itself if it lacks nothing."""
    if asked.whole or not asked.parts.pieces:
        return [asked.text]
    one = exchanged(asked, before) or (corrected(asked, before) if corrects else None)
    one = one or combined(asked, before, _when(asked, before)) or _placed(asked, before)
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


def _placed(asked: Said, before: Before) -> str | None:
    """ "In Mali?", "and in cities?": the topic there, where no date or meeting follows."""
    words = asked.words
    if len(words) < 2 or words[0].text not in LOCATIVE or asked.framed or not before.topic:
        return None
    grouped = any(link.kind not in ("delegation", "group") or link.codes[1:] for link in asked.holders)
    if asked.parts.dates or asked.parts.meetings or grouped or not (asked.holders or asked.about_something):
        return None
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
    return [_attached(asked, before), plain] if asked.framed and own else [put, plain]


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
        return [_attached(asked, before), told] if asked.side else [told]
    verb = f"{relating[0]} on" if relating else VERBS.get(side or "", "speak of")
    return [closed(f"Which delegations other than {listed(names)} {verb} {before.topic}", when)]


def _of_the_same(asked: Said, before: Before) -> list[str]:
    """ "why?", "since when?", "what is their position?": asks those who were asked before."""
    when = _when(asked, before)
    if asked.framed and not _asks_us(asked):
        return [_done(asked, before, when) or _attached(asked, before)]
    if any(piece.text in WH for piece in asked.words):
        words = asked.text[asked.words[0].start :].rstrip("?!. ")
        many, who = does(before.names), listed(before.names) or "the delegations"
        verb = VERBS.get(before.side or "", "speak of")
        return [closed(f"{words} {many} {who} {verb} {before.topic}", when)]
    return [asked.text if all(piece.text in COURTESY for piece in asked.words) else before.said.text]


def _asks_us(asked: Said) -> bool:
    """ "Can you give me the exact words?": is it only asked to be told in another form?"""
    words = {piece.text for piece in asked.words}
    return not words & WH and bool(words & ASIDE_FROM_US)


def _done(asked: Said, before: Before, when: str) -> str | None:
    """ "When did they do that?": what it is that is done."""
    words = [piece.text for piece in asked.words if piece.text.isalpha()]
    does_it = len(words) > 3 and words[0] in WH and words[-2] in DOING and words[-1] in PRONOUNS | {"so"}
    if not does_it or words[1] not in AUXILIARIES:
        return None
    who, verb = listed(before.names) or "delegations", VERBS.get(before.side or "", "speak of")
    return closed(f"{words[0]} {agreeing(words[1], len(before.names))} {who} {verb} {before.topic}", when)


def _attached(asked: Said, before: Before) -> str:
    """The new sentence with the topic in place of the word that stands for it, or after it."""
    text = asked.text.rstrip("?!. ")
    spans = [date.span for date in asked.parts.dates]
    spans += [with_preposition(text, mention.span) for mention in asked.parts.meetings]
    edits: list[Edit] = [*((span, "") for span in spans), *_persons(asked, before)]
    words = [piece for piece in asked.words if piece.text.isalnum() or piece.link is not None]
    put = {span.start for span, _ in edits}
    free = (i for i in range(len(words) - 1, 0, -1) if words[i].start not in put)
    at = next((i for i in free if words[i].text in PRONOUNS), None)
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
    """The persons named before, in place of "they" after an auxiliary; what refers to them there stays."""
    edits: list[Edit] = []
    if not before.holders or asked.holders:
        return edits
    stands = any(piece.text in PRONOUNS | {"so"} for piece in asked.words[2:])
    for first, piece in zip(asked.words, asked.words[1:], strict=False):
        subject = first.text in AUXILIARIES
        meant = piece.text in PERSONS or (piece.text == "it" and subject and stands)
        if meant and edits and piece.text in POSSESSIVE:
            own = "its" if piece.text == "their" and len(before.holders) == 1 else piece.text
            edits.append((Span(piece.start, piece.end), own))
        elif meant and (subject or not only_subject):
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
    kept = [] if _asks_when(asked) or asked.any_time else list(dates_in(before.said))
    places = meetings_in(asked if asked.parts.meetings else before.said)
    return " ".join([*(list(dates_in(asked)) or kept), *places])


def _asks_when(asked: Said) -> bool:
    return any(piece.text == "when" for piece in asked.words)
