"""Sentences with objects and the side each takes on them: what teaches the reader sides.

In: attitudes.jsonl, sentences with objects written for each, and sides.jsonl, objects with the sentences that
the lists of the house found for them. A sentence is for its object (F), against it (A), for it on a condition
(C), speaks of it without a side (M), speaks of something else (O), or one of the last two (N). Out: groups
for both heads. "Who supports it?" is answered by those for it, told otherwise by those against, and a
question that opposes the other way round; "who mentioned it?" is answered by all that speak of it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from rag.evaluation.reader.examples import (
    FIRST,
    SECOND,
    THIRD,
    Group,
    Labelled,
    behind,
    of_last,
)
from rag.evaluation.reader.judged import Judged

Kind = Literal["for", "against", "mention"]
STANCE: Mapping[str, int] = {"F": FIRST, "A": SECOND, "C": FIRST | THIRD, "M": THIRD, "O": THIRD, "N": THIRD}
ANSWERS: Mapping[Kind, Mapping[str, int]] = {
    "for": STANCE,
    "against": {**STANCE, "F": SECOND, "A": FIRST, "C": SECOND | THIRD},
    "mention": {"F": FIRST, "A": FIRST, "C": FIRST, "M": FIRST, "O": THIRD},
}
ASKED: Mapping[Kind, Sequence[str]] = {
    "for": (
        "Which delegations support {}?",
        "Who supports {}?",
        "Who is in favour of {}?",
        "Which countries backed {}?",
        "Who spoke for {}?",
        "Who defended {}?",
        "Which States want {}?",
        "Who welcomed {}?",
        "Which members are for {}?",
        "Who wants to keep {}?",
        "Who opposes ending {}?",
        "Which delegations are against giving up {}?",
    ),
    "against": (
        "Which delegations oppose {}?",
        "Who opposed {}?",
        "Who is against {}?",
        "Which States rejected {}?",
        "Who spoke against {}?",
        "Who objected to {}?",
        "Which countries condemned {}?",
        "Who criticised {}?",
        "Which members do not want {}?",
        "Who wants {} to end?",
        "Which delegations call for an end to {}?",
        "Who supports ending {}?",
        "Who is against keeping {}?",
    ),
    "mention": (
        "Which delegations mentioned {}?",
        "Who spoke about {}?",
        "Which States raised {}?",
        "Who addressed {}?",
        "Which countries referred to {}?",
        "Who talked about {}?",
    ),
}
"""Questions as they are put; an object may come with others written for it."""
TURNING = ("ending {}", "an end to {}", "the lifting of {}", "abolishing {}", "stopping {}", "giving up {}")
KEEPING = ("keeping {}", "maintaining {}", "continuing {}", "preserving {}")
"""Objects made of an object: who is for it is against ending it and for keeping it."""
TURNED = {"F": "A", "A": "F"}


@dataclass(frozen=True, slots=True)
class Attitude(Labelled):
    """The side that the last sentence of a passage takes on an object, and questions written for that."""

    thing: str
    questions: Mapping[str, Sequence[str]]


def read_attitudes(file: Path) -> list[Attitude]:
    """The rows of a file of either form, object by object; none if it is not there."""
    if not file.is_file():
        return []
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [one for row in rows for one in (_of_sentence(row) if "sentence" in row else _of_object(row))]


def _of_sentence(row: Mapping[str, Any]) -> Iterator[Attitude]:
    header = f"{row['delegation']}." if row["delegation"] else ""
    for thing, label in row["rows"]:
        yield Attitude(row["source"], behind(None, header, row["sentence"]), label, thing, {})


def _of_object(row: Mapping[str, Any]) -> Iterator[Attitude]:
    for one in row["rows"]:
        passage = behind(one["leads"], one["header"], one["sentence"])
        yield Attitude(one["file"], passage, one["label"], row["object"], row["questions"])
        if row["contrary"] and one["contrary"]:
            yield Attitude(one["file"], passage, one["contrary"], row["contrary"], {})


def attitudes_in(judged: Sequence[Judged]) -> list[Attitude]:
    """The sentences that were judged for a topic, one by one."""
    return [
        Attitude(row.file, behind(None, row.passage.header, span.of(row.passage.text)), label, row.text, {})
        for row in judged
        if row.kind == "stance"
        for span, label in zip(row.passage.sentences, row.labels.replace("-", "O"), strict=True)
    ]


def attitude_groups(rows: Sequence[Attitude], chance: random.Random) -> list[Group]:
    """The objects of each sentence side by side, and what ends or keeps one of them.

    One that the sentence is for stands before one that it is against.
    """
    by_sentence: dict[tuple[str, str], list[Attitude]] = {}
    for row in rows:
        by_sentence.setdefault((row.passage.header, row.passage.text), []).append(row)
    return [_side_by_side([*some, *_made(chance.choice(some), chance)]) for some in by_sentence.values()]


def _made(row: Attitude, chance: random.Random) -> list[Attitude]:
    """An object that ends this one, or keeps it; none where it takes no side."""
    if row.label not in TURNED:
        return []
    turns = chance.random() < 0.6
    thing = chance.choice(TURNING if turns else KEEPING).format(row.thing)
    return [replace(row, thing=thing, label=TURNED[row.label] if turns else row.label)]


def _side_by_side(some: Sequence[Attitude]) -> Group:
    ranked = sorted(some, key=lambda one: (FIRST, THIRD, SECOND, FIRST | THIRD).index(STANCE[one.label]))
    apart = ranked[0].label == "F" and len(ranked) > 1 and STANCE[ranked[1].label] in (SECOND, THIRD)
    examples = tuple(of_last("stance", one.thing, one.passage, STANCE[one.label]) for one in ranked)
    return Group("attitudes", some[0].file, examples, ordered=apart)


def side_questions(
    rows: Sequence[Attitude], chance: random.Random, kinds: Sequence[Kind] = tuple(ASKED)
) -> list[Group]:
    """Questions about each object over its sentences; one that answers stands before one that does not."""
    by_object: dict[str, list[Attitude]] = {}
    for row in rows:
        by_object.setdefault(row.thing, []).append(row)
    return [group for some in by_object.values() for kind in kinds for group in _asked(some, kind, chance)]


def _asked(rows: Sequence[Attitude], kind: Kind, chance: random.Random) -> Iterator[Group]:
    """Every sentence once; a question of its own for each group."""
    known = [row for row in rows if row.label in ANSWERS[kind]]
    answering = [row for row in known if ANSWERS[kind][row.label] == FIRST]
    others = [row for row in known if ANSWERS[kind][row.label] in (SECOND, THIRD)]
    for row in answering:
        other = [others.pop(chance.randrange(len(others)))] if others else []
        yield _group([row, *other], kind, chance)
    for row in others:
        yield _group([row], kind, chance)


def _group(rows: Sequence[Attitude], kind: Kind, chance: random.Random) -> Group:
    own = rows[0].questions.get(kind, ())
    templates = [one.format(rows[0].thing) for one in ASKED[kind]]
    question = chance.choice(own if own and chance.random() < 0.5 else templates)
    examples = tuple(of_last("answer", question, row.passage, ANSWERS[kind][row.label]) for row in rows)
    return Group("attitudes", rows[0].file, examples, ordered=len(rows) > 1)
