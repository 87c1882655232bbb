"""Fits the small models of words that read a question and writes `rag/data/understanding.npz`.

In: a folder with labelled questions (`reader/understand.jsonl`) and the packaged ones of
`rag/question/training`. A third of the folder's questions, by hash, is held back: the figures printed first
are those of models that have not seen it; the weights written are then fitted on everything. Same rows, same
weights.

Run it with `python -m rag.evaluation.train_understanding GOLD_DIR`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.speakers.delegations import Delegations, load_delegations
from rag.evaluation.fit_softmax import fit
from rag.evaluation.gold import json_lines
from rag.evaluation.understanding import Labelled, judge_rows, labelled, lines_of, understanding_measures
from rag.question.dates import DateMention
from rag.question.features import Piece, aim_features, date_features
from rag.question.links import Link
from rag.question.network import AIMS
from rag.question.reader import (
    QuestionReader,
    Weights,
    features_for,
    question_features,
    role_rows,
    together_rows,
)
from rag.question.reading import Parts, parts_of
from rag.question.softmax import Softmax

FOLDS = 5
PENALTY = 6.0
AIM_PENALTIES = {"scope": 3.0, "wants": 1.0, "side": 1.0, "order": 1.0}
SELDOM = frozenset(["side", "order"])
RARE = 3.0
"""What a row with a side or an order weighs: few have one."""
SMALL = 0.004
"""Weights all below this are left out."""


@dataclass(frozen=True)
class Example:
    """A labelled question and its parts."""

    row: Labelled
    parts: Parts
    delegations: Delegations

    @property
    def links(self) -> tuple[Link, ...]:
        return self.parts.links

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.parts.pieces

    @cached_property
    def words(self) -> list[str]:
        return aim_features(self.pieces)

    @cached_property
    def role_rows(self) -> list[list[str]]:
        return role_rows(self.links, self.pieces)

    @cached_property
    def roles(self) -> list[str]:
        return [role_of(link, self.row, self.delegations) for link in self.links]

    def date_label(self, date: DateMention) -> str | None:
        """How the labels use a date; None where they have another period."""
        wanted, own = (self.row.since, self.row.until), (date.period.since, date.period.until)
        if wanted == own:
            return "period"
        if wanted == (own[0], None):
            return "open"
        return "none" if wanted == (None, None) else None


def role_of(link: Link, row: Labelled, delegations: Delegations) -> str:
    """The label of the words that overlap most, else of the same State named elsewhere."""
    best: tuple[int, str] | None = None
    for role, names in (("holder", row.holders), ("mention", row.mentions)):
        for name in names:
            start = row.question.find(name.words)
            shared = min(link.span.end, start + len(name.words)) - max(link.span.start, start)
            if start >= 0 and shared > 0 and (best is None or shared > best[0]):
                best = (shared, role)
    if best is not None:
        return best[1]
    for role, names in (("holder", row.holders), ("mention", row.mentions)):
        if link.code and any(name.key(delegations) == link.code for name in names):
            return role
    return "none"


def fold_of(question: str, salt: str, folds: int = FOLDS) -> int:
    """A part of the rows, the same whatever the others are."""
    return int(hashlib.sha256((salt + question).encode()).hexdigest(), 16) % folds


def held_back(question: str) -> bool:
    """Is the question of the third that is kept for the estimate?"""
    return fold_of(question, "", 3) == 0


def train(examples: Sequence[Example]) -> Weights:
    """Every model, the later ones on what the earlier say of rows they have not seen."""
    unseen: dict[int, Guess] = {}
    for fold in range(FOLDS):
        first = _first_models([one for one in examples if fold_of(one.row.question, "b") != fold])
        unseen |= {
            at: _guess(first, one)
            for at, one in enumerate(examples)
            if fold_of(one.row.question, "b") == fold
        }
    models = _first_models(examples)
    together = [
        together_rows(one.links, unseen[at][0], one.pieces, unseen[at][1]) for at, one in enumerate(examples)
    ]
    labels = [role for one in examples for role in one.roles]
    models["roles"] = fit([row for rows in together for row in rows], labels, penalty=1.0)
    second = [[models["roles"].probabilities(row) for row in rows] for rows in together]
    rows = [question_features(one.links, second[at], one.words) for at, one in enumerate(examples)]
    for aim in AIMS:
        models[aim] = _aim_model(aim, rows, examples)
    models["date"] = _date_model(examples)
    return {name: _pruned(model) for name, model in models.items()}


Guess = tuple[list[dict[str, float]], float]
"""The chances of each name by itself, and that everyone is asked."""


def _first_models(examples: Sequence[Example]) -> dict[str, Softmax]:
    rows = [row for one in examples for row in one.role_rows]
    return {
        "role": fit(rows, [role for one in examples for role in one.roles], penalty=PENALTY),
        "all": fit(
            [one.words for one in examples],
            [one.row.scope for one in examples],
            penalty=AIM_PENALTIES["scope"],
        ),
    }


def _guess(models: dict[str, Softmax], one: Example) -> Guess:
    return (
        [models["role"].probabilities(row) for row in one.role_rows],
        models["all"].probabilities(one.words)["all"],
    )


def _aim_model(aim: str, rows: Sequence[list[str]], examples: Sequence[Example]) -> Softmax:
    some = [features_for(aim, row) for row in rows]
    labels = [str(getattr(one.row, aim) or "none") for one in examples]
    heavy = [RARE if aim in SELDOM and label != "none" else 1.0 for label in labels]
    return fit(some, labels, penalty=AIM_PENALTIES[aim], weights=heavy)


def _date_model(examples: Sequence[Example]) -> Softmax:
    pairs = [
        (date_features(date, len(one.parts.dates), one.pieces), label)
        for one in examples
        for date in one.parts.dates
        if (label := one.date_label(date))
    ]
    return fit([row for row, _ in pairs], [label for _, label in pairs], penalty=PENALTY)


def _pruned(model: Softmax) -> Softmax:
    """The model without features that weigh next to nothing, in half precision."""
    kept = [
        (name, model.weights[at])
        for name, at in sorted(model.columns.items())
        if np.abs(model.weights[at]).max() > SMALL
    ]
    columns = {name: at for at, (name, _) in enumerate(kept)}
    weights = np.array([row for _, row in kept]).astype(np.float16).astype(np.float32)
    return Softmax(model.classes, columns, weights)


def save(weights: Weights, path: Path) -> None:
    """The weights as one file that numpy reads."""
    held: dict[str, object] = {"names": "\n".join(weights)}
    for name, model in weights.items():
        held[f"{name}.features"] = "\n".join(sorted(model.columns, key=model.columns.__getitem__))
        held[f"{name}.classes"] = "\n".join(model.classes)
        held[f"{name}.weights"] = model.weights.astype(np.float16)
    np.savez_compressed(path, **held)  # type: ignore[arg-type]


def examples_of(rows: Sequence[Labelled]) -> list[Example]:
    """The rows with their names and dates."""
    delegations = load_delegations()
    return [Example(row, parts_of(row.question, delegations), delegations) for row in rows]


def packaged_rows(name: str) -> list[Labelled]:
    """The rows of a file that comes with the package."""
    return list(labelled(json_lines(Path(str(files("rag").joinpath("question", "training", name))))))


def all_rows(folder: Path, more: bool = False) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """The rows of a folder without those held back, the packaged ones, `more` of them for what can learn from
    many, and those held back."""
    given = labelled(json_lines(folder / "reader" / "understand.jsonl"))
    names = ("questions", "more", "roles", "topics", "deeds") if more else ("questions",)
    own = [row for name in names for row in packaged_rows(f"{name}.jsonl")]
    back = [row for row in given if held_back(row.question)]
    return [row for row in given if not held_back(row.question)], own, back


def main(folder: Path, say: Callable[[str], None] = print) -> None:
    """Figures on the third held back, then weights fitted on all."""
    given, own, back = all_rows(folder)
    seen = [*given, *own]
    reader = QuestionReader(weights=train(examples_of(seen)))
    say(f"{len(back)} rows held back:")
    for line in lines_of(understanding_measures(judge_rows(back, reader, load_delegations()))):
        say(f"  {line}")
    path = Path(str(files("rag").joinpath("data", "understanding.npz")))
    save(train(examples_of([*seen, *back])), path)
    say(f"{path.name}: {path.stat().st_size:,} bytes, fitted on {len(seen) + len(back)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
