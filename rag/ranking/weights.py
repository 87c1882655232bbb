"""What each kind of evidence counts for in a ranking, and how many candidates it proposes.

In: nothing. Out: frozen values; what each is worth stands in docs/choices.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each kind of evidence; that of late interaction is 1.

    `around` is what a token of a neighbouring passage counts compared with one of the passage itself. When
    every delegation is asked, hundreds of passages are scored, and by themselves they do as well in two
    thirds of the time.
    """

    around: float = 0.8
    dense: float = 0.1
    lexical: float = 0.1
    preferred: float = 0.05
    courtesy: float = -0.05


@dataclass(frozen=True, slots=True)
class Depths:
    """How many candidates each kind of evidence proposes, by the scope of the question. When every delegation
    is asked, every passage with a `share` of the rarity of the topic's words is a candidate, up to `most`; so
    is every passage of a meeting or a few days that were asked for, where these are no more than `few`."""

    one: int = 60
    all: int = 300
    share: float = 0.6
    most: int = 3000
    few: int = 1500
