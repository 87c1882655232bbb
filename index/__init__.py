"""From a file to a searchable record. Named here is what other code may use."""

from importlib import import_module
from typing import TYPE_CHECKING

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
_HOMES = {
    "Builder": "ingest.build",
    "OnRecordError": "errors",
    "RecordStore": "store.record_store",
    "Searcher": "search.candidates",
}


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first used, so that a child process loads only what it needs."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
