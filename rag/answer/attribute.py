"""Which sentences name something as belonging to a State: "the capital of France", "France's capital".

In: what is asked about a State, a sentence and its header. Out: whether the sentence names it. Matching words
are not enough here: France speaks of other capitals than its own.
"""

from __future__ import annotations

import re

from rag.question.model import Attribute

STEM = 4
"""Letters that a State's name and its adjective mostly share."""


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
