"""Question in, ranked passages out: fusion of late interaction, dense and lexical evidence.

Candidates come from the index by cosine and by BM25. Each is then scored by late interaction (for each
token of the question the best cosine with a token of the passage and its header; ColBERT, Khattab and
Zaharia 2020) and by what the question's rare words and preferences say. What each weight is worth
stands in docs/choices.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import EmbeddedQuery, Embedder, TokenCodes, Vector
from index.embedding.token_codec import unit
from index.model import Filters
from index.search.candidates import Candidates, Searcher
from index.search.parts import Flags, best
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.store.rows import days_of
from index.text.terms import content_terms
from rag.model import Facets
from rag.question.model import Query
from rag.ranking.coverage import coverage
from rag.ranking.facets import count_facets, holding
from rag.ranking.late_interaction import Positions, late_interaction
from rag.ranking.weights import Depths, Weights

WEEK = 7
DEBATE = 40
"""Statements of one debate, at most."""
POINT = 0
"""The kind that argues, as numbered in `index.store.rows.KINDS`; the others are courtesies."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its evidence: row, statement, delegation code, score, and the score's parts."""

    row: int
    statement: str
    delegation: str | None
    score: float
    late: float
    dense: float
    lexical: float
    coverage: float
    codes: TokenCodes


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages best first, the vectors of the question, the passages allowed, and those looked at. `debate`
    are the statements of a meeting or of a few days, where that was asked for and they are as few as those of
    one debate; then all of their passages are here."""

    scored: tuple[Scored, ...]
    embedded: EmbeddedQuery
    snapshot: Snapshot
    allowed: Flags
    mask: Flags
    debate: frozenset[str] = frozenset()

    @property
    def passages(self) -> int:
        """How many passages satisfied the filters."""
        return int(self.mask.sum())

    @property
    def statements(self) -> int:
        """How many statements they stand in."""
        return int(self.snapshot.holders(self.mask).sum())


class Retriever:
    """Ranks the passages of the present snapshot for a question."""

    def __init__(
        self,
        searcher: Searcher,
        store: RecordStore,
        embedder: Embedder,
        weights: Weights | None = None,
        depths: Depths | None = None,
    ) -> None:
        self._searcher, self._store, self._embedder = searcher, store, embedder
        self._weights, self._depths = weights or Weights(), depths or Depths()

    def rank(self, query: Query, without: Sequence[str] = ()) -> Ranking:
        """Every candidate under the query's filters, best first, of copies one; statements in `without` are
        left out."""
        snapshot = self._searcher.snapshot()
        allowed = snapshot.mask(query.filters)
        if query.without:
            allowed &= ~snapshot.mask(Filters(delegations=query.without, procedural=True))
        if without:
            allowed &= ~snapshot.mask(Filters(statements=tuple(without), procedural=True))
        mask = snapshot.once(allowed)
        every = query.asks.scope == "all" and not query.overview
        whole = np.empty(0, np.int64)
        if every and (_is_short(query.filters) or query.filters.meetings):
            mask, whole = self._meant(snapshot, mask, query.filters)
        embedded = self._embedder.embed_query(query.topic if every and query.topic else query.question)
        if query.overview:
            return Ranking(self._central(snapshot, mask, query), embedded, snapshot, allowed, mask)
        terms = dict.fromkeys(content_terms(query.topic if every else query.text), 1.0)
        depths = self._depths
        found = self._searcher.candidates(
            snapshot,
            embedded.vector,
            terms,
            mask,
            depths.all if every else depths.one,
            np.union1d(self._with_most_words(snapshot, mask, query), whole) if every else None,
        )
        scored = self._scored(snapshot, found, embedded, terms, query)
        owners = np.unique(snapshot.owner[whole])
        debate = frozenset(snapshot.statements[at].id for at in owners if len(owners) <= DEBATE)
        return Ranking(scored, embedded, snapshot, allowed, mask, debate)

    def facets(self, query: Query, ranking: Ranking, name: Callable[[str], str]) -> Facets:
        """How the passages that hold the query's words under its filters are spread; `name` gives the name of
        a code."""
        about = "" if query.overview else query.topic or query.text
        terms = tuple(dict.fromkeys(content_terms(about)))
        known = self._store.term_ids(terms)
        flags = holding(ranking.snapshot, ranking.allowed, [known.get(term) for term in terms])
        words = tuple(dict.fromkeys(word for word in about.split() if content_terms(word)))
        return count_facets(ranking.snapshot, ranking.allowed, flags, words, name)

    def _scored(
        self,
        snapshot: Snapshot,
        found: Candidates,
        embedded: EmbeddedQuery,
        terms: Mapping[str, float],
        query: Query,
    ) -> tuple[Scored, ...]:
        codes = self._store.token_codes(snapshot.rows[found.positions].tolist())
        found = _still_there(found, snapshot, codes)
        around = self._weights.around if query.asks.scope == "one" else 0.0
        late = late_interaction(
            snapshot, found.positions, embedded.tokens, codes, around, self._store.token_codes
        )
        covered = coverage(snapshot.lexical, self._searcher.numbered(terms), len(terms), found.positions)
        w = self._weights
        score = (
            late
            + w.dense * found.dense
            + w.lexical * found.lexical / max(float(found.lexical.max(initial=0)), 1e-6)
            + w.courtesy * (snapshot.kinds[found.positions] != POINT)
            + w.preferred * _preferred(snapshot, found.positions, query)
        )
        return _in_order(snapshot, found, score, late, covered, codes)

    def _with_most_words(self, snapshot: Snapshot, mask: Flags, query: Query) -> Positions:
        """The masked passages that hold most of the topic's words, however distant their vectors."""
        terms = dict.fromkeys(content_terms(query.topic), 1.0)
        share = coverage(
            snapshot.lexical, self._searcher.numbered(terms), len(terms), np.arange(snapshot.size)
        )
        swept = np.flatnonzero(mask & (share >= self._depths.share))
        return swept[best(share[swept], self._depths.most)]

    def _meant(self, snapshot: Snapshot, mask: Flags, filters: Filters) -> tuple[Flags, Positions]:
        """Without what was perhaps said at another time, unless all of it was; and the passages surely meant,
        if they are few."""
        sure = mask & snapshot.columns.surely_within(filters)[snapshot.owner]
        meant = np.flatnonzero(sure)
        return (sure if len(meant) else mask), (meant if len(meant) <= self._depths.few else meant[:0])

    def _central(self, snapshot: Snapshot, mask: Flags, query: Query) -> tuple[Scored, ...]:
        """The points under the filter nearest to the mean of all of them: what was spoken about most; of our
        own record one of each statement, of the newest ones."""
        positions = np.flatnonzero(mask & (snapshot.kinds == POINT))
        if not len(positions):
            return ()
        near = snapshot.vectors.cosines(unit(snapshot.vectors.mean(positions)), positions)
        most = self._depths.all
        chosen = _of_newest(snapshot, positions, near)[:most] if query.own_record else best(near, most)
        none = np.zeros(len(chosen), np.float32)
        codes = self._store.token_codes(snapshot.rows[positions[chosen]].tolist())
        found = _still_there(Candidates(positions[chosen], near[chosen], none), snapshot, codes)
        return _in_order(snapshot, found, found.dense, found.dense, none, codes)


def _of_newest(snapshot: Snapshot, positions: Positions, near: Vector) -> Positions:
    """Places of the nearest passage of each statement, those of the newest statements first."""
    owners = snapshot.owner[positions]
    order = np.lexsort((-near, owners, -snapshot.columns.first_day[owners]))
    return order[np.sort(np.unique(owners[order], return_index=True)[1])]


def _is_short(filters: Filters) -> bool:
    """Do they name so few days of one month that what is dated by its month or year only was hardly said
    then, where others were?"""
    first, last = days_of(filters.since)[0], days_of(filters.until)[1]
    return 0 < first <= last < first + WEEK


def _in_order(
    snapshot: Snapshot,
    found: Candidates,
    score: Vector,
    late: Vector,
    covered: Vector,
    codes: Mapping[int, TokenCodes],
) -> tuple[Scored, ...]:
    """The candidates with their evidence, best first."""
    rows = snapshot.rows[found.positions]
    owners = [snapshot.statements[owner] for owner in snapshot.owner[found.positions]]
    return tuple(
        Scored(
            row=int(rows[i]),
            statement=owners[i].id,
            delegation=owners[i].delegation,
            score=float(score[i]),
            late=float(late[i]),
            dense=float(found.dense[i]),
            lexical=float(found.lexical[i]),
            coverage=float(covered[i]),
            codes=codes[int(rows[i])],
        )
        for i in np.lexsort((found.positions, -score))
    )


def _still_there(found: Candidates, snapshot: Snapshot, codes: Mapping[int, TokenCodes]) -> Candidates:
    """The candidates whose passages were not removed since the snapshot was taken."""
    there = np.array([int(row) in codes for row in snapshot.rows[found.positions]], np.bool_)
    return Candidates(found.positions[there], found.dense[there], found.lexical[there])


def _preferred(snapshot: Snapshot, positions: Positions, query: Query) -> npt.NDArray[np.int64]:
    """How many of the question's soft preferences each passage satisfies."""
    period = query.preferred_period
    wishes = (
        Filters(delegations=tuple(d.code for d in query.preferred), procedural=True),
        Filters(speakers=query.preferred_speakers, procedural=True),
        Filters(since=period.since, until=period.until, procedural=True) if period else Filters(),
    )
    met, owners = np.zeros(len(positions), np.int64), snapshot.owner[positions]
    for wish in wishes:
        if not wish.empty:
            met += snapshot.columns.satisfying(wish)[owners]
    return met
