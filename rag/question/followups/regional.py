"""Those of a region, out of all: "only from Europe", "any from Asia?", "which of them are African?".

In: a follow-up, and whether the question before asked everybody. Out: the follow-up with that region's States
in the place of these words, or as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from index.tables import lists_of, rows_of

_WORDS = lists_of("rag", "question_words.tsv")
LEAD = rf"(?:{_WORDS['picking_out']}) "
OF_THEM = (
    rf"(?:{_WORDS['which_ones']}) (?:of|among) (?:{_WORDS['those_ones']}) (?:(?:{_WORDS['come_from']}) )?"
)
BY_NAME = "in "
"""Begins the rows of the table that name a region by itself."""


def of_region(text: str, of_all: bool) -> str:
    """ "Those from Asia" are "the countries from Asia"; "from Asia" alone too, where everybody was asked."""
    plain = " ".join(text.split()).rstrip("?!. ")
    for pattern, form in _patterns():
        found = pattern.fullmatch(plain)
        if found and (of_all or found["lead"]):
            joined = "and " if plain.lower().startswith("and ") else ""
            return f"{joined}{form.format(found['region'])}"
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = [row["words"] for row in rows_of("rag", "regions.tsv")]
    places = _any_of(word.removeprefix(BY_NAME) for word in words if word.startswith(BY_NAME))
    kinds = _any_of(word for word in words if not word.startswith(BY_NAME))
    forms = (
        (f"(?P<lead>(?:{LEAD}){{0,3}})from (?P<region>(?:the )?(?:{places}))", "the countries from {}"),
        (f"(?P<lead>{OF_THEM})(?:from|in) (?P<region>(?:the )?(?:{places}))", "the countries from {}"),
        (f"(?P<lead>{OF_THEM})(?P<region>{kinds})(?: ones)?", "the {} ones"),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), form) for pattern, form in forms)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
