"""The sentences of an extractive answer, each with its place and its citations.

In: an `Answer`. Out: `VerifiedSentence`s whose texts, in order, make up the answer's text. The line that
counts a list stands first, with the citations it names; a heading of ours goes with the line it stands over.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.model import Span
from rag.citation.marks import marked_places
from rag.generation.model import Check, Judged, VerifiedSentence
from rag.model import Answer, Citation

VERBATIM = Judged("supported", (Check("marks", True), Check("quotations", True)))
"""Every quotation was held to the stored text when it was cited."""


def extracted_sentences(answer: Answer) -> Iterator[VerifiedSentence]:
    """None for a refusal."""
    at = 0
    if answer.citations and (head := _counted(answer)):
        text, cited = head
        yield VerifiedSentence(text, Span(0, len(text)), VERBATIM, cited)
        at = len(text) + 1
    for citation, said in marked_places(answer.text, answer.citations, at):
        yield VerifiedSentence(answer.text[at : said.end], Span(at, said.end), VERBATIM, (citation,))
        at = said.end + 1


def _counted(answer: Answer) -> tuple[str, tuple[Citation, ...]] | None:
    """The line that counts what is below it, where it does."""
    if answer.counts is None or not answer.counts.statements:
        return None
    head = answer.text.partition("\n")[0]
    return head, tuple(one for one in answer.citations if f"[{one.number}]" in head)
