"""What something of a State is: "What is the capital of France?", and which sentences speak of it.

In: a question and the States it names, or a sentence. Out: what is asked of which State; whether the sentence
names it as that State's. Words that agree are no answer here: France speaks of other capitals than its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Delegation
from rag.question.parties import Party

ASKED = re.compile(
    r"(?:what|who|which)(?: (?:is|was|are|were)|['’]s) (?:the )?(?:[\w-]+ ){0,2}?(?P<noun>[\w-]+) of "
    r"(?:the )?",
    re.IGNORECASE,
)
STEM = 4
"""Letters that a State's name and its adjective mostly share."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """`noun` of the State that the question calls `name`."""

    noun: str
    name: str
    state: Delegation


def read_attribute(question: str, parties: Iterable[Party]) -> Attribute | None:
    """What is asked of a State where the question asks for nothing else."""
    for party in parties:
        asked = ASKED.fullmatch(question, 0, party.span.start)
        alone = party.kinds == {"state"} and not party.speakers and not party.office
        if asked and alone and not question[party.span.end :].strip(" ?."):
            return Attribute(asked["noun"], party.span.of(question), party.delegations[0])
    return None


def names(attribute: Attribute, sentence: str, header: str) -> bool:
    """Does the sentence name it as the State's: "the capital of France", "France's capital", "French ...", or
    "our capital" where the State speaks, as its header says?"""
    noun, name, stem = map(re.escape, (attribute.noun, attribute.name, attribute.name[:STEM]))
    forms = [
        rf"\b{noun} of (?:the )?(?:[A-Z]\w+ of )?{name}\b",
        rf"\b{name}['’]s? (?:[\w-]+ ){{0,3}}{noun}\b",
        rf"\b{stem}\w* (?:[\w-]+ ){{0,2}}{noun}\b",
    ]
    if header.startswith(attribute.state.name):
        forms.append(rf"\b(?:our|my|its|country['’]s|nation['’]s) (?:[\w-]+ ){{0,3}}{noun}\b")
    return re.search("|".join(forms), sentence, re.IGNORECASE) is not None
