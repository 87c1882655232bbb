"""What the reader finds of a list's sentences: sentences in, each with the chance that it belongs on the list
out.

A sentence is read, in the speaker's own words, against the question as it stands: quickly first, and by the
larger reader where it may belong on the list. Only for mentions is it first read under its header. Where a
side is asked for, it is read for the bare issue as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from rag.answer.focus import Focus, Focuser
from rag.answer.kept import is_bare, of_the_thing
from rag.answer.list_figures import (
    CLAIM_FIGURES,
    FIGURES,
    Figured,
    claim_figures,
    mention_figures,
    reader_odds,
)
from rag.answer.listing import CLAIMS, MENTIONS, REWORDED, SIDES, Listed, Wording
from rag.answer.logistic import Logistic, read_logistic
from rag.answer.narrow import best_met, of_whole_topic
from rag.answer.on_topic import on_the_topic
from rag.answer.owned import as_read, words_of
from rag.answer.read_again import leaning, likeliest, worth_reading
from rag.answer.reworded import apart, as_worded, in_its_words, puts_otherwise
from rag.answer.side_taken import (
    PERHAPS_OF_SIDE,
    SURE_OF_SIDE,
    in_scope,
    on_side,
    plainness,
    turned,
    undecided,
    with_side,
)
from rag.answer.weigh import Weighed, Weigher
from rag.discourse.ending import speaks_of_an_end
from rag.model import Side
from rag.question.claim import claim_of
from rag.reader.careful import for_a_list
from rag.reader.reading import Answering, Reader

SURE, PERHAPS = 0.4, 0.25
"""Chance that a sentence answers from which its statement is on the list, and is named apart."""
SURE_OF_CLAIM = 0.45
"""The same as the first for who says what is asked, which is harder to tell than who speaks of a topic."""
CONTESTING = 0.25
"""By how much likelier the other side must be on the bare topic."""
AGAIN = {MENTIONS: "mentions_twice", REWORDED: "mentions_reworded_twice", CLAIMS: "claims_twice"}
"""The models for what both readers read."""
MENTIONING = (MENTIONS, REWORDED)
MODELS = {
    MENTIONS: FIGURES,
    AGAIN[MENTIONS]: FIGURES,
    REWORDED: FIGURES,
    AGAIN[REWORDED]: FIGURES,
    CLAIMS: CLAIM_FIGURES,
    AGAIN[CLAIMS]: CLAIM_FIGURES,
}
"""The fitted models and the figures that each looks at. Of sides the reader's own chances tell more than a
model fitted on a few issues."""
LIMITS = {
    MENTIONS: (SURE, PERHAPS),
    SIDES: (SURE_OF_SIDE, PERHAPS_OF_SIDE),
    CLAIMS: (SURE_OF_CLAIM, PERHAPS),
}
"""Chances from which a statement is on the list, and is named apart."""
LIMITS_OF_DEBATE = {**LIMITS, CLAIMS: (0.25, 0.15)}
"""The same in one debate, where everybody speaks of one thing and little is only near it (docs/choices.md);
what is known of sides there stands in `side_taken.py`."""
PLAIN = {MENTIONS: 2.0, SIDES: 0.7}
"""Chance from which a sentence may put a narrow topic in other words than those found nearest to it; of
mentions none does."""
Judge = Callable[[Sequence[Weighed]], list[Listed]]
"""Gives each sentence its chances, in order; all sentences of a statement are given at once."""


class ListJudge:
    """Judges sentences found for a list."""

    def __init__(self, weigher: Weigher, reader: Reader, focuser: Focuser) -> None:
        self._weigher, self._reader, self._focuser = weigher, reader, focuser

    def of(self, wording: Wording, every: Sequence[Weighed], kind: str, asked: Side | None) -> Judge:
        """The judge of one wording of the question, for which `every` sentence was found. Where they put a
        term in other words than its own, nobody is surely on the list."""
        judge = self._judge(wording, every, kind, asked)
        if not puts_otherwise(wording.topic, every):
            return judge
        limits = limits_of(kind, bool(wording.ranking.debate))
        return lambda some: apart(judge(some), *limits)

    def _judge(self, wording: Wording, every: Sequence[Weighed], kind: str, asked: Side | None) -> Judge:
        focus, kind = self.focus(wording, kind), as_worded(kind, wording.topic, every)
        if kind in (CLAIMS, REWORDED):
            return lambda some: self._twice(wording, focus, some, kind)
        best = best_met(wording.focus, every)
        plain = not wording.ranking.debate and in_its_words(wording.topic, every)

        def judge(some: Sequence[Weighed]) -> list[Listed]:
            if asked is None:
                told = self._twice(wording, focus, some, kind)
            else:
                told = self._sided(wording, focus, asked, some, plain)
            return of_whole_topic(wording.focus, told, best, *LIMITS[kind], PLAIN[kind])

        return judge

    def contests(self, topic: str, one: Listed, asked: Side | None) -> bool:
        """Does it take the other side of the bare topic as surely as those on a list take theirs?"""
        (found,) = self._reader.stance(topic, [as_read(one.sentence, bare=True)])
        same, other = on_side(found, asked)
        return other - same >= CONTESTING

    def figured_again(
        self, wording: Wording, sentences: Sequence[Weighed], first: Sequence[Figured], kind: str
    ) -> list[Figured]:
        """The same with what both readers find, of mentions too without the header."""
        bare = [as_read(one, bare=True) for one in sentences]
        if kind in MENTIONING:
            read = self._reader.read(wording.question, bare)
        else:
            read = self._reader.again(wording.question, bare, [one.read for one in first])
        return [one.with_read(of) for one, of in zip(first, read, strict=True)]

    def figured(
        self, wording: Wording, focus: Focus, sentences: Sequence[Weighed], kind: str
    ) -> list[Figured]:
        """What the small reader finds of each sentence, and the figures of the model of this kind."""
        passages = [as_read(one, bare=kind not in MENTIONING) for one in sentences]
        read = self._reader.skim(wording.question, passages)
        if kind in MENTIONING:
            about = [mention_figures(one) for one in sentences]
        else:
            about = [claim_figures(focus, one, self._weigher) for one in sentences]
        return [
            Figured(of, (*told, *reader_odds(of.sentences[-1]))) for of, told in zip(read, about, strict=True)
        ]

    def focus(self, wording: Wording, kind: str) -> Focus:
        """What the claim is about; for mentions the topic."""
        if kind in MENTIONING:
            return wording.focus
        ranking = wording.ranking
        return self._focuser.focus_on(claim_of(wording.question).text, ranking.snapshot, ranking.mask)

    def _twice(self, wording: Wording, focus: Focus, sentences: Sequence[Weighed], kind: str) -> list[Listed]:
        """Each one with the chance that it speaks of the topic, or says what is asked. What may come on the
        list and does not hold the topic in so many words is read by the larger reader too, where there is
        one."""
        first = self.figured(wording, focus, sentences, kind)
        told = listed(sentences, first, kind)
        places = likeliest(told, kind, wording.ranking.debate)
        for at, (_, one) in self._read_again(wording, told, first, places, kind).items():
            told[at] = one
        return told

    def _mentions(self, wording: Wording, sentences: Sequence[Weighed]) -> list[Listed]:
        """The same for a wording that asks who speaks of the topic."""
        return self._twice(wording, wording.focus, sentences, MENTIONS)

    def _read_again(
        self,
        wording: Wording,
        told: Sequence[Listed],
        first: Sequence[Figured],
        places: Sequence[int],
        kind: str,
    ) -> dict[int, tuple[Answering, Listed]]:
        """What the larger reader finds at these places, and the chance from that; the same as before where
        there is none."""
        some = [told[at].sentence for at in places]
        again = self.figured_again(wording, some, [first[at] for at in places], kind)
        return {
            at: (more.found, one if more.found != first[at].found else told[at])
            for at, more, one in zip(places, again, listed(some, again, AGAIN[kind]), strict=True)
        }

    def _sided(
        self, wording: Wording, focus: Focus, asked: Side, sentences: Sequence[Weighed], plain: bool
    ) -> list[Listed]:
        """Each one with the chance that its speaker takes the side asked for, or how far it says otherwise.
        What may answer, and the likeliest of each statement, is read again for the issue, and where that
        leaves it open for the question; of others both quick readings must say otherwise. Where the record
        speaks of the topic in `plain` words, it must do so itself, and of a bare one who wants to keep or to
        end the thing is asked as well."""
        topic, debate = wording.topic, wording.ranking.debate
        bare = [as_read(one, bare=True) for one in sentences]
        first = self.figured(wording, focus, sentences, CLAIMS)
        answers = listed(sentences, first, CLAIMS)
        sided = leaning(
            answers, first, asked, debate, lambda some: self._reader.leaning(topic, [bare[at] for at in some])
        )
        again = worth_reading(answers, first, sided, asked, debate)
        careful = self._reader.stance(topic, [bare[at] for at in again], [sided[at] for at in again])
        both = {at: for_a_list(sided[at], side) for at, side in zip(again, careful, strict=True)}
        sides = {at: on_side(side, asked) for at, side in {**sided, **both}.items()}
        told = [
            Listed(one, 0.0, min(of.found.otherwise, turned(of.found, *sides.get(at, (0.0, 0.0)))))
            for at, (one, of) in enumerate(zip(sentences, first, strict=True))
        ]
        wanted = [at for at in again if undecided(*sides[at])]
        read = self._read_again(wording, answers, first, wanted, CLAIMS)
        chances = []
        for at, (_, one) in read.items():
            ends = asked == "for" and speaks_of_an_end(topic, words_of(one.sentence))
            chance = 0.0 if ends else with_side(one.chance - one.otherwise, *sides[at])
            chances.append(in_scope(one.sentence, chance, debate))
        if plain and is_bare(topic):
            chances = of_the_thing(topic, asked, chances, [bare[at] for at in read], self._reader)
        if plain:
            takers = [one.sentence for _, one in read.values()]
            chances = on_the_topic(wording, takers, chances, sentences, self._mentions)
        for (at, (found, one)), chance in zip(read.items(), chances, strict=True):
            how = plainness(one.chance - one.otherwise, *sides[at])
            told[at] = Listed(one.sentence, chance, turned(found, *sides[at]), plainness=how)
        return told


def limits_of(kind: str, debate: bool) -> tuple[float, float]:
    """Chances from which a statement is on a list of this kind, and is named apart."""
    return (LIMITS_OF_DEBATE if debate else LIMITS)[kind]


def listed(sentences: Sequence[Weighed], figured: Sequence[Figured], model: str) -> list[Listed]:
    """Each sentence with the chance that it answers, according to this model."""
    if not sentences:
        return []
    chances = listing_model(model).chances(np.array([one.figures for one in figured])).tolist()
    return [
        Listed(one, chance, of.found.otherwise if of.found.otherwise > of.found.answers else 0.0)
        for one, chance, of in zip(sentences, chances, figured, strict=True)
    ]


@cache
def listing_model(name: str) -> Logistic:
    """The packaged model for questions of this kind."""
    return read_logistic("answering.tsv", MODELS[name], name)
