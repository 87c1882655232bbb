"""The evaluation on sets small enough to work out by hand, and the judge's fit on data it must separate."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.errors import InvalidInput
from index.model import Filters, Span
from index.speakers.delegations import load_delegations
from index.text.folding import fold_letters
from rag.answer.support import SUPPORT, Support
from rag.evaluation import (
    argkp,
    bench,
    chunking,
    documents,
    gold,
    questions,
    read_answers,
    sections,
    train_refusal,
    turns,
)
from rag.evaluation.fit_logistic import PENALTY
from rag.evaluation.gold import GoldAnswer, GoldQuestion, locate
from rag.evaluation.questions import Place, QuestionRow, holds
from rag.evaluation.train_refusal import Example
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


def test_questions_read_are_held_back_by_their_words() -> None:
    """Not by what came of them; each sentence has a judgement that is counted."""
    judged = read_answers.read_judged(Path(__file__).parent / "data" / "read-answers" / "read-answers.jsonl")
    odd = [int(hashlib.sha1(one.question.encode()).hexdigest(), 16) % 2 for one in judged]
    assert [one.half for one in judged] == ["held" if at else "open" for at in odd]
    said = [judgement for one in judged for judgement in one.said.values()]
    assert set(said) <= set(read_answers.JUDGEMENTS)
    assert len(said) >= 200


def a_row(
    id: str, kind: str, rank: int | None, answered: bool, cited: bool, confidence: float
) -> QuestionRow:
    found = float(cited) if kind == "multi" else None
    return QuestionRow(id, kind, True, rank, answered, cited, found, confidence, None, False, 1.0)


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


def test_spans_of_a_document(tmp_path: Path) -> None:
    """Read from the published form; ten of twenty gold characters in thirty retrieved, all ten cited."""
    path = tmp_path / "questions_df.csv"
    path.write_text(
        "question,references,corpus_id\n"
        'Why?,"[{""content"": ""x"", ""start_index"": 10, ""end_index"": 30}]",doc\n',
        encoding="utf-8",
    )
    (question,) = chunking.read_span_questions(path)
    assert (question.id, question.document, question.gold) == ("c001", "doc", (Span(10, 30),))
    far = [Span(100 * n, 100 * n + 1) for n in range(1, 9)]
    row = chunking.span_row(question, [Span(0, 20), Span(50, 60), *far], [Span(10, 20)])
    assert row.recall == 0.5
    assert row.precision == pytest.approx(10 / 33)  # five passages: 20 + 10 + 3 characters
    assert row.iou == pytest.approx(10 / 43)
    assert row.cited_iou == 0.5
    assert chunking.span_measures([row])["IoU of the cited text"].mean == 0.5


def test_average_precision_by_hand() -> None:
    """The better-scored half, in order of score; nobody's label counts as given."""
    matches = [argkp.Match(str(n), score, label) for n, (score, label) in enumerate(
        [(0.1, 1), (0.9, 1), (0.8, 0), (0.7, None), (0.6, 1), (0.5, 0), (0.4, 1), (0.3, 1)])]  # fmt: skip
    assert argkp.average_precision(matches, 0) == pytest.approx((1 / 1 + 2 / 4) / 2)
    assert argkp.average_precision(matches, 1) == pytest.approx((1 / 1 + 2 / 3 + 3 / 4) / 3)
    assert argkp.average_precision([argkp.Match("a", 1.0, 0)] * 2, 0) == 0.0
    assert argkp.average_precision([], 1) == 0.0


def test_key_points_are_matched(tmp_path: Path) -> None:
    """Arguments nobody labelled are left out; each gets the most similar key point of its kind."""
    for name, lines in {
        "arguments_dev.csv": ["arg_id,argument,topic,stance", "a1,red,t,1", "a2,blue,t,1", "a3,grey,t,1"],
        "key_points_dev.csv": ["key_point_id,key_point,topic,stance", "k1,red,t,1", "k2,blue,t,1"],
        "labels_dev.csv": ["arg_id,key_point_id,label", "a1,k1,1", "a2,k1,0"],
    }.items():
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")

    def similarity(left: object, right: object) -> npt.NDArray[np.float32]:
        assert (left, right) == (["red", "blue"], ["red", "blue"])
        return np.array([[0.9, 0.1], [0.2, 0.5]], np.float32)

    found = argkp.evaluate_key_points(tmp_path, "dev", similarity)
    assert list(found.values()) == [1.0, 1.0]


def test_documents_and_meetings_become_drafts(tmp_path: Path) -> None:
    """Text untouched, paragraphs between blank lines, turns by number, empty turns left out."""
    text = "\n\n  First of all that is said\nand still first.\n \n\nSecond.  \n"
    (tmp_path / "doc.md").write_text(text, encoding="utf-8")
    (file,) = documents.documents(tmp_path, ["doc"])
    (draft,) = file.drafts
    assert draft.text == text
    assert [p.span.of(text) for p in draft.paragraphs] == [
        "First of all that is said\nand still first.",
        "Second.",
    ]
    assert [p.number for p in draft.paragraphs] == [1, 2]
    meeting = {
        "meeting_transcripts": [
            {"speaker": "Chair", "content": "Welcome."}, {"speaker": "X", "content": " "},
            {"speaker": "Y", "content": "We agree."},
        ],
        "specific_query_list": [{"query": "Who agrees?", "relevant_text_span": [["1", "2"], ["0", "0"]]}],
    }  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps(meeting), encoding="utf-8")
    ((read, asked),) = documents.meetings(tmp_path, 3)
    assert [(d.key, d.text, d.speaker.name) for d in read.drafts] == [
        ("0", "Welcome.", "Chair"), ("2", "We agree.", "Y"),
    ]  # fmt: skip
    assert asked[0].turns == {0, 1, 2}
    row = turns.turn_row(asked[0], [2, 9, 9, 0, 9, 1])
    assert (row.precision, row.hit) == (0.4, True)
    assert turns.turn_row(asked[0], [7]).hit is False
    assert turns.turn_measures([row])["relevant among 5 passages"].mean == 0.4


def test_lines_are_paragraphs_where_none_is_wrapped() -> None:
    """A document of one line a paragraph, as the readers take it too."""
    lines = ["A heading", "A paragraph of many words. " * 9, "Another of as many words. " * 9]
    text = "\n".join(lines)
    assert [p.span.of(text) for p in documents.paragraphs_of(text)] == [line.strip() for line in lines]


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


def examples(seed: int = 0, count: int = 60) -> list[Example]:
    """Half answered and well supported, half not; the second figure is noise."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(count):
        answered = number % 2 == 0
        covered = generator.normal(0.8 if answered else 0.4, 0.1)
        noise, lead = generator.random(), generator.random()
        support = Support(covered, noise, 0.1 if answered else 0.3, lead, 0.0, 0.0)
        made.append(Example(f"q{number}", support, answered, True))
    return made


def figures_of(rows: Sequence[Example]) -> npt.NDArray[np.float64]:
    return np.array([row.support.values() for row in rows])


def test_the_fit_separates_what_can_be_separated() -> None:
    """What supports weighs in favour, what is gone against, noise little; answered ones come first."""
    rows = examples()
    model = train_refusal.fit(rows)
    asked, names, gone, lead, *_ = model.weights
    assert asked > 0 > gone
    assert max(abs(names), abs(lead)) < min(abs(asked), abs(gone))
    odds = model.log_odds(figures_of(rows))
    yes = [value for value, row in zip(odds, rows, strict=True) if row.answered]
    no = [value for value, row in zip(odds, rows, strict=True) if not row.answered]
    assert min(yes) > max(no)
    assert min(yes) > 0 > max(no)


def test_the_fit_is_the_minimum_of_its_loss() -> None:
    """No small step in any direction lowers the penalised likelihood; the order of rows does not matter."""
    rows = examples(1)
    model = train_refusal.fit(rows)

    def loss(w: npt.NDArray[np.float64], b: float) -> float:
        odds = (figures_of(rows) - model.centres) / model.scales @ w + b
        signs = np.array([1.0 if row.answered else -1.0 for row in rows])
        return float(np.log1p(np.exp(-signs * odds)).sum() + PENALTY / 2 * (w**2).sum())

    best = loss(model.weights, model.bias)
    for at in range(len(model.weights)):
        for step in (-0.01, 0.01):
            moved = model.weights.copy()
            moved[at] += step
            assert loss(moved, model.bias) > best
    assert loss(model.weights, model.bias + 0.01) > best < loss(model.weights, model.bias - 0.01)
    assert train_refusal.fit(rows[::-1]).weights == pytest.approx(model.weights)


def test_held_out_figures_come_from_other_questions() -> None:
    """Every gold example is held out once; made ones only train."""
    rows = examples(2)
    made = [replace(row, gold=False, question=row.question) for row in examples(3, 20)]
    yes, no = train_refusal.cross_validated(rows + made)
    assert (len(yes), len(no)) == (30, 30)
    assert "area under ROC 1.00" in train_refusal.report(rows + made)
    assert not any(map(math.isnan, yes + no))


def test_the_table_is_what_the_judge_reads() -> None:
    """One line for each figure of `Support`, in order, then bias and threshold."""
    rows = examples()
    names = [line.split("\t")[0] for line in train_refusal.table(rows).splitlines()]
    assert names == ["name", *SUPPORT, "bias", "threshold"]
    assert train_refusal.table(rows) == train_refusal.table(examples())
