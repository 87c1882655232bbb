"""What the first verb, adjective or noun behind those asked tells of the side that is asked about.

In: a sentence and the place where a verb may stand, its subject those who are asked. Out: the side and what
it is taken on; that no side is asked about; or nothing, where these words do not tell.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.question.siding.taking import NOT, Found, Siding, end_of, other_side, skipped
from rag.question.siding.views import by_preposition, does, has, is_of_side, judges, mentions, refuses
from rag.question.siding.wishes import MODALS, bids, fate_of, lacks, stays, wants
from rag.question.siding.words import Sentence, is_form

RELATIVES = frozenset(["who", "whom", "whose", "which", "that"])
SELVES = frozenset(["they", "it", "he", "she"])
GAP, CLAUSE = 8, 8
"""Words that may stand between those asked and the verb, and between a verb of saying and its clause."""


def judged(sentence: Sentence, at: int, passive: bool) -> Siding | None:
    """What the first verb behind the subject tells."""
    if passive:
        return _passive(sentence, at)
    turned, last = False, at + GAP
    while at < min(last, len(sentence)):
        for rule in RULES:
            found = rule(sentence, at)
            if found is not None:
                return other_side(found) if turned else found[0]
        if sentence.text(at) in NOT:
            turned = not turned
        elif not skipped(sentence, at):
            return None
        at += 1
    return None


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


def _says(sentence: Sentence, at: int) -> Found | None:
    """Who says that something must stay or go, or that "they" support it, takes a side; who says anything
    else makes a claim."""
    found = sentence.behind("say", at)
    if found is None:
        return None
    clause = next((i + 1 for i in range(found[1], found[1] + CLAUSE) if sentence.text(i) == "that"), None)
    first, last = clause or found[1], end_of(sentence, clause or found[1])
    if clause is None and sentence.behind("mention", at):  # "mentioned the men who have no country"
        last = next((i for i in range(first + 1, last) if sentence.text(i) in RELATIVES), last)
    modal = next((i for i in range(first + 1, last) if sentence.text(i) in MODALS), None)
    own = clause if clause is not None else first
    if sentence.text(own) in SELVES:
        return judged(sentence, own + 1, passive=False), False
    fate = lacks(sentence, first, last)
    if fate is None:
        fate = fate_of(sentence, first, last) if modal is not None else stays(sentence, clause, last)
    if fate is not None:
        return fate, False
    return (Siding(None), False) if clause is not None else None


Rule = Callable[[Sentence, int], Found | None]
RULES: tuple[Rule, ...] = (
    refuses,
    wants,
    bids,
    has,
    is_of_side,
    by_preposition,
    judges,
    does,
    _says,
    mentions,
)
