"""What a package offers, loaded name by name: a child process that needs one module does not load all.

In: the package's name and where each of its public names lives. Out: the package's `__getattr__`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def loader(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Looks a public name up in its module when it is first used; anything else is an AttributeError."""

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load
