"""Does a sentence only say what is spoken of next: "My last point relates to the border"?

In: a sentence. Out: whether it announces a topic and says nothing about it: quoting it would answer nothing.
One that goes on to say something ("..., which remains fragile") does not count. Its words are lists of
`data/introducing.tsv`.
"""

from __future__ import annotations

import re

from index.tables import lists_of

_WORDS = lists_of("rag", "introducing.tsv")
ANNOUNCES = re.compile(
    rf"(?:[^,;]{{0,70}}[,;] (?:but |and )?)?(?:"
    rf"(?:{_WORDS['let_me']})(?: (?:{_WORDS['means_to']})){{0,6}}"
    rf" (?:{_WORDS['turns_to']})"
    rf"|{_WORDS['this_brings']}"
    rf"|(?:my|the|our)(?: \w+){{0,3}} (?:{_WORDS['part_spoken']}) (?:{_WORDS['is_about']}))\b",
    re.IGNORECASE,
)
SAYS = re.compile(rf"[—–:]\s*\w| - |\b(?:{_WORDS['says_more']})\b", re.IGNORECASE)
"""What opens a clause that says something of the topic."""


def announces(sentence: str) -> bool:
    """Is the topic only named, with nothing said of it?"""
    found = ANNOUNCES.match(sentence.lstrip())
    return found is not None and SAYS.search(sentence.lstrip(), found.end()) is None
