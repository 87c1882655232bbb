"""Pages of a list while the record changes: who turns a page is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api import cursor
from api import schemas as wire
from api.local import LocalBackend
from rag.service import OnRecord
from tests.drafts import ESTONIA, a_draft
from tests.small_stores import house, tell

ASKED = wire.AskBody(question="Which delegations mentioned whaling in every ocean?", limit=2)
FOLLOWED = wire.HistoryBody(delegation="KAZ", issue="whaling in every ocean", limit=2)
COUNTED = wire.TimelineQuery(issue="whaling", limit=2)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[OnRecord]:
    with closing(house(tmp_path)) as opened:
        tell(
            opened,
            *(
                a_draft("We oppose whaling in every ocean.", key=f"{day}", date=f"2019-01-0{day}")
                for day in range(1, 6)
            ),
        )
        yield opened


def pages(backend: LocalBackend, token: dict[str, str | None]) -> dict[str, tuple[list[str], str | None]]:
    """What is said of a page of each list, and the cursor of the next."""
    asked = backend.ask(ASKED.model_copy(update={"cursor": token.get("ask")}))
    followed = backend.history(FOLLOWED.model_copy(update={"cursor": token.get("history")}))
    counted = backend.timeline(COUNTED.model_copy(update={"cursor": token.get("timeline")}))
    return {
        "ask": (asked.interpreted.notes, asked.next),
        "history": (followed.notes, followed.next),
        "timeline": (counted.notes, counted.next),
    }


def test_the_next_page_of_a_record_that_changed_says_so(service: OnRecord) -> None:
    """Once, and never where nothing changed."""
    backend = LocalBackend(service)
    first = pages(backend, {})
    assert not any(cursor.CHANGED in notes for notes, _ in first.values())
    second = pages(backend, {name: following for name, (_, following) in first.items()})
    assert not any(cursor.CHANGED in notes for notes, _ in second.values())
    tell(
        service,
        a_draft("We love whaling in every ocean.", delegation=ESTONIA, date="2018-01-01"),
        path="e.txt",
    )
    third = pages(backend, {name: following for name, (_, following) in second.items()})
    assert all(cursor.CHANGED in notes for notes, _ in third.values())
    assert not any(cursor.CHANGED in notes for notes, _ in pages(backend, {}).values())
