"""A briefing laid out: the first page, then the annex with its table of contents.

In: a `Brief`, the day it is written, the names of codes. Out: a `Document`.
"""

from __future__ import annotations

from datetime import date as Day

from index.text.dates import spoken_date
from rag.briefing.brief import Brief
from rag.briefing.export.annex import annex, sources
from rag.briefing.export.blocks import Contents, Document, Heading, Notes
from rag.briefing.export.first_page import Named, first_page


def document_of(brief: Brief, made: Day, named: Named) -> Document:
    """The briefing with its notes numbered as they are written."""
    notes = Notes()
    page = list(first_page(brief, spoken_date(made.isoformat()) or "", named, notes))
    following = [*annex(brief, named, notes)] if brief.length != "short" else []
    following += sources(brief)
    entries = tuple(one for one in following if isinstance(one, Heading))
    contents = () if brief.length == "short" else (Contents(entries),)
    return Document(brief.title, (*page, *contents, *following), tuple(notes.texts), made)
