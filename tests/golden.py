"""Golden tables: each row of `data/golden/NAME.tsv` is a case of a test, one line long whatever its words.

In: the name of a table whose columns are the test's arguments. Out: the mark that gives the test its cases;
`yes` and `no` are read as truth values, `-` as None.
"""

from __future__ import annotations

import pytest

from index.tables import rows_of

VALUES = {"yes": True, "no": False, "-": None}


def golden(name: str) -> pytest.MarkDecorator:
    rows = list(rows_of("tests", f"golden/{name}"))
    cases = [tuple(VALUES.get(cell, cell) for cell in row.values()) for row in rows]
    return pytest.mark.parametrize(tuple(rows[0]), cases)
