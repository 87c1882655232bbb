"""Words left out behind what is quoted that turn it: a condition, a negation of the same clause, a tag.

In: a `Clip`, a `Turn` behind a quoted part, where that part ends. Out: whether the turn reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rag.quotation.clip import HARD, THAT, Clip
from rag.quotation.turns import NEGATIVE, Kind, Turn, of_class

Judged = Callable[[Clip, Turn, int], bool]


def is_kept(clip: Clip, at: int) -> bool:
    """Is the word quoted?"""
    return any(first <= at < last for first, last in clip.kept)


def _start_of(clip: Clip, end: int) -> int:
    return next(first for first, last in clip.kept if last == end)


def _negated_after(clip: Clip, turn: Turn, end: int) -> bool:
    """The rest of the same clause takes back what is quoted: "has agreed [to nothing]"."""
    chain = clip.chain(end, turn.first)
    if chain is None or {"to"}.intersection(chain[:-1]):
        return False
    stops = of_class("coordinator") | of_class("subordinator") | THAT
    if any(word in stops for word in chain):
        return False
    verbs = of_class("auxiliary") | of_class("modal")
    if any(first >= turn.last for first, _ in clip.kept):
        return not clip.breaks[turn.first]
    if turn.kind == "not" and not chain:
        return clip.words[end - 1] in verbs
    start = _start_of(clip, end)
    whole = not start or bool(clip.breaks[start]) or clip.words[start - 1] in THAT or clip.finite(start)
    return whole and not (chain and chain[0] in verbs)


def _conditioned_after(clip: Clip, turn: Turn, end: int) -> bool:
    gap = clip.words[end : turn.first]
    stops = of_class("coordinator") | of_class("subordinator") | THAT
    hard = any(clip.breaks[at] == HARD for at in range(end, turn.first + 1))
    start = _start_of(clip, end)
    return not hard and not any(word in stops for word in gap[:-1]) and gap[-1:] not in _RELATIVE and (
        clip.asserts(start) or clip.breaks[start] != "" or not start
    )  # fmt: skip


_RELATIVE = {("who",), ("which",), ("that",)}


def _bounded_after(clip: Clip, turn: Turn, end: int) -> bool:
    """A bound of a clause whose negation is quoted: "will never agree [before elections are held]"."""
    quoted = any(
        t.kind in (*NEGATIVE, "refuse") and is_kept(clip, t.first) for t in clip.turns if t.last <= end
    )
    return quoted and _conditioned_after(clip, turn, end)


def _tagged_after(clip: Clip, turn: Turn, end: int) -> bool:
    """ ", they claim" set off behind a clause; "That he agreed [is not true]"."""
    start = _start_of(clip, end)
    if clip.breaks[turn.first] and clip.breaks[turn.last]:
        return clip.chain(end, turn.first) is not None or end == turn.first
    embedded = clip.words[start] in THAT | {"to"} or (start > 0 and clip.words[start - 1] in THAT | {"to"})
    return embedded and clip.same_clause(end, turn.first) and clip.asserts(start)


def _doubted_after(clip: Clip, turn: Turn, end: int) -> bool:
    return end == turn.first and bool(clip.breaks[turn.first]) and turn.last == len(clip.words)


TRAILING: Mapping[Kind, Judged] = {
    "not": _negated_after,
    "none": _negated_after,
    "without": _negated_after,
    "if": _conditioned_after,
    "before": _bounded_after,
    "tag": _tagged_after,
    "doubt": _doubted_after,
}
