"""Does a sentence point the same way as another on what both speak of? Two texts in, a verdict with its cues out.

For each text the direction towards the shared words is read in the clause that holds them: views taken
(`reject`, `welcome`), acts asked for (`lift`, `maintain`) and harms named (`undermine`), one row each in
`data/stance.tsv`. "Opposes" needs a direction on both sides; where either is open, nothing is said.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from index.terms import content_terms

Kind = Literal["view", "act", "harm"]
LEAST_SHARED = 2
"""Words that both sides must have in common before their directions are compared."""
REACH = 8
"""Words between a cue and a word it is taken to speak of."""
_WORD = re.compile(r"[\w’'-]+")
_CLAUSE = re.compile(
    r"[;:—]|\s[–-]\s|,?\s+(?:but|whereas|while|although|though|however|yet|even though)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|without|hardly|un(?:able|willing) to|refus\w+ to|fail\w* to)"
    r"(?:\s+[\w’'-]+){0,3}\s*$|n[’']t\s*(?:\w+\s+)?$",
    re.IGNORECASE,
)
_RESTRAINED = re.compile(
    r"\bnot only\b|\bno longer\b|\bno doubt\b|\bwithout (?:delay|exception|further)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Rule:
    kind: Kind
    sign: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands, its sign after any negation before it."""

    kind: Kind
    sign: int
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a clause points, 1 or -1, the cues that told, and the words of the issue near them."""

    sign: int
    cues: tuple[Cue, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two texts stand to each other: 1 the same way, -1 the other way, 0 not to be told."""

    sign: int
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def compare_stances(ours: str, theirs: str) -> Comparison:
    """How `theirs` stands to `ours` on the words they share; 0 where clauses tell both ways."""
    shared = frozenset(content_terms(ours)) & frozenset(content_terms(theirs))
    if len(shared) < LEAST_SHARED:
        return Comparison(0)
    met = [
        (one, other)
        for one in directions(ours, shared)
        for other in directions(theirs, shared)
        if one.terms & other.terms
    ]
    signs = {one.sign * other.sign for one, other in met}
    if len(signs) != 1:
        return Comparison(0)
    return Comparison(signs.pop(), _words(one for one, _ in met), _words(other for _, other in met))


def directions(text: str, shared: frozenset[str]) -> tuple[Direction, ...]:
    """The clauses of `text` that point somewhere on the shared words."""
    found = (_towards(clause, shared) for clause in _clauses(text))
    return tuple(direction for direction in found if direction.sign and direction.terms)


def _words(found: Iterable[Direction]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue.words for one in found for cue in one.cues))


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield text[start : cut.start()]
        start = cut.start()
    yield text[start:]


def _towards(clause: str, shared: frozenset[str]) -> Direction:
    """The product of view and act; views that differ, or acts that do, tell nothing."""
    words = list(_WORD.finditer(clause))
    held = {m.start(): frozenset(content_terms(m.group())) & shared for m in words}
    cues = tuple(cue for cue in _cues(clause) if cue.kind != "harm" or not held.get(cue.start))
    near = _near(words, held, cues)
    places = [at for at, terms in held.items() if terms and terms <= near]
    acts = {cue.sign for cue in cues if cue.kind == "act"}
    signs = {cue.sign for cue in cues if cue.kind == "view"}
    signs |= {_harm(cue, places) for cue in cues if cue.kind == "harm"}
    if not cues or len(signs) > 1 or len(acts) > 1:
        return Direction(0, cues, near)
    return Direction((signs or {1}).pop() * (acts or {1}).pop(), cues, near)


def _near(
    words: Sequence[re.Match[str]], held: Mapping[int, frozenset[str]], cues: Sequence[Cue]
) -> frozenset[str]:
    """The shared words within reach of a cue, the cues' own words left out."""
    numbers = {m.start(): number for number, m in enumerate(words)}
    found: set[str] = set()
    for cue in cues:
        first = bisect_left([m.start() for m in words], cue.start)
        last = bisect_left([m.start() for m in words], cue.start + len(cue.words)) - 1
        for at, terms in held.items():
            if first - REACH <= numbers[at] < first or last < numbers[at] <= last + REACH:
                found |= terms
    return frozenset(found)


def _harm(cue: Cue, places: Sequence[int]) -> int:
    """What harms is disapproved of, what is harmed is defended: told by whether the words come before."""
    return cue.sign if places and min(places) < cue.start else -cue.sign


def _cues(clause: str) -> Iterator[Cue]:
    taken: list[tuple[int, int]] = []
    for rule in _rules():
        for found in rule.pattern.finditer(clause):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            lead = _RESTRAINED.sub(" ", clause[: found.start()])
            sign = -rule.sign if _NEGATED.search(lead) else rule.sign
            yield Cue(rule.kind, sign, found.group(), found.start())


@cache
def _rules() -> tuple[Rule, ...]:
    """The table's rows, phrases before single words so that a phrase is not read as its parts."""
    text = files("rag").joinpath("data", "stance.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    rules = [_rule(row) for row in rows]
    return tuple(sorted(rules, key=lambda rule: " " not in rule.pattern.pattern))


def _rule(row: dict[str, str]) -> Rule:
    kinds: dict[str, Kind] = {"view": "view", "act": "act", "harm": "harm"}
    return Rule(
        kinds[row["kind"]], 1 if row["sign"] == "+" else -1, re.compile(row["pattern"], re.IGNORECASE)
    )
