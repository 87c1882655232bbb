"""Small record stores for laws: statements and filters drawn from few values, so that they meet.

In: hypothesis. Out: statements with every field that filters look at, filters over them, and a plain
reading of what a filter means, written without the house's own dates and names.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hypothesis import strategies as st

from api.wiring import assemble
from index.model import Filters, Source, Speaker, Statement, StatementDraft, StatementRef
from index.search.candidates import Searcher
from index.store.record_store import RecordStore
from rag.answer.focus import Focus, Focuser
from rag.question.model import Query
from rag.ranking.retrieval import Ranking, Retriever
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_file, a_statement, open_store, stored
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder()
IDS = ("a", "b", "c", "d")
TEXTS = (
    "We condemn attacks on hospitals. Medical workers must be protected.",
    "Sanctions hurt the poor. We call for elections.",
    "Hospitals, hospitals and hospitals. Peace be with them all.",
    "Whaling is not on the agenda today. The agenda is adopted as it stands.",
)
SPEAKERS = (None, "Mr. Jürgenson", "Mrs. Anna Smith-Jones", "Sir Mark LOWCOCK")
DATES = (None, "1999-12-31", "2003", "2003-02", "2004-02-29", "long ago")


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement with one of four ids and every other field from a short list."""
    id = draw(st.sampled_from(IDS))
    return a_statement(
        id,
        draw(st.sampled_from(TEXTS)),
        delegation=draw(st.sampled_from([None, KAZAKHSTAN, ESTONIA])),
        speaker=Speaker(draw(st.sampled_from(SPEAKERS))),
        meeting=draw(st.sampled_from([None, "S/PV.1", "S/PV.2"])),
        organ=draw(st.sampled_from([None, "Security Council"])),
        source=Source(draw(st.sampled_from(["council", "assembly"])), f"{id}.txt", "sha"),
        date=draw(st.sampled_from(DATES)),
        procedural=draw(st.booleans()),
    )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """None, or one or two of the values."""
    return st.just(()) | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


filters = st.builds(
    Filters,
    delegations=some("KAZ", "EST", "XXX"),
    speakers=some("jurgenson", "Jones Anna", "genson", "", "mark"),
    meetings=some("S/PV.1", "S/PV.2", "S/PV.3"),
    organs=some("Security Council", "General Assembly"),
    collections=some("council", "assembly", "nowhere"),
    statements=some("a", "b", "missing"),
    since=st.sampled_from([None, "2003-02-15", "2003", "2004-02", "1999-12-31", "2010-01-01"]),
    until=st.sampled_from([None, "2003-01-31", "2003", "2004-02", "1999-12-30", "2010-01-01"]),
    procedural=st.booleans(),
)


def put(store: RecordStore, *them: Statement) -> None:
    """Stores the statements with the hashed embedder."""
    for statement in them:
        store.put(statement, "sha", stored(statement, EMBEDDER))


@contextmanager
def holding(folder: Path, *them: Statement) -> Iterator[RecordStore]:
    """A store of the statements, closed at the end."""
    with closing(open_store(folder, EMBEDDER)) as store:
        put(store, *them)
        yield store


def ranked(store: RecordStore, query: Query) -> tuple[Ranking, Focus]:
    """The passages ranked for a question, and what it is about in them."""
    ranking = Retriever(Searcher(store, ExactVectors(store.path, store.dim)), store, EMBEDDER).rank(query)
    return ranking, Focuser(EMBEDDER, store).focus(query, ranking.snapshot, ranking.mask)


def satisfies(ref: StatementRef, wanted: Filters) -> bool:
    """What the contract says of filters, statement by statement."""
    code = ref.delegation.code if ref.delegation else None
    lists = (
        (wanted.delegations, code), (wanted.meetings, ref.meeting), (wanted.organs, ref.organ),
        (wanted.collections, ref.source.collection), (wanted.statements, ref.id),
    )  # fmt: skip
    spoke = set(_words(ref.speaker.name or ""))
    named = [set(_words(name)) for name in wanted.speakers]
    return (
        all(not values or value in values for values, value in lists)
        and (not named or any(name and name <= spoke for name in named))
        and _in_time(ref.date, wanted)
        and (wanted.procedural or not ref.procedural)
    )


def _in_time(date: str | None, wanted: Filters) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    if date is None or not date[:4].isdecimal():
        return False
    after = wanted.since is None or _ends(date)[1] >= _ends(wanted.since)[0]
    return after and (wanted.until is None or _ends(date)[0] <= _ends(wanted.until)[1])


def _ends(date: str) -> tuple[str, str]:
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-01", f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date, date


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFD", name.lower())
    return "".join(c if c.isascii() and c.isalnum() else " " * c.isascii() for c in plain).split()


def house(folder: Path, embedder: HashEmbedder | None = None) -> OnRecord:
    """The whole house over an index in `folder`, vectors in memory; to be closed by the caller."""
    made = embedder or HashEmbedder()
    store = open_store(folder, made)
    return assemble(store, ExactVectors(store.path, made.dim), made, WordReader())


@contextmanager
def house_over(folder: Path, *them: Statement) -> Iterator[OnRecord]:
    """The whole house over the statements, closed at the end."""
    with closing(open_store(folder, EMBEDDER)) as store:
        put(store, *them)
    with closing(house(folder)) as opened:
        yield opened


def tell(
    service: OnRecord, *drafts: StatementDraft, path: str = "a.txt", collection: str = "council"
) -> None:
    """Adds the drafts as the statements of one file, in place of what the file held."""
    report = service._builder().add([a_file(path, *drafts)], collection)
    assert report.skipped == ()
