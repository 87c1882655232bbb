"""Follow-ups that are sentences of their own: who "they" are, what "that" is, and the topic behind the verb.

In: the new question and the one before, both read, and the dates and places that hold. Out: whole questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.model import Span
from rag.question.features import Piece
from rag.question.followups.asking import (
    AUXILIARIES,
    BEING,
    PERSONS,
    PRONOUNS,
    SIDES,
    TOPICAL,
    US,
    WH,
    asks_only,
)
from rag.question.followups.rewriting import VERBS, Before
from rag.question.followups.said import Said
from rag.question.senses import senses_of, shape
from rag.question.wording import Edit, agreeing, closed, edited, listed, with_preposition
from rag.question.wordsets import words_of

WITH_ON, LOCATIVES = words_of("with_on"), words_of("locative") | {"of", "for", "to"}
POSSESSIVE = frozenset(["their", "theirs", "his", "her", "hers", "its"])
DOING = frozenset(["do", "did", "done", "doing"])


def asks_us(asked: Said) -> bool:
    """ "Can you give me the exact words?": is it only asked to be told in another form?"""
    words = {piece.text for piece in asked.words}
    return not words & WH and bool(words & US)


def done(asked: Said, before: Before, when: str) -> str | None:
    """ "When did they do that?": what it is that is done."""
    words = [piece.text for piece in asked.words if piece.text.isalpha()]
    does_it = len(words) > 3 and words[0] in WH and words[-2] in DOING and words[-1] in PRONOUNS | {"so"}
    if not does_it or words[1] not in AUXILIARIES:
        return None
    who, verb = listed(before.names) or "delegations", VERBS.get(before.side or "", "speak of")
    return closed(f"{words[0]} {agreeing(words[1], len(before.names))} {who} {verb} {before.topic}", when)


def attached(asked: Said, before: Before, when: str) -> str:
    """The new sentence with the topic in place of the word that stands for it, or after it."""
    text = asked.text.rstrip("?!. ")
    spans = [date.span for date in asked.parts.dates]
    spans += [with_preposition(text, mention.span) for mention in asked.parts.meetings]
    edits: list[Edit] = [*((span, "") for span in spans), *persons(asked, before)]
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
    return closed(edited(text, edits, asked.words[0].start) + behind, when)


def _preposition(words: Sequence[Piece]) -> str:
    """What stands between the last word of the sentence and its topic."""
    last = next((word.text for word in reversed(words) if not word.text.startswith("<")), "")
    if last in TOPICAL:
        return ""
    if len(words) > 1 and words[-2].text == "in":
        return "of"
    direct = last not in WITH_ON and any(sense in SIDES for sense in senses_of(last))
    return "" if direct and shape(last) != "STANCE" else "on"


def persons(asked: Said, before: Before, only_subject: bool = False) -> list[Edit]:
    """The persons named before, in place of "they" after an auxiliary; what refers to them there stays."""
    edits: list[Edit] = []
    if not before.holders or asked.holders:
        return edits
    stands = any(piece.text in PRONOUNS | {"so"} for piece in asked.words[2:])
    begins = Piece("", 0, 0)
    for first, piece in pairwise((begins, *asked.words)):
        owner = piece.text in POSSESSIVE and not (asked.of_all or named_by(asked, piece))
        subject = first.text in AUXILIARIES or owner or (first is begins and _states(asked))
        meant = piece.text in PERSONS or (piece.text == "it" and subject and (stands or first is begins))
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


def named_by(asked: Said, pronoun: Piece) -> bool:
    """Does a word before the pronoun name what it may refer to?"""
    return any(piece.start < pronoun.start for piece in asked.content)


def _states(asked: Said) -> bool:
    """ "They oppose new seats, right?": a pronoun of subjects, and what is said of them."""
    return asked.words[0].text in ("they", "he", "she", "it") and len(asked.words) > 2


def asks_of_theirs(asked: Said) -> bool:
    """ "What was her main recommendation?": a sentence that ends with what is theirs."""
    words = [piece for piece in asked.words if piece.text.isalpha()]
    return (
        len(words) > 3
        and words[0].text in WH
        and words[1].text in BEING
        and words[2].text in POSSESSIVE
        and all(piece in asked.content or asks_only(piece.text) for piece in words[3:])
        and not any(piece.text in TOPICAL | LOCATIVES for piece in words[3:])
    )


def sentence(asked: Said, edits: Sequence[Edit]) -> str:
    return closed(edited(asked.text, edits, asked.words[0].start), "")
