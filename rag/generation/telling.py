"""Who says it in the record? "The Secretary-General has emphasized that ..." is not its speaker's emphasis.

In: a record sentence. Out: whoever its head has say the rest, where that is an office or a person with a
title; never the speaker's own side.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import lists_of
from index.text.lexicon import SAYING

_OWN = frozenset(["i", "we", "my", "our", "us", "me", "is", "was", "rightly"])
"""With these the head speaks for its own side, or says more than who tells: "is right to say that"."""
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|madam|sir|dr)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"(?P<who>(?:[^\s,;:.]{1,40}(?:\. |, | )){1,9}?)"
    r"(?:(?:has|have|had|also|just|again|recently) ){0,2}"
    r"(?P<verb>[a-z]{3,14})(?: us| me| the council| members)? that ",
    re.IGNORECASE,
)


def teller(text: str) -> str | None:
    """The words before the verb of saying, None where they are not another's."""
    found = _TELLS.match(text)
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
