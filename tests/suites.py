"""Which suites a run of the tests leaves out, and so which test files it need not import.

In: the expression given with `-m`, and a file. Out: whether all of the file's tests are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

OF_ONE_SUITE = re.compile(r"^pytestmark = .*$", re.MULTILINE)
MARK = re.compile(r"\bmark\.(\w+)")


def leaves_out(chosen: str, path: Path) -> bool:
    """Is it a test file that is wholly of a suite left out?"""
    left_out = _left_out(chosen)
    if not left_out or not path.name.startswith("test_") or path.suffix != ".py":
        return False
    named = OF_ONE_SUITE.search(path.read_text(encoding="utf-8"))
    return named is not None and not left_out.isdisjoint(MARK.findall(named[0]))


def _left_out(chosen: str) -> set[str]:
    """Those that `-m "not this and not that"` names; none where it chooses in another way."""
    only_leaves_out = re.fullmatch(r"not \w+(?: and not \w+)*", chosen)
    return set(re.findall(r"not (\w+)", chosen)) if only_leaves_out else set()
