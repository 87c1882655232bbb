"""What two texts have in common and what sets them apart, word by word.

In: two texts. Out: runs of at least eight words that both hold (a sign of joint drafting), the words both
use, and the words only the second uses, each as it stands in the second text. Words that every statement has
("United Nations", "Fifthly") are left out of both lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

from index.text.terms import content_terms

RUN = 8
"""Words in a common run, at least; shorter runs are phrases that everyone uses."""
ORDINALS = (
    "first firstly second secondly third thirdly fourth fourthly fifth fifthly finally last lastly like"
)
SHOWN = 12
"""Words shown, at most."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def common_runs(ours: str, theirs: str, length: int = RUN) -> tuple[str, ...]:
    """The longest runs of words that both texts hold, as they stand in `theirs`."""
    held, words = runs_in(ours, length), _folded(theirs)
    starts = [at for at, run in enumerate(_runs(words, length)) if run in held]
    return tuple(theirs[words[first][1] : words[last][2]] for first, last in _joined(starts, length))


def runs_in(text: str, length: int = RUN) -> frozenset[tuple[str, ...]]:
    """Every run of that many words; texts that share none have no longer run in common."""
    return frozenset(_runs(_folded(text), length))


def folded_words(text: str) -> tuple[str, ...]:
    """The words by which texts are compared, one by one."""
    return tuple(word for word, _, _ in _folded(text))


def is_within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Do the others hold these words in one run?"""
    last = len(others) - len(words)
    return any(others[at : at + len(words)] == words for at in range(last + 1))


def common_words(ours: str, theirs: str) -> tuple[str, ...]:
    """Words of `theirs` that `ours` uses too, in any form of them."""
    known = set(content_terms(ours))
    return _shown(theirs, lambda terms: terms <= known)


def other_words(ours: str, theirs: str) -> tuple[str, ...]:
    """Words of `theirs` that `ours` does not use, function words left out."""
    known = set(content_terms(ours))
    return _shown(theirs, lambda terms: not terms & known)


def likeness(one: str, other: str) -> float:
    """Shared words over all words of either (Jaccard), between 0 and 1."""
    a, b = set(content_terms(one)), set(content_terms(other))
    return len(a & b) / max(len(a | b), 1)


def _shown(text: str, wanted: Callable[[set[str]], bool]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        terms = set(content_terms(match.group()))
        if not terms <= _everyday() and wanted(terms):
            found.setdefault(" ".join(sorted(terms)), match.group())
    return tuple(found.values())[:SHOWN]


@cache
def _everyday() -> frozenset[str]:
    """Terms of `data/generic.txt` and `data/vague.txt`, and the words that number points."""
    tables = (
        files("rag").joinpath("data", name).read_text(encoding="utf-8")
        for name in ("generic.txt", "vague.txt")
    )
    return frozenset(content_terms(" ".join((*tables, ORDINALS))))


def _folded(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().casefold().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]


def _runs(words: list[tuple[str, int, int]], length: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - length + 1):
        yield tuple(word for word, _, _ in words[at : at + length])


def _joined(starts: list[int], length: int) -> Iterator[tuple[int, int]]:
    """First and last word of each run of consecutive starts."""
    first = last = -2
    for at in starts:
        if at != last + 1:
            if first >= 0:
                yield first, last + length - 1
            first = at
        last = at
    if first >= 0:
        yield first, last + length - 1
