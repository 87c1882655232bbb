"""The nouns of a briefing: lines taken, those who were silent, pairs of quotations, the whole.

In: citations. Out: frozen values; `rag.briefing.briefs` fills them, `rag.briefing.export` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Delegation, StatementRef
from rag.model import Citation


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken: its heading and the words of those who take it."""

    heading: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotations that point opposite ways."""

    one: Citation
    other: Citation


@dataclass(frozen=True, slots=True)
class Joint:
    """Two quotations with runs of words in common."""

    one: Citation
    other: Citation
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A delegation that took the floor in the same meetings and did not address the topic."""

    delegation: Delegation
    statements: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Citations are numbered from 1 in the order of the lines; each number is one footnote."""

    title: str
    summary: tuple[str, ...]
    lines: tuple[Line, ...]
    silent: tuple[Silent, ...]
    contradictions: tuple[Contradiction, ...]
    joint: tuple[Joint, ...]
    sources: tuple[StatementRef, ...]
    index: str

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(citation for line in self.lines for citation in line.citations)


def who(ref: StatementRef) -> str:
    """The delegation, or who spoke where the record names none."""
    return (
        ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role or "Unnamed speaker"
    )
