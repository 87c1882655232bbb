"""The parts of a check: sentences, the record sentences that their marks name, and what was found.

In: nothing. Out: frozen values shared by the checks, the answerer and whoever verifies an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Span, StatementRef
from rag.model import Citation

Verdict = Literal["supported", "altered", "contradicted", "unsupported", "uncited", "unknown_mark"]
CheckName = Literal[
    "marks", "quotations", "figures", "names", "attribution", "meaning", "voice", "support",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of the record that a mark names; `before` is the sentence that stands before it there.

    `retold` holds the words by which the sentence says that it gives another's words, None where it does not.
    """

    ref: StatementRef
    text: str
    before: str = ""
    retold: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one sentence: `verdict` is what it leaves the sentence with where it does not pass."""

    name: CheckName
    passed: bool
    detail: str = ""
    verdict: Verdict = "supported"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's verdict and the checks that led to it, in order; the last one decided."""

    verdict: Verdict
    checks: tuple[Check, ...]

    @property
    def reason(self) -> str:
        """Why the sentence does not hold, "" if it does."""
        return "" if self.verdict == "supported" else self.checks[-1].detail


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence of an answer, its place there, and what became of it."""

    text: str
    span: Span
    judged: Judged
    citations: tuple[Citation, ...] = ()
