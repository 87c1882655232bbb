"""What changed between two sentences of a delegation on an issue: same, stronger, weaker, reversed, new.

In: the issue and the two sentences with their sides. Out: a relation with the words that show it, or None
with the reason, if only the wording differs or nothing is certain. "Reversed" needs a side for both;
"stronger" and "weaker" need words of one scale (`data/degrees.tsv`, after Gruenberg 2009), or a condition
added or dropped; and both sentences must be about the same object.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.tables import rows_of
from index.text.terms import content_terms
from rag.discourse.views import view_words
from rag.model import Side
from rag.quotation.turns import denials_in, of_class

Relation = Literal["same", "stronger", "weaker", "reversed", "new"]
REACH = 12
"""The issue must stand within this many words after a word of degree."""
DENIED = 3
"""Words before a word of degree, one of which may deny it."""
BESIDE = 2
"""Words before the issue that may narrow it ("unilateral coercive measures")."""
MOVES: Mapping[tuple[Side, Side], Relation] = {
    ("for", "against"): "reversed",
    ("against", "for"): "reversed",
    ("for", "conditional"): "weaker",
    ("conditional", "for"): "stronger",
}
"""What a change from one side to another is called; other changes have no name."""
REASONS = {
    "verbatim": "says it in the same words",
    "order": "which came first is not known",
    "object": "speaks of another object",
    "aside": "does not name the issue in the sentence itself",
    "side": "takes the other side",
    "condition": "puts a condition, or drops one",
    "degree": "uses a word of another degree",
    "same": "takes the same side, in no other degree",
    "level": "uses words of the same degree",
    "first": "takes a side, which no earlier sentence does in so many words",
    "wording": "only the wording differs, as far as can be told",
}
_STRONGEST = re.compile(r",? (in the strongest (?:possible )?terms)\b", re.IGNORECASE)
_HOW = re.compile(
    r"\s+(?:in (?:accordance|line|conformity|keeping) with|on the basis of|by (?:way|means) of|"
    r"with a view to|in (?:order|this|that|our|all))\b|\s*[,;:—–(]",
    re.IGNORECASE,
)
"""Words behind the issue that only say how or why, or begin another part: they narrow nothing."""
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its date, its side, and the codes of the delegations it names, except its own."""

    text: str
    date: str | None
    side: Side
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compared:
    """How the later sentence relates to the earlier one, why, and the words of both that show it."""

    relation: Relation | None
    reason: str
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Degree:
    """How strong a word is on its scale, and the words themselves."""

    scale: str
    rank: tuple[int, int]
    words: str


def compare_said(issue: str, earlier: Said, later: Said, told_before: bool) -> Compared:
    """How `later` relates to `earlier`; `told_before`: some sentence up to `earlier` took a side."""
    if not in_order(earlier.date, later.date):
        return _compared(None, "order")
    if _folded(earlier.text) == _folded(later.text):
        return _compared("same", "verbatim")
    terms = frozenset(content_terms(issue))
    if not all(terms & set(content_terms(one.text)) for one in (earlier, later)):
        return _compared(None, "aside")
    if not _same_object(terms, earlier, later):
        return _compared(None, "object")
    return _by_side_and_degree(terms, earlier, later, told_before)


def _by_side_and_degree(terms: frozenset[str], earlier: Said, later: Said, told_before: bool) -> Compared:
    before, after = degrees(terms, earlier.text), degrees(terms, later.text)
    words = tuple(d.words for d in before.values()), tuple(d.words for d in after.values())
    sides = (earlier.side, later.side)
    if "unclear" not in sides and earlier.side != later.side:
        move = MOVES.get(sides)
        return _compared(move, "side" if move == "reversed" else "condition" if move else "wording")
    moved = {_sign(before[scale].rank, after[scale].rank) for scale in before.keys() & after.keys()}
    if len(moved) == 1 and (sign := moved.pop()):
        return _compared("stronger" if sign > 0 else "weaker", "degree", *words)
    if before.keys() == after.keys() and not moved and earlier.side == later.side:
        if later.side != "unclear":
            return _compared("same", "same", *words)
        return _compared("same", "level", *words) if before else _compared(None, "wording")
    if later.side != "unclear" and not told_before and not before:
        return _compared("new", "first", *words)
    return _compared(None, "wording")


def _compared(
    relation: Relation | None, reason: str, earlier: tuple[str, ...] = (), later: tuple[str, ...] = ()
) -> Compared:
    return Compared(relation, REASONS[reason], earlier, later)


def _sign(before: tuple[int, int], after: tuple[int, int]) -> int:
    return (after > before) - (after < before)


def in_order(earlier: str | None, later: str | None) -> bool:
    """Do the dates show which one came first? "2019" and "2019-05" do not; two of the same day count as
    in order."""
    if not earlier or not later:
        return False
    short = min(len(earlier), len(later))
    return earlier == later or earlier[:short] < later[:short]


def degrees(terms: frozenset[str], sentence: str) -> dict[str, Degree]:
    """For each scale the strongest word that is about the issue; none if one of them is negated."""
    found: dict[str, Degree] = {}
    for scale, rank, pattern in _scales():
        for match in pattern.finditer(sentence):
            if denials_in(" ".join(sentence[: match.start()].split()[-DENIED:])):
                return {}
            if not _speaks_of(terms, sentence[match.end() :]):
                continue
            lead = _intensified(sentence, match)
            degree = Degree(scale, (rank, int(lead != match.group())), lead)
            if scale not in found or found[scale].rank < degree.rank:
                found[scale] = degree
    return found


def _speaks_of(terms: frozenset[str], after: str) -> bool:
    words = " ".join(_WORD.findall(re.split(r"[;:]", after)[0])[:REACH])
    return not terms.isdisjoint(content_terms(words))


def _intensified(sentence: str, match: re.Match[str]) -> str:
    """The word with the modifier that stands right before it, or behind it "in the strongest terms"."""
    before = re.search(r"(?<!\w)(\w+) \Z", sentence[: match.start()])
    if before and _modifiers().fullmatch(before[1]):
        return f"{before[1]} {match.group()}"
    after = _STRONGEST.search(re.split(r"[;:]", sentence[match.end() :])[0])
    return f"{match.group()} {after[1]}" if after else match.group()


def _same_object(terms: frozenset[str], one: Said, other: Said) -> bool:
    """Neither narrowed differently nor about other countries: sanctions on one are not those on another."""
    if one.places and other.places and one.places.isdisjoint(other.places):
        return False
    return object_of(terms, one.text) == object_of(terms, other.text)


def object_of(terms: frozenset[str], sentence: str) -> frozenset[str]:
    """The terms that narrow the issue in the sentence: those behind it after a preposition and, where it is
    one word, those right before it. Words before a name of several words praise or describe it."""
    sentence = _STRONGEST.sub("", sentence)
    words = list(_WORD.finditer(sentence))
    held = [at for at, word in enumerate(words) if terms & set(content_terms(word.group()))]
    if not held:
        return frozenset()
    told = _spoken(sentence)
    found: set[str] = set()
    for at in held:
        if len(terms) == 1:
            found |= _before(words[max(0, at - BESIDE) : at], told)
        if not _HOW.match(sentence, words[at].end()):
            found |= _behind(words[at + 1 : at + 4])
    return frozenset(found) - terms


def _spoken(sentence: str) -> list[tuple[int, int]]:
    """Where words say what is thought of the issue, and so narrow nothing: views, degrees, modifiers."""
    patterns = [*view_words(), *(pattern for _, _, pattern in _scales()), _modifiers()]
    return [found.span() for pattern in patterns for found in pattern.finditer(sentence)]


def _before(words: Sequence[re.Match[str]], told: Sequence[tuple[int, int]]) -> set[str]:
    """Adjectives and the like: from the issue backwards until a word that narrows nothing."""
    found: set[str] = set()
    for word in reversed(words):
        if any(start <= word.start() < end for start, end in told) or not content_terms(word.group()):
            break
        found |= set(content_terms(word.group()))
    return found


def _behind(words: Sequence[re.Match[str]]) -> set[str]:
    """ "on the Sudan": what follows a preposition, without articles."""
    if not words or words[0].group().lower() not in of_class("preposition") | {"to"}:
        return set()
    rest = [word.group() for word in words[1:] if word.group().lower() not in of_class("determiner")]
    return set(content_terms(rest[0])) if rest else set()


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@cache
def _scales() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple(
        (row["scale"], int(row["rank"]), re.compile(row["pattern"], re.IGNORECASE))
        for row in rows_of("rag", "degrees.tsv")
        if row["scale"] != "modifier"
    )


@cache
def _modifiers() -> re.Pattern[str]:
    (row,) = [row for row in rows_of("rag", "degrees.tsv") if row["scale"] == "modifier"]
    return re.compile(row["pattern"], re.IGNORECASE)
