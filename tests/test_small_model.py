"""A real small model held to the record: what it quotes stays, what it makes up goes.

Where the group `small-model` is not installed the test is left out; `docs/clients.md` says how to install it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Filters
from tests.bench_small_model import FEW, QUESTIONS, service
from tests.small_model import missing, small_model

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(missing()), reason="the group small-model is not installed"),
]


def test_what_it_quotes_stays_and_what_it_makes_up_goes(tmp_path: Path) -> None:
    """It writes a quotation, then sentences of its own, about the passage or about nothing."""
    with small_model() as url, service(tmp_path, url) as opened:
        written = opened.write(QUESTIONS[0], Filters(), FEW)
    assert written.fallback_reason is None
    (kept,) = written.sentences
    assert kept.text.startswith("“")
    assert kept.citations
    assert written.removed
    assert {one.judged.verdict for one in written.removed} <= {"unsupported", "altered", "contradicted"}
