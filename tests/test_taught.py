"""What a teacher makes of unlabelled sentences: topics as records word them, rows that keep its chances."""

from __future__ import annotations

import json
import random
from pathlib import Path

from rag.evaluation.reader.examples import OPEN, Group, Shares, Taught, held_back
from rag.evaluation.reader.field import Rows
from rag.evaluation.reader.plan import cropped, steps
from rag.evaluation.reader.taught import Lesson, joined, taught_groups, write_lessons
from rag.evaluation.reader.topics import asked_of, sentences_of, sharing_words, topics_in
from rag.evaluation.reader.unlabelled import asked_in, claims_in, passages_of, read_for

SENTENCE = "We call for the lifting of the arms embargo on Ruritania, which has lasted too long."
SHARES: Shares = (0.7, 0.1, 0.2)
OTHERS: Shares = (0.0, 0.1, 0.9)
PASSAGE = joined("Kenya.", [SENTENCE, "That is all."])


def group(tmp_path: Path) -> Group:
    file = tmp_path / "taught.jsonl.gz"
    write_lessons([Lesson("stance", "the arms embargo", PASSAGE, Taught(SHARES, (SHARES, OTHERS)))], file)
    (read,) = taught_groups(file)
    return read


def test_a_topic_is_the_thing_behind_a_word_of_attitude() -> None:
    found = topics_in([SENTENCE, "We welcome.", "They oppose it."], random.Random(0))
    assert found == ["the lifting of the arms embargo on Ruritania"]


def test_a_topic_comes_with_the_sentences_that_share_its_rare_words() -> None:
    others = [f"The meeting of day {at} dealt with other matters." for at in range(60)]
    pairs = list(sharing_words(["the arms embargo on Ruritania"], [*others, SENTENCE], random.Random(0)))
    assert pairs[0] == ("the arms embargo on Ruritania", SENTENCE)
    asked = list(asked_of(pairs[:1], random.Random(0)))
    assert [head for head, _, _ in asked] == ["stance", "answer"]
    assert all("arms embargo on Ruritania" in question for _, question, _ in asked)


def test_a_demand_in_nobodys_name_becomes_a_claim_either_way_round() -> None:
    demand = "The embargo on Ruritania must be lifted."
    others = ["We must act.", "This must end.", "It rained.", "Borders must open and should not close."]
    found = {tuple(claims_in([demand, *others], random.Random(seed))) for seed in range(20)}
    assert found == {(demand,), ("The embargo on Ruritania must not be lifted.",)}


def test_a_claim_is_read_on_the_passages_that_share_its_rare_words(tmp_path: Path) -> None:
    speech = "The embargo on Ruritania hurts the poor. " * 4
    lines = [{"k": 0, "n": at, "file": name, "country": "Kenya", "topic": "Trade", "date": None,
              "passage": speech if at == 0 else f"Other matters of day {at} were settled. " * 4}
             for at, name in enumerate(free_names(30))]  # fmt: skip
    (tmp_path / "passages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    empty = tmp_path / "empty"
    empty.mkdir()
    passages = passages_of(tmp_path, empty, random.Random(0))
    claim = "The embargo on Ruritania must be lifted."
    asked = asked_in(Rows((), ()), [claim], random.Random(0))
    read = list(read_for(asked[:1], passages, random.Random(0)))
    assert "Ruritania" in read[0][1]
    assert "Ruritania" in read[0][2].text
    assert len(read) == 3
    assert read[0][2].header in ("", "Kenya. Trade.")


def free_names(count: int) -> list[str]:
    names = (f"{at}.txt" for at in range(1000))
    return [name for name in names if not held_back(name)][:count]


def test_files_held_back_give_no_sentence(tmp_path: Path) -> None:
    names = [f"{at}.txt" for at in range(12)]
    assert {held_back(name) for name in names} == {True, False}
    for name in names:
        (tmp_path / name).write_text(
            f"Mr. Doe (Kenya): The file named {name[:-4]} speaks of the matter at some length here.\n"
        )
    told = " ".join(sentences_of(tmp_path))
    assert all((f"named {name[:-4]} speaks" in told) != held_back(name) for name in names)


def test_rows_keep_the_chances_and_leave_the_truth_open(tmp_path: Path) -> None:
    (one,) = group(tmp_path).examples
    assert (one.head, one.question, one.passage) == ("stance", "the arms embargo", PASSAGE)
    assert (one.whole, one.sentences) == (OPEN, (OPEN, OPEN))
    assert one.taught == Taught(SHARES, (SHARES, OTHERS))


def test_what_a_teacher_read_is_not_cut(tmp_path: Path) -> None:
    read = group(tmp_path)
    assert all(cropped(read, random.Random(seed)) is read for seed in range(20))
    (step,) = steps([read], random.Random(0))
    assert step.examples == read.examples
