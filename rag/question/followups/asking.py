"""What words of a question only ask, join it to the one before, or lead up to what it asks.

In: words and pieces. Out: what each is there for, by its class and senses, as when whole questions are
understood; and the pieces behind what joins or leads in.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.features import NEGATIONS, Piece
from rag.question.senses import FUNCTION, senses_of, shape
from rag.question.topic import ASKING, FRAME, STOP
from rag.question.wordsets import words_of

JOINING, PRO_FORMS, PERSONS = words_of("joining"), words_of("pro_forms"), words_of("third_persons")
AUXILIARIES, CONTINUING, OTHERS = words_of("auxiliaries"), words_of("continuing"), words_of("others")
ASKS_ONLY = (
    STOP
    | FUNCTION
    | ASKING
    | JOINING
    | PRO_FORMS
    | PERSONS
    | CONTINUING
    | OTHERS
    | words_of("asides")
    | {"'s"}
)
NAMES_NOTHING = NEGATIONS.union(*map(words_of, ("light_verbs", "courtesy", "forms_asked", "times")))
"""Words that are no topic by themselves ("shorter please"), but may be part of one ("full-scale war")."""
SIDES = ("against", "abstained", "silent", "for")
TOPICAL = words_of("topical")
WH = frozenset(["who", "whose", "what", "which", "when", "where", "why", "how"])
PARTIES = frozenset(["who", "ones", "anyone", "anybody"])
BEING, PRONOUNS = (
    frozenset(["is", "are", "was", "were"]),
    frozenset(["it", "that", "this", "these", "those", "them"]),
)
STEERING = words_of("leaving") | words_of("adding") | words_of("comparing")
"""Beginnings by which names are put together or taken away."""
GIVEN = frozenset(["SAY", "HOLD", "STANCE"])
"""Classes of nouns for what somebody holds and says: answer, view, stance."""
ARTICLES = frozenset(["the", "a", "an"])
TALKERS, CLITICS = frozenset(["i", "we", "you", "let"]), frozenset(["m", "d", "s", "ll", "ve", "re"])
US = frozenset(["you", "me", "us"])
"""Those who talk here, never those asked about."""


def asks_only(word: str) -> bool:
    """Is the word there only for asking, not part of what is asked about?"""
    return (
        not any(map(str.isalnum, word))
        or word.startswith("<")
        or word in ASKS_ONLY
        or shape(word) in FRAME
        or is_party(word)
        or bool(senses_of(word))
    )


def is_party(word: str) -> bool:
    """Does the word mean those who speak: delegations, States, others?"""
    return shape(word) == "PARTY" or ("parties" in senses_of(word) and word not in STOP)


def names_a_thing(word: str) -> bool:
    """After an article, does a word for holding or saying name what is asked about ("the veto")?"""
    held = shape(word) in ("HOLD", "SAY") or any(sense in SIDES for sense in senses_of(word))
    return held and word not in ASKS_ONLY


def behind_joining(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces after "and", "but what about", "so how about", "the same"; "what" and "how" join only before
    "about"."""
    at = 0
    while at < len(pieces) and (
        pieces[at].text in JOINING
        or pieces[at].text in ",;:-–—"
        or [piece.text for piece in pieces[at : at + 2]] == ["the", "same"]
    ):
        if pieces[at].text in ("what", "how"):
            if at + 1 >= len(pieces) or pieces[at + 1].text != "about":
                break
            at += 1
        at += 1
    return tuple(pieces[at:])


def behind_lead_in(words: Sequence[Piece]) -> tuple[Piece, ...]:
    """What stands behind words that only say where to look: "let's try 2021", "narrow it to 2014", "I'm more
    interested in Tanzania"; nothing where they say more."""
    first = next((i for i, piece in enumerate(words) if piece.text.startswith("<")), 0)
    lead = [piece.text for piece in words[:first] if piece.text.isalpha()]
    if not lead or WH & set(lead) or lead[-1] in TOPICAL or STEERING & set(lead):
        return ()
    named = [i for i, word in enumerate(lead) if _tells(word)]
    if any(_tells(piece.text) for piece in words[first:]):
        return ()
    if (TALKERS | US) & set(lead):
        return tuple(words[first:]) if all(_says_where(lead, at) for at in named) else ()
    turned = lead[1:2] == ["it"] or (words[first].text == "<date>" and not set(lead[1:]) - {"to", "down"})
    return tuple(words[first:]) if named == [0] and turned else ()


def _tells(word: str) -> bool:
    return not (asks_only(word) or word in NAMES_NOTHING | TALKERS | CLITICS)


def _says_where(lead: Sequence[str], at: int) -> bool:
    """Is the word what we do, "I look", "let's try", and not what we look for?"""
    before = lead[at - 1] if at else ""
    led = FUNCTION | TALKERS | CLITICS | CONTINUING
    return bool(TALKERS & set(lead[:at])) and before in led - ARTICLES
