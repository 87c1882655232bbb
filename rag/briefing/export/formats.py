"""Which formats a briefing can be written in: one table.

In: a `Brief` and the name of a format. Out: the file's bytes. It refuses a format that is not in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.errors import InvalidInput
from rag.briefing.brief import Brief
from rag.briefing.export.blocks import Document, document_of
from rag.briefing.export.docx import docx_of
from rag.briefing.export.html import html_of
from rag.briefing.export.markdown import markdown_of

FORMATS: Mapping[str, Callable[[Document], bytes]] = {"docx": docx_of, "md": markdown_of, "html": html_of}


def write_brief(brief: Brief, format: str) -> bytes:
    """The file; raises InvalidInput for a format that is not in the table."""
    if format not in FORMATS:
        raise InvalidInput(f"There is no format {format!r}; choose one of {', '.join(FORMATS)}.")
    return FORMATS[format](document_of(brief))
