"""No input freezes the process: every pattern of the tree, and every reader of drafts, answers hostile text
at once.

A pattern holds the interpreter while it matches, so one that is not linear stops the whole service. These
tests bound time because that is what they are about; the bound is far above what a linear pattern takes.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import api
import index
import rag

ROOT = Path(__file__).parent.parent
MODULES = [file for package in ("index", "rag", "api") for file in (ROOT / package).rglob("*.py")]
parser: Any = importlib.import_module("re._parser")
codes: Any = importlib.import_module("re._constants")
LEFT_OUT = ("train", "evaluation", "__main__", "api.mcp", "api.evaluate", "api.fit_judge")
"""What no request reaches, and what needs an extra."""
CALLS = {
    f"re.{name}"
    for name in ("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer")
}
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


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of the tree holds, builds on first use or has written where it is used, by
    its place."""
    found: dict[str, re.Pattern[str]] = {}
    for module in _modules():
        for place, written in _written(module):
            found.setdefault(f"{written.pattern}/{written.flags}", written)
            found[f"{module.__name__}:{place}"] = written
        for name, value in vars(module).items():
            for number, pattern in enumerate(_compiled(value)):
                found.setdefault(f"{pattern.pattern}/{pattern.flags}", pattern)
                found[f"{module.__name__}.{name}[{number}]"] = pattern
    unique = {(p.pattern, p.flags): name for name, p in found.items() if "/" not in name}
    return {name: found[name] for name in sorted(unique.values())}


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(_imported())


def _imported() -> Iterator[ModuleType]:
    for package in (index, rag, api):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in info.name for part in LEFT_OUT):
                yield importlib.import_module(info.name)


def _written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that stand as they are in calls of `re` inside functions, by line and call."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                ignoring = re.IGNORECASE if "re.I" in ast.unparse(node) else 0
                call = ast.unparse(node.func).removeprefix("re.")
                yield f"{node.lineno}.{call}", re.compile(first.value, ignoring)


def _compiled(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _compiled(part)
    elif isinstance(value, list | tuple | frozenset | set):
        for part in value:
            yield from _compiled(part)
    elif callable(getattr(value, "cache_info", None)) and _is_of_patterns(value):
        yield from _from_cache(value)


def _is_of_patterns(function: object) -> bool:
    """Is it built by one of ours out of patterns, as its type says?"""
    told = str(getattr(function, "__annotations__", {}).get("return", ""))
    return getattr(function, "__name__", "").startswith("_") or "Pattern" in told


def _from_cache(function: object) -> Iterator[re.Pattern[str]]:
    """Patterns built from tables on first use, by functions that take nothing."""
    try:
        built = function()  # type: ignore[operator]
    except TypeError:
        return
    yield from _compiled(built)


def literals(pattern: re.Pattern[str]) -> list[str]:
    """What the pattern itself can match: stretches of its own literals and one character of each of its
    sets."""
    runs: list[str] = []
    _walk(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE), runs)
    joined = "".join(runs)
    return list(dict.fromkeys([*[run for run in runs if run][:6], joined[:40], joined[-40:]]))


def _walk(parsed: Any, runs: list[str]) -> None:
    run = ""
    for op, argument in parsed:
        character = _character(op, argument)
        if character:
            run += character
            continue
        runs.append(run)
        run = ""
        for inner in _inside(argument):
            _walk(inner, runs)
    runs.append(run)


def _character(op: object, argument: object) -> str:
    if op is codes.LITERAL:
        return chr(argument)  # type: ignore[arg-type]
    if op is codes.IN and argument[0][0] is codes.LITERAL:  # type: ignore[index]
        return chr(argument[0][1])  # type: ignore[index]
    if op is codes.IN or op is codes.ANY or op is codes.NOT_LITERAL:
        return "a"
    return ""


def _inside(argument: object) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _inside(part)


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
    "index.readers": 2_000,
    "rag.position.pointer": 2_000,
    "index.speakers": 2_000,
}
"""Modules whose patterns see less at once: a question, a line or a heading of a file, a speaker line."""


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
    using = [sys.modules[module], *(m for m in _modules() if getattr(m, variable, None) is pattern)]
    uses = re.compile(rf"\b{re.escape(variable)}\.(\w+)")
    ways = {way for user in using for way in uses.findall(inspect.getsource(user))}
    if ways and ways <= {"match", "fullmatch", "pattern"}:
        return pattern.fullmatch if "match" not in ways else pattern.match
    return throughout


def _throughout(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        continue


def _module_of(name: str) -> ModuleType:
    return sys.modules[name.partition(":")[0] if ":" in name else name.rpartition(".")[0]]


FOLDERS = sorted({".".join(file.parent.relative_to(ROOT).parts) for file in MODULES})


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.process)])
def test_every_pattern_is_linear(folder: str, share: int) -> None:
    """Searched through any of the texts to the end, each of the folder answers within the bound; the fast
    suite tries a tenth of the length, where nothing but growth without measure shows."""
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
