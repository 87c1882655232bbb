"""From a file to a searchable record. Named here is what other code may use."""

import os
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

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""ONNX Runtime reports to its makers unless told not to before it is loaded (its Privacy.md, 1.32): here and
in every process that this one starts."""

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
