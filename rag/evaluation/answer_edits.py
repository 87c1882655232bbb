"""True sentences with one thing made false: what a checker of answers must catch.

In: a sentence of the record told with its speaker, delegation and date, or an honest paraphrase of it, and a
generator of random numbers. Out: the sentence with a single edit, None where nothing in it can be edited that
way. The pairs of contrary verbs are a table of their own, not the checker's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.model import StatementRef
from index.tables import lists_of, rows_of
from index.text.dates import spoken_date
from index.text.lexicon import MONTHS, NUMBER_KINDS

_WORDS = lists_of("rag.evaluation", "edit_words.tsv")
_DIGITS = re.compile(r"(?<![\w/.(-])\d[\d,.]*\d|(?<![\w/.(-])\d(?![\w/-])")
_NUMBER_WORDS = [word for word, kind in NUMBER_KINDS.items() if kind == "cardinal"][2:]
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_AUXILIARY = re.compile(rf"\b(?:{_WORDS['deniable']})\b(?! not\b| no\b| never\b)")
_NEGATION = re.compile(rf"\b(?:{_WORDS['undone']})\b ?")
_HEDGED = (
    (re.compile(rf"\b(?:{_WORDS['possibly']}) be\b"), "is"),
    (re.compile(rf"\b(?:{_WORDS['possibly']}) have\b"), "has"),
    (re.compile(rf"\b(?:{_WORDS['possibly']})\b(?! \d)"), "will"),
    (re.compile(rf"\b(?:{_WORDS['hedge']}),? "), ""),
    (re.compile(r"\b(?:appears?|seems?) to be\b"), "is"),
    (re.compile(r"\bis likely to\b"), "will"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with what it says of its origin; `others` are what an edit may put in their place."""

    text: str
    ref: StatementRef
    other: StatementRef
    content: int = 0
    """Where what was said begins; before it stands who said it and when."""


Edit = Callable[[Told, random.Random], str | None]


def tell(sentence: str, ref: StatementRef) -> tuple[str, int]:
    """ "On 27 May 2020, Mr. Umarov (Kazakhstan) said that we must ..." and where the record's words begin."""
    delegation = f" ({ref.delegation.name})" if ref.delegation and ref.speaker.name else ""
    who = ref.speaker.name or (ref.delegation.name if ref.delegation else "The speaker")
    when = f"{'On' if len(ref.date) > 7 else 'In'} {spoken_date(ref.date)}, " if ref.date else ""
    lead = f"{when}{who}{delegation} said that "
    words = " ".join(sentence.split())
    keeps = words[:2] in ("I ",) or words.split()[0].isupper() or words[:1].isdigit()
    return lead + (words if keeps else words[0].lower() + words[1:]), len(lead)


def change_number(told: Told, rng: random.Random) -> str | None:
    body = told.text[told.content :]
    found = [*_DIGITS.finditer(body), *_NUMBER_WORD.finditer(body)]
    if not found:
        return None
    chosen = rng.choice(found)
    old = chosen.group()
    if old[0].isdigit():
        at = rng.choice([i for i, c in enumerate(old) if c.isdigit()])
        low = 1 if at == 0 else 0
        new = old[:at] + rng.choice([d for d in "0123456789"[low:] if d != old[at]]) + old[at + 1 :]
    else:
        new = rng.choice([word for word in _NUMBER_WORDS if word != old.lower()])
    return _put(told, chosen, new)


def negate(told: Told, rng: random.Random) -> str | None:
    """A negation dropped where there is one, else one put in."""
    body = told.text[told.content :]
    found = list(_NEGATION.finditer(body))
    if found:
        return _put(told, rng.choice(found), "")
    places = list(_AUXILIARY.finditer(body))
    if not places:
        return None
    chosen = rng.choice(places)
    return _put(told, chosen, f"{chosen.group()} not")


def another_speaker(told: Told, rng: random.Random) -> str | None:
    return _swapped(told.text, told.ref.speaker.name, told.other.speaker.name)


def another_delegation(told: Told, rng: random.Random) -> str | None:
    own, other = told.ref.delegation, told.other.delegation
    return _swapped(told.text, own.name if own else None, other.name if other else None)


def another_date(told: Told, rng: random.Random) -> str | None:
    """Another day, month or year of the date of speaking."""
    date = spoken_date(told.ref.date)
    if not date or date not in told.text:
        return None
    parts = date.split()
    at = rng.randrange(len(parts))
    if parts[at] in MONTHS:
        parts[at] = rng.choice([month for month in MONTHS if month != parts[at]])
    elif len(parts[at]) == 4:
        parts[at] = str(int(parts[at]) + rng.choice((-2, -1, 1, 2)))
    else:
        parts[at] = rng.choice([str(day) for day in range(1, 29) if str(day) != parts[at]])
    return told.text.replace(date, " ".join(parts), 1)


def contrary_verb(told: Told, rng: random.Random) -> str | None:
    body = told.text[told.content :]
    found = [(match, other) for pattern, other in _pairs() for match in [pattern.search(body)] if match]
    if not found:
        return None
    match, other = rng.choice(found)
    return _put(told, match, other)


def drop_hedge(told: Told, rng: random.Random) -> str | None:
    body = told.text[told.content :]
    found = [(match, new) for pattern, new in _HEDGED for match in pattern.finditer(body)]
    if not found:
        return None
    match, new = rng.choice(found)
    return _put(told, match, new)


EDITS: Mapping[str, Edit] = {
    "number": change_number,
    "negation": negate,
    "speaker": another_speaker,
    "date": another_date,
    "delegation": another_delegation,
    "contrary verb": contrary_verb,
    "hedge dropped": drop_hedge,
}


def _put(told: Told, match: re.Match[str], new: str) -> str:
    body = told.text[told.content :]
    return told.text[: told.content] + body[: match.start()] + new + body[match.end() :]


def _swapped(text: str, own: str | None, other: str | None) -> str | None:
    if not own or not other or own not in text or own.split()[-1] == other.split()[-1]:
        return None
    return text.replace(own, other, 1)


def _pairs() -> list[tuple[re.Pattern[str], str]]:
    """Each word with its contrary, both ways, in the same form."""
    rows = [(row["one"], row["other"]) for row in rows_of("rag", "contrary_edits.tsv")]
    return [(re.compile(rf"\b{one}\b"), other) for pair in rows for one, other in (pair, pair[::-1])]
