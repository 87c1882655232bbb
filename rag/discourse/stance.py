"""Does a sentence point the same way as another on what both speak of?

In: two texts. Out: the same way, the other way or not to be told, with the cues that told.
For each text the direction towards the shared words is read in the clause that holds them: views taken
(`reject`, `welcome`), acts asked for (`lift`, `maintain`) and harms named (`undermine`), one row each in
`data/stance.tsv`. "Opposes" needs a direction on both sides; where either is open, nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from index.tables import rows_of
from index.text.terms import content_terms

Kind = Literal["view", "act", "trait", "harm", "mute"]
VIEWS, ACTS, TRAITS = ("view",), ("act",), ("trait", "harm")
LEAST_SHARED = 2
"""Words that both sides must have in common before their directions are compared."""
LEAST_MET = 2
"""Words of the issue that the cues of both sides must stand near before one contradicts the other."""
REACH = 10
"""Words between a cue and a word it is taken to speak of."""
CLOSE = 40
"""Letters before a harm within which what does it stands."""
_WORD = re.compile(r"[\w’'-]+")
_CLAUSE = re.compile(
    r"[;:—]|\s[–-]\s|,?\s{1,20}(?:but|whereas|while|although|though|however|yet|even though)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|without|hardly|un(?:able|willing) to|refus\w+ to|fail\w* to)"
    r"(?:\s+[\w’'-]+){0,3}\s*$|n[’']t\s*(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?!(?:The|In|We|Our|This|It|As|That)\b)[A-Z][\w’'-]+(?:\s+(?:(?:of|on|for|and|the)\s+)*[A-Z][\w’'-]+)+"
)
_RESTRAINED = re.compile(
    r"\bnot only\b|\bno longer\b|\bno doubt\b|\bwithout (?:delay|exception|further)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Rule:
    kind: Kind
    sign: int
    strong: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands, its sign after any negation before it."""

    kind: Kind
    sign: int
    strong: bool
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a clause points, 1 or -1, the cues that told, the words of the issue near them; `strong` when
    it may contradict."""

    sign: int
    cues: tuple[Cue, ...]
    terms: frozenset[str]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two texts stand to each other: 1 the same way, -1 the other way, 0 not to be told.

    `argued` when both take a view, ask for an act or judge, and neither only names a harm.
    """

    sign: int
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    argued: bool = False


def compare_stances(ours: str, theirs: str) -> Comparison:
    """How `theirs` stands to `ours` on the words they share; 0 where clauses tell both ways."""
    shared = frozenset(content_terms(ours)) & frozenset(content_terms(theirs))
    shared -= _only_named(ours, theirs) | _only_named(theirs, ours)
    if len(shared) < LEAST_SHARED:
        return Comparison(0)
    met = [
        (one, other)
        for one in directions(ours, shared)
        for other in directions(theirs, shared)
        if one.terms & other.terms
    ]
    against = [pair for pair in met if pair[0].sign != pair[1].sign]
    if met and not against:
        return _told(1, met)
    if len(against) < len(met) or not any(_contradict(one, other) for one, other in against):
        return Comparison(0)
    return _told(-1, against)


def _only_named(one: str, other: str) -> frozenset[str]:
    """Terms that `one` has only inside names of several words ("Arms Trade Treaty") that `other` has not."""
    whole = " ".join(other.split()).casefold()
    names = [
        found.group()
        for found in _NAME.finditer(one)
        if " ".join(found.group().split()).casefold() not in whole
    ]
    return frozenset(content_terms(" ".join(names))) - frozenset(content_terms(_NAME.sub(" ", one)))


def _contradict(one: Direction, other: Direction) -> bool:
    met = (one.terms & other.terms) - _generic()
    return one.strong and other.strong and len(met) >= LEAST_MET


def _told(sign: int, met: Sequence[tuple[Direction, Direction]]) -> Comparison:
    argued = any(argues(one) and argues(other) for one, other in met)
    return Comparison(sign, _words(one for one, _ in met), _words(other for _, other in met), argued)


def argues(direction: Direction) -> bool:
    """Is there a strong cue, more than a harm named?"""
    return any(cue.strong and cue.kind != "harm" for cue in direction.cues)


def refuses(text: str) -> bool:
    """Does any clause reject or object to something?"""
    return any(cue.kind == "view" and cue.strong and cue.sign < 0 for cue in cues_in(text))


def takes_side(text: str) -> bool:
    """Does any clause take a view, ask for an act or name a harm?"""
    return any(cue.strong and cue.kind != "mute" for cue in cues_in(text))


def cues_in(text: str) -> tuple[Cue, ...]:
    """Every cue of a text, clause by clause."""
    return tuple(cue for clause in _clauses(text) for cue in _cues(clause))


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
    """View times act, beside traits; where they differ, nothing is told. Weak cues count only where no
    strong one of their kind stands, weak acts only where none at all does."""
    words = list(_WORD.finditer(clause))
    held = {m.start(): frozenset(content_terms(m.group())) & shared for m in words}
    found = [_aimed(cue, held) for cue in _cues(clause) if cue.kind != "harm" or not held.get(cue.start)]
    telling = any(cue.strong and cue.kind != "mute" for cue in found)
    found = [cue for cue in found if cue.strong or cue.kind not in ACTS or not telling]
    kinds = [_strongest([cue for cue in found if cue.kind in some]) for some in (VIEWS, ACTS, TRAITS)]
    cues = tuple(cue for kind in kinds for cue in kind)
    ways = [{cue.sign for cue in kind} for kind in kinds]
    muted = any(cue.kind == "mute" for cue in found) or _apart(*kinds[:2])
    wished = {one * other for one in ways[0] or {1} for other in ways[1] or {1}} if any(ways[:2]) else set()
    signs = wished | ways[2]
    sign = 0 if muted or len(signs) != 1 else signs.pop()
    return Direction(sign, cues, _near(words, held, cues), any(cue.strong for cue in cues))


def _apart(views: Sequence[Cue], acts: Sequence[Cue]) -> bool:
    """A weak view beside an act asked for may be of another thing: "condemns attacks, asks to respect"."""
    return any(cue.strong for cue in acts) and any(not cue.strong for cue in views)


def _strongest(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The strong cues where there are any, else the weak ones."""
    strong = any(cue.strong for cue in cues)
    return tuple(cue for cue in cues if cue.strong or not strong)


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


def _aimed(cue: Cue, held: Mapping[int, frozenset[str]]) -> Cue:
    """What does harm is disapproved of. What is harmed is defended, which is weaker evidence: told by
    whether words of the issue come before."""
    if cue.kind != "harm" or any(terms and 0 < cue.start - at <= CLOSE for at, terms in held.items()):
        return cue
    return replace(cue, sign=-cue.sign, strong=False)


def _cues(clause: str) -> Iterator[Cue]:
    taken: list[tuple[int, int]] = []
    for rule in _rules():
        for found in rule.pattern.finditer(clause):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            lead = _RESTRAINED.sub(" ", clause[: found.start()])
            sign = -rule.sign if _NEGATED.search(lead) else rule.sign
            yield Cue(rule.kind, sign, rule.strong, found.group(), found.start())


@cache
def _generic() -> frozenset[str]:
    """Words that stand in every statement and make no issue: `data/generic.txt`."""
    return frozenset(content_terms(files("rag").joinpath("data", "generic.txt").read_text(encoding="utf-8")))


@cache
def _rules() -> tuple[Rule, ...]:
    """The table's rows in order: phrases stand before single words, so that none is read as its parts."""
    return tuple(_rule(row) for row in rows_of("rag", "stance.tsv"))


def _rule(row: dict[str, str]) -> Rule:
    kinds: dict[str, Kind] = {"view": "view", "act": "act", "trait": "trait", "harm": "harm", "mute": "mute"}
    sign = 1 if row["sign"] == "+" else -1
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    return Rule(kinds[row["kind"]], sign, row["weight"] == "strong", pattern)
