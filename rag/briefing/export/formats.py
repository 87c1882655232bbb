"""Which formats a briefing can be written in: one table.

In: a `Document`. Out: the file's bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rag.briefing.export.blocks import Document
from rag.briefing.export.docx import docx_of
from rag.briefing.export.html import html_of
from rag.briefing.export.markdown import markdown_of
from rag.briefing.export.pdf import pdf_of

FORMATS: Mapping[str, Callable[[Document], bytes]] = {
    "docx": docx_of,
    "md": markdown_of,
    "html": html_of,
    "pdf": pdf_of,
}
