"""Benchmarks are run by hand and seldom; that they can still be loaded is held here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.process
@pytest.mark.parametrize("name", sorted(file.stem for file in HERE.glob("bench_*.py")))
def test_a_benchmark_can_be_loaded(name: str) -> None:
    """What it takes from elsewhere is there."""
    command = [sys.executable, "-c", f"import tests.{name}"]
    ran = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
