"""What something of a State is: "What is the capital of France?".

In: a question and the States it names. Out: what is asked of which State, where that is all it asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.question.model import Attribute
from rag.question.parties import Party

ASKED = re.compile(
    r"(?:what|who|which)(?: (?:is|was|are|were)|['’]s) (?:the )?(?:[\w-]+ ){0,2}?(?P<noun>[\w-]+) of "
    r"(?:the )?",
    re.IGNORECASE,
)


def read_attribute(question: str, parties: Iterable[Party]) -> Attribute | None:
    """What is asked of a State where the question asks for nothing else."""
    for party in parties:
        asked = ASKED.fullmatch(question, 0, party.span.start)
        alone = party.kinds == {"state"} and not party.speakers and not party.office
        if asked and alone and not question[party.span.end :].strip(" ?."):
            return Attribute(asked["noun"], party.span.of(question), party.delegations[0])
    return None
