"""The record store keeps what it is given, finds it by every filter, and forgets without a trace."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import NotFound, StorageFailed
from index.model import (
    Delegation,
    Paragraph,
    Passage,
    Point,
    Source,
    Span,
    Speaker,
    Statement,
    StatementRef,
)
from index.store.database import Place
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from tests.drafts import ESTONIA, a_statement, as_embedded, open_store
from tests.examples import examples
from tests.small_stores import EMBEDDER, put

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
        rows, roll = view.live_rows(), view.roll()
        known, columns, numbers = view.passage_columns(0), roll.columns, roll.numbers.tolist()
        vectors, postings, passages = view.vectors_after(0), view.postings_after(0), view.passages_after(0)
        texts = [p.passage.span.of(view.texts([p.statement])[p.statement]) for p in passages]
        ids = view.term_ids(term for text in texts for term in content_terms(text))
    codes = store.token_codes(rows.tolist())
    assert np.array_equal(known.rows, rows)
    assert len(set(map(tuple, known.marks.tolist()))) == len(set(texts))
    assert len(rows) == len(vectors) == postings.passages == len(passages) == len(codes)
    for at, (passage, text) in enumerate(zip(passages, texts, strict=True)):
        ref = store.statement(passage.statement).ref
        (made,) = EMBEDDER.embed_passages([as_embedded(ref, text)])
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
    assert again.last_row() == 4
    again.close()


def test_passages_without_vectors_are_told_and_counted(store: RecordStore) -> None:
    """Removed since they were found, or damaged."""
    put(store, a_statement("a"))
    row = store.last_row()
    with pytest.raises(StorageFailed, match="of 1 passage are not there"):
        store.vector(row + 1)
    with pytest.raises(StorageFailed, match="of 2 passages are not there"):
        store.codes_of([row + 1, row, row + 2])


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


def test_unknown_ids_are_not_found(store: RecordStore) -> None:
    """Asking for one raises; asking for many leaves it out; removing it counts nothing."""
    for ask in (store.statement, store.ref, store.passage, store.location_of):
        with pytest.raises(NotFound):
            ask("missing")
    assert store.refs(["missing"]) == store.texts(["missing"]) == {}
    assert store.token_codes([99]) == store.passages([99]) == store.vectors([99]) == {}
    assert store.content_sha("missing") is None
    assert store.remove(["missing"]) == 0
