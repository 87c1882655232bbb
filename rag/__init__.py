"""From a question to an answer that can be cited. Named here is what other code may use."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.draft.check import DraftReport
    from rag.model import Answer, Citation, Hit, QuoteCheck, Refusal, SearchResult
    from rag.position.matrix import Matrix
    from rag.position.similar import SimilarResult
    from rag.service import OnRecord, RawFilters

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
_HOMES = {
    "DraftReport": "draft.check",
    "Matrix": "position.matrix",
    "OnRecord": "service",
    "RawFilters": "service",
    "SimilarResult": "position.similar",
}


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
