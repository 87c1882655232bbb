"""The statements that quotations are checked against.

In: ids. Out: texts, and references that are asked for once in each state of the corpus.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Protocol

from index.model import Statement, StatementRef


class QuoteCorpus(Protocol):
    """The statements quotations are checked against."""

    @property
    def state(self) -> Hashable:
        """Changes when any statement is added, changed or removed."""

    def marks(self) -> Mapping[str, str]:
        """Every statement's id with a mark that changes when its text does."""

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The texts of statements that exist."""

    def refs(self, ids: Sequence[str]) -> Mapping[str, StatementRef]:
        """The references of statements that exist."""

    def statement(self, id: str) -> Statement: ...


class KnownRefs:
    """The references of a corpus, asked for once in each of its states."""

    def __init__(self, corpus: QuoteCorpus) -> None:
        self._corpus = corpus
        self._known: tuple[Hashable, dict[str, StatementRef]] = (None, {})

    def of(self, ids: Sequence[str]) -> dict[str, StatementRef]:
        """Those known so far, those of `ids` among them."""
        state, known = self._known
        if state != self._corpus.state:
            state, known = self._known = (self._corpus.state, {})
        missing = [id for id in ids if id not in known]
        if missing:
            known.update(self._corpus.refs(missing))
        return known
