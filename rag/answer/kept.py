"""Whether a side is taken on the thing itself, not on something about it: sentences with the chance that they
take it in, chances out.

Who supports a "veto initiative", or restraint in using the veto, supports no veto, though those words answer
who supports "the veto". Asked whether its speaker wants to keep the thing, or wants it to end, the reader
tells them apart (docs/choices.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from index.text.terms import content_terms
from rag.answer.side_taken import outweighable
from rag.model import Side
from rag.reader.reading import Reader, ReadPassage, chance_of, log_odds

QUESTIONS: Mapping[Side, str] = MappingProxyType(
    {"for": "Who wants to keep {}?", "against": "Who wants {} to end?"}
)
CLAIMS: Mapping[Side, str] = MappingProxyType({"for": "{} should be kept", "against": "{} should end"})
BARE = 2
"""Terms of a topic up to which it is bare, and may be taken for what is only about it."""
WORTH = 0.4
"""The chance from which it is asked."""
COUNTS, NEEDED = 0.75, 2.4
"""What each of the two readings counts for, in log odds, beside the chance, and what they must make up
for."""


def is_bare(topic: str) -> bool:
    """Is it a word or two, like "the veto" or "arms exports"?"""
    return len(set(content_terms(topic))) <= BARE


def of_the_thing(
    topic: str, asked: Side, chances: Sequence[float], passages: Sequence[ReadPassage], reader: Reader
) -> list[float]:
    """The chance of each passage, in order."""
    told = list(chances)
    places = [at for at, chance in enumerate(chances) if chance >= WORTH]
    some = [passages[at] for at in places]
    read = reader.read(QUESTIONS[asked].format(topic), some) if some else []
    sided = reader.stance(CLAIMS[asked].format(topic), some) if some else []
    for at, of, side in zip(places, read, sided, strict=True):
        kept = log_odds(of.whole.answers) + log_odds(side.whole.supports)
        told[at] = chance_of(outweighable(chances[at]) + COUNTS * kept - NEEDED)
    return told
