"""A small record on whaling, for tests of answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.model import Delegation, Speaker
from rag.service import OnRecord
from tests.drafts import ESTONIA, a_draft
from tests.small_stores import house, tell

FRANCE = Delegation("FRA", "France")
WHALING = "Whaling must end in every ocean. We thank the Council for its patience."


@contextmanager
def on_whaling(folder: Path) -> Iterator[OnRecord]:
    """Kazakhstan twice, Estonia, France with Estonia's words, and a president's line."""
    with closing(house(folder)) as opened:
        fields = {"date": "2019-05-23", "meeting": "S/PV.8534"}
        tell(opened, a_draft(WHALING, **fields), path="k1.txt")
        tell(
            opened,
            a_draft("Every ocean suffers: whaling in every ocean must end now.", **fields),
            path="k2.txt",
        )
        estonian = "In every ocean whaling is a danger. Estonia will not be silent about whaling."
        tell(
            opened,
            a_draft(estonian, speaker=Speaker("Mr. Jürgenson"), delegation=ESTONIA, date="2020"),
            path="e.txt",
        )
        tell(
            opened,
            a_draft(estonian, speaker=Speaker("Mr. Delattre"), delegation=FRANCE, date="2020"),
            path="f.txt",
        )
        chair = "I now give the floor to the representative of whaling in every ocean."
        tell(
            opened,
            a_draft(chair, speaker=Speaker("The President"), delegation=None, procedural=True),
            path="p.txt",
        )
        yield opened
