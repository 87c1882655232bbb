"""Questions about something that belongs to a State: "What is the capital of France?".

In: a question and the States it names. Out: what is asked about which State, if the question asks nothing
else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.speakers.delegations import Delegations
from index.tables import lists_of
from rag.question.links import Link
from rag.question.model import Attribute

_WORDS = lists_of("rag", "question_words.tsv")
ASKED = re.compile(
    rf"(?:{_WORDS['what_of']})(?: (?:{_WORDS['being']})|['’]s) (?:the )?(?:[\w-]+ ){{0,2}}?"
    r"(?P<noun>[\w-]+) of (?:the )?",
    re.IGNORECASE,
)
STATE_FORMS = ("name", "abbreviation", "former", "foreign", "misspelt")


def read_attribute(question: str, links: Iterable[Link], delegations: Delegations) -> Attribute | None:
    """What is asked about a State, if the question asks for nothing else."""
    for link in links:
        state = delegations.by_code(link.code) if link.code and link.form in STATE_FORMS else None
        asked = ASKED.fullmatch(question, 0, link.span.start)
        if state and asked and not link.office and not question[link.span.end :].strip(" ?."):
            return Attribute(asked["noun"], link.words, state)
    return None
