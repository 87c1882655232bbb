"""A side and what it is taken on, as the rules of this folder tell them.

In: a sentence and the place behind the words that take a side. Out: a `Siding`, on what follows up to the
reason given for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Span
from rag.question.model import SideName
from rag.question.senses import FUNCTION
from rag.question.siding.words import Sentence, is_adverb, is_party
from rag.question.wordsets import words_of

OTHER: dict[SideName, SideName] = {"for": "against", "against": "for"}
NOT = frozenset(["not", "t", "never", "hardly", "nor"])
NONE_OF = frozenset(["no", "nothing", "little", "neither"])
ASKING_ELSE = frozenset(["what", "why", "when", "where", "how"])
REASON = ("because", "on the ground", "on the grounds", "for fear", ", as", ", since", "since they")
"""What begins the reason for which a side is taken; it is no part of what the side is on."""
AUXILIARIES = words_of("auxiliaries")
SKIPPED = (
    (FUNCTION | AUXILIARIES | words_of("asides") | {",", "d", "ll", "ve", "s", "'s", "been"})
    - NOT
    - ASKING_ELSE
    - {"for", "against", "that", "because"}
)


@dataclass(frozen=True, slots=True)
class Siding:
    """The side asked about, or None, and the spans of what it is taken on, in order."""

    side: SideName | None
    topic: tuple[Span, ...] = ()


Found = tuple[Siding | None, bool]
"""What a rule tells (None: that the models should), and whether "not" before it turns it."""


def other_side(found: Found) -> Siding | None:
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
    end = end_of(sentence, at)
    both = sentence.text(at) in ("and", "or") or " and who " in " ".join(sentence.texts[at:end])
    topic = () if both or sentence.names(at) else sentence.spans(at, end)
    return (Siding(side, topic) if topic else None), turns


def end_of(sentence: Sentence, at: int) -> int:
    for end in range(at + 1, len(sentence)):
        rest = " ".join(sentence.texts[end : end + 3])
        if any(f"{rest} ".startswith(f"{one} ") for one in REASON):
            return end
    return len(sentence)
