"""Words that several parts need, each list once, as tables in `data/lexicon/` with their sources.

In: nothing. Out: months, number words, endings of ordinals, particles and titles of names, letters that
optical recognition confuses, and verbs of saying in all their forms.
"""

from __future__ import annotations

import re

from index.tables import lists_of, rows_of

_MONTH_ROWS = tuple(rows_of("index", "lexicon/months.tsv"))
MONTHS = tuple(row["name"] for row in _MONTH_ROWS)
MONTH_NUMBERS = {
    name: number
    for number, row in enumerate(_MONTH_ROWS, 1)
    for name in (row["name"].casefold(), *row["short"].split())
}
"""The number of a month by its name and its short names, in small letters."""
BLUEBOOK_MONTHS = {row["name"]: row["bluebook"] for row in _MONTH_ROWS}
_NUMBER_ROWS = tuple(rows_of("index", "lexicon/numbers.tsv"))
NUMBER_KINDS = {row["word"]: row["kind"] for row in _NUMBER_ROWS}
"""Words that are numbers, with their kind: cardinal, ordinal, multiple, part or times."""
NUMBER_WORDS = frozenset(NUMBER_KINDS)
CARDINALS, SCALES = (
    {row["word"]: int(row["value"]) for row in _NUMBER_ROWS if row["kind"] == kind and row["value"]}
    for kind in ("cardinal", "multiple")
)
"""What a number word is worth by itself, and what one of scale makes of the number before it."""
_WRITTEN = lists_of("index", "lexicon/written_forms.tsv")
ORDINAL_ENDING, COURTESY = _WRITTEN["ordinal_ending"], _WRITTEN["courtesy"]
"""Alternatives of a pattern: "th" behind a figure, "Mrs" before a name."""
PARTICLES = tuple(row["particle"] for row in rows_of("index", "lexicon/particles.tsv"))
"""Small words inside the names of persons: "van der", "al", "de la"."""
LOOK_ALIKES = tuple((row["read"], row["printed"]) for row in rows_of("index", "lexicon/look_alikes.tsv"))
"""What optical recognition reads, and what was printed."""


def forms_of(verb: str) -> tuple[str, ...]:
    """A regular verb and its inflections: "deny", "denies", "denied", "denying"."""
    if re.search(r"[^aeiou]y$", verb):
        return (verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    third = f"{verb}es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else f"{verb}s"
    stem = verb.removesuffix("e")
    return (verb, third, f"{stem}ed", f"{stem}ing")


SAYING = frozenset(
    form
    for row in rows_of("index", "lexicon/saying.tsv")
    for form in ((row["verb"], *row["forms"].split()) if row["forms"] else forms_of(row["verb"]))
)
"""Every form of the verbs that introduce what somebody said."""
