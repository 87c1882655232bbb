"""The sentences of the record nearest to a point, delegation by delegation, best first.

In: an encoded point and a flag for each passage that may be looked at. Out: passages with the run of
sentences that speaks to the point. Passages are proposed by cosine and BM25, scored by late interaction, then
read sentence by sentence (`rag.answer.evidence`). Courtesies and procedure are never proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedder, TokenCodes, Vector
from index.embedding.token_codec import best_cosines
from index.model import StatementRef
from index.process.deadline import look
from index.search.candidates import Searcher
from index.search.parts import Flags, best
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from rag.position.passage_reader import Neighbour, PassageReader
from rag.position.query_encoder import EncodedQuery
from rag.ranking.coverage import coverage
from rag.ranking.each import delegation_of, first_of_each
from rag.ranking.hits import PassageLookup
from rag.ranking.retrieval import POINT, Scored
from rag.ranking.term_weights import contrast_weights, idf_weights

DENSE = 0.3
"""The weight of the cosine; that of late interaction is 1."""
LEXICAL = 0.1
"""The weight of BM25, relative to the best."""
CONTEXT = 0.3
"""The weight of late interaction with the passage around the point."""
AROUND = 0.3
"""The weight of the cosine with the passage around the point."""
DEBATE = 0.08
"""The weight of having been said in the same debate, or under the same agenda item, as the point."""
DEPTH = 400
"""Passages proposed by each kind of evidence."""
READ = 3
"""Passages of one delegation that are read sentence by sentence."""
MOST_READ = 120
"""Passages read in all."""


Places = Callable[[str], frozenset[str]]
"""Codes of the delegations that a text names."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Passages by their positions in a snapshot, with their token vectors."""

    positions: npt.NDArray[np.int64]
    codes: Sequence[TokenCodes]

    def bests(self, tokens: Vector) -> Vector:
        """Per passage and token the best cosine, shape (passages, tokens)."""
        if not self.codes:
            return np.empty((0, len(tokens)), np.float32)
        return best_cosines(tokens, self.codes)


class NeighbourFinder:
    """Finds passages that speak to a point in the present snapshot."""

    def __init__(
        self,
        searcher: Searcher,
        store: RecordStore,
        embedder: Embedder,
        lookup: PassageLookup,
        places: Places,
    ) -> None:
        self._searcher, self._store = searcher, store
        self._lookup, self._places, self._reader = lookup, places, PassageReader(embedder)

    def snapshot(self) -> Snapshot:
        return self._searcher.snapshot()

    def nearest(
        self, snapshot: Snapshot, encoded: EncodedQuery, allowed: Flags, read: int = READ
    ) -> tuple[Neighbour, ...]:
        """The passages nearest to a point, at most `read` of each delegation, best first."""
        found = self._held(snapshot, self._candidates(snapshot, encoded, allowed))
        bests = found.bests(encoded.tokens)
        weights = contrast_weights(bests)
        scored = self._scored(snapshot, encoded, found, bests @ weights, weigh=contrast_weights)
        return self._read_all(scored, encoded, weights, read, MOST_READ, own=False)

    def on_topic(
        self, snapshot: Snapshot, encoded: EncodedQuery, allowed: Flags, read: int
    ) -> tuple[Neighbour, ...]:
        """The passages that speak most to a topic, at most `read` of each delegation, best first."""
        found = self._candidates(snapshot, encoded, allowed)
        return self._weighed(snapshot, encoded, found, read, MOST_READ)

    def _candidates(self, snapshot: Snapshot, encoded: EncodedQuery, allowed: Flags) -> npt.NDArray[np.int64]:
        mask = allowed & (snapshot.kinds == POINT)
        terms = dict.fromkeys(encoded.terms, 1.0)
        vectors = [encoded.vector] if encoded.around is None else [encoded.vector, encoded.around]
        found = [self._searcher.candidates(snapshot, v, terms, mask, DEPTH).positions for v in vectors]
        return np.unique(np.concatenate(found))

    def proposed(
        self, snapshot: Snapshot, encoded: EncodedQuery, mask: Flags, depth: int
    ) -> npt.NDArray[np.int64]:
        """Positions of the masked passages best by cosine and by BM25; every one of them was looked at."""
        lexical = snapshot.lexical.scores(self._searcher.numbered(dict.fromkeys(encoded.terms, 1.0)))
        inside = np.flatnonzero(mask & (snapshot.kinds == POINT))
        near = snapshot.vectors.nearest(encoded.vector, inside, depth)
        return np.union1d(near, inside[best(lexical[inside], depth, above=0)])

    def looked_at(
        self, snapshot: Snapshot, encoded: EncodedQuery, said: Sequence[Flags], depth: int = 8
    ) -> tuple[tuple[int, tuple[Neighbour, ...]], ...]:
        """For each set of passages: how many statements it holds, all of them looked at, and its nearest
        passages."""
        proposed = [self.proposed(snapshot, encoded, own, depth) for own in said]
        positions = np.unique(np.concatenate([*proposed, np.empty(0, np.int64)])).astype(np.int64)
        neighbours = self._weighed(snapshot, encoded, positions, READ, READ * len(said))
        rows = [set(snapshot.rows[own].tolist()) for own in said]
        return tuple(
            (len(np.unique(snapshot.owner[own])), tuple(n for n in neighbours if n.scored.row in held))
            for own, held in zip(said, rows, strict=True)
        )

    def _weighed(
        self,
        snapshot: Snapshot,
        encoded: EncodedQuery,
        positions: npt.NDArray[np.int64],
        read: int,
        most: int,
    ) -> tuple[Neighbour, ...]:
        """The passages read with the weights of the topic's terms."""
        weights = idf_weights(encoded.words, encoded.tokens, snapshot, self._store)
        found = self._held(snapshot, positions)
        late = found.bests(encoded.tokens) @ weights
        scored = self._scored(snapshot, encoded, found, late, weigh=lambda _: weights)
        neighbours = self._read_all(scored, encoded, weights, read, most, own=True)
        named = self._places(encoded.text)
        return tuple(item if self._names(named, item) else replace(item, support=0.0) for item in neighbours)

    def _names(self, named: frozenset[str], neighbour: Neighbour) -> bool:
        """Does the statement name, or come from, a country that the topic names? The embargo on one country
        says nothing about the embargo on another."""
        ref = neighbour.statement.ref
        if not named or (ref.delegation is not None and ref.delegation.code in named):
            return True
        return any(
            not named.isdisjoint(self._places(text)) for text in (ref.topic or "", neighbour.statement.text)
        )

    def _held(self, snapshot: Snapshot, positions: npt.NDArray[np.int64]) -> _Held:
        """Those of the passages that the store still has; others were removed, or withdrawn as damaged, after
        the snapshot was taken."""
        rows = snapshot.rows[positions]
        codes = self._store.token_codes(rows.tolist())
        still = np.array([row in codes for row in rows.tolist()], bool)
        return _Held(positions[still], [codes[row] for row in rows[still].tolist()])

    def _scored(
        self,
        snapshot: Snapshot,
        encoded: EncodedQuery,
        found: _Held,
        late: Vector,
        weigh: Callable[[Vector], Vector],
    ) -> tuple[Scored, ...]:
        """The passages with their evidence, best first."""
        numbered = self._searcher.numbered(dict.fromkeys(encoded.terms, 1.0))
        positions = found.positions
        rows = [int(row) for row in snapshot.rows[positions]]
        dense = snapshot.vectors[positions] @ encoded.vector
        lexical = snapshot.lexical.scores(numbered)[positions]
        held = coverage(snapshot.lexical, numbered, len(encoded.terms), positions)
        around = found.bests(encoded.context)
        owners = [snapshot.statements[snapshot.owner[at]] for at in positions]
        beside = 0.0 if encoded.around is None else snapshot.vectors[positions] @ encoded.around
        score = (
            late
            + DENSE * dense
            + AROUND * beside
            + LEXICAL * lexical / max(float(lexical.max(initial=0)), 1e-6)
            + CONTEXT * (around @ weigh(around))
            + DEBATE * self._same_debate(encoded.own, [owner.id for owner in owners])
        )
        return tuple(
            Scored(
                row=rows[i],
                statement=owners[i].id,
                delegation=owners[i].delegation,
                score=float(score[i]),
                late=float(late[i]),
                dense=float(dense[i]),
                lexical=float(lexical[i]),
                coverage=float(held[i]),
                codes=found.codes[i],
            )
            for i in np.lexsort((positions, -score))
        )

    def _same_debate(self, own: StatementRef | None, ids: Sequence[str]) -> npt.NDArray[np.float32]:
        """Per statement: was it made in the debate of `own`, or under the same agenda item?"""
        refs = self._store.refs(set(ids)) if own else {}
        met = {id: own is not None and same_debate(own, ref) for id, ref in refs.items()}
        return np.array([met.get(id, False) for id in ids], np.float32)

    def _read_all(
        self,
        scored: Sequence[Scored],
        encoded: EncodedQuery,
        weights: Vector,
        read: int,
        most: int,
        own: bool,
    ) -> tuple[Neighbour, ...]:
        """The first `read` passages of each delegation with their nearest sentences, best first. With `own`,
        a sentence that gives others' words is nearest only if there is no other."""
        chosen = list(islice(first_of_each(scored, read, delegation_of), most))
        look()
        found = self._lookup.fetch(chosen)
        neighbours = [
            neighbour
            for item in chosen
            if item.row in found
            and (neighbour := self._reader.read(item, *found[item.row], encoded, weights, own)) is not None
        ]
        return tuple(sorted(neighbours, key=_order))


def same_debate(one: StatementRef, other: StatementRef) -> bool:
    """The same meeting, its resumptions included, or the same agenda item."""
    meetings = [ref.meeting.partition(" (")[0] if ref.meeting else None for ref in (one, other)]
    same_meeting = meetings[0] is not None and meetings[0] == meetings[1]
    return same_meeting or (one.topic is not None and one.topic == other.topic)


def _order(neighbour: Neighbour) -> tuple[float, int]:
    return (-neighbour.scored.score, neighbour.scored.row)
