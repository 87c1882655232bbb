"""Paragraphs as read -> one text and the spans over it: a blank line between two, the page kept.

In: texts, each with its page where the record has pages. Out: the text of a statement and its paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.model import Paragraph, Span


def join_paragraphs(parts: Iterable[tuple[str, int | None]]) -> tuple[str, tuple[Paragraph, ...]]:
    """The text and its paragraphs numbered from 1; blank parts are left out."""
    paragraphs: list[Paragraph] = []
    kept: list[str] = []
    at = 0
    for text, page in parts:
        if text.strip():
            paragraphs.append(Paragraph(len(paragraphs) + 1, Span(at, at + len(text)), page))
            kept.append(text)
            at += len(text) + 2
    return "\n\n".join(kept), tuple(paragraphs)
