"""Verbs, nouns, adjectives and prepositions that take a side themselves ("backs", "misgivings about",
"hostile to", "against", "calls it a success").

In: a sentence and the place where one may stand. Out: the side and what it is taken on, or nothing.
"""

from __future__ import annotations

from rag.question.siding.taking import NONE_OF, NOT, OTHER, Found, Siding, end_of, taken
from rag.question.siding.words import LOOSE, PERSONS, Sentence, is_party

PREPOSITIONS = frozenset(["of", "to", "towards", "toward", "about", "with", "over", "on", "at", "by", "in"])
ALONE = frozenset(["for", "against", "behind", "pro", "anti"])
COPULAS = frozenset(["as", "to", "be", "is", "was", "are", "were", "being"])
IN_FAVOUR = (("in", "favour", "of"), ("in", "favor", "of"), ("in", "support", "of"))
NEAR = 4
"""Words that may stand between a verb and its adjective or noun."""


def refuses(sentence: Sentence, at: int) -> Found | None:
    """ "Refuses to support X" is against X, "refuses to condemn X" against condemning it."""
    found = sentence.behind("refuse", at)
    if found is None:
        return None
    to = sentence.text(found[1]) == "to"
    verb = sentence.behind("verb", found[1] + 1) if to else None
    if to and verb is None and sentence.behind("mention", found[1] + 1):
        return None, False
    return taken(sentence, "against", verb[1] if verb and verb[0] == "for" else found[1] + to)


def has(sentence: Sentence, at: int) -> Found | None:
    """ "Voiced grave misgivings about X", "has no objection to X"."""
    if sentence.behind("take", at) is None:
        return None
    turned = False
    for place in range(at + 1, min(at + NEAR + 1, len(sentence))):
        text = sentence.text(place)
        if text in PREPOSITIONS:
            return None
        if text == "nothing" and sentence.text(place + 1) == "against":
            return taken(sentence, "for", place + 2)
        turned = turned or text in NONE_OF
        found = sentence.behind("noun", place)
        if found is not None and sentence.text(found[1]) in PREPOSITIONS | {"for", "against"}:
            return taken(sentence, OTHER[found[0]] if turned else found[0], found[1] + 1)
    return None


def is_of_side(sentence: Sentence, at: int) -> Found | None:
    """ "Is critical of X"; also without a verb ("States hostile to X")."""
    being = sentence.base(at) in ("be", "remain", "feel", "seem", "sound", "stay", "becom")
    bare = at == 0 or is_party(sentence.text(at - 1)) or sentence.text(at - 1) in PERSONS - {"who"}
    if not being and not bare:
        return None
    turned = False
    for place in range(at + being, min(at + NEAR, len(sentence))):
        text = sentence.text(place)
        turned ^= text in NOT
        found = sentence.behind("be", place)
        if found is not None:
            closed = sentence.text(found[1] - 1) in PREPOSITIONS | ALONE
            if closed or sentence.text(found[1]) in PREPOSITIONS | {"that"}:
                side = OTHER[found[0]] if turned else found[0]
                return taken(sentence, side, found[1] + (not closed))
        if text not in NOT and text not in LOOSE and not text.endswith("ly") and text not in ("all", "still"):
            return None
    return None


def by_preposition(sentence: Sentence, at: int) -> Found | None:
    """ "Speaks out against X", "argues in favour of X"."""
    found = sentence.behind("way", at)
    if found is None:
        return None
    place = sentence.past_loose(found[1])
    place += sentence.text(place) in ("out", "up", "openly")
    if sentence.text(place) == "against":
        return taken(sentence, "against", place + 1)
    if sentence.bases[place : place + 3] in IN_FAVOUR:
        return taken(sentence, "for", place + 3)
    return None


def does(sentence: Sentence, at: int) -> Found | None:
    """ "Backs X"; a clause behind it is left to the models."""
    at += sentence.base(at) == "keep" and sentence.text(at + 1).endswith("ing")
    found = sentence.behind("verb", at)
    if found is None:
        return _does_around(sentence, at)
    return None if sentence.text(found[1]) == "that" and found[1] == at + 1 else taken(sentence, *found)


def _does_around(sentence: Sentence, at: int) -> Found | None:
    """ "Turns X down"."""
    found = sentence.around("verb", at, end_of(sentence, at))
    topic = sentence.spans(at + 1, found[1]) if found else ()
    return (Siding(found[0], topic), True) if found and topic else None


def judges(sentence: Sentence, at: int) -> Found | None:
    """ "Considers X reckless", "calls X a success"."""
    if sentence.behind("judge", at) is None:
        return None
    last = end_of(sentence, at)
    for place in range(at + 2, last):
        found = sentence.behind("value", place)
        if found is not None and (found[1] >= last or sentence.text(found[1]) in ("or", "and")):
            end, turned = _before_value(sentence, at + 1, place)
            side = OTHER[found[0]] if turned else found[0]
            topic = sentence.spans(at + 1, end)
            return (Siding(side, topic) if topic else None), True
    return None


def _before_value(sentence: Sentence, first: int, at: int) -> tuple[int, bool]:
    """Where what is judged ends ("X AS A mistake", "X TO BE unfair"), and whether it is not so."""
    turned = False
    while at > first + 1 and sentence.text(at - 1) in COPULAS | LOOSE | NOT:
        turned ^= sentence.text(at - 1) in NOT
        at -= 1
    return at, turned


def mentions(sentence: Sentence, at: int) -> Found | None:
    """Who only spoke of something took no side that is asked about."""
    if sentence.behind("mention", at) is None:
        return None
    silent = any(text in NOT | NONE_OF for text in sentence.texts[at:])
    return (None if silent else Siding(None)), False
