"""What a quotation leaves out that changes its meaning: looked for in the sentences it was cut from.

In: the parts of a statement that are quoted, its words and sentences, and the words that the draft sets
around the quotation. Out: `Difference`s of kind "missing", all serious: a negation, refusal, condition,
report or question outside the cut or swallowed by an ellipsis, and joins that give one sentence the subject
of another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import Span, Statement
from rag.model import Difference
from rag.quotation.align import Alignment
from rag.quotation.clip import Clip, break_in
from rag.quotation.diff import abridged
from rag.quotation.normal import Word
from rag.quotation.parse import Quoted
from rag.quotation.scope import asks, left_out
from rag.quotation.turns import Kind, of_class, turns_in

NEAR = 8
"""Words of a draft before and behind a quotation that may say what the cut leaves out: refuses to “sign”."""
_FAMILIES: dict[str, frozenset[Kind]] = {
    "negative": frozenset(("not", "none", "without", "refuse")),
    "report": frozenset(("frame", "doubt", "modal", "must", "tag")),
    "condition": frozenset(("if", "before")),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Recorded words [first, last) quoted in one piece; `capital` where the quotation begins it with one."""

    first: int
    last: int
    capital: bool


def quoted_parts(quoted: Quoted, alignment: Alignment) -> tuple[Part, ...]:
    """The pieces between marked omissions, as they stand in the record."""
    parts: list[Part] = []
    opens = True
    for step in alignment.steps:
        if step.q == step.q_end and step.q in quoted.omissions:
            opens = True
        elif step.r < step.r_end:
            if opens and step.q < step.q_end:
                parts.append(Part(step.r, step.r_end, quoted.words[step.q].raw[:1].isupper()))
                opens = False
            elif parts:
                parts[-1] = Part(parts[-1].first, step.r_end, parts[-1].capital)
    return tuple(parts)


def turned(
    statement: Statement, words: Sequence[Word], parts: Sequence[Part], told: frozenset[Kind] = frozenset()
) -> tuple[Difference, ...]:
    """What the quotation must not leave out but does, in the order of the record. Kinds in `told` are covered
    by the draft's own words."""
    record = _Record(statement, words, parts)
    found = sorted({*record.turns(told), *record.joins()})
    shown = (
        abridged(statement.text[words[first].span.start : words[last - 1].span.end]) for first, last in found
    )
    return tuple(Difference("missing", "", text, True) for text in shown)


def told_by(before: Sequence[str], after: Sequence[str]) -> frozenset[Kind]:
    """The kinds of turn that the draft's own folded words around a quotation express."""
    near = [*turns_in(before[-NEAR:]), *turns_in(after[:NEAR])]
    told = {turn.kind for turn in near}
    return frozenset(kind for kinds in _FAMILIES.values() if kinds & told for kind in kinds)


class _Record:
    """A statement's words by sentence, with the parts quoted."""

    def __init__(self, statement: Statement, words: Sequence[Word], parts: Sequence[Part]) -> None:
        self._statement, self._words, self._parts = statement, words, parts
        starts = [word.span.start for word in words]
        self._sentences = [
            (bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in _covering(statement)
        ]
        self._sentences = [pair for pair in self._sentences if pair[0] < pair[1]]
        self._firsts = [first for first, _ in self._sentences]

    def turns(self, told: frozenset[Kind]) -> Iterator[tuple[int, int]]:
        for number in sorted(
            {self._number(at) for part in self._parts for at in (part.first, part.last - 1)}
        ):
            first, last = self._sentences[number]
            clip = self._clip(first, last)
            for turn in left_out(clip):
                if turn.kind not in told:
                    yield first + turn.first, first + turn.last
            if asks(clip):
                yield first, first + clip.kept[0][0]

    def joins(self) -> Iterator[tuple[int, int]]:
        """Omissions that lead from inside one sentence into another that has a subject of its own."""
        for before, after in pairwise(self._parts):
            apart = before.last < after.first and self._number(before.last - 1) != self._number(after.first)
            if apart and not self._fair_join(before, after):
                yield before.last, after.first

    def _number(self, at: int) -> int:
        return max(0, bisect_right(self._firsts, at) - 1)

    def _clip(self, first: int, last: int) -> Clip:
        text = self._statement.text
        words = self._words[first:last]
        between = [text[a.span.end : b.span.start] for a, b in pairwise(words)]
        kept = [(max(p.first, first) - first, min(p.last, last) - first) for p in self._parts]
        end = self._words[last].span.start if last < len(self._words) else len(text)
        closing = text[words[-1].span.end : end]
        return Clip(
            tuple(word.folded for word in words),
            ("", *map(break_in, between), ";"),
            tuple(part for part in kept if part[0] < part[1]),
            closing.lstrip("\"'”’») ").startswith("?"),
        )

    def _fair_join(self, before: Part, after: Part) -> bool:
        first, _ = self._sentences[self._number(after.first)]
        ends = before.last == self._sentences[self._number(before.last - 1)][1]
        closed = ends or bool(self._break(before.last)) or self._words[before.last].folded in _modifying()
        if after.first == first:
            return closed or (after.capital and not self._is_name(after.first))
        return self._same_subject(before, first, after.first) or (closed and self._opens_clause(after.first))

    def _break(self, at: int) -> str:
        return break_in(self._statement.text[self._words[at - 1].span.end : self._words[at].span.start])

    def _is_name(self, at: int) -> bool:
        word = self._words[at].span.of(self._statement.text)
        return word[:1].isupper() and self._words[at].folded not in of_class("determiner") | of_class(
            "pronoun"
        )

    def _opens_clause(self, at: int) -> bool:
        before = self._words[at - 1].folded
        subject = self._words[at].folded in of_class("determiner") | of_class("pronoun") or self._is_name(at)
        return subject and (bool(self._break(at)) or before in of_class("coordinator") | {"that"})

    def _same_subject(self, before: Part, first: int, start: int) -> bool:
        """ "We condemn it … [We] call on all": the same pronoun opens both sentences."""
        opening, _ = self._sentences[self._number(before.first)]
        dropped = [word.folded for word in self._words[first:start] if word.folded not in of_class("light")]
        subject = self._words[opening].folded
        return before.first == opening and dropped == [subject] and subject in of_class("pronoun")


def _modifying() -> frozenset[str]:
    """Words that begin what may be dropped behind a whole clause."""
    return of_class("coordinator") | of_class("subordinator") | of_class("preposition") | {"that"}


def _covering(statement: Statement) -> tuple[Span, ...]:
    return statement.sentences or (Span(0, len(statement.text)),)
