"""Many citations as one file for a reference manager.

In: citations and a format. Out: text with one item for each statement cited, in the order of citing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.schemas import CitationFormat
from rag.citation.styles import render
from rag.model import Citation

FORMATS: dict[CitationFormat, str] = {"ris": "ris", "bibtex": "bib", "csl": "json"}
"""Formats of reference managers, with the ending of their files."""


def references(citations: Sequence[Citation], format: CitationFormat) -> str:
    """One item a statement, however often it is cited."""
    once = {citation.statement.id: citation for citation in reversed(citations)}
    items = [render(once[id], format) for id in dict.fromkeys(one.statement.id for one in citations)]
    if format != "csl":
        return "\n".join(items)
    return json.dumps([one for item in items for one in json.loads(item)], ensure_ascii=False, indent=2)
