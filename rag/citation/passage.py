"""A passage's id and a style in, its citation out."""

from __future__ import annotations

from index.store.record_store import RecordStore
from rag.citation.cite import cite
from rag.citation.styles import render


def cite_passage(store: RecordStore, id: str, style: str) -> str:
    """The citation in one of the styles of `rag.citation.styles`; raises NotFound."""
    statement = store.statement(store.passage(id).statement)
    span = next(passage.span for passage in statement.passages if passage.id == id)
    return render(cite(statement, span), style)
