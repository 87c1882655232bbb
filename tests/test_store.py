"""The record store keeps what it is given, finds it by every filter, and forgets without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput, NotFound, RecordDamaged
from index.model import (
    Delegation,
    Filters,
    Paragraph,
    Passage,
    Point,
    Source,
    Span,
    Speaker,
    Statement,
    StatementRef,
)
from index.store import sqlite
from index.store.database import Place
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from tests.drafts import ESTONIA, a_statement, open_store, stored
from tests.examples import examples
from tests.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder()


@pytest.fixture
def store(place: Place) -> Iterator[RecordStore]:
    with closing(open_store(place, EMBEDDER)) as opened:
        yield opened


def put(store: RecordStore, statement: Statement, sha: str = "sha") -> None:
    store.put(statement, sha, stored(statement, EMBEDDER))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")),
    min_size=1,
    max_size=40,
)
addresses = st.none() | st.just("https://docs.un.org/en/S/PV.1")
maybe = st.none() | words


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    text = draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=2, max_size=200))
    cut = draw(st.integers(1, len(text) - 1))
    spans = (Span(0, cut), Span(cut, len(text)))
    kind = draw(st.sampled_from(["opening", "point", "closing", "procedural"]))
    delegation = draw(st.none() | st.builds(Delegation, words, words))
    ref = StatementRef(
        id=draw(st.sampled_from("abc")),
        speaker=Speaker(draw(maybe), draw(maybe)),
        delegation=delegation,
        capacity=draw(st.sampled_from(["national", "group", "president", "secretariat", "other"])),
        meeting=draw(maybe),
        date=draw(st.sampled_from([None, "2003", "2003-02", "2004-02-29", "long ago"])),
        topic=draw(maybe),
        organ=draw(maybe),
        language=draw(maybe),
        source=Source(draw(words), draw(words), draw(words), draw(addresses), draw(words)),
        order=draw(st.none() | st.integers(0, 2**40)),
        procedural=draw(st.booleans()),
        on_behalf_of=draw(maybe),
        flags=tuple(draw(st.lists(words, max_size=2))),
    )
    page = draw(st.none() | st.integers(0, 9))
    paragraphs = tuple(Paragraph(n, span, page, draw(maybe)) for n, span in enumerate(spans, 1))
    points = tuple(Point(n, kind, span) for n, span in enumerate(spans, 1))
    passages = tuple(Passage(f"{ref.id}{n}", n, kind, span) for n, span in enumerate(spans, 1))
    return Statement(ref, text, paragraphs, spans, points, passages)


@given(some=st.lists(statements(), min_size=1, max_size=4))
@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_put_comes_back_equal(new_place: Callable[[], Place], some: list[Statement]) -> None:
    """The last version of every statement is read back as it was put, embeddings and terms included."""
    with closing(open_store(new_place(), EMBEDDER)) as store:
        for statement in some:
            put(store, statement)
        last = {statement.ref.id: statement for statement in some}
        alike = {s.ref.source.path: s.ref.source for s in some}
        for id, statement in last.items():
            found = store.statement(id)
            assert (found.text, found.sentences, found.points) == (
                statement.text, statement.sentences, statement.points,
            )  # fmt: skip
            assert found.paragraphs == statement.paragraphs
            assert found.passages == statement.passages
            if len(alike) == len(some):
                assert found.ref == statement.ref
        assert len(store.live_rows()) == sum(len(s.passages) for s in last.values())
        check_columns(store)


def check_columns(store: RecordStore) -> None:
    """Rows, owners, vectors, tokens and postings all tell of the same passages."""
    with store.reading() as view:
        rows, columns = view.live_rows(), view.statement_columns()
        known, numbers = view.passage_columns(0), view.statement_numbers().tolist()
        vectors, postings, passages = view.vectors_after(0), view.postings_after(0), view.passages_after(0)
        texts = [p.passage.span.of(view.texts([p.statement])[p.statement]) for p in passages]
        ids = view.term_ids(term for text in texts for term in content_terms(text))
    codes = store.token_codes(rows.tolist())
    assert np.array_equal(known.rows, rows)
    assert len(set(map(tuple, known.marks.tolist()))) == len(set(texts))
    assert len(rows) == len(vectors) == postings.passages == len(passages) == len(codes)
    for at, (passage, text) in enumerate(zip(passages, texts, strict=True)):
        (made,) = EMBEDDER.embed_passages([text])
        assert passage.row == rows[at]
        assert columns[numbers.index(known.statements[at])].id == passage.statement
        assert np.array_equal(vectors[at], made.vector)
        assert np.array_equal(codes[passage.row], made.tokens)
        held = postings.terms[postings.starts[at] : postings.starts[at + 1]]
        counts = postings.counts[postings.starts[at] : postings.starts[at + 1]]
        expected = content_terms(text)
        assert dict(zip(held.tolist(), counts.tolist(), strict=True)) == {
            ids[term]: expected.count(term) for term in expected
        }


def test_a_row_number_is_never_used_again(store: RecordStore) -> None:
    """Also after the newest passages are removed and the store is opened anew."""
    put(store, a_statement("a"))
    store.remove(["a"])
    store.close()
    again = open_store(store.path, EMBEDDER)
    put(again, a_statement("a"))
    assert again.live_rows().tolist() == [3, 4]
    assert (again.last_row(), again.removed_rows()) == (4, 2)
    again.close()


def test_every_change_is_a_new_revision(store: RecordStore) -> None:
    """The state answers are given from has a name of its own."""
    before = store.state()
    put(store, a_statement("a"))
    between = store.state()
    store.remove(["a"])
    assert len({before, between, store.state()}) == 3


def test_removing_nothing_changes_nothing(store: RecordStore) -> None:
    put(store, a_statement("a"))
    before = store.revision()
    assert store.remove(["none"]) == 0
    assert store.remove([]) == 0
    assert store.revision() == before
    assert store.remove(["a", "none"]) == 1
    assert store.revision() > before


def test_a_replaced_statement_keeps_nothing_of_its_old_version(store: RecordStore) -> None:
    """Neither passages nor terms."""
    put(store, a_statement("a", "The xylophone was here. It has gone."))
    put(store, a_statement("a", "The trombone is here. It will stay."))
    assert store.statement("a").text == "The trombone is here. It will stay."
    assert set(store.term_ids(content_terms("xylophone trombone"))) == {"trombon"}
    assert len(store.live_rows()) == 2


def test_a_view_does_not_see_later_changes(store: RecordStore) -> None:
    """One revision throughout, whatever is written meanwhile."""
    put(store, a_statement("a"))
    with store.reading() as view:
        put(store, a_statement("b"))
        assert [column.id for column in view.statement_columns()] == ["a"]
        assert view.revision() < revision_elsewhere(store)
    assert [column.id for column in store.statement_columns()] == ["a", "b"]


def revision_elsewhere(store: RecordStore) -> int:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(store.revision()))
    thread.start()
    thread.join()
    return found[0]


def test_many_threads_may_read_and_write(store: RecordStore) -> None:
    """No thread sees another's connection or a half statement."""
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for n in range(5):
                put(store, a_statement(f"{name}{n}"))
                assert store.statement(f"{name}{n}").passages
        except BaseException as error:  # noqa: BLE001 (told below)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert store.stats().statements == 20


def open_files(folder: Path) -> int:
    """How many descriptors of this process are of files below the folder."""
    places = []
    for at in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that lists them
            places.append(at.readlink())
    return sum(place.is_relative_to(folder) for place in places)


def read_together(store: RecordStore, threads: int) -> None:
    """So many threads, each in a view of its own at the same time as all others."""
    together = threading.Barrier(threads)

    def read() -> None:
        with store.reading() as view:
            together.wait(60)
            view.revision()
            together.wait(60)

    working = [threading.Thread(target=read) for _ in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join(60)


def test_threads_that_come_and_go_leave_nothing_open(tmp_path: Path) -> None:
    """What they read by is lent, and a few are kept. SQLite itself keeps a closed connection's descriptor for
    the next one, so that there are never more than were open at once; none after the end."""
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        store.revision()
        one = open_files(tmp_path)
        for _ in range(20):
            revision_elsewhere(store)
        assert open_files(tmp_path) == one
        read_together(store, 20)
        most = open_files(tmp_path)
        assert len(store.database._idle) == sqlite.KEPT  # type: ignore[attr-defined]
        for _ in range(3):
            read_together(store, 20)
        assert open_files(tmp_path) <= most
    assert open_files(tmp_path) == 0


def test_what_fails_on_a_connection_is_not_lent_again(tmp_path: Path) -> None:
    """What is being read while the store closes is read to its end, and closed then."""
    store = open_store(tmp_path, EMBEDDER)
    revision = store.revision()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), store.reading():
            raise ZeroDivisionError
        assert store.database._idle == []  # type: ignore[attr-defined]
    with store.reading() as view:
        store.close()
        assert view.revision() == revision
    assert open_files(tmp_path) == 0


def test_what_another_process_mends_is_quoted_again(store: RecordStore) -> None:
    """Once this one looks; until then it says that the statement is damaged."""
    put(store, a_statement("a"))
    with store.database.writing() as db:
        db.execute("UPDATE texts SET text = replace(text, 'condemn', 'condone')")
    assert store.whole(["a"]) == frozenset()
    with closing(open_store(store.path, EMBEDDER)) as other:
        put(other, a_statement("a"))
    with pytest.raises(RecordDamaged):
        store.statement("a")
    assert store.whole(["a"]) == {"a"}
    assert store.statement("a").text == a_statement("a").text


def test_removal_leaves_no_word_in_any_file(tmp_path: Path) -> None:
    """Not in the database, its log, its indexes, or its table of terms."""
    store = open_store(tmp_path, EMBEDDER)
    secret = "quixotic zugzwang rapprochement"
    for n in range(40):
        put(store, a_statement(f"s{n}", f"Statement {n} on peace. " * (1 + n * 7 % 50)))
    put(store, a_statement("gone", f"We deplore the {secret}. " * 400, topic=secret, delegation=ESTONIA))
    put(store, a_statement("gone", f"We welcome the {secret}. " * 30, topic=secret, delegation=ESTONIA))
    for n in range(0, 40, 2):
        put(store, a_statement(f"s{n}", f"Another statement {n}. " * (1 + n * 11 % 60)))
    assert any(b"zugzwang" in file.read_bytes() for file in tmp_path.iterdir())
    assert store.remove(["gone"]) == 1
    for file in tmp_path.iterdir():
        held = file.read_bytes()
        assert not [word for word in [*content_terms(secret), "Estonia"] if word.encode() in held], file.name
    store.close()


FILTERED = [
    (Filters(), ["old", "year", "month", "day", "undated"]),
    (Filters(procedural=True), ["old", "year", "month", "day", "chair", "undated"]),
    (Filters(delegations=("EST",)), ["day"]),
    (Filters(delegations=("EST", "XXX")), ["day"]),
    (Filters(speakers=("jurgenson",)), ["day"]),
    (Filters(speakers=("Jürgenson",), delegations=("KAZ",)), []),
    (Filters(speakers=("genson",)), []),
    (Filters(meetings=("S/PV.1",)), ["old"]),
    (Filters(organs=("Security Council",)), ["old"]),
    (Filters(collections=("elsewhere",)), ["undated"]),
    (Filters(statements=("day", "old", "missing")), ["old", "day"]),
    (Filters(since="2003-02-15"), ["year", "month", "day"]),
    (Filters(since="2003-03-01"), ["year", "day"]),
    (Filters(until="2003-01-01"), ["old", "year"]),
    (Filters(since="2003-02", until="2003-02"), ["year", "month"]),
    (Filters(since="2005"), []),
]


def filled(store: RecordStore) -> RecordStore:
    elsewhere = Source("elsewhere", "u.txt", "sha")
    for statement in (
        a_statement("undated", source=elsewhere),
        a_statement("day", date="2004-02-29", speaker=Speaker("Mr. Jürgenson"), delegation=ESTONIA),
        a_statement("month", date="2003-02"),
        a_statement("year", date="2003"),
        a_statement("old", date="1999-12-31", meeting="S/PV.1", organ="Security Council"),
        a_statement("chair", date="2004-02-29", procedural=True),
    ):
        put(store, statement)
    return store


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
def test_lists_satisfy_the_filters(store: RecordStore, filters: Filters, expected: list[str]) -> None:
    """Undated statements come first and satisfy no range; reduced dates match where they may fall inside."""
    found = [ref.id for ref in filled(store).list_refs(filters).items]
    assert found == sorted(expected, key=lambda id: (id != "undated", expected.index(id)))


def test_pages_follow_each_other_whatever_is_removed(store: RecordStore) -> None:
    """The cursor is a place, not a statement."""
    filled(store)
    first = store.list_refs(Filters(), limit=2)
    assert first.next is not None
    store.remove([first.items[-1].id])
    second = store.list_refs(Filters(), first.next, limit=50)
    assert [ref.id for ref in (*first.items, *second.items)] == ["undated", "old", "year", "month", "day"]
    assert second.next is None


@pytest.mark.parametrize("cursor", ["", "x", "1-", "1-2-3", "-1", "9" * 30, "1-" + "9" * 30])
def test_a_cursor_of_somebody_else_is_refused(store: RecordStore, cursor: str) -> None:
    """With one sentence, not with a page."""
    with pytest.raises(InvalidInput, match="cursor"):
        store.list_refs(Filters(), cursor)


def test_facts_and_stats_tell_what_is_there(store: RecordStore) -> None:
    """What question understanding and `status` ask."""
    facts = filled(store).facts()
    assert [delegation.code for delegation in facts.delegations] == ["EST", "KAZ"]
    assert ("Mr. Jürgenson", "EST") in facts.speakers
    assert facts.dates == ("1999-12-31", "2003", "2003-02", "2004-02-29")
    assert (facts.meetings, facts.organs) == (("S/PV.1",), ("Security Council",))
    assert facts.collections == ("council", "elsewhere")
    stats = store.stats()
    assert (stats.statements, stats.passages, stats.delegations) == (6, 12, 2)
    assert (stats.first_day, stats.last_day) == (19991231, 20040229)
    assert stats.bytes > 10_000


def test_unknown_ids_are_not_found(store: RecordStore) -> None:
    """Asking for one raises; asking for many leaves it out; removing it counts nothing."""
    for ask in (store.statement, store.ref, store.passage, store.location_of):
        with pytest.raises(NotFound):
            ask("missing")
    assert store.refs(["missing"]) == store.texts(["missing"]) == {}
    assert store.token_codes([99]) == store.passages([99]) == store.vectors([99]) == {}
    assert store.content_sha("missing") is None
    assert store.remove(["missing"]) == 0
