"""The small models that read a question: who of those named is asked to speak, and what is wanted of whom.

In: a question, its names and dates, the encoder's vectors where it has those the models were fitted on. Out:
probabilities. The weights are `data/understanding.npz`, made by `rag.evaluation.train_understanding`; its
model card stands in docs/understanding.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.embedding.embedder import Embedder
from rag.question.dates import DateMention
from rag.question.features import (
    Piece,
    aim_features,
    date_features,
    others_features,
    role_features,
    sense_features_only,
)
from rag.question.links import Link
from rag.question.softmax import Floats, Softmax

SENTENCE = 3.0
"""The sentence's vector is made this long beside features that are 0 or 1."""
AIMS = ("scope", "wants", "side", "order")
SENSES_ONLY = frozenset(["order"])
"""Aims read from the senses of words alone: too few rows tell of them to weigh single words."""


@dataclass(frozen=True)
class Weights:
    """The models by name, and the fingerprint of the encoder whose vectors some of them read."""

    fingerprint: str
    models: Mapping[str, Softmax]


class QuestionReader:
    """Reads with the encoder's vectors where they are those fitted on, else with words alone."""

    def __init__(self, embedder: Embedder | None = None, weights: Weights | None = None) -> None:
        self._weights = weights or packaged()
        known = embedder is not None and embedder.fingerprint == self._weights.fingerprint
        self._embedder = embedder if known else None

    def sentence(self, question: str) -> Floats | None:
        """The encoder's vector of the question, where it is the encoder fitted on."""
        return None if self._embedder is None else self._embedder.embed_query(question).vector

    def roles(self, links: Sequence[Link], pieces: Sequence[Piece]) -> tuple[dict[str, float], ...]:
        """For each name the chances that it is a holder, a mention or no name; first alone, then together."""
        model, together = self._model("role"), self._model("roles")
        alone = [model.probabilities(role_features(links, at, pieces)) for at in range(len(links))]
        everyone = self._model("all").probabilities(aim_features(pieces))["all"]
        return tuple(
            together.probabilities(others_features(links, at, alone, pieces, everyone))
            for at in range(len(links))
        )

    def aim(self, aim: str, features: Sequence[str], sentence: Floats | None) -> dict[str, float]:
        """The chances of each value of an aim."""
        some = sense_features_only(features) if aim in SENSES_ONLY else features
        alone = self._model(aim).probabilities(some)
        if sentence is None:
            return alone
        return mean((alone, self._model(f"{aim}+").probabilities(some, sentence * SENTENCE)))

    def dates(self, dates: Sequence[DateMention], pieces: Sequence[Piece]) -> tuple[dict[str, float], ...]:
        """For each date the chances that it bounds what was said, only opens it, or belongs to the topic."""
        return tuple(
            self._model("date").probabilities(date_features(date, len(dates), pieces)) for date in dates
        )

    def _model(self, name: str) -> Softmax:
        return self._weights.models[name]


def question_features(
    links: Sequence[Link], roles: Sequence[Mapping[str, float]], pieces: Sequence[Piece]
) -> list[str]:
    """What the aims are read from: the words, and who seems to be asked."""
    asked = sorted(link.kind for link, role in zip(links, roles, strict=True) if role["holder"] >= 0.5)
    most = max((role["holder"] for role in roles), default=0.0)
    return [
        *aim_features(pieces),
        f"H={'+'.join(asked[:3]) or 'nobody'}",
        f"Hn={min(len(asked), 3)}",
        f"Hp={int(most * 4)}",
    ]


def mean(chances: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of several opinions."""
    return {name: sum(one[name] for one in chances) / len(chances) for name in chances[0]}


@cache
def packaged() -> Weights:
    """The weights that come with the package."""
    with files("rag").joinpath("data", "understanding.npz").open("rb") as stream:
        held = np.load(stream, allow_pickle=False)
        names = str(held["names"]).split("\n")
        return Weights(str(held["fingerprint"]), {name: _model(held, name) for name in names})


def _model(held: Mapping[str, Floats], name: str) -> Softmax:
    columns = {word: at for at, word in enumerate(str(held[f"{name}.features"]).split("\n"))}
    return Softmax(
        tuple(str(held[f"{name}.classes"]).split("\n")),
        columns,
        held[f"{name}.weights"].astype(np.float32),
        held[f"{name}.dense"].astype(np.float32),
    )
