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

from index.embedding.embedder import EmbeddedQuery, Embedder
from rag.question.dates import DateMention
from rag.question.features import Piece, aim_features, date_features, role_features, sense_features_only
from rag.question.features import others_features as others
from rag.question.links import Link
from rag.question.softmax import Floats, Softmax

SENTENCE = 3.0
"""The sentence's vector is made this long beside features that are 0 or 1."""
AIMS = ("scope", "wants", "side", "order")
SENSES_ONLY = frozenset(["side", "order"])
"""Aims read from the senses of words alone: too few rows tell of them to weigh single words."""


@dataclass(frozen=True)
class Weights:
    """The models by name, and the fingerprint of the encoder whose vectors some of them read."""

    fingerprint: str
    models: Mapping[str, Softmax]


@dataclass(frozen=True, slots=True)
class Vectors:
    """A question's vector, and its tokens' vectors with their places."""

    sentence: Floats
    tokens: Floats
    places: tuple[tuple[int, int], ...]


class QuestionReader:
    """Reads with the encoder's vectors where they are those fitted on, else with words alone."""

    def __init__(self, embedder: Embedder | None = None, weights: Weights | None = None) -> None:
        self._weights = weights or packaged()
        known = embedder is not None and embedder.fingerprint == self._weights.fingerprint
        self._embedder = embedder if known else None

    def vectors(self, question: str) -> Vectors | None:
        """What the encoder says of the question, where it is the one fitted on."""
        if self._embedder is None:
            return None
        return vectors_of(self._embedder.embed_query(question))

    def roles(
        self, links: Sequence[Link], pieces: Sequence[Piece], vectors: Vectors | None
    ) -> tuple[dict[str, float], ...]:
        """For each name the chances that it is a holder, a mention or no name."""
        rows = [role_features(links, at, pieces) for at in range(len(links))]
        alone = [self._model("role").probabilities(row) for row in rows]
        if vectors is not None:
            model = self._model("role+")
            seen = [
                model.probabilities(row, name_vector(link, vectors))
                for row, link in zip(rows, links, strict=True)
            ]
            alone = [mean((one, two)) for one, two in zip(alone, seen, strict=True)]
        together = self._model("roles")
        return tuple(together.probabilities(others(links, at, alone, pieces)) for at in range(len(links)))

    def aim(self, aim: str, features: Sequence[str], vectors: Vectors | None) -> dict[str, float]:
        """The chances of each value of an aim."""
        some = sense_features_only(features) if aim in SENSES_ONLY else features
        alone = self._model(aim).probabilities(some)
        if vectors is None:
            return alone
        return mean((alone, self._model(f"{aim}+").probabilities(some, vectors.sentence * SENTENCE)))

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


def vectors_of(embedded: EmbeddedQuery) -> Vectors | None:
    """The vectors with the places of their tokens; None where the encoder does not tell the places."""
    if embedded.places is None:
        return None
    return Vectors(embedded.vector, embedded.tokens, embedded.places)


def name_vector(link: Link, vectors: Vectors) -> Floats:
    """A name in its place: the mean of its tokens' vectors, those of its neighbours, the sentence's."""
    tokens, places = vectors.tokens, vectors.places
    none = np.zeros(tokens.shape[1], np.float32)
    held = [at for at, (start, end) in enumerate(places) if start < link.span.end and link.span.start < end]
    first, last = (held[0] - 1, held[-1] + 1) if held else (-1, 1)
    return np.concatenate(
        [
            tokens[held].mean(axis=0) if held else none,
            tokens[first] if first >= 0 else none,
            tokens[last] if last < len(tokens) else none,
            vectors.sentence,
        ]
    ).astype(np.float32)


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
