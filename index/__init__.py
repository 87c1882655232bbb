"""From a file to a searchable record. Named here is what other code may use."""

from typing import TYPE_CHECKING

from index.interface import loader

if TYPE_CHECKING:
    from index.errors import OnRecordError
    from index.ingest.build import Builder
    from index.model import Filters, Passage, Span, Statement, StatementRef
    from index.search.candidates import Searcher
    from index.store.record_store import RecordStore

__all__ = [
    "Builder",
    "Filters",
    "OnRecordError",
    "Passage",
    "RecordStore",
    "Searcher",
    "Span",
    "Statement",
    "StatementRef",
]

__getattr__ = loader(
    __name__,
    {
        "OnRecordError": "errors",
        "Builder": "ingest.build",
        "Filters": "model",
        "Passage": "model",
        "Span": "model",
        "Statement": "model",
        "StatementRef": "model",
        "Searcher": "search.candidates",
        "RecordStore": "store.record_store",
    },
)
