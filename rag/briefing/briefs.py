"""A briefing on a topic: who spoke, what lines they take, who was silent, where they contradict each other.

In: a topic, a claim or a list of passages, and filters. Out: a `Brief` made of verified quotations and
counts; `rag.briefing.export` writes it. It says nothing but quotations and counts of what was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.embedding.embedder import Vector
from index.errors import InvalidInput
from index.model import Delegation, Filters, StatementRef
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.text.dates import spoken_date
from rag.briefing.brief import Brief, Line, Silent, who
from rag.briefing.pairs import Held, Known, contradictions, joint, words_at
from rag.briefing.silence import Silences
from rag.citation.cite import cite
from rag.discourse.read_out import own_words
from rag.discourse.views import takes_view
from rag.model import Citation
from rag.position.clusters import Theme, themes_of
from rag.position.matrix import quoted
from rag.position.neighbours import NeighbourFinder, Places
from rag.position.passage_reader import Neighbour, addresses
from rag.position.query_encoder import EncodedQuery, QueryEncoder
from rag.position.similar import judge, without_copies
from rag.ranking.each import delegation_of, first_of_each
from rag.reader.reading import Reader

QUOTED = 60
"""Quotations of a briefing at most."""
OF_EACH = 2
"""Quotations of one delegation at most."""
MANY = 20
"""Delegations from which each is quoted once."""
CLAIM_WORDS = 4
"""Words from which a topic with a verb is a claim that others may agree with or oppose."""
_ASSERTS = re.compile(
    r"\b(?:must|should|shall|will|would|can|cannot|could|may|ought|needs?|is|are|was|were|be|has|have|had|do|does"
    r"|did)\b|n[’']t\b",
    re.IGNORECASE,
)
MOST_PASSAGES = 200


SIDES = {"agrees": "In the same direction", "opposes": "In the other direction", "unclear": "Other remarks"}


def is_claim(topic: str) -> bool:
    """Does the topic say something, which others may agree with or oppose?"""
    return len(topic.split()) >= CLAIM_WORDS and bool(_ASSERTS.search(topic) or takes_view(topic))


class Briefer:
    """Writes briefings."""

    def __init__(
        self,
        finder: NeighbourFinder,
        encoder: QueryEncoder,
        store: RecordStore,
        named: Callable[[str], Delegation],
        places: Places,
        reader: Reader,
    ) -> None:
        self._finder, self._encoder, self._store = finder, encoder, store
        self._named, self._places, self._reader = named, places, reader

    def on_topic(self, title: str, topic: str, filters: Filters) -> Brief:
        """What was said on a topic under the filters; raises InvalidInput where nothing was."""
        encoded = self._encoder.encode_text(topic)
        snapshot = self._finder.snapshot()
        found = self._finder.on_topic(snapshot, encoded, snapshot.mask(filters), OF_EACH)
        neighbours = _chosen([item for item in without_copies(found) if addresses(item) and quoted(item)])
        if not neighbours:
            raise InvalidInput(f"Nothing in the record under these filters speaks to {title!r}; widen them.")
        vectors = self._store.vectors([item.scored.row for item in neighbours])
        held = [vectors[item.scored.row] for item in neighbours]
        lines = self._by_side(encoded, neighbours) if is_claim(topic) else _by_theme(topic, neighbours, held)
        known = {
            words_at(item.statement.ref.id, item.run.span): Held(v, item.own_words)
            for item, v in zip(neighbours, held, strict=True)
        }
        silent = Silences(self._finder, self._named).silent(snapshot, encoded, neighbours, filters)
        return _brief(title, lines, snapshot, silent, known, self._reader)

    def of_passages(self, title: str, passage_ids: Sequence[str]) -> Brief:
        """A briefing of passages chosen by hand, whole; raises NotFound for one that is not there."""
        if not 1 <= len(passage_ids) <= MOST_PASSAGES:
            raise InvalidInput(f"Give one to {MOST_PASSAGES} passages.")
        places = [self._store.passage(id) for id in dict.fromkeys(passage_ids)]
        vectors = self._store.vectors([place.row for place in places])
        statements = [self._store.statement(place.statement) for place in places]
        citations = [cite(of, place.passage.span) for of, place in zip(statements, places, strict=True)]
        known = {
            words_at(place.statement, place.passage.span): Held(
                vectors[place.row], own_words(of, place.passage.span)
            )
            for of, place in zip(statements, places, strict=True)
        }
        lines = [Line("Passages", tuple(citations))]
        return _brief(title, lines, self._finder.snapshot(), (), known, self._reader)

    def _by_side(self, claim: EncodedQuery, neighbours: Sequence[Neighbour]) -> list[Line]:
        judged = judge(self._reader, claim, neighbours, self._places)
        return [
            Line(heading, tuple(_cited(item.neighbour for item in judged if item.stance == side)))
            for side, heading in SIDES.items()
        ]


def _brief(
    title: str,
    lines: Sequence[Line],
    snapshot: Snapshot,
    silent: tuple[Silent, ...],
    known: Known,
    reader: Reader,
) -> Brief:
    numbered = _numbered([line for line in lines if line.citations])
    citations = [citation for line in numbered for citation in line.citations]
    sources = {citation.statement.id: citation.statement for citation in citations}
    return Brief(
        title=title,
        summary=tuple(_summary(citations, silent)),
        lines=numbered,
        silent=silent,
        contradictions=tuple(contradictions(citations, known, reader)),
        joint=tuple(joint(citations)),
        sources=tuple(sorted(sources.values(), key=_place)),
        index=f"r{snapshot.revision}",
    )


def _by_theme(topic: str, neighbours: Sequence[Neighbour], vectors: Sequence[Vector]) -> list[Line]:
    return [
        _line(theme, neighbours) for theme in themes_of([item.quote for item in neighbours], vectors, topic)
    ]


def _chosen(neighbours: Sequence[Neighbour]) -> list[Neighbour]:
    """The best of each delegation, and the second best where few spoke, in order of score."""
    best = list(first_of_each((item.scored for item in neighbours), 1, delegation_of))
    rows = {scored.row for scored in best[:QUOTED]}
    if len(best) < MANY:
        rest = [item.scored.row for item in neighbours if item.scored.row not in rows]
        rows |= set(rest[: QUOTED - len(rows)])
    return [item for item in neighbours if item.scored.row in rows]


def _line(theme: Theme, neighbours: Sequence[Neighbour]) -> Line:
    return Line(theme.heading, tuple(_cited(neighbours[at] for at in theme.members)))


def _cited(neighbours: Iterable[Neighbour]) -> Iterable[Citation]:
    return (citation for item in neighbours if (citation := quoted(item)))


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Citations numbered through, those of one delegation together."""
    numbered: list[Line] = []
    number = 0
    for line in lines:
        order = {who(citation.statement): at for at, citation in reversed(list(enumerate(line.citations)))}
        together = sorted(line.citations, key=lambda citation: order[who(citation.statement)])
        citations = tuple(replace(c, number=number + at) for at, c in enumerate(together, 1))
        number += len(citations)
        numbered.append(Line(line.heading, citations))
    return tuple(numbered)


def _summary(citations: Sequence[Citation], silent: Sequence[Silent]) -> Iterable[str]:
    names = sorted({who(citation.statement) for citation in citations})
    meetings = sorted({c.statement.meeting for c in citations if c.statement.meeting})
    dates = sorted({c.statement.date for c in citations if c.statement.date})
    statements = len({citation.statement.id for citation in citations})
    speakers = _count(len(names), "delegation or speaker", "delegations and speakers")
    yield f"{speakers} spoke to this in {_count(statements, 'statement', 'statements')}: {', '.join(names)}."
    if meetings:
        yield f"Meetings: {', '.join(meetings)}."
    if dates:
        days = [spoken_date(day) or day for day in dict.fromkeys((dates[0], dates[-1]))]
        yield f"{'Date' if len(days) == 1 else 'Dates'}: {' to '.join(days)}."
    if silent:
        others = _count(len(silent), "delegation", "delegations")
        yield f"{others} took the floor in the same meetings and did not address it."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _place(ref: StatementRef) -> tuple[str, str, str, int]:
    return (ref.date or "~", ref.meeting or "~", ref.source.path, ref.order or 0)
