"""How far the passages found hold what the question is about: word by word, in and out.

In: the question's content words, the passages ranked for it, the postings. Out: a few figures between 0
and 1 that the judge weighs. A word is supported by a passage as far as its best token there agrees with
it (late interaction); words that say nothing of the matter are left out (`data/vague.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.embedder import Embedder, Vector
from index.store import RecordStore
from index.terms import content_terms
from rag.question_model import Query
from rag.retrieval import Ranking, Scored

WORD = re.compile(r"\w+|[^\w\s]")
LOOKED_AT = 10
ANSWERING = 5
NAMED_IN = 3
WEAK = 0.6
"""Below this agreement a word counts as not there."""
NO_NAMES = 0.85
"""What a question without names scores for them: about the mean of answered ones."""


@dataclass(frozen=True, slots=True)
class Support:
    """`covered`: rarity-weighted agreement of the best passage; `names`: of the least supported name;
    `gone`: share of rarity in words no passage under the filter holds or resembles; `lead`: of the first
    passage over the mean of the first ten."""

    covered: float
    names: float
    gone: float
    lead: float

    def values(self) -> tuple[float, ...]:
        return (self.covered, self.names, self.gone, self.lead)


NOTHING = Support(0.0, 0.0, 1.0, 0.0)


class Assessor:
    """Measures the support of a ranking."""

    def __init__(self, embedder: Embedder, store: RecordStore) -> None:
        self._embedder, self._store = embedder, store

    def assess(self, query: Query, ranking: Ranking) -> Support:
        """The figures for a question and its ranking; nothing ranked is no support."""
        words = WORD.findall(query.topic) or WORD.findall(query.question)
        if not ranking.scored or not words:
            return NOTHING
        top = ranking.scored[:LOOKED_AT]
        agreement = self._agreement(query.topic or query.question, words, top)
        rarity, held = self._rarity(words, ranking)
        names = [at for at, word in enumerate(words) if rarity[at] > 0 and _is_name(word, at)]
        lates = [item.late for item in top]
        absent = (held == 0) & (agreement.max(axis=0) < WEAK)
        return Support(
            covered=float((agreement[:ANSWERING] @ rarity).max() / rarity.sum()),
            names=float(agreement[:NAMED_IN].max(axis=0)[names].min()) if names else NO_NAMES,
            gone=float(rarity[absent].sum() / rarity.sum()),
            lead=lates[0] - float(np.mean(lates)),
        )

    def _agreement(self, text: str, words: Sequence[str], top: Sequence[Scored]) -> Vector:
        """Per passage and word the mean of its tokens' best cosines, shape (passages, words)."""
        tokens = self._embedder.embed_query(text).tokens
        empty = self._embedder.count_tokens("")
        lengths = [self._embedder.count_tokens(word) - empty for word in words]
        owner = np.repeat(np.arange(len(words)), lengths)[: len(tokens)]
        shares = np.zeros((len(owner), len(words)), np.float32)
        shares[np.arange(len(owner)), owner] = 1
        shares /= np.maximum(shares.sum(axis=0), 1)
        bests = np.stack([_best_cosines(tokens[: len(owner)], item) for item in top])
        return bests @ shares

    def _rarity(self, words: Sequence[str], ranking: Ranking) -> tuple[Vector, npt.NDArray[np.int64]]:
        """Per word its rarity (0 for vague words) and the passages under the filter that hold it."""
        lexical, mask = ranking.snapshot.lexical, ranking.mask
        rarest = float(np.log1p((lexical.size + 0.5) / 0.5))
        terms = [content_terms(word) for word in words]
        numbers = self._store.term_ids({term for some in terms for term in some})
        rarity = np.zeros(len(words), np.float32)
        held = np.zeros(len(words), np.int64)
        for at, (word, some) in enumerate(zip(words, terms, strict=True)):
            known = [numbers[term] for term in some if term in numbers]
            held[at] = max((int(mask[lexical.holding(number)].sum()) for number in known), default=0)
            if some and word.casefold() not in vague_words():
                rarity[at] = max([lexical.idf(n) for n in known] + [rarest] * (len(known) < len(some)))
        if not rarity.any():
            rarity[:] = [float(bool(some)) for some in terms] if any(terms) else 1.0
        return rarity, held


@cache
def vague_words() -> frozenset[str]:
    """Words of questions that say nothing of the matter: frames, offices, measures, auxiliaries."""
    text = (files("rag") / "data" / "vague.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_name(word: str, at: int) -> bool:
    digits = any(map(str.isdigit, word))
    return digits or (word[:1].isupper() and (at > 0 or word.isupper()))


def _best_cosines(tokens: Vector, item: Scored) -> Vector:
    codes = item.codes.astype(np.float32)
    codes /= np.maximum(np.linalg.norm(codes, axis=1, keepdims=True), 1.0)
    best: Vector = (tokens @ codes.T).max(axis=1)
    return best
