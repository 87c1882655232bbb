"""Citations of every kind that tests render."""

from __future__ import annotations

from dataclasses import replace

from index.model import Span, Speaker
from rag.model import Citation, Range
from tests.drafts import UMAROV

REF = UMAROV
PAGED = Citation(
    number=1,
    statement=REF,
    paragraphs=Range(6, 6),
    sentences=Range(12, 13),
    page=3,
    span=Span(0, 5),
    quote="Words",
    text="S/PV.8422, p. 3 (Kazakhstan)",
    url="https://docs.un.org/en/S/PV.8422",
)
UNPAGED = replace(PAGED, page=None)
BARE_REF = replace(
    REF, speaker=Speaker(None), meeting=None, date=None, topic=None, organ=None, delegation=None
)
BARE = replace(UNPAGED, statement=BARE_REF, paragraphs=None, url=None)
FRENCH = replace(PAGED, statement=replace(REF, language="French"))
ASSEMBLY = replace(
    PAGED, statement=replace(REF, meeting="A/75/PV.3", organ="General Assembly", date="2020-05"), url=None
)
LABELLED = replace(UNPAGED, label="110–111")
