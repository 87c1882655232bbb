"""Words that turn what a sentence says: negators, refusals, reports of others, conditions, modals.

In: the folded words of a sentence. Out: `Turn`s, each with its kind and the words it covers; set phrases that
turn nothing ("no doubt", "not only", "without delay") are passed over. The words are rows of
`data/turning.tsv` and `data/function_words.tsv`, with the grammar each row was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Literal, cast

from index.tables import rows_of, sets_of
from rag.quotation.normal import Folder

Kind = Literal[
    "not", "none", "without", "refuse", "frame", "doubt", "modal", "must", "if", "before", "tag",
    "factive", "clause", "adverbial",
]  # fmt: skip
NEGATIVE: frozenset[Kind] = frozenset(("not", "none", "without"))
MARKS: frozenset[Kind] = frozenset(("factive", "clause", "adverbial"))
"""Rows that show how far a turn reaches and turn nothing themselves."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Words [first, last) of the sentence, and how they turn it."""

    kind: Kind
    first: int
    last: int


def turns_in(words: Sequence[str], kept: Sequence[tuple[int, int]] = ()) -> tuple[Turn, ...]:
    """Every word of the sentence that turns it, in order. A set phrase turns nothing, unless part of it is
    cut off from the parts `kept`: "could not [agree more]"."""
    sentence = " ".join(words)
    number = {start: at for at, start in enumerate(accumulate((len(w) + 1 for w in words), initial=0))}
    fair = [
        found.span()
        for found in _patterns()["fair"].finditer(sentence)
        if not _is_cut(number[found.start()], number[found.end() + 1], kept)
    ]
    turns: list[Turn] = []
    for kind in _kinds():
        for found in _patterns()[kind].finditer(sentence):
            if not any(start < found.end() and found.start() < end for start, end in fair):
                turns.append(Turn(kind, number[found.start()], number[found.end() + 1]))
    return tuple(sorted(turns, key=lambda turn: (turn.first, turn.last)))


def denials_in(text: str) -> int:
    """How often a text denies something; words that deny together ("no longer") count once."""
    count = end = 0
    for turn in turns_in(Folder().stream(text).split()):
        if turn.kind in NEGATIVE and turn.first >= end:
            count, end = count + 1, turn.last
    return count


def _is_cut(first: int, last: int, kept: Sequence[tuple[int, int]]) -> bool:
    quoted = sum(any(start <= at < end for start, end in kept) for at in range(first, last))
    return 0 < quoted < last - first


def of_class(name: str) -> frozenset[str]:
    """The words of a class of `function_words.tsv`."""
    return sets_of("rag", "function_words.tsv")[name]


def class_names() -> tuple[str, ...]:
    return tuple(sets_of("rag", "function_words.tsv"))


@cache
def _kinds() -> tuple[Kind, ...]:
    return tuple(dict.fromkeys(cast(Kind, row["kind"]) for row in rows_of_turns() if row["kind"] != "fair"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The rows of each kind as one pattern over whole words of a folded sentence."""
    rows: dict[str, list[str]] = {}
    for row in rows_of_turns():
        rows.setdefault(row["kind"], []).append(row["pattern"])
    return {kind: re.compile(rf"(?:(?<= )|\A)(?:{'|'.join(of)})(?= |\Z)") for kind, of in rows.items()}


@cache
def rows_of_turns() -> tuple[dict[str, str], ...]:
    return tuple(rows_of("rag", "turning.tsv"))
