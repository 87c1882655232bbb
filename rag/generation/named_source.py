"""Who says it in the record? "The Secretary-General has emphasized that ..." is not its speaker's emphasis.

In: a record sentence. Out: the office or titled person to whom its beginning gives the rest, if there is one;
never the speaker's own side.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import lists_of
from index.text.lexicon import COURTESY, SAYING

_WORDS = lists_of("rag", "citing.tsv")
_OWN = frozenset(["i", "we", "my", "our", "us", "me", "is", "was", "rightly"])
"""With these the head speaks for its own side, or says more than who said it: "is right to say that"."""
_TITLED = re.compile(rf"(?:{COURTESY}|{_WORDS['spoken_title']})\b", re.IGNORECASE)
_SAYS = re.compile(
    r"(?P<who>(?:[^\s,;:.]{1,40}(?:\. |, | )){1,9}?)"
    rf"(?:(?:{_WORDS['has_told']}) ){{0,2}}"
    rf"(?P<verb>[a-z]{{3,14}})(?: (?:{_WORDS['told_whom']}))? that ",
    re.IGNORECASE,
)


def named_source(text: str) -> str | None:
    """The words before the verb of saying, None where they are not another's."""
    found = _SAYS.match(text)
    if found is None or found["verb"].lower() not in SAYING:
        return None
    who = found["who"].strip(" ,")
    words = who.lower().split()
    named = _TITLED.match(who) or _office().search(who)
    return who if named and not _OWN & set(words) else None


@cache
def _office() -> re.Pattern[str]:
    offices = lists_of("index", "speaker_offices.tsv")
    return re.compile(rf"\b(?:{offices['head']}|{offices['of_body']})(?!\w)")
