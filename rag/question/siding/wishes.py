"""What is wanted, asked or said to be kept or to end, and the side that takes.

In: a sentence and the place where a verb of wanting or asking, or what is said of a thing, may stand. Out:
the side: who wants a thing kept is for it, who wants it ended against it.
"""

from __future__ import annotations

import re

from index.model import Span
from index.tables import lists_of
from rag.question.siding.taking import NONE_OF, NOT, OTHER, Found, Siding, end_of, other_side, taken
from rag.question.siding.words import LOOSE, Sentence, is_content, is_form, is_party

DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "all", "any"])
"""What begins the object of a verb: "wants the Council to lift THE sanctions" is about the sanctions."""
MODALS = frozenset(["must", "should", "ought", "be", "need", "needs", "has", "have", "may", "can"])
GOING_ON = re.compile(rf"(?:{lists_of('rag', 'question_words.tsv')['going_on']})\Z")
NO_DEMAND = frozenset(["could", "would", "might", "hardly", "scarcely", "barely"])
"""Before what is to be kept or ended: how likely that is, not that anybody wants it."""


def wants(sentence: Sentence, at: int) -> Found | None:
    """ "Wants X", "wants X kept", "wants to end X", "wants no X"."""
    found = sentence.behind("want", at)
    if found is None:
        return None
    at = found[1]
    turned = sentence.text(at) in NOT
    at += turned
    if sentence.text(at) in ("to", "seeing") and sentence.base(at + 1) in ("see", "have"):
        at += 2
    wish = _wish(sentence, at)
    return (other_side((wish, True)) if turned else wish), True


def _wish(sentence: Sentence, at: int) -> Siding | None:
    if sentence.text(at) == "to":
        for kind in ("keep", "end"):
            found = sentence.behind(kind, sentence.past_loose(at + 1))
            if found is not None:
                return taken(sentence, *found)[0]
        return None
    if sentence.text(at) in NONE_OF:
        return taken(sentence, "against", at + 1)[0]
    at = sentence.past_loose(at)
    stop = sentence.behind("stop", at)
    if stop is not None:
        return taken(sentence, *stop)[0]
    return fate_of(sentence, at, end_of(sentence, at)) or _thing(sentence, at)


def _thing(sentence: Sentence, at: int) -> Siding | None:
    """ "Wants a tax on X": for it; who wants another to do something takes no side on that other."""
    bidding = any(_bidden(sentence, i) for i in range(at + 1, end_of(sentence, at)))
    return Siding(None) if bidding else taken(sentence, "for", at)[0]


def _bidden(sentence: Sentence, at: int) -> bool:
    """Is this the "to" of what another is to do ("States TO act", "the fund TO pay a third")?"""
    if sentence.text(at) != "to" or sentence.text(at + 1) == "be":
        return False
    before = sentence.text(at - 1)
    return before.startswith("<") or is_party(before) or sentence.text(at + 2) in LOOSE


def bids(sentence: Sentence, at: int) -> Found | None:
    """Who calls for an end to something, or for it to be ended, is against it; who calls for a debate on it
    takes no side; the rest is left to the models."""
    found = sentence.behind("bid", at)
    if found is None:
        return None
    at = sentence.past_loose(found[1])
    stop = sentence.behind("stop", at)
    if stop is not None:
        return taken(sentence, *stop)
    if sentence.behind("forum", at):
        return Siding(None), False
    return fate_of(sentence, at, end_of(sentence, at)), True


def fate_of(sentence: Sentence, first: int, last: int) -> Siding | None:
    """The side on what is to be kept or ended, if it is."""
    for at in range(first + 1, last):
        for kind in ("keep", "end"):
            found = sentence.behind(kind, at)
            if found is not None and _is_fate(sentence, at, found[1], last):
                end, turned = _before_fate(sentence, first, at)
                if sentence.text(end - 1) in NO_DEMAND and end >= at - 1:
                    return None
                side = OTHER[found[0]] if turned else found[0]
                topic = (*sentence.spans(first, end), *_rest(sentence, found[1], last))
                if sentence.text(at - 1) == "to" and sentence.text(found[1]) in DETERMINERS:
                    topic = sentence.spans(found[1], last)
                return Siding(side, topic) if topic else None
    return None


def _is_fate(sentence: Sentence, at: int, end: int, last: int) -> bool:
    """Is it a participle or an infinitive ("kept", "to go"), and no adjective of what follows?"""
    text = sentence.text(at)
    before = sentence.text(at - 1)
    if text == "go" and GOING_ON.match(sentence.text(end)):  # "should go faster"
        return False
    if before in MODALS:
        return True
    verbal = text.endswith("ed") or is_form(text) or before == "to"
    return verbal and (end >= last or not is_content(sentence.text(end)))


def _before_fate(sentence: Sentence, first: int, at: int) -> tuple[int, bool]:
    """Where what is to be kept or ended ends, and whether it is not to be."""
    turned = False
    while at > first + 1 and sentence.text(at - 1) in ("to", "be", "not", "never", "being", *MODALS):
        turned ^= sentence.text(at - 1) in NOT
        at -= 1
    return at, turned


def _rest(sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
    """What belongs to the topic behind its fate: "kept ON THE AGENDA"."""
    names = sentence.text(first) in ("on", "in", "from", "against", "of")
    return sentence.spans(first, last) if names else ()


def lacks(sentence: Sentence, first: int, last: int) -> Siding | None:
    """ "Holds that X has no place in Y": against X in Y."""
    for at in range(first + 1, last):
        if sentence.base(at) == "have" and sentence.text(at + 1) == "no":
            found = sentence.behind("lack", at + 2)
            if found is not None:
                topic = (*sentence.spans(first, at), *_rest(sentence, found[1], last))
                return Siding("against", topic) if topic else None
    return None


def stays(sentence: Sentence, clause: int | None, last: int) -> Siding | None:
    """ "Insists that X stay blocked": for the whole of it."""
    stays = clause and any(sentence.base(at) in ("stay", "remain") for at in range(clause + 1, last))
    topic = sentence.spans(clause, last) if clause and stays else ()
    return Siding("for", topic) if topic else None
