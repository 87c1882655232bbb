"""Lists every statement that answers a question about all delegations, or about our own record: a ranking of
everything under the filters in, a list out.

The ranking holds the passages with most of the topic's words and those nearest in meaning. Each sentence is
weighed; the likeliest few of each statement, in the speaker's own words, are read against the question as it
is given, or asked whether their speaker says so; a statement is on the list, surely, perhaps, or not. Where
more sentences are likely than are read, the listing says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import numpy as np

from index.process.deadline import look
from index.process.progress import tell
from rag.answer.claims import CLAIM_FIGURES, claim_figures
from rag.answer.focus import Focuser
from rag.answer.listing import Listed, Listing, Wording, by_delegation
from rag.answer.logistic import Logistic, read_logistic
from rag.answer.narrow import of_whole_topic
from rag.answer.owned import as_read, owned, phrase_asked, words_of
from rag.answer.readings import Readings, log_odds
from rag.answer.side_taken import (
    NOTHING,
    PERHAPS_OF_SIDE,
    SETTLED,
    SURE_OF_SIDE,
    on_side,
    promise,
    with_side,
)
from rag.answer.weigh import Weighed, Weigher
from rag.discourse.ending import speaks_of_an_end
from rag.model import Side
from rag.question.claim import claim_of
from rag.ranking.each import first_of_each
from rag.reader.reading import Answering, Read, Reader

LIKELY = 0.1
"""Chance that a sentence speaks of the topic from which it is read."""
SURE, PERHAPS = 0.5, 0.25
"""Chance that a sentence answers from which its statement is on the list, and is named apart."""
SURE_OF_CLAIM = 0.55
"""The same as the first for who says what is asked, which is harder to tell than who speaks of a topic."""
TURNED, CONTESTED = 0.6, 0.7
"""The reader's chance that a sentence says otherwise, rather than answers, from which its statement is off
the list, and from which an empty list says who does."""
FEW, MOST, AT_ONCE = 3, 400, 40
"""Sentences read of a statement, of all, and between two looks at whether anybody still waits."""
FIGURES = ("speaks", "around", "focus", "answers", "otherwise")
"""What tells whether a sentence answers: that it speaks of the topic, as log odds; the share of the topic's
rarity that it holds with its neighbours, and how far its tokens agree; what the reader says, as log odds."""
MENTIONS, SIDES, CLAIMS = "mentions", "sides", "claims"
"""What is listed: who spoke of it at all, who takes the side asked for, and who says what is asked."""
MODELS = {MENTIONS: FIGURES, CLAIMS: CLAIM_FIGURES}
"""The fitted models and the figures that each looks at. Of sides the reader's own chances tell more than a
model fitted on a few issues."""
LIMITS = {
    MENTIONS: (SURE, PERHAPS),
    SIDES: (SURE_OF_SIDE, PERHAPS_OF_SIDE),
    CLAIMS: (SURE_OF_CLAIM, PERHAPS),
}

Quotable = Callable[[Iterable[Weighed]], Iterator[Weighed]]
"""Keeps the sentences that may be quoted for the question, likeliest first."""


@dataclass(frozen=True, slots=True)
class Figured:
    """What the reader finds of a sentence, and the figures that its chance is made from."""

    found: Answering
    figures: tuple[float, ...]


class Lister:
    """Lists what was ranked."""

    def __init__(self, weigher: Weigher, reader: Reader, focuser: Focuser) -> None:
        self._weigher, self._reader, self._focuser = weigher, reader, focuser

    def listing(
        self, wordings: Sequence[Wording], quotable: Quotable, kind: str, asked: Side | None = None
    ) -> Listing:
        """Every statement with a sentence that answers in one of these wordings; `asked` is the side that an
        answer takes on the topic. A statement that says both is not on the list."""
        told, cut = self._of_all(wordings, quotable, kind, asked)
        by_statement: dict[str, list[Listed]] = {}
        for one in sorted(told, key=lambda one: -one.chance):
            by_statement.setdefault(one.sentence.scored.statement, []).append(one)
        sure, perhaps = [], []
        least, apart = LIMITS[kind]
        for some in by_statement.values():
            both = kind != MENTIONS and any(one.otherwise >= TURNED for one in some)
            if some[0].chance >= least and not both:
                sure.append(replace(some[0], side=asked))
            elif some[0].chance >= apart and not both:
                perhaps.append(replace(some[0], side=asked and "unclear"))
        turned = [one for one in told if one.otherwise >= CONTESTED] if asked and not sure else []
        turned.sort(key=lambda one: -one.otherwise)
        against = next((one for one in turned[:FEW] if self._contests(wordings[0].topic, one, asked)), None)
        return Listing(by_delegation(sure), by_delegation(perhaps), against, cut)

    def _of_all(
        self, wordings: Sequence[Wording], quotable: Quotable, kind: str, asked: Side | None
    ) -> tuple[list[Listed], bool]:
        """The sentences of all wordings, each as the wording that suits it best has it; are there more?"""
        told: dict[tuple[int, int], Listed] = {}
        cut = False
        for wording in wordings:
            likely = self.candidates(wording, quotable)
            cut = cut or len(likely) > MOST
            for one in self._told(wording, likely[:MOST], kind, asked):
                held = told.setdefault(one.place, one)
                if one.chance > held.chance:
                    told[one.place] = one
        return list(told.values()), cut

    def _contests(self, topic: str, one: Listed, asked: Side | None) -> bool:
        """Does it take the other side of the bare topic, as surely as those on a list take theirs?"""
        (found,) = self._reader.stance(topic, [as_read(one.sentence, bare=True)])
        same, other = on_side(found, asked)
        return other - same >= 2 * SURE_OF_SIDE - 1

    def _told(
        self, wording: Wording, sentences: Sequence[Weighed], kind: str, asked: Side | None
    ) -> list[Listed]:
        """Each sentence with its chances, for one wording of the question."""
        if asked is None:
            told = listed(sentences, self.figured(wording, sentences, kind), kind)
        else:
            read = self.read(wording.question, sentences, bare=True)
            told = list(self._sided(wording.topic, asked, zip(sentences, read, strict=True)))
        return told if kind == CLAIMS else of_whole_topic(wording.focus, told, *LIMITS[kind])

    def _sided(self, topic: str, asked: Side, read: Iterable[tuple[Weighed, Read]]) -> Iterator[Listed]:
        """Each one with the chance that its speaker takes the side asked for, or how far it says otherwise.
        The likeliest of each statement is read again where that may change what becomes of it; of others the
        question must say otherwise too."""
        given = list(read)
        bare = [as_read(one, bare=True) for one, _ in given]
        sided = self._reader.leaning(topic, bare)
        promises = [
            promise(found, first, asked, asked == "for" and speaks_of_an_end(topic, words_of(one)))
            for (one, found), first in zip(given, sided, strict=True)
        ]
        ranked = sorted(range(len(given)), key=lambda at: -promises[at])
        best = first_of_each(ranked, 1, lambda at: given[at][0].scored.statement)
        again = dict.fromkeys(at for at in best if NOTHING < promises[at] < SETTLED)
        careful = self._reader.stance(topic, [bare[at] for at in again], [sided[at] for at in again])
        for at, more in zip(again, careful, strict=True):
            sided[at] = more
        for at, (one, found) in enumerate(given):
            told = with_side(one, found, *on_side(sided[at], asked))
            if at not in again:
                told = replace(told, otherwise=min(told.otherwise, found.whole.otherwise))
            yield told if promises[at] > NOTHING else replace(told, chance=0.0)

    def candidates(self, wording: Wording, quotable: Quotable) -> list[Weighed]:
        """The sentences to read, likeliest to speak of the topic first; one more where there are others."""
        ranking = wording.ranking
        weighed = self._weigher.weigh(ranking.scored, ranking, wording.focus, Readings(), listed=True)
        likely = [one for one in weighed if one.chance >= LIKELY]
        phrase = phrase_asked(wording.topic, weighed)
        own = owned(wording, phrase, quotable(likely))
        return list(islice(first_of_each(own, FEW, lambda one: one.scored.statement), MOST + 1))

    def figured(self, wording: Wording, sentences: Sequence[Weighed], kind: str) -> list[Figured]:
        """What the reader finds of each sentence, and the figures of the model of this kind."""
        if kind == CLAIMS:
            return list(self._of_claim(wording, sentences))
        read = self.read(wording.question, sentences)
        return [
            Figured(found.whole, figures_of(one, found.whole))
            for one, found in zip(sentences, read, strict=True)
        ]

    def _of_claim(self, wording: Wording, sentences: Sequence[Weighed]) -> Iterator[Figured]:
        """The same for who says something: asked of the sentence whether its speaker does."""
        claim, ranking = claim_of(wording.question), wording.ranking
        focus = self._focuser.focus_on(claim.text, ranking.snapshot, ranking.mask)
        read = self.read(claim.put, sentences, bare=True)
        for one, found in zip(sentences, read, strict=True):
            own = found.sentences[-1]
            yield Figured(own, claim_figures(focus, one, own, self._weigher))

    def read(self, question: str, sentences: Sequence[Weighed], bare: bool = False) -> list[Read]:
        """Each as the reader reads it for the question as it was put, under its header or bare; told and
        stopped between a few."""
        read: list[Read] = []
        for first in range(0, len(sentences), AT_ONCE):
            look()
            some = [as_read(one, bare) for one in sentences[first : first + AT_ONCE]]
            read += self._reader.skim(question, some)
            tell(len(read), len(sentences))
        return read


def listed(sentences: Sequence[Weighed], figured: Sequence[Figured], model: str) -> list[Listed]:
    """Each with the chance that it answers, by this model."""
    if not sentences:
        return []
    chances = listing_model(model).chances(np.array([one.figures for one in figured])).tolist()
    return [
        Listed(one, chance, of.found.otherwise if of.found.otherwise > of.found.answers else 0.0)
        for one, chance, of in zip(sentences, chances, figured, strict=True)
    ]


def figures_of(one: Weighed, found: Answering) -> tuple[float, ...]:
    """Those of `FIGURES`."""
    about = (log_odds(one.chance), one.figures.around, one.figures.focus)
    return (*about, log_odds(found.answers), log_odds(found.otherwise))


@cache
def listing_model(name: str) -> Logistic:
    """The packaged model for questions of this kind."""
    return read_logistic("answering.tsv", MODELS[name], name)
