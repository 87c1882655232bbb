"""The evaluation on sets small enough to work out by hand, and the judge's fit on data it must separate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import InvalidInput
from index.model import Filters, Span
from index.speakers.delegations import load_delegations
from index.text.folding import fold_letters
from rag.evaluation import (
    bench,
    gold,
    questions,
    read_answers,
    sections,
)
from rag.evaluation.gold import GoldAnswer, GoldQuestion, locate
from rag.evaluation.questions import Place, QuestionRow, holds
from rag.service import OnRecord
from tests.drafts import ESTONIA, a_draft
from tests.hash_embedder import HashEmbedder
from tests.small_stores import house, tell

LOCATED = [
    ("We call for peace.", "call for", "call for"),
    ("the Nur-Sultan process", "Nur- Sultan", "Nur-Sultan"),
    ("the Nur-\nSultan process", "Nur-Sultan process", "Nur-\nSultan process"),
    ("two  words\nhere", "two words here", "two  words\nhere"),
    ("soft\u00adly said", "softly", "soft\u00adly"),
    ("peace", "war", None),
    ("peace", " - ", None),
    ("", "peace", None),
]


@pytest.mark.parametrize(("text", "quote", "found"), LOCATED)
def test_gold_quotes_are_found_through_line_ends(text: str, quote: str, found: str | None) -> None:
    """White space, hyphens and dashes do not matter, letters do."""
    span = locate(text, quote)
    assert (span.of(text) if span else None) == found


def test_gold_questions_are_read(tmp_path: Path) -> None:
    """With their answers; a bad line is named."""
    answer = {"file": "seed:a.txt", "country": "Kazakhstan", "speaker": None, "quote": "We call for peace."}
    rows = [
        {"id": "q1", "question": "Who calls?", "kind": "multi", "answers": [answer]},
        {"id": "q2", "question": "Why?", "kind": "unanswerable", "answers": []},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second = gold.read_questions(path)
    assert first.answers == (GoldAnswer("seed/a.txt", "Kazakhstan", None, "We call for peace."),)
    assert (first.answerable, second.answerable) == (True, False)
    path.write_text('{}\n{"id": ', encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 2"):
        list(gold.json_lines(path))


HELD = [
    (Span(100, 200), True),
    (Span(0, 150), True),  # half of the gold passage
    (Span(0, 149), False),
    (Span(120, 130), True),  # lies within it
    (Span(195, 205), False),
    (Span(200, 300), False),
]


@pytest.mark.parametrize(("span", "expected"), HELD)
def test_a_span_shows_a_gold_passage(span: Span, expected: bool) -> None:
    """Half of it, or a part of it and nothing else; never in another statement."""
    place = Place("s", "KAZ", Span(100, 200))
    assert holds(place, "s", span) == expected
    assert not holds(place, "other", span)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        tell(opened, a_draft("Whaling must end in every ocean. It harms us."), path="in/a.txt")
        tell(opened, a_draft("Sanctions hurt the poor. They must end.", delegation=ESTONIA), path="b.txt")
        yield opened


def test_a_question_becomes_a_row(service: OnRecord) -> None:
    """Rank, citation, delegations and refusal, from a real search and a real answer."""
    asked = "What did Kazakhstan say about whaling in every ocean?"
    answer = GoldAnswer("in/a.txt", "Kazakhstan", None, "Whaling must end in every ocean.")
    question = GoldQuestion("q", asked, "multi", (answer, replace(answer, quote="never said")))
    here = bench.Bench(Path(), Path(), service, HashEmbedder(), load_delegations(), None)  # type: ignore[arg-type]
    places = questions.places(question, {"in/a.txt": here.at("in/a.txt")}, here.delegations.resolve)
    assert [place.delegation for place in places] == ["KAZ"]
    found, told = service.search(asked, Filters(), 10), service.ask(asked, Filters(), 10)
    row = questions.question_row(question, places, found, told, 1.0)
    assert (row.located, row.rank, row.answered, row.cited, row.missed_by_filter) == (
        True,
        1,
        True,
        True,
        False,
    )
    assert row.delegations_found == 1.0
    lost = questions.question_row(
        question, [replace(places[0], statement="x", delegation="EST")], found, told, 1.0
    )
    assert (lost.rank, lost.cited, lost.delegations_found, lost.missed_by_filter) == (None, False, 0.0, True)


def test_answers_are_read_by_the_judgements_kept(service: OnRecord) -> None:
    """A sentence that nobody read counts neither way; a refusal is right where nothing answers."""
    said = {fold_letters("Whaling must end  in every ocean"): "right"}
    asked = [
        read_answers.Judged("What did Kazakhstan say about whaling?", "one", "open", (), True, said),
        read_answers.Judged("What did Estonia say about sanctions?", "one", "open", (), True, {}),
        read_answers.Judged("What did Atlantis say in S/PV.1?", "nobody", "held", (), False, {}),
    ]
    first, second, third = read_answers.read_rows(asked, service)
    assert (first.counts[0], first.settled, second.settled, third.settled) == (1, True, True, True)
    assert second.counts == (0, 0, 0, 0)
    assert second.unread > 0
    figures = read_answers.read_measures([first, second, third])
    assert figures["open: right"].mean == 1.0
    assert figures["open: right"].count == 1
    assert figures["open: unread"].count == 1 + first.unread + second.unread
    assert figures["held: answered or refused as it should be"].mean == 1.0


@pytest.mark.parametrize(("folder", "least"), [("read-answers", 200), ("fresh-answers", 25)])
def test_questions_read_are_held_back_by_their_words(folder: str, least: int) -> None:
    """Not by what came of them; each sentence has a judgement that is counted."""
    judged = read_answers.read_judged(Path(__file__).parent / "data" / folder / "read-answers.jsonl")
    odd = [int(hashlib.sha1(one.question.encode()).hexdigest(), 16) % 2 for one in judged]
    assert [one.half for one in judged] == ["held" if at else "open" for at in odd]
    said = [judgement for one in judged for judgement in one.said.values()]
    assert set(said) <= set(read_answers.JUDGEMENTS)
    assert len(said) >= least


def a_row(
    id: str, kind: str, rank: int | None, answered: bool, cited: bool, confidence: float
) -> QuestionRow:
    found = float(cited) if kind == "multi" else None
    return QuestionRow(id, kind, True, rank, rank, answered, cited, found, confidence, None, False, 1.0)


def test_question_measures_by_hand() -> None:
    """A refusal of an answerable question costs as much as a wrong answer."""
    rows = [
        a_row("1", "single", 1, True, True, 0.9),
        a_row("2", "single", 4, True, False, 0.8),
        a_row("3", "multi", 8, False, True, 0.4),
        a_row("4", "multi", None, True, False, 0.7),
        a_row("5", "unanswerable", None, False, False, 0.1),
        a_row("6", "unanswerable", None, True, False, 0.75),
    ]
    found = {name: figure.mean for name, figure in questions.question_measures(rows).items()}
    assert found == {
        "gold passage first": 0.25,
        "gold passage first, where it is asked": 0.25,
        "gold passage in 5": 0.5,
        "gold passage in 10": 0.75,
        "answered and gold passage cited": 0.25,
        "answerable answered": 0.75,
        "unanswerable refused": 0.5,
        "area under ROC": pytest.approx(6 / 8),
        "refused at 90% of answerable kept": 0.5,
        "multi: gold delegations cited": 0.5,
        "risk at 25% of questions answered": 0.5,
        "risk at 50% of questions answered": pytest.approx(2 / 3),
        "risk at 75% of questions answered": 0.75,
        "risk at 100% of questions answered": pytest.approx(5 / 6),
    }


def test_a_bench_finds_statements_by_file(service: OnRecord) -> None:
    """Across pages, and compares the words of two files."""
    paths = bench.paths_of(service)
    assert set(paths) == {"in/a.txt", "b.txt"}
    here = bench.Bench(Path(), Path(), service, HashEmbedder(), load_delegations(), None)  # type: ignore[arg-type]
    assert here.text_at("b.txt") == "Sanctions hurt the poor. They must end."
    assert here.same_words("b.txt", "b.txt")
    assert not here.same_words("b.txt", "in/a.txt")
    assert not here.same_words("none", "nothing")


def test_sections_whose_set_is_missing_are_known(tmp_path: Path, service: OnRecord) -> None:
    """Each is measured only where what it needs is there."""
    here = bench.Bench(tmp_path, tmp_path, service, HashEmbedder(), load_delegations(), None)  # type: ignore[arg-type]
    needing = [section for section in sections.SECTIONS if section.gold or section.data]
    assert needing
    assert not [section.name for section in needing if section.present(here)]
    (tmp_path / "questions.jsonl").touch()
    assert [section.name for section in needing if section.present(here)][:1] == ["questions"]
