"""From a question to an answer that can be cited. Named here is what other code may use."""

from typing import TYPE_CHECKING

from index.interface import loader

if TYPE_CHECKING:
    from rag.draft.check import DraftReport
    from rag.model import Answer, Citation, Hit, QuoteCheck, Refusal, SearchResult
    from rag.named_filters import RawFilters
    from rag.position.matrix import Matrix
    from rag.position.similar import SimilarResult
    from rag.service import OnRecord

__all__ = [
    "Answer",
    "Citation",
    "DraftReport",
    "Hit",
    "Matrix",
    "OnRecord",
    "QuoteCheck",
    "RawFilters",
    "Refusal",
    "SearchResult",
    "SimilarResult",
]

__getattr__ = loader(
    __name__,
    {
        "DraftReport": "draft.check",
        "RawFilters": "named_filters",
        "Answer": "model",
        "Citation": "model",
        "Hit": "model",
        "QuoteCheck": "model",
        "Refusal": "model",
        "SearchResult": "model",
        "Matrix": "position.matrix",
        "SimilarResult": "position.similar",
        "OnRecord": "service",
    },
)
