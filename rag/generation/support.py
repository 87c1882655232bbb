"""How far the cited sentences carry the words of a claim, and what a fitted model makes of all evidence.

In: a claim, what it cites, what the checks of meaning found and, where models are at hand, how they read it.
Out: figures by name, and how likely the claim is held (`data/checking_weights.tsv`, fitted by
`rag/evaluation/train_checking.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from math import log1p

import numpy as np

from index.tables import rows_of
from index.text.lexicon import CARDINALS, MONTHS, SAYING
from rag.answer.logistic import Logistic, read_logistic
from rag.generation.claim import Wording
from rag.generation.model import Cited
from rag.generation.names import belonging
from rag.generation.reading import READ, ReadFigures
from rag.generation.thesaurus import related
from rag.generation.words import phrases, words_of

TABLE = "checking_weights.tsv"
MEANINGS = ("copied", "meaning", "acts", "quantifiers", "relations", "tense", "roles")
"""The checks of meaning by name."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Of the claim's terms, without those that belong to the statement or only tell that something was said.

    `same`, `alike`: shares that the record has, in that word or another of its meaning; `lacking`: logarithm
    of how many it lacks; `back`: share of the record's terms that the claim has; `found`: 1 where a check
    found something; `found_close`: the share `same` where one did, for it tells more where words are copied;
    `none`: 1 where the record has none of them, as of a sentence about the passages instead of what they say.
    """

    same: float
    alike: float
    lacking: float
    back: float
    found: float
    found_close: float
    none: float

    @property
    def decides(self) -> bool:
        """Is something found although the record lacks one term at most? That decides without weighing: of
        the rows seen where it is so, six are false for each true one."""
        return self.found > 0 and self.lacking <= log1p(1)


WORDS = (*MEANINGS, *(field.name for field in fields(Carried)))
"""The figures of words, in order; those of models follow them."""
MODELS = {"words": WORDS, "read": (*WORDS, *READ)}
"""The fitted models, each with its figures."""


def carried(claim: Wording, cited: Sequence[Cited], found: bool) -> Carried:
    known = {stem for one in cited for stem in Wording.of(belonging(one.ref)).all_stems}
    frame = {claim.stems[at] for at, word in enumerate(claim.folded) if word in frame_words()}
    own = claim.all_stems - known - frame
    record = {stem for one in cited for stem in Wording.of(one.text).all_stems}
    alike = {stem for stem in own - record if any(related(stem, other) for other in record)}
    told = {stem for stem in record if any(related(stem, other) for other in claim.all_stems)}
    same = len(own & record) / len(own) if own else 1.0  # who said nothing of its own says nothing false
    return Carried(
        same=same,
        alike=len(alike) / max(1, len(own)),
        lacking=log1p(len(own - record - alike)),
        back=len(told) / max(1, len(record)),
        found=float(found),
        found_close=same if found else 0.0,
        none=float(bool(own) and not own & record),
    )


def figures_of(found: Collection[str], words: Carried, read: ReadFigures | None) -> tuple[float, ...]:
    """The values of `WORDS` and, where models read the claim, of `READ`; `found` names checks of meaning."""
    flags = (float(name in found) for name in MEANINGS)
    return (*flags, *astuple(words), *(astuple(read) if read is not None else ()))


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely a claim is held, and whether that is enough."""

    chance: float
    held: bool


def weigh(figures: Sequence[float]) -> Weighed:
    """By the model that has these figures."""
    name = "words" if len(figures) == len(WORDS) else "read"
    chance = float(_model(name).chances(np.array([figures]))[0])
    return Weighed(chance, chance >= _least(name))


@cache
def _model(name: str) -> Logistic:
    return read_logistic(TABLE, MODELS[name], name)


@cache
def _least(name: str) -> float:
    rows = rows_of("rag", TABLE)
    return next(float(row["weight"]) for row in rows if (row["model"], row["name"]) == (name, "threshold"))


@cache
def frame_words() -> frozenset[str]:
    """Words by which a writer tells who said it and when, and numbers, which `figures` looks at."""
    numbers = CARDINALS.keys() | {word for row in phrases("measure") for word in row.split()}
    return SAYING | words_of("view") | numbers | {month.lower() for month in MONTHS}
