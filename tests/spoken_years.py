"""A record whose delegations spoke in some years and not in others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.model import Delegation, Speaker, StatementDraft
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

EUROPE = Delegation("EU", "European Union")


def a_speech(
    delegation: Delegation | None, date: str | None, meeting: str | None, **fields: Any
) -> StatementDraft:
    text = "We condemn attacks on hospitals. Medical workers must be protected."
    return a_draft(text, delegation=delegation, date=date, meeting=meeting, **fields)


@contextmanager
def spoken_in_some_years(folder: Path) -> Iterator[OnRecord]:
    """Kazakhstan in 2015 and 2019, Estonia in 2016 and, for a group, 2019; nobody in 2017 and 2018."""
    with closing(house(folder)) as opened:
        tell(
            opened,
            a_speech(KAZAKHSTAN, "2015-03-01", "S/PV.1", key="a"),
            a_speech(KAZAKHSTAN, "2019-05-02", "S/PV.3", key="b"),
            a_speech(KAZAKHSTAN, "2019", "S/PV.3", key="c"),
            a_speech(ESTONIA, "2016-01-01", "S/PV.2", key="d", organ="Security Council"),
            a_speech(ESTONIA, "2019-05-02", "S/PV.3", key="e", groups=(EUROPE,), on_behalf_of="the EU"),
            a_speech(ESTONIA, None, None, key="f"),
            a_speech(ESTONIA, "2019-05-02", "S/PV.3", key="g", capacity="president"),
            a_speech(None, "2016-01-01", "S/PV.2", key="h", speaker=Speaker("Mr. Lacroix")),
            a_speech(KAZAKHSTAN, "2019-05-02", "S/PV.3", key="i", procedural=True),
        )
        yield opened
