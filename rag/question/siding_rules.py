"""What a verb, adjective or noun of taking sides tells of the side that is asked about.

In: a sentence and the place where a verb may stand, its subject those who are asked. Out: the side and what
it is taken on; that no side is asked about; or nothing, where these words do not tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.model import Span
from rag.question.model import SideName
from rag.question.senses import FUNCTION
from rag.question.siding_words import (
    LOOSE,
    PERSONS,
    Sentence,
    is_adverb,
    is_content,
    is_form,
    is_party,
)
from rag.question.wordsets import words_of

OTHER: dict[SideName, SideName] = {"for": "against", "against": "for"}
NOT = frozenset(["not", "t", "never", "hardly", "nor"])
NONE_OF = frozenset(["no", "nothing", "little", "neither"])
ASKING_ELSE = frozenset(["what", "why", "when", "where", "how"])
MODALS = frozenset(["must", "should", "ought", "be", "need", "needs", "has", "have", "may", "can"])
SELVES = frozenset(["they", "it", "he", "she"])
PREPOSITIONS = frozenset(["of", "to", "towards", "toward", "about", "with", "over", "on", "at", "by", "in"])
ALONE = frozenset(["for", "against", "behind", "pro", "anti"])
COPULAS = frozenset(["as", "to", "be", "is", "was", "are", "were", "being"])
IN_FAVOUR = (("in", "favour", "of"), ("in", "favor", "of"), ("in", "support", "of"))
REASON = ("because", "on the ground", "on the grounds", "for fear", ", as", ", since", "since they")
"""What begins the reason for which a side is taken; it is no part of what the side is on."""
AUXILIARIES = words_of("auxiliaries")
SKIPPED = (
    (FUNCTION | AUXILIARIES | words_of("asides") | {",", "d", "ll", "ve", "s", "'s", "been"})
    - NOT
    - ASKING_ELSE
    - {"for", "against", "that", "because"}
)
GAP, CLAUSE, NEAR = 8, 8, 4
"""Words that may stand between those asked and the verb, between a verb of saying and its clause, and
between a verb and its adjective or noun."""


@dataclass(frozen=True, slots=True)
class Siding:
    """The side asked about, or None, and the spans of what it is taken on, in order."""

    side: SideName | None
    topic: tuple[Span, ...] = ()


def judged(sentence: Sentence, at: int, passive: bool) -> Siding | None:
    """What the first verb behind the subject tells."""
    if passive:
        return _passive(sentence, at)
    turned, last = False, at + GAP
    while at < min(last, len(sentence)):
        for rule in RULES:
            found = rule(sentence, at)
            if found is not None:
                return _turned(found) if turned else found[0]
        if sentence.text(at) in NOT:
            turned = not turned
        elif not skipped(sentence, at):
            return None
        at += 1
    return None


Found = tuple[Siding | None, bool]
"""What a rule tells (None: that the models should), and whether "not" before it turns it."""


def _turned(found: Found) -> Siding | None:
    siding, turns = found
    if siding is None or siding.side is None or not turns:
        return None
    return Siding(OTHER[siding.side], siding.topic)


def skipped(sentence: Sentence, at: int) -> bool:
    """May it stand between those asked and the verb ("who of the members that came then openly backed")?"""
    text = sentence.text(at)
    relative = text in ("that", "which", "who") and is_party(sentence.text(at - 1))
    return text in SKIPPED or text.startswith("<") or is_party(text) or relative or is_adverb(text)


def taken(sentence: Sentence, side: SideName, at: int, turns: bool = True) -> Found:
    """The side on what follows, up to a reason; nothing where nothing follows."""
    end = _end_of(sentence, at)
    both = sentence.text(at) in ("and", "or") or " and who " in " ".join(sentence.texts[at:end])
    topic = () if both or sentence.names(at) else sentence.spans(at, end)
    return (Siding(side, topic) if topic else None), turns


def _end_of(sentence: Sentence, at: int) -> int:
    for end in range(at + 1, len(sentence)):
        rest = " ".join(sentence.texts[end : end + 3])
        if any(f"{rest} ".startswith(f"{one} ") for one in REASON):
            return end
    return len(sentence)


def _refuses(sentence: Sentence, at: int) -> Found | None:
    """ "Refuses to support X" is against X, "refuses to condemn X" against condemning it."""
    found = sentence.behind("refuse", at)
    if found is None:
        return None
    to = sentence.text(found[1]) == "to"
    verb = sentence.behind("verb", found[1] + 1) if to else None
    if to and verb is None and sentence.behind("mention", found[1] + 1):
        return None, False
    return taken(sentence, "against", verb[1] if verb and verb[0] == "for" else found[1] + to)


def _wants(sentence: Sentence, at: int) -> Found | None:
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
    return (_turned((wish, True)) if turned else wish), True


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
    return _fate(sentence, at, _end_of(sentence, at)) or _thing(sentence, at)


def _fate(sentence: Sentence, first: int, last: int) -> Siding | None:
    """The side on what is to be kept or ended, if it is."""
    for at in range(first + 1, last):
        for kind in ("keep", "end"):
            found = sentence.behind(kind, at)
            if found is not None and _is_fate(sentence, at, found[1], last):
                end, turned = _before_fate(sentence, first, at)
                side = OTHER[found[0]] if turned else found[0]
                topic = (*sentence.spans(first, end), *_rest(sentence, found[1], last))
                return Siding(side, topic) if topic else None
    return None


def _is_fate(sentence: Sentence, at: int, end: int, last: int) -> bool:
    """Is it a participle or an infinitive ("kept", "to go"), and no adjective of what follows?"""
    text = sentence.text(at)
    before = sentence.text(at - 1)
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


def _thing(sentence: Sentence, at: int) -> Siding | None:
    """ "Wants a tax on X": for it; who wants another to do something takes no side on that other."""
    bids = any(_bidden(sentence, i) for i in range(at + 1, _end_of(sentence, at)))
    return Siding(None) if bids else taken(sentence, "for", at)[0]


def _bidden(sentence: Sentence, at: int) -> bool:
    """Is this the "to" of what another is to do ("States TO act", "the fund TO pay a third")?"""
    if sentence.text(at) != "to" or sentence.text(at + 1) == "be":
        return False
    before = sentence.text(at - 1)
    return before.startswith("<") or is_party(before) or sentence.text(at + 2) in LOOSE


def _has(sentence: Sentence, at: int) -> Found | None:
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


def _by_preposition(sentence: Sentence, at: int) -> Found | None:
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


def _does(sentence: Sentence, at: int) -> Found | None:
    """ "Backs X"; a clause behind it is left to the models."""
    at += sentence.base(at) == "keep" and sentence.text(at + 1).endswith("ing")
    found = sentence.behind("verb", at)
    if found is None or (sentence.text(found[1]) == "that" and found[1] == at + 1):
        return None
    return taken(sentence, *found)


def _bids(sentence: Sentence, at: int) -> Found | None:
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
    return _fate(sentence, at, _end_of(sentence, at)), True


def _judges(sentence: Sentence, at: int) -> Found | None:
    """ "Considers X reckless", "calls X a success"."""
    if sentence.behind("judge", at) is None:
        return None
    last = _end_of(sentence, at)
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


def _says(sentence: Sentence, at: int) -> Found | None:
    """Who says that something must stay or go, or that "they" support it, takes a side; who says anything
    else makes a claim."""
    found = sentence.behind("say", at)
    if found is None:
        return None
    clause = next((i + 1 for i in range(found[1], found[1] + CLAUSE) if sentence.text(i) == "that"), None)
    first, last = clause or found[1], _end_of(sentence, clause or found[1])
    modal = next((i for i in range(first + 1, last) if sentence.text(i) in MODALS), None)
    own = clause if clause is not None else first
    if sentence.text(own) in SELVES:
        return judged(sentence, own + 1, passive=False), False
    fate = _lacks(sentence, first, last)
    if fate is None:
        fate = _fate(sentence, first, last) if modal is not None else _stays(sentence, clause, last)
    if fate is not None:
        return fate, False
    return (Siding(None), False) if clause is not None else None


def _lacks(sentence: Sentence, first: int, last: int) -> Siding | None:
    """ "Holds that X has no place in Y": against X in Y."""
    for at in range(first + 1, last):
        if sentence.base(at) == "have" and sentence.text(at + 1) == "no":
            found = sentence.behind("lack", at + 2)
            if found is not None:
                topic = (*sentence.spans(first, at), *_rest(sentence, found[1], last))
                return Siding("against", topic) if topic else None
    return None


def _stays(sentence: Sentence, clause: int | None, last: int) -> Siding | None:
    """ "Insists that X stay blocked": for the whole of it."""
    stays = clause and any(sentence.base(at) in ("stay", "remain") for at in range(clause + 1, last))
    topic = sentence.spans(clause, last) if clause and stays else ()
    return Siding("for", topic) if topic else None


def _mentions(sentence: Sentence, at: int) -> Found | None:
    """Who only spoke of something took no side that is asked about."""
    if sentence.behind("mention", at) is None:
        return None
    silent = any(text in NOT | NONE_OF for text in sentence.texts[at:])
    return (None if silent else Siding(None)), False


Rule = Callable[[Sentence, int], Found | None]
RULES: tuple[Rule, ...] = (
    _refuses,
    _wants,
    _bids,
    _has,
    is_of_side,
    _by_preposition,
    _judges,
    _does,
    _says,
    _mentions,
)


def _passive(sentence: Sentence, at: int) -> Siding | None:
    """ "By whom was X rejected?": what stands between."""
    if sentence.base(at) not in ("be", "has", "have", "had"):
        return None
    first = at + 1 + (sentence.base(at + 1) == "be")
    for place in range(first + 1, len(sentence)):
        found = sentence.behind("verb", place)
        if found is not None and (sentence.text(place).endswith("ed") or is_form(sentence.text(place))):
            topic = () if sentence.names(first) else sentence.spans(first, place)
            return Siding(found[0], topic) if topic else None
    return None
