"""Does a word left out of a quotation change the meaning of what is quoted?

In: a `Clip` of a sentence. Out: the `Turn`s that were left out and whose scope reaches a quoted part: from
the left a negator, refusal, report or condition that governs it; from the right a condition, a negation of
the same clause or a tag ("or so they claim"). Scope follows Huddleston & Pullum (2002), ch. 9 §1.3: it ends
with the clause.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.quotation.clip import PHRASE, THAT, Clip, without_light
from rag.quotation.trailing import TRAILING, Judged, is_kept
from rag.quotation.turns import MARKS, NEGATIVE, Kind, Turn, of_class

DOUBLE = 3
"""A negation within this many words before a refusal makes it a promise: "will never fail to"."""
_LINKS = frozenset(("to", "from"))


def left_out(clip: Clip) -> tuple[Turn, ...]:
    """The turns outside the kept parts that turn one of them."""
    return tuple(
        rest for turn in clip.turns if turn.kind not in MARKS
        for rest in _unkept(clip, turn) if _turns(clip, rest)
    )  # fmt: skip


def asks(clip: Clip) -> bool:
    """A question that is quoted only after its question word or inverted verb, as if it were a statement."""
    if not clip.question or not clip.kept or not clip.kept[0][0]:
        return False
    start = clip.kept[0][0]
    asking = of_class("auxiliary") | of_class("modal") | {"why", "how", "what", "who", "when", "where"}
    inverted = clip.words[start - 1] in asking or clip.words[0] in asking
    said = clip.asserts(start) or clip.kept[0][1] - start > PHRASE
    return inverted and clip.chain(0, start) is not None and said


def _unkept(clip: Clip, turn: Turn) -> list[Turn]:
    """The turn up to its first quoted word; nothing where it opens what is quoted or its end is quoted
    alone."""
    quoted = [at for at in range(turn.first, turn.last) if is_kept(clip, at)]
    if not quoted:
        return [turn]
    if quoted[0] > turn.first:
        return [Turn(turn.kind, turn.first, quoted[0])]
    return [] if quoted[-1] == turn.last - 1 else [Turn(turn.kind, quoted[-1] + 1, turn.last)]


def _turns(clip: Clip, turn: Turn) -> bool:
    after = next((first for first, _ in clip.kept if first >= turn.last), None)
    if after is not None and LEADING.get(turn.kind, _never)(clip, turn, after):
        return True
    before = next((last for _, last in reversed(clip.kept) if last <= turn.first), None)
    return before is not None and TRAILING.get(turn.kind, _never)(clip, turn, before)


def _never(clip: Clip, turn: Turn, place: int) -> bool:
    return False


def _adjacent(clip: Clip, turn: Turn, start: int) -> bool:
    """Only asides, auxiliaries and adverbs stand between."""
    chain = clip.chain(turn.last, start)
    return chain is not None and not without_light(chain)


def _negates(clip: Clip, turn: Turn, start: int) -> bool:
    if clip.has(("factive", "refuse"), turn.last, start):
        return False
    if _adjacent(clip, turn, start):
        return True
    chain = clip.chain(turn.last, start)
    if chain and _reaches(clip, turn, chain, start):
        return True
    return _negates_clause(clip, turn, start)


def _reaches(clip: Clip, turn: Turn, chain: tuple[str, ...], start: int) -> bool:
    """By an infinitive, by a content clause without "that", or as the subject of what is quoted."""
    if any(word in of_class("subordinator") or word in THAT for word in chain):
        return False
    joined = {"and", "but", "yet", "so"}.intersection(chain)
    if joined:
        return "to" in chain[: chain.index(min(joined, key=chain.index))] and chain[-1] in joined
    if chain[-1] == "to":
        return clip.words[start] not in of_class("determiner") | of_class("preposition")
    if clip.has(("clause",), start - 1, start) and clip.finite(start):
        return True
    return turn.kind == "none" and clip.opens(turn.first) and clip.asserts(start)


def _negates_clause(clip: Clip, turn: Turn, start: int) -> bool:
    """ "We do not believe that [the plan is sound]"; a relative "that" carries no negation on."""
    that = next((at for at in range(turn.last, start + 1) if clip.words[at] in THAT), None)
    if that is None or clip.chain(turn.last, that) is None:
        return False
    if any(word in of_class("subordinator") for word in clip.words[turn.last : that]):
        return False
    after = clip.words[that + 1] if that + 1 < len(clip.words) else ""
    subject = after in of_class("determiner") | of_class("pronoun")
    content = clip.has(("clause",), that - 1, that) or (
        subject and clip.words[that - 1] not in of_class("determiner")
    )
    return content and (that == start or (clip.same_clause(that + 1, start) and clip.asserts(start)))


def _refuses(clip: Clip, turn: Turn, start: int) -> bool:
    if clip.has(tuple(NEGATIVE), max(0, turn.first - DOUBLE), turn.first):
        return False
    chain = clip.chain(turn.last, start)
    phrase = of_class("determiner") | of_class("preposition") | of_class("pronoun")
    if chain is not None:
        begins = clip.words[start]
        if not chain:
            return (
                begins in _LINKS | THAT
                or _gerund(begins)
                or (clip.has(("clause",), start - 1, start) and clip.finite(start))
            )
        if chain[-1] == "to":
            return begins not in phrase
        if chain[-1] in of_class("preposition") and _gerund(begins):
            return True
    return _negates_clause(clip, turn, start)


def _gerund(word: str) -> bool:
    return word.endswith("ing") and len(word) > 5


def _reports(clip: Clip, turn: Turn, start: int) -> bool:
    """A report, hope or attempt: of what is quoted, or of the clause it stands in."""
    rest = clip.words[turn.last : start]
    if rest[:1] == ("to",) and not without_light(rest[1:]):
        return clip.words[start] not in of_class("determiner")
    if rest[:1] == ("of",):
        return len(rest) == 1 and _gerund(clip.words[start])
    if clip.words[start] == "to" and not rest:
        return True
    return not _aside(clip, turn, start) and clip.same_clause(turn.last, start) and clip.asserts(start)


def _aside(clip: Clip, turn: Turn, start: int) -> bool:
    """In a relative clause that ends before what is quoted: ", which appears to be so, ..."."""
    opening = max((at for at in range(turn.first + 1) if clip.breaks[at]), default=0)
    relative = clip.breaks[opening] != "" and clip.words[opening] in of_class("subordinator")
    return relative and any(clip.breaks[turn.last : start + 1])


def _doubts(clip: Clip, turn: Turn, start: int) -> bool:
    if _aside(clip, turn, start):
        return False
    return _adjacent(clip, turn, start) or (clip.same_clause(turn.last, start) and clip.finite(start))


def _modifies(clip: Clip, turn: Turn, start: int) -> bool:
    names = clip.words[start] in of_class("determiner")
    return _swallowed(clip, turn, start) or (_adjacent(clip, turn, start) and not names)


def _swallowed(clip: Clip, turn: Turn, start: int) -> bool:
    """Left out between a subject and its verb; a fragment that begins only after "will" is fair."""
    before = next((last for _, last in reversed(clip.kept) if last <= turn.first), None)
    if before is None or clip.chain(before, turn.first) is None:
        return False
    rest = clip.words[turn.last : start]
    return not without_light(rest[1:] if rest[:1] == ("to",) else rest) and not clip.breaks[start]


def _lacks(clip: Clip, turn: Turn, start: int) -> bool:
    return _adjacent(clip, turn, start) and clip.words[start] not in of_class("determiner")


def _conditions(clip: Clip, turn: Turn, start: int) -> bool:
    """The condition itself, or the main clause that follows it."""
    within = clip.opens(turn.first)
    return clip.same_clause(turn.last, start, within) and clip.asserts(start)


LEADING: Mapping[Kind, Judged] = {
    "not": _negates,
    "none": _negates,
    "without": _lacks,
    "refuse": _refuses,
    "frame": _reports,
    "doubt": _doubts,
    "modal": _modifies,
    "must": _swallowed,
    "if": _conditions,
}
