"""Every pattern of the tree, by its place, and what of each pattern is written as it stands."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import api
import index
import rag

ROOT = Path(__file__).parent.parent
MODULES = [file for package in ("index", "rag", "api") for file in (ROOT / package).rglob("*.py")]
parser: Any = importlib.import_module("re._parser")
codes: Any = importlib.import_module("re._constants")
LEFT_OUT = ("train", "evaluation", "__main__", "api.mcp", "api.evaluate", "api.fit_judge")
"""What no request reaches, and what needs an extra."""
CALLS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
WRITTEN = re.compile(rf"^[ \t].*\bre\.(?:{'|'.join(sorted(CALLS))})\(\s*r?[\"']", re.MULTILINE)
"""How such a call looks inside a function: a module without any need not be parsed."""


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of the tree holds, builds on first use or has written where it is used, by
    its place."""
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
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
def modules() -> tuple[ModuleType, ...]:
    return tuple(_imported())


def _imported() -> Iterator[ModuleType]:
    for package in (index, rag, api):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in info.name for part in LEFT_OUT):
                yield importlib.import_module(info.name)


def _written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that stand as they are in calls of `re` inside functions, by line and call."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    if not WRITTEN.search(source):
        return
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.Call) and (call := _call_of_re(node.func)) in CALLS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                ignoring = re.IGNORECASE if "re.I" in ast.unparse(node) else 0
                yield f"{node.lineno}.{call}", re.compile(first.value, ignoring)


def _call_of_re(function: ast.expr) -> str | None:
    of_re = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    return function.attr if of_re and function.value.id == "re" else None


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
