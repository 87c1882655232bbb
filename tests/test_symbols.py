"""Symbols as people type them, in the one form in which the UN writes them."""

from __future__ import annotations

import pytest

from index.text.symbols import normal_symbol

TYPED = [
    ("S/PV.8422", "S/PV.8422"),
    ("s/pv. 8422", "S/PV.8422"),
    ("S/PV 8699 resumption 1", "S/PV.8699 (Resumption 1)"),
    ("S/PV.8699(Resumption1)", "S/PV.8699 (Resumption 1)"),
    ("a/76/pv.102", "A/76/PV.102"),
    ("A/C.1/75/PV.3", "A/C.1/75/PV.3"),
    ("s/2020/465", "S/2020/465"),
    ("S/PV.8422/Corr.1", "S/PV.8422/Corr.1"),
    ("Town  Hall of 3 May", "Town Hall of 3 May"),
    ("/akn/ke/debaterecord/2011-06-10", "/akn/ke/debaterecord/2011-06-10"),
]


@pytest.mark.parametrize(("typed", "symbol"), TYPED)
def test_a_symbol_has_one_form(typed: str, symbol: str) -> None:
    """Names of meetings that are no symbols stay as they are."""
    assert normal_symbol(typed) == symbol
