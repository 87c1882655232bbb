"""The house stands as ARCHITECTURE.md says: arrows, no rings, imports at the top, heavy libraries late."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from types import ModuleType

import pytest

import index
import rag
from tests.house_imports import (
    HEAVY,
    MAY_IMPORT,
    MODULES,
    NAMES,
    ROOT,
    at_top,
    in_functions,
    name_of,
    parsed,
    statements,
)

LAYERS = {
    "index": (
        {"interface", "ids", "model", "errors", "tables"},
        {"process", "text"},
        {"speakers", "embedding"},
        {"segmentation"},
        {"readers", "store"},
        {"vectors"},
        {"search", "ingest"},
    ),
    "rag": (
        {"model"},
        {"question", "discourse", "reader"},
        {"citation"},
        {"ranking", "quotation"},
        {"answer", "draft"},
        {"position", "generation"},
        {"briefing"},
        {"analysis", "changing", "keeping", "named_filters", "status"},
        {"service"},
        {"evaluation"},
    ),
}
"""Folders, and the few modules beside them, lowest layer first; an import goes strictly down."""
DELAYED = {
    "api/cli.py": {"api"},
    "api/command_line/cli_checking.py": {"api"},
    "api/command_line/cli_positions.py": {"api"},
    "api/command_line/cli_upkeep.py": {"api"},
    "api/command_line/commands.py": {"api", "index"},
    "api/command_line/commands_positions.py": {"api"},
    "api/command_line/looking.py": {"api"},
    "api/command_line/live.py": {"rich"},
    "api/assembly.py": {"index", "rag"},
    "api/local.py": {"rag"},
    "api/received.py": {"rag"},
    "rag/analysis.py": {"rag"},
    "rag/changing.py": {"index"},
    "rag/service.py": {"rag"},
}
"""Imports inside functions that are not of heavy libraries: the command line answers `--help` at once, and
no question pays for what adds, briefs, writes sentences or checks drafts, or for the HTTP client."""
MADE_OF_HEAVY = {
    "api.mcp.server",
    "rag.evaluation.question_network",
    "rag.evaluation.reader.network",
    "rag.evaluation.reader.teach",
    "rag.evaluation.reader.restore",
    "rag.evaluation.reader.shrink",
    "rag.evaluation.reader.teacher",
    "rag.evaluation.reader.train",
    "rag.evaluation.reader.training",
    "rag.evaluation.train_question_network",
    "rag.generation.endpoint",
    "rag.generation.streamed",
}
"""Made of torch, an extra or a client that few need, so as heavy: they import it at the top, others import
them inside functions."""
NAMELESS = {"utils", "helpers", "common", "manager", "misc", "types"}


def _heavy(module: str) -> bool:
    return _package(module) in HEAVY or module in MADE_OF_HEAVY


def _package(module: str) -> str:
    return module.partition(".")[0]


def test_arrows_run_from_api_over_rag_to_index() -> None:
    """No package imports one above it."""
    against = [
        (name_of(path), package)
        for path in MODULES
        for package in {_package(module) for module in (*at_top(path), *in_functions(path))} & set(MAY_IMPORT)
        if package not in MAY_IMPORT[_package(name_of(path))]
    ]
    assert against == []


def _layer(module: str) -> int | None:
    """The layer a module's folder stands on; None for a package itself, which only names its interface."""
    package, *inner = module.split(".")
    layers = LAYERS.get(package, ())
    return next((number for number, names in enumerate(layers) if inner and inner[0] in names), None)


def _folder(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_every_folder_stands_on_a_layer() -> None:
    """A new folder of `index` or `rag` is placed when it is made."""
    placed = {name for package, layers in LAYERS.items() for names in layers for name in names}
    found = {name.split(".")[1] for name in NAMES if name.count(".") and name.split(".")[0] in LAYERS}
    assert placed == found


def test_imports_between_folders_go_strictly_down() -> None:
    """So there is no cycle of folders, and the lower ones can be read without the upper."""
    against = [
        (name, used)
        for name, path in NAMES.items()
        if (mine := _layer(name)) is not None
        for used in {*at_top(path), *in_functions(path)}
        if _package(used) == _package(name)
        and _folder(used) != _folder(name)
        and (theirs := _layer(used)) is not None
        and theirs >= mine
    ]
    assert against == []


def test_no_ring_of_imports() -> None:
    """The modules can be put in an order in which each imports only earlier ones."""
    graph = {name: {used for used in at_top(path) if used in NAMES} - {name} for name, path in NAMES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(NAMES)


def test_only_heavy_libraries_are_imported_inside_functions() -> None:
    """A function-level import hides a dependency; it is for libraries that are slow to import."""
    hidden = [
        (name_of(path), module)
        for path in MODULES
        for module in in_functions(path)
        if not _heavy(module)
        and _package(module) not in DELAYED.get(path.relative_to(ROOT).as_posix(), set())
    ]
    assert hidden == []


def test_heavy_libraries_are_never_imported_at_module_level() -> None:
    """Importing a module of ours loads no model library."""
    early = [
        (name_of(path), module)
        for path in MODULES
        if name_of(path) not in MADE_OF_HEAVY
        for module in at_top(path)
        if _heavy(module)
    ]
    assert early == []


def test_every_module_has_a_name_and_says_what_it_is() -> None:
    """A module is named after what it holds and opens by saying it; a package may be empty."""
    silent = [
        name_of(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(parsed(path))
    ]
    nameless = [name_of(path) for path in MODULES if path.stem in NAMELESS]
    assert (silent, nameless) == ([], [])


def test_no_error_is_swallowed_silently() -> None:
    """No bare `except` and none whose whole body is `pass`."""
    swallowing = [
        (name_of(path), node.lineno)
        for path in MODULES
        for node in statements(parsed(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or isinstance(node.body[0], ast.Pass))
    ]
    assert swallowing == []


def test_pydantic_stays_in_api() -> None:
    """The inner packages are plain dataclasses; wire formats are the edge's affair."""
    inner = [path for path in MODULES if _package(name_of(path)) in ("index", "rag")]
    using = [name_of(path) for path in inner if "pydantic" in {_package(module) for module in at_top(path)}]
    assert using == []


@pytest.mark.parametrize("package", [index, rag])
def test_packages_name_their_interface(package: ModuleType) -> None:
    """Every public name can be had from the package, and nothing else can."""
    assert all(getattr(package, name).__name__ == name for name in package.__all__)
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = package.nothing_of_the_kind
