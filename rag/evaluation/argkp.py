"""Key point matching on ArgKP: arguments and key points in, mean average precision out.

The measure is that of the 2021 shared task (Friedman et al. 2021): each argument's best key point, the
half with the highest scores per topic and stance, average precision; pairs nobody labelled count as
wrong (strict) or right (relaxed). Nothing is trained: the packaged model's own similarity.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Similarity = Callable[[Sequence[str], Sequence[str]], npt.NDArray[np.float32]]
TOP = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """An argument's best key point: its score, and its label (None where nobody labelled the pair)."""

    argument: str
    score: float
    label: int | None


def evaluate_key_points(folder: Path, split: str, similarity: Similarity) -> dict[str, float]:
    """Mean average precision, strict and relaxed, over the topics and stances of a split."""
    arguments = _grouped(folder / f"arguments_{split}.csv")
    key_points = _grouped(folder / f"key_points_{split}.csv")
    labels = _labels(folder / f"labels_{split}.csv")
    groups = [
        best_matches(arguments[group], key_points[group], labels, similarity)
        for group in sorted(arguments)
        if group in key_points
    ]
    return {
        "argkp mean average precision, strict": _mean(average_precision(group, 0) for group in groups),
        "argkp mean average precision, relaxed": _mean(average_precision(group, 1) for group in groups),
    }


def best_matches(
    arguments: Sequence[tuple[str, str]],
    key_points: Sequence[tuple[str, str]],
    labels: Mapping[tuple[str, str], int],
    similarity: Similarity,
) -> tuple[Match, ...]:
    """For each labelled argument its most similar key point; shapes: (arguments, key points)."""
    labelled = {argument for argument, _ in labels}
    kept = [(id, text) for id, text in arguments if id in labelled]
    scores = similarity([text for _, text in kept], [text for _, text in key_points])
    chosen = scores.argmax(axis=1)
    return tuple(
        Match(id, float(scores[i, k]), labels.get((id, key_points[k][0])))
        for i, ((id, _), k) in enumerate(zip(kept, chosen, strict=True))
    )


def average_precision(matches: Sequence[Match], unlabelled: int) -> float:
    """Average precision over the better-scored half, unlabelled pairs counted as given."""
    ordered = sorted(matches, key=lambda match: -match.score)[: int(len(matches) * TOP)]
    right = [unlabelled if match.label is None else match.label for match in ordered]
    hits = np.cumsum(right)
    ranks = np.arange(1, len(right) + 1)
    return float((hits / ranks * right).sum() / max(hits[-1], 1)) if right else 0.0


def _grouped(path: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for identifier, text, topic, stance in list(csv.reader(file))[1:]:
            groups[topic, stance].append((identifier, text))
    return groups


def _labels(path: Path) -> dict[tuple[str, str], int]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["arg_id"], row["key_point_id"]): int(row["label"]) for row in csv.DictReader(file)}


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))
