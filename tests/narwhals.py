"""A record of thirty statements on narwhal hunting, for it or against it, and ten on something else.

In: an empty folder. Out: the open index.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rag.model import Answer
from rag.service import OnRecord
from tests.drafts import ESTONIA, a_statement, halved, open_store
from tests.small_stores import EMBEDDER, house, put

COUNT = 30


@contextmanager
def narwhals(folder: Path) -> Iterator[OnRecord]:
    with closing(open_store(folder, EMBEDDER)) as store:
        for number in range(COUNT):
            verb = "We support" if number % 3 else "We reject"
            text = halved(f"{verb} narwhal hunting, as we said {number} times.")
            put(store, a_statement(f"s{number}", text, delegation=ESTONIA))
        for number in range(10):
            put(store, a_statement(f"o{number}", halved(f"Hospitals were destroyed {number} times.")))
    with closing(house(folder)) as opened:
        yield opened


def listed(answer: Answer) -> list[str]:
    """The ids of the statements on a list, in its order."""
    return [citation.statement.id for citation in answer.citations]
