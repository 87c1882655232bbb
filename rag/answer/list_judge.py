"""What the reader finds of a list's sentences: sentences in, each with the chance that it belongs on the list
out.

A sentence is read, in the speaker's own words, against the question as it is given, or it is asked whether
its speaker says so. Where a side is asked for it is read for the bare issue first, for the question only
where it may take a side, and both with most care where it is the likeliest of its statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from rag.answer.claims import CLAIM_FIGURES, claim_figures
from rag.answer.focus import Focus, Focuser
from rag.answer.listing import Listed, Wording
from rag.answer.logistic import Logistic, read_logistic
from rag.answer.narrow import best_met, of_whole_topic
from rag.answer.owned import as_read, words_of
from rag.answer.side_taken import (
    PERHAPS_OF_SIDE,
    SETTLED,
    SURE_OF_SIDE,
    WORTH,
    may_promise,
    on_side,
    promise,
    takes_side,
    with_side,
)
from rag.answer.weigh import Weighed, Weigher
from rag.discourse.ending import speaks_of_an_end
from rag.model import Side
from rag.question.claim import claim_of
from rag.ranking.each import first_of_each
from rag.reader.careful import SURELY_NEITHER, for_a_list
from rag.reader.reading import Answering, Read, Reader, ReadPassage, Sided, log_odds

SURE, PERHAPS = 0.5, 0.25
"""Chance that a sentence answers from which its statement is on the list, and is named apart."""
SURE_OF_CLAIM = 0.55
"""The same as the first for who says what is asked, which is harder to tell than who speaks of a topic."""
TURNED = 0.6
"""The reader's chance that a sentence says otherwise, rather than answers, from which its statement is off
the list."""
FIGURES = ("speaks", "around", "focus", "answers", "otherwise")
"""What tells whether a sentence answers: that it speaks of the topic, as log odds; the share of the topic's
rarity that it holds with its neighbours, and how far its tokens agree; what the reader says, as log odds."""
MENTIONS, SIDES, CLAIMS = "mentions", "sides", "claims"
"""What is listed: who spoke of it at all, who takes the side asked for, and who says what is asked."""
CLAIMS_TWICE = "claims_twice"
"""The model for claims that both readers read."""
TWICE = 0.2
"""Chance that a sentence says what is asked from which the larger reader reads it too: below it, none came
near a list (docs/choices.md)."""
MODELS = {MENTIONS: FIGURES, CLAIMS: CLAIM_FIGURES, CLAIMS_TWICE: CLAIM_FIGURES}
"""The fitted models and the figures that each looks at. Of sides the reader's own chances tell more than a
model fitted on a few issues."""
LIMITS = {
    MENTIONS: (SURE, PERHAPS),
    SIDES: (SURE_OF_SIDE, PERHAPS_OF_SIDE),
    CLAIMS: (SURE_OF_CLAIM, PERHAPS),
}
PLAIN = {MENTIONS: 2.0, SIDES: 0.7}
"""Chance from which a sentence may put a narrow topic in other words than those found nearest to it; of
mentions none does."""

Reading = Callable[[str, Sequence[ReadPassage]], list[Read]]
"""Reads passages for a question, once or with more care."""
Judge = Callable[[Sequence[Weighed]], list[Listed]]
"""Gives each sentence its chances, in order; all sentences of a statement are given at once."""


@dataclass(frozen=True, slots=True)
class Figured:
    """What the reader finds of a sentence, and the figures that its chance is made from."""

    found: Answering
    figures: tuple[float, ...]


class ListJudge:
    """Judges sentences found for a list."""

    def __init__(self, weigher: Weigher, reader: Reader, focuser: Focuser) -> None:
        self._weigher, self._reader, self._focuser = weigher, reader, focuser

    def of(self, wording: Wording, every: Sequence[Weighed], kind: str, asked: Side | None) -> Judge:
        """The judge of one wording of the question, for which `every` sentence was found."""
        if kind == CLAIMS:
            focus = self._claim_focus(wording)
            return lambda some: self._claimed(wording, focus, some)
        best = best_met(wording.focus, every)

        def judge(some: Sequence[Weighed]) -> list[Listed]:
            if asked is None:
                told = listed(some, self._of_mention(wording, some), kind)
            else:
                told = self._sided(wording, asked, some)
            return of_whole_topic(wording.focus, told, best, *LIMITS[kind], PLAIN[kind])

        return judge

    def contests(self, topic: str, one: Listed, asked: Side | None) -> bool:
        """Does it take the other side of the bare topic as surely as those on a list take theirs?"""
        (found,) = self._reader.stance(topic, [as_read(one.sentence, bare=True)])
        same, other = on_side(found, asked)
        return other - same >= 2 * SURE_OF_SIDE - 1

    def figured(self, wording: Wording, sentences: Sequence[Weighed], kind: str) -> list[Figured]:
        """What the reader finds of each sentence, and the figures of the model of this kind."""
        if kind == MENTIONS:
            return self._of_mention(wording, sentences)
        read = self._reader.skim if kind == CLAIMS else self._reader.read
        return self._of_claim(wording, self._claim_focus(wording), sentences, read)

    def _of_mention(self, wording: Wording, sentences: Sequence[Weighed]) -> list[Figured]:
        read = self._reader.skim(wording.question, [as_read(one, bare=False) for one in sentences])
        return [
            Figured(found.whole, figures_of(one, found.whole))
            for one, found in zip(sentences, read, strict=True)
        ]

    def _claim_focus(self, wording: Wording) -> Focus:
        """What the claim is about."""
        ranking = wording.ranking
        return self._focuser.focus_on(claim_of(wording.question).text, ranking.snapshot, ranking.mask)

    def _claimed(self, wording: Wording, focus: Focus, sentences: Sequence[Weighed]) -> list[Listed]:
        """Each one with the chance that its speaker says what is asked. What may come on the list is read by
        the larger reader too, where there is one."""
        first = self._of_claim(wording, focus, sentences, self._reader.skim)
        told = listed(sentences, first, CLAIMS)
        places = [at for at, one in enumerate(told) if one.chance >= TWICE]
        again = [sentences[at] for at in places]
        second = self._of_claim(wording, focus, again, self._reader.read)
        for at, more, one in zip(places, second, listed(again, second, CLAIMS_TWICE), strict=True):
            if more.found != first[at].found:
                told[at] = one
        return told

    def _of_claim(
        self, wording: Wording, focus: Focus, sentences: Sequence[Weighed], read: Reading
    ) -> list[Figured]:
        """What the reader finds when each sentence is asked whether its speaker says so, with its
        figures."""
        found = read(claim_of(wording.question).put, [as_read(one, bare=True) for one in sentences])
        own = [one.sentences[-1] for one in found]
        return [
            Figured(of, claim_figures(focus, one, of, self._weigher))
            for one, of in zip(sentences, own, strict=True)
        ]

    def _sided(self, wording: Wording, asked: Side, sentences: Sequence[Weighed]) -> list[Listed]:
        """Each one with the chance that its speaker takes the side asked for, or how far it says otherwise.
        The likeliest of each statement is read again, for the issue and for the question; of others the
        question must say otherwise too."""
        topic, bare = wording.topic, [as_read(one, bare=True) for one in sentences]
        first = self._reader.leaning(topic, bare)
        places = [at for at, one in enumerate(first) if one.whole.neither < SURELY_NEITHER]
        found = self._reader.skim(wording.question, [bare[at] for at in places])
        read = dict(zip(places, found, strict=True))
        again = self._worth_reading(sentences, read, first, asked)
        careful = self._reader.stance(topic, [bare[at] for at in again], [first[at] for at in again])
        more = {at: for_a_list(first[at], one) for at, one in zip(again, careful, strict=True)}
        sided = dict(enumerate(first)) | more
        taken = [at for at in again if takes_side(sided[at], asked)]
        read |= zip(taken, self._reader.read(wording.question, [bare[at] for at in taken]), strict=True)
        told = [Listed(one, 0.0, 0.0) for one in sentences]
        for at in places:
            one = with_side(sentences[at], read[at], *on_side(sided[at], asked))
            if at not in again:
                one = replace(one, otherwise=min(one.otherwise, read[at].whole.otherwise))
            takes = takes_side(first[at], asked) or takes_side(sided[at], asked)
            ends = asked == "for" and speaks_of_an_end(topic, words_of(sentences[at]))
            told[at] = one if takes and not ends else replace(one, chance=0.0)
        return told

    def _worth_reading(
        self,
        sentences: Sequence[Weighed],
        read: Mapping[int, Read],
        first: Sequence[Sided],
        asked: Side,
    ) -> list[int]:
        """The place of the sentence of each statement that is likeliest to take the side, where it may and is
        not settled."""
        likely = {at: may_promise(sentences[at], one, first[at], asked) for at, one in read.items()}
        ranked = sorted(likely, key=lambda at: -likely[at])
        best = first_of_each(ranked, 1, lambda at: sentences[at].scored.statement)
        return [at for at in best if likely[at] >= WORTH and promise(read[at], first[at], asked) < SETTLED]


def listed(sentences: Sequence[Weighed], figured: Sequence[Figured], model: str) -> list[Listed]:
    """Each sentence with the chance that it answers, according to this model."""
    if not sentences:
        return []
    chances = listing_model(model).chances(np.array([one.figures for one in figured])).tolist()
    return [
        Listed(one, chance, of.found.otherwise if of.found.otherwise > of.found.answers else 0.0)
        for one, chance, of in zip(sentences, chances, figured, strict=True)
    ]


def figures_of(one: Weighed, found: Answering) -> tuple[float, ...]:
    """The values of `FIGURES` for one sentence."""
    about = (log_odds(one.chance), one.figures.around, one.figures.focus)
    return (*about, log_odds(found.answers), log_odds(found.otherwise))


@cache
def listing_model(name: str) -> Logistic:
    """The packaged model for questions of this kind."""
    return read_logistic("answering.tsv", MODELS[name], name)
