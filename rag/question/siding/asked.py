"""The side a question asks about, where those asked are the subject of a verb or noun of taking sides.

In: the pieces of a question. Out: a `Siding`: the side, and the words it is taken on ("the embargo" of "who
wants the embargo lifted?"), or that no side is asked about ("who said that ..."). None where such words do
not tell: then the learned models decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.features import Piece
from rag.question.links import Link
from rag.question.siding.rules import judged
from rag.question.siding.taking import ASKING_ELSE, AUXILIARIES, Siding, skipped, taken
from rag.question.siding.views import ALONE, is_of_side
from rag.question.siding.words import PERSONS, Sentence, is_party, sentences_of

ABOUT = frozenset(["about", "on", "of", "regarding", "concerning"])
ACTING, BODIES = ("delegation", "speaker"), ("body", "mission", "armed")
"""Kinds of names of those who may be agreed or quarrelled with, and forms of such that are a topic."""


def read_siding(pieces: Sequence[Piece], links: Sequence[Link], asked_by_name: bool) -> Siding | None:
    """What the words tell of the last sentence that asks who; nobody takes a side where one delegation is
    asked by name what it said."""
    actors = frozenset(at for at, link in enumerate(links) if link.kind in ACTING and link.form not in BODIES)
    sentences = list(sentences_of(pieces, actors))
    for sentence in reversed(sentences):
        subject = _subject(sentence)
        if subject is not None:
            return judged(sentence, *subject)
    for sentence in reversed(sentences):
        siding = None if asked_by_name else _camp(sentence)
        if siding is not None:
            return siding
        if _asks_what_was_said(sentence):
            return Siding(None)
    framed = any(sentence.text(0) in ASKING_ELSE | AUXILIARIES for sentence in sentences)
    return Siding(None) if asked_by_name and framed else None


def _camp(sentence: Sentence) -> Siding | None:
    """ "Opponents of X", "hostile to X" at the start, or behind words that only ask."""
    for at in range(len(sentence)):
        found = sentence.behind("camp", at)
        if found is not None and sentence.text(found[1]) in ("of", "to"):
            return taken(sentence, found[0], found[1] + 1)[0]
        hostile = is_of_side(sentence, at) if at == 0 and sentence.text(at) not in ALONE else None
        if hostile is not None:
            return hostile[0]
        if not skipped(sentence, at) and sentence.text(at) not in ASKING_ELSE:
            return None
    return None


def _asks_what_was_said(sentence: Sentence) -> bool:
    """ "What was said about X", "what do they say on X"."""
    return sentence.text(0) == "what" and any(
        sentence.base(at) == "say" and sentence.text(at + 1) in ABOUT for at in range(len(sentence))
    )


def _subject(sentence: Sentence) -> tuple[int, bool] | None:
    """Where the words for those asked end, and whether they stand behind "by"; None if others are asked."""
    for at, text in enumerate(sentence.texts):
        passive = at > 0 and sentence.text(at - 1) == "by"
        if text in PERSONS:
            return at + 1, passive
        if _may_name(sentence, at):
            ends = [i for i in range(at, min(at + 5, len(sentence))) if is_party(sentence.text(i))]
            if ends:
                return ends[0] + 1, passive
        if text in ASKING_ELSE:
            return None
        if is_party(text) and sentence.text(at + 1) in ("that", "which", "who"):
            return at + 2, passive
    return None


def _may_name(sentence: Sentence, at: int) -> bool:
    """May words for those asked follow: "which", "what", "any", "how many", "whose", or such a word first?"""
    text, follows = sentence.text(at), sentence.text(at + 1)
    if text in ("which", "what", "whose", "any"):
        return follows not in AUXILIARIES
    return (text == "how" and follows == "many") or (at == 0 and is_party(text))
