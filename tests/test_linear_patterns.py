"""No input freezes the process: every pattern of the tree answers hostile text at once.

A pattern holds the interpreter while it matches, so one that is not linear stops the whole service. These
tests bound time because that is what they are about; the bound is far above what a linear pattern takes.
"""

from __future__ import annotations

import inspect
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from types import ModuleType

import pytest

from tests.tree_patterns import MODULES, ROOT, literals, modules, patterns

LENGTH = 20_000
"""The most characters that a request may give a pattern at once (a quotation, a text)."""
SECONDS = 0.2
UNITS = [
    "a",
    "A",
    "aA",
    "1",
    " ",
    "\n",
    ".",
    "…",
    "[",
    "(",
    "[.",
    "“",
    "<a ",
    "*a ",
    "a, ",
    "A. ",
    "a-",
    "A b ",
]


def hostile(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Each unit repeated to the limit, alone, behind an opening that fits or fits nothing, and broken off at
    the end."""
    own = literals(pattern)
    for unit in dict.fromkeys([*own, *UNITS]):
        repeated = (unit * (length // len(unit) + 1))[: length - 4] + "\u0000!"
        yield repeated
        yield f"\u0000!{repeated}"
    for start in own[:2]:
        yield (start + "." * length)[:length]
        yield (start + " " * length)[:length]


SHORT = {
    "rag.question": 2_000,
    "index.readers.opening": 2_000,
    "index.readers.pdf": 2_000,
    "rag.position.pointer": 2_000,
    "index.speakers": 2_000,
}
"""Modules whose patterns see less at once: a question, the opening lines of a file, a line of a page, a
speaker line."""


def _limit(name: str) -> int:
    return next((limit for prefix, limit in SHORT.items() if name.startswith(prefix)), LENGTH)


def _way(name: str, pattern: re.Pattern[str]) -> Callable[[str], object]:
    """As the module uses it: from the text's beginning where it only ever matches there, else to its end:
    one that finds something early is not done where all of a text is replaced or split."""
    throughout = partial(_throughout, pattern)
    if ":" in name:
        return {"match": pattern.match, "fullmatch": pattern.fullmatch}.get(
            name.rpartition(".")[2], throughout
        )
    module, _, rest = name.rpartition(".")
    variable = rest.partition("[")[0]
    using = [sys.modules[module], *_holders().get((variable, id(pattern)), ())]
    uses = re.compile(rf"\b{re.escape(variable)}\.(\w+)")
    ways = {way for user in using for way in uses.findall(_source(user))}
    if ways and ways <= {"match", "fullmatch", "pattern"}:
        return pattern.fullmatch if "match" not in ways else pattern.match
    return throughout


@cache
def _holders() -> dict[tuple[str, int], list[ModuleType]]:
    """The modules that hold a pattern under a name, by name and pattern."""
    found: dict[tuple[str, int], list[ModuleType]] = {}
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.setdefault((name, id(value)), []).append(module)
    return found


@cache
def _source(module: ModuleType) -> str:
    return inspect.getsource(module)


def _throughout(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        continue


def _module_of(name: str) -> ModuleType:
    return sys.modules[name.partition(":")[0] if ":" in name else name.rpartition(".")[0]]


FOLDERS = sorted({".".join(file.parent.relative_to(ROOT).parts) for file in MODULES})


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("share", [20, pytest.param(1, marks=pytest.mark.process)])
def test_every_pattern_is_linear(folder: str, share: int) -> None:
    """Searched through any of the texts to the end, each of the folder answers within the bound; the fast
    suite tries a twentieth of the length, where nothing but growth without measure shows."""
    held = {name: one for name, one in patterns().items() if _module_of(name).__package__ == folder}
    for name, pattern in held.items():
        answer = _way(name, pattern)
        for text in hostile(pattern, _limit(name) // share):
            begun = time.process_time()
            answer(text)
            took = time.process_time() - begun
            assert took < SECONDS, (name, text[:60], took)


def test_every_pattern_stands_in_a_folder() -> None:
    """So none is passed over by the test above."""
    assert len(patterns()) > 600
    assert {_module_of(name).__package__ for name in patterns()} <= set(FOLDERS)
