"""Chooses the sentences to quote and joins neighbours: weighed sentences in, runs of sentences out.

It passes over thanks, sentences that only announce a topic, those that do not tell of the vote asked for or
that name another resolution, and those with a citation mark of their own; beside an answer, praise too.
Neighbours in one paragraph are quoted together; a sentence that cannot stand without the one before it
carries that one along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.model import Span, Statement
from index.segmentation.cues import CONCLUDES_FROM, is_thanks
from index.text.folding import fold_letters
from rag.answer.attribute import names
from rag.answer.evidence import Asked, Run, Unfit, unfit_at
from rag.answer.figures import holds_amount, holds_figure, wants_number
from rag.answer.numbered import names_others, wanted
from rag.answer.sides import fits
from rag.answer.weigh import Weighed
from rag.discourse.announcing import announces
from rag.discourse.praise import praises
from rag.model import Side
from rag.question.model import Order, Query
from rag.question.quoted import asks_for_quoted
from rag.question.topic import asks_for_thanks
from rag.ranking.in_time import in_time
from rag.ranking.retrieval import Scored

MARK = re.compile(r"\[\d+\]")
"""What marks a citation in an answer; a quoted sentence with such a mark would point at the wrong source."""

ALONE = ("number", "reason")
"""What has one answer: what is quoted beside it seldom answers too (docs/choices.md)."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A run of sentences chosen for the answer. The score is the chance that it answers; `leads` is the
    sentence before it, if it cannot be understood alone; `side` is the side it takes, if one was asked for.
    """

    scored: Scored
    statement: Statement
    run: Run
    leads: Span | None = None
    side: Side | None = None


def unfit_for(query: Query) -> Unfit:
    """Not quoted: thanks, unless thanks are asked for, sentences that do not tell of the vote or attribute
    asked for or that name another resolution, and, but in a list, those that only announce a topic."""
    thanks, attribute = asks_for_thanks(query.question), query.attribute
    listed = query.asks.scope == "all" and not query.overview
    side = query.asks.side
    numbered = wanted(query.question)

    def unfit(sentence: str, header: str) -> bool:
        if MARK.search(sentence) or (not thanks and is_thanks(sentence)):
            return True
        if names_others(numbered, sentence) or (not listed and announces(sentence)):
            return True
        if attribute is not None and not names(attribute, sentence, header):
            return True
        return side is not None and not fits(side, sentence)

    return unfit


def turned(one: Weighed, query: Query) -> bool:
    """Does the reader think that the sentence says the opposite? That must be likelier than not or, if a side
    is asked for, likelier than that it answers; then a sentence that was not read counts as opposite too."""
    asked = query.asks.side is not None and not query.asks.side.votes
    if one.read is None:
        return asked
    return one.read.otherwise > (one.read.answers if asked else 0.0)


def demanding(query: Query) -> bool:
    """May what is asked for stand far below the nearest passages?"""
    asks = query.asks
    return query.attribute is not None or bool(asks.side or asks.order) or bool(wanted(query.question))


def asked_for(query: Query) -> Asked:
    """Words that a speaker reads out from others are quoted only if the question asks for them."""
    return lambda quoted: asks_for_quoted(query.question, quoted.whose)


def quotable(weighed: Iterable[Weighed], unfit: Unfit, asked: Asked) -> Iterator[Weighed]:
    """The sentences that may be quoted, in the order given; a passage's quoted words are looked for only
    once."""
    unfit_of: dict[int, Callable[[int], bool]] = {}
    for one in weighed:
        row = one.scored.row
        if row not in unfit_of:
            unfit_of[row] = unfit_at(one.statement, one.pieces.sentences, unfit, asked)
        if not unfit_of[row](one.at):
            yield one


def once(weighed: Iterable[Weighed]) -> Iterator[Weighed]:
    """Keeps only the first of several sentences with the same words."""
    seen: set[str] = set()
    for one in weighed:
        words = fold_letters(one.span.of(one.statement.text))
        if words and words not in seen:
            seen.add(words)
            yield one


def alone(weighed: Sequence[Weighed], query: Query, share: float) -> Sequence[Weighed]:
    """The one sentence that may be quoted where a number or a reason is asked for (a number's of at least
    this share of the first one's chance, if one holds a figure; none where a number is surely wanted and no
    amount is told); otherwise all."""
    if query.asks.wants not in ALONE:
        return weighed
    if query.asks.wants != "number":
        return weighed[:1]
    near = [one for one in weighed if one.chance >= share * weighed[0].chance]
    told = [one for one in near if holds_figure(one.pieces.texts[one.at], query.question)]
    if told:
        return told[:1]
    some = not wants_number(query) or any(holds_amount(one.pieces.texts[one.at]) for one in near)
    return weighed[:1] if some else ()


def unpraised(kept: Sequence[Weighed], query: Query) -> list[Weighed]:
    """The first, and of the others those that do not merely praise, unless praise is asked for."""
    if asks_for_thanks(query.question):
        return list(kept)
    return [*kept[:1], *(one for one in kept[1:] if not praises(one.pieces.texts[one.at]))]


def likeliest(weighed: Iterable[Weighed], further: Sequence[float], share: float) -> list[Weighed]:
    """The first sentence, and those after it whose chance is at least that of their place in `further` and a
    `share` of the first one's."""
    every = iter(weighed)
    kept = list(islice(every, 1))
    for least, one in zip(further, every, strict=False):
        if one.chance < max(least, share * kept[0].chance):
            break
        kept.append(one)
    return kept


def with_reasons(kept: Sequence[Weighed], fit: Iterable[Weighed], query: Query) -> list[Weighed]:
    """Where a reason is asked for, a sentence that concludes ("We therefore voted ...") brings the one before
    it, which has the reason."""
    if query.asks.wants != "reason":
        return list(kept)
    concluding = [one for one in kept if CONCLUDES_FROM.shown(one.pieces.texts[one.at])]
    before = {(one.scored.row, one.at - 1) for one in concluding if not one.pieces.broken[one.at]}
    had = {(one.scored.row, one.at) for one in kept}
    return [*kept, *(one for one in fit if (one.scored.row, one.at) in before - had)]


def by_date(weighed: Iterable[Weighed], order: Order, least: float, share: float, most: int) -> list[Quoted]:
    """Of each statement its likeliest sentence, of those near enough to the first, in the order asked for;
    what has no date comes last."""
    each: dict[str, Weighed] = {}
    best = 0.0
    for one in weighed:
        best = max(best, one.chance)
        if one.chance >= max(least, share * best):
            each.setdefault(one.statement.ref.id, one)
    dated = in_time(each.values(), lambda one: one.statement.ref.date, latest=order == "latest")
    return [quoted([one]) for one in dated[:most]]


def runs_of(kept: Sequence[Weighed]) -> list[Quoted]:
    """Joins neighbouring sentences of one paragraph into runs, ordered by their likeliest sentence."""
    runs: list[list[Weighed]] = []
    for one in sorted(kept, key=lambda one: (one.scored.row, one.at)):
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return sorted(map(quoted, runs), key=lambda run: -run.run.score)


def _follows(last: Weighed, one: Weighed) -> bool:
    same = last.scored.row == one.scored.row
    return same and last.at + 1 == one.at and not one.pieces.broken[one.at]


def quoted(run: Sequence[Weighed], side: Side | None = None) -> Quoted:
    """Neighbours as one quotation; it counts as another's words only if all of its sentences are."""
    first, last = run[0], run[-1]
    reported = all(one.pieces.reported(one.at) for one in run)
    score = max(one.chance for one in run)
    whole = Run(Span(first.span.start, last.span.end), score, reported)
    lead = None if first.lead is None else first.pieces.sentences[first.lead]
    return Quoted(first.scored, first.statement, whole, lead, side)
