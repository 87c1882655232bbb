"""Does a sentence say that something is welcome: "We welcome the efforts of ...", "We commend ..."?

In: a sentence. Out: whether words of praise open it. Such a sentence stands in nearly every statement, beside
what the speaker has to say; docs/choices.md tells how seldom it answers. Its words are a list of
`data/introducing.tsv`.
"""

from __future__ import annotations

import re

from index.tables import lists_of

PRAISES = re.compile(rf"\b(?:{lists_of('rag', 'introducing.tsv')['praise']})\b", re.IGNORECASE)
OPENS = 90
"""Letters among which such a word opens a sentence."""


def praises(sentence: str) -> bool:
    """Does it welcome, commend or appreciate, in its first words?"""
    return PRAISES.search(" ".join(sentence.split()), 0, OPENS) is not None
