"""Does the record answer? What the question named but the record lacks, and how well the rest is supported.

A threshold on similarity would be close to guessing. The judge weighs `support.py` with a logistic model
fitted by `rag/evaluation/train_refusal.py` on questions with and without an answer (`data/refusal.tsv`);
anything the question named that the record does not hold is refused by name. docs/quality.md has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from index.tables import rows_of
from rag.answer.figures import wants_number
from rag.answer.focus import Focus
from rag.answer.logistic import Logistic, read_logistic
from rag.answer.readings import Contradiction, Readings
from rag.answer.support import SUPPORT, Assessor, Support
from rag.discourse.harm import no_side_on
from rag.model import RefusalReason
from rag.question.language import in_english
from rag.question.model import Query
from rag.question.topic import asks_of_nothing
from rag.ranking.retrieval import Ranking

NAMED = 3
"""Speakers or delegations named in a refusal."""
SIDES = {
    "silent": "Quotations show who spoke to something, not who did not; the nearest passages follow.",
    "abstained": "No sentence found tells of an abstention on this; the nearest passages follow.",
    "against": "No sentence found opposes this in so many words; the nearest passages follow.",
}
"""What to say when nobody is found on the side asked for."""
SAYS_OTHERWISE = "The record says otherwise: the first passage that follows contradicts the question."
NOTHING_ASKED = "The question names no topic, delegation, speaker or date; say what it is about."
CONTRADICTS = 0.6
"""The reader's chance of a contradiction from which the refusal mentions it."""


FEW_WORDS = 4
"""A topic of more words is a whole clause, of which one sentence seldom has every word."""
LEAST_MET, MEAN_MET = 0.5, 0.75
"""How far one sentence must meet each word of such a topic, or all by their rarity, for anybody to be listed:
below both only some of its words are on record, in other matters (docs/choices.md)."""


@dataclass(frozen=True, slots=True)
class Answerability:
    """A logistic model over the figures of `Support`, and the chance from which a question is answered."""

    model: Logistic
    threshold: float

    def probability(self, support: Support) -> float:
        """That the record answers, between 0 and 1."""
        return float(self.model.chances(np.array([support.values()]))[0])


@dataclass(frozen=True, slots=True)
class Verdict:
    """`confidence` that the record answers; `reason` and `message` are set when it is refused, and `against`
    shows where the record contradicts the question."""

    confidence: float
    reason: RefusalReason | None = None
    message: str = ""
    against: Contradiction | None = None


class Judge:
    """Answers or refuses, and says why."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor

    def at_once(self, query: Query, ranking: Ranking) -> Verdict | None:
        """Refuses a question that names what the record lacks, accepts one that asks for an overview; None if
        that depends on what is found."""
        if not ranking.snapshot.size:
            return Verdict(0.0, "empty_index", "The index is empty; add records with `onrecord add PATH`.")
        if query.problems:
            return Verdict(0.0, query.problems[0].reason, query.problems[0].message)
        if not ranking.passages:
            return Verdict(0.0, "empty_index", "No statement on record meets all these filters; widen them.")
        if query.asks.side is not None and query.asks.side.name == "silent":
            return Verdict(0.0, *nothing_found(query))
        if query.overview:
            return Verdict(1.0)
        named = query.interpreted.holders or query.interpreted.mentions or query.interpreted.recognised
        if query.filters.empty and not named and asks_of_nothing(query.question):
            return Verdict(0.0, "not_in_record", NOTHING_ASKED)
        return None

    def spoken_of(self, ranking: Ranking, focus: Focus) -> bool:
        """Can anybody have spoken of the topic itself, and not only of some of its few words? What is asked
        of one debate is read whole, and need not be met in its words."""
        content = [at for at, rare in enumerate(focus.rarity) if rare > 0]
        if ranking.debate or not 0 < len(content) <= FEW_WORDS:
            return True
        met = self._assessor.best_met(ranking, focus, content)
        return met.least >= LEAST_MET or met.mean >= MEAN_MET

    def judge(self, query: Query, ranking: Ranking, focus: Focus, readings: Readings) -> Verdict:
        """Decides by what the passages support."""
        model = fitted()
        confidence = model.probability(self._assessor.assess(query, ranking, focus, readings))
        if confidence >= model.threshold:
            return Verdict(confidence)
        said = readings.contradiction
        if said is not None and said.chance >= CONTRADICTS:
            return contradicted(confidence, said)
        return Verdict(confidence, *nothing_found(query))


def contradicted(confidence: float, said: Contradiction) -> Verdict:
    """The refusal that shows the contradicting sentence."""
    return Verdict(confidence, "says_otherwise", SAYS_OTHERWISE, said)


@cache
def fitted() -> Answerability:
    """The packaged model."""
    model = read_logistic("refusal.tsv", SUPPORT)
    threshold = next(row for row in rows_of("rag", "refusal.tsv") if row["name"] == "threshold")
    return Answerability(model, float(threshold["weight"]))


def on_harm(topic: str) -> tuple[RefusalReason, str]:
    """Reason and message where it is asked who is in favour of a harm."""
    return "not_in_record", f"{no_side_on(topic)} Ask who speaks of it, or who supports action on it."


def nothing_found(query: Query) -> tuple[RefusalReason, str]:
    """Reason and message for a question whose words the passages do not answer."""
    if not in_english(query.question):
        return "not_in_record", "Only questions in English are understood; the nearest passages follow."
    if query.asks.side is not None and query.asks.side.name != "for":
        return "not_in_record", SIDES[query.asks.side.name]
    delegations = tuple(delegation.name for delegation in query.interpreted.delegations)
    names = " or ".join((query.filters.speakers or delegations)[:NAMED])
    if names:
        return (
            "not_addressed",
            f"Nothing found in the statements of {names} answers this; the nearest passages follow.",
        )
    return "not_in_record", "Nothing found in the record answers this; the nearest passages follow."


def nothing_quoted(query: Query) -> tuple[RefusalReason, str]:
    """The same for a question that they may answer, but with no sentence that can be quoted."""
    if wants_number(query):
        return "missing_detail", "Nothing found tells the number asked for; the nearest passages follow."
    return nothing_found(query)
