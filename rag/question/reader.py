"""What a question asks: who of those named is to speak, which dates bound what was said, what is wanted.

In: a question, its names and dates. Out: chances. Two opinions are weighed together: that of small models of
words and their classes (`data/understanding.npz`, made by `rag.evaluation.train_understanding`), and that of
a network that reads the whole question; without the network the words alone tell. The model card of both
stands in docs/understanding.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.resources import files

import numpy as np

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
from rag.question.network import AIMS, Chances, Opinion, QuestionNetwork
from rag.question.softmax import Floats, Softmax

OF_NAMES, OF_REST = 0.4, 0.6
"""The weight of the network's opinion on names, and on dates and aims; the models of words have the rest."""
SENSES_ONLY = frozenset(["order"])
"""Aims that are read from the senses of words alone, as there are too few rows to learn single words."""

Weights = Mapping[str, Softmax]
"""The models of words by name."""


class QuestionReader:
    """Reads with a network and with words, or with words alone."""

    def __init__(self, network: QuestionNetwork | None = None, weights: Weights | None = None) -> None:
        self._network, self._weights = network, weights or packaged()

    def read(
        self,
        question: str,
        links: Sequence[Link],
        dates: Sequence[DateMention],
        pieces: Sequence[Piece],
    ) -> Opinion:
        """What is asked, the names and dates of the question being these."""
        alone = self._by_words(links, dates, pieces)
        if self._network is None:
            return alone
        whole = self._network.read(question, links, dates)
        return Opinion(
            tuple(map(partial(_mixed, OF_NAMES), alone.roles, whole.roles)),
            tuple(map(partial(_mixed, OF_REST), alone.dates, whole.dates)),
            {aim: _mixed(OF_REST, chances, whole.aims[aim]) for aim, chances in alone.aims.items()},
        )

    def _by_words(
        self, links: Sequence[Link], dates: Sequence[DateMention], pieces: Sequence[Piece]
    ) -> Opinion:
        words = aim_features(pieces)
        roles = self._roles(links, pieces, words)
        features = question_features(links, roles, words)
        return Opinion(roles, self._dates(dates, pieces), {aim: self._aim(aim, features) for aim in AIMS})

    def _roles(
        self, links: Sequence[Link], pieces: Sequence[Piece], words: Sequence[str]
    ) -> tuple[Chances, ...]:
        """First each name alone, then together; `words` are the features of the whole question."""
        model, together = self._weights["role"], self._weights["roles"]
        alone = list(map(model.probabilities, role_rows(links, pieces)))
        everyone = self._weights["all"].probabilities(words)["all"]
        return tuple(map(together.probabilities, together_rows(links, alone, pieces, everyone)))

    def _aim(self, aim: str, features: Sequence[str]) -> Chances:
        return self._weights[aim].probabilities(features_for(aim, features))

    def _dates(self, dates: Sequence[DateMention], pieces: Sequence[Piece]) -> tuple[Chances, ...]:
        model = self._weights["date"]
        return tuple(model.probabilities(date_features(date, len(dates), pieces)) for date in dates)


def _mixed(share: float, words: Chances, network: Chances) -> Chances:
    """Both opinions, weighted; the models of words give no chance to what they never saw in training."""
    return {name: (1 - share) * words.get(name, 0.0) + share * chance for name, chance in network.items()}


def role_rows(links: Sequence[Link], pieces: Sequence[Piece]) -> list[list[str]]:
    """What the role of each name is read from, each alone."""
    return [role_features(links, at, pieces) for at in range(len(links))]


def together_rows(
    links: Sequence[Link], alone: Sequence[Mapping[str, float]], pieces: Sequence[Piece], everyone: float
) -> list[list[str]]:
    """What the roles are read from together: what each alone seems to be, the chance that all are asked."""
    return [others_features(links, at, alone, pieces, everyone) for at in range(len(links))]


def features_for(aim: str, features: Sequence[str]) -> Sequence[str]:
    """Those of `question_features` that the model of an aim sees."""
    return sense_features_only(features) if aim in SENSES_ONLY else features


def question_features(
    links: Sequence[Link], roles: Sequence[Mapping[str, float]], words: Sequence[str]
) -> list[str]:
    """What the aims are read from: the words, and who seems to be asked."""
    asked = sorted(link.kind for link, role in zip(links, roles, strict=True) if role["holder"] >= 0.5)
    most = max((role["holder"] for role in roles), default=0.0)
    return [
        *words,
        f"H={'+'.join(asked[:3]) or 'nobody'}",
        f"Hn={min(len(asked), 3)}",
        f"Hp={int(most * 4)}",
    ]


@cache
def packaged() -> Weights:
    """The weights that come with the package."""
    with files("rag").joinpath("data", "understanding.npz").open("rb") as stream:
        held = np.load(stream, allow_pickle=False)
        return {name: _model(held, name) for name in str(held["names"]).split("\n")}


def _model(held: Mapping[str, Floats], name: str) -> Softmax:
    columns = {word: at for at, word in enumerate(str(held[f"{name}.features"]).split("\n"))}
    classes = tuple(str(held[f"{name}.classes"]).split("\n"))
    return Softmax(classes, columns, held[f"{name}.weights"].astype(np.float32))
