"""The laws of the house, end to end: whatever is added and asked, nothing leaves that cannot be checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Delegation, Filters, Paragraph, Span, Speaker, Statement, StatementDraft
from index.segmentation.segment import embedded_text
from rag.service import OnRecord
from tests.examples import examples
from tests.hash_embedder import HashEmbedder
from tests.lawful import check_answer, check_hits, check_structure
from tests.served import SEEDS, SPEECHES
from tests.small_stores import house, tell

NOUNS = (
    "hospitals",
    "whaling",
    "sanctions",
    "elections",
    "resolution 2286 (2016)",
    "doctors",
    "«paix»",
    "和平",
)
QUESTIONS = (
    "Which delegations mentioned hospitals?",
    "What did Kazakhstan say about whaling?",
    "What did Estonia say in 2019 about sanctions?",
    "Who spoke of elections?",
    "hospitals doctors",
    "How many hospitals were destroyed?",
    "What did Narnia say about peace in S/PV.9999?",
)
words = st.sampled_from(NOUNS) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
sentences = st.lists(words, min_size=1, max_size=30).map(lambda some: "We speak of " + " ".join(some) + ".")
bodies = st.lists(st.lists(sentences, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3)
MARKED = ["As told in [3] and [12], whaling harms hospitals. See [1].", "[9] Hospitals were hit [10]."]


@st.composite
def drafts(draw: st.DrawFn) -> StatementDraft:
    """A statement with or without paragraphs, pages, labels, date, meeting, speaker and delegation."""
    parts = draw(bodies | st.just(MARKED))
    text, paragraphs = parts[0], [Paragraph(1, Span(0, len(parts[0])))]
    for part in parts[1:]:
        start = len(text) + 1
        text += "\n" + part
        paragraphs.append(Paragraph(len(paragraphs) + 1, Span(start, len(text))))
    page, labelled = draw(st.none() | st.integers(2, 900)), draw(st.booleans())
    laid = tuple(replace(p, page=page, label=str(p.number + 40) if labelled else None) for p in paragraphs)
    return StatementDraft(
        key="",
        text=text,
        paragraphs=laid if draw(st.booleans()) else (),
        speaker=Speaker(draw(st.sampled_from([None, "Mr. Umarov", "Ms. Jürgenson"])), None),
        delegation=draw(
            st.sampled_from([None, Delegation("KAZ", "Kazakhstan"), Delegation("EST", "Estonia")])
        ),
        capacity="national",
        meeting=draw(st.sampled_from([None, "S/PV.8699 (Resumption 1)"])),
        date=draw(st.sampled_from([None, "2019", "2019-05", "2019-05-23"])),
        topic=draw(st.sampled_from([None, "Protection of civilians"])),
    )


def everything(service: OnRecord) -> list[Statement]:
    items, after = service.statements(Filters(procedural=True), None, 500)
    assert after is None
    return [service.statement(ref.id) for ref in items]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """A house for made statements, told anew in every example."""
    with closing(house(tmp_path_factory.mktemp("made"))) as service:
        yield service


@given(
    said=st.lists(drafts(), min_size=1, max_size=3),
    question=st.sampled_from(QUESTIONS),
    limit=st.integers(1, 12),
)
@settings(max_examples=examples(40), deadline=None)
def test_whatever_is_said_and_asked_can_be_checked(
    made: OnRecord, said: list[StatementDraft], question: str, limit: int
) -> None:
    """Laws 1 to 4 and 8 over statements made of real and hostile words."""
    tell(made, *(replace(draft, key=str(n)) for n, draft in enumerate(said)))
    for statement in everything(made):
        check_structure(statement, HashEmbedder())
    answer = made.ask(question, Filters(), limit)
    check_answer(answer, made)
    check_hits(made.search(question, Filters(), limit), made)
    assert len(answer.hits) <= limit


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OnRecord, HashEmbedder, Path]]:
    """A house over part of the seeds: Kazakhstan, speeches of one line, speeches with paragraphs."""
    folder = tmp_path_factory.mktemp("seeds")
    for source in SEEDS.glob("kazakhstan-*"):
        shutil.copy(source, folder)
    for meeting, names in (
        ("protection-of-civilians-2020", [f"*spch{n:03}.txt" for n in SPEECHES]),
        ("sexual-exploitation-2016", ["*spch00[2-6].txt"]),
    ):
        (folder / meeting / "speeches").mkdir(parents=True)
        for table in (SEEDS / meeting).glob("*.tsv"):
            shutil.copy(table, folder / meeting)
        for name in names:
            for speech in (SEEDS / meeting / "speeches").glob(name):
                shutil.copy(speech, folder / meeting / "speeches")
    embedder = HashEmbedder()
    with closing(house(tmp_path_factory.mktemp("seeded"), embedder)) as service:
        assert service.add([folder], "seeds").skipped == ()
        yield service, embedder, folder


Seeded = tuple[OnRecord, HashEmbedder, Path]


@pytest.mark.parametrize(
    "question",
    [
        *QUESTIONS,
        "What does Kazakhstan say about unarmed civilian protection?",
        "Which delegations mentioned hospitals or medical facilities?",
        "Why does Egypt abstain on resolution 2272 (2016)?",
        "sexual exploitation and abuse by peacekeepers",
    ],
)
def test_answers_over_the_seeds_can_be_checked(seeded: Seeded, question: str) -> None:
    """Laws 2, 3 and 4 over real statements."""
    service, _, _ = seeded
    check_answer(service.ask(question, Filters(), 10), service)
    check_hits(service.search(question, Filters(), 20), service)


def test_the_structure_of_the_seeds_is_spans(seeded: Seeded) -> None:
    """Laws 1 and 8 over real statements."""
    service, embedder, _ = seeded
    found = everything(service)
    assert len(found) > 12
    for statement in found:
        check_structure(statement, embedder)


def test_adding_again_changes_nothing(seeded: Seeded) -> None:
    """Law 6: no revision of ids or texts, nothing embedded; the same words elsewhere embed nothing either."""
    service, embedder, folder = seeded
    before, embedded = everything(service), len(embedder.embedded)
    report = service.add([folder], "seeds")
    assert (report.added, report.updated, report.removed, report.embedded) == (0, 0, 0, 0)
    assert report.unchanged == len(before)
    assert everything(service) == before
    elsewhere = service.add([folder], "copies")
    assert (elsewhere.added, elsewhere.embedded) == (len(before), 0)
    assert len(embedder.embedded) == embedded
    assert service.remove(collection="copies") == len(before)
    assert everything(service) == before


def test_a_removed_statement_never_answers_again(seeded: Seeded) -> None:
    """Law 5: gone from answers, hits and lists when the call returns; back when it is added again."""
    service, _, folder = seeded
    question = "What does Kazakhstan say about unarmed civilian protection?"
    first = service.ask(question, Filters(), 10)
    assert first.citations
    gone = {citation.statement.id for citation in first.citations}
    service.remove(sorted(gone))
    for asked in (question, "unarmed civilian protection"):
        answer, found = service.ask(asked, Filters(), 50), service.search(asked, Filters(), 50)
        shown = {hit.statement.id for hit in (*answer.hits, *found.hits)}
        assert not gone & (shown | {citation.statement.id for citation in answer.citations})
        check_answer(answer, service)
    assert not gone & {statement.ref.id for statement in everything(service)}
    service.add([folder], "seeds")
    assert service.ask(question, Filters(), 10).citations == first.citations


def test_words_beyond_the_window_are_cut_and_none_is_lost(made: OnRecord) -> None:
    """Law 8: a sentence of a thousand words becomes passages that fit, and its last word is found."""
    long = "We say " + " ".join(f"word{n}" for n in range(1000)) + " zugzwang."
    tell(made, StatementDraft("", long, (), Speaker("Mr. Umarov"), None, "other"))
    (statement,) = everything(made)
    check_structure(statement, HashEmbedder())
    assert len(statement.passages) > 3
    assert "zugzwang" in made.search("zugzwang", Filters(), 1).hits[0].text


def test_vectors_are_of_the_words_stored(seeded: Seeded) -> None:
    """No vector speaks for other words than its passage's."""
    service, embedder, _ = seeded
    store = service._store
    rows = store.live_rows().tolist()[::17]
    held, vectors = store.passages(rows), store.vectors(rows)
    for row in rows:
        text = embedded_text(store.statement(held[row].statement), held[row].passage)
        assert np.allclose(vectors[row], embedder.embed_query(text).vector)
