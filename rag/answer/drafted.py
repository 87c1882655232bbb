"""Chosen sentences in, an answer's text and citations out: a line for each, which ends with its mark.

Every quotation is cited from the stored statement and verified; what cannot be verified is left out. Words
that the speaker reports are flagged, and so is what a list is not sure of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.text.amounts import many
from rag.answer.arrange import AS_FOUND, Arrangement, headed
from rag.answer.choose import Quoted
from rag.answer.counting import speakers
from rag.answer.lists import MOST
from rag.answer.readings import Contradiction
from rag.citation.cite import cite, verify
from rag.citation.marks import marked
from rag.citation.parts import standing
from rag.model import Citation, Counts, Interpreted
from rag.question.facts import spoken_for
from rag.question.model import Query
from rag.ranking.each import delegation_of, together
from rag.ranking.retrieval import Ranking

REPORTED = "reports another's words"
"""The flag of a citation whose words the speaker reports, quotes or rebuts (law 9)."""
UNSURE = "may not belong to the list"
"""The flag of a citation of which a list is not sure."""
MAY = "These may speak to it too:"
"""The line above the statements that may not belong on the list."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer's text and citations; `quoted` is what it was made of, best first.

    Lists also have `counts`, the place `next` of the first statement of the next part, and `sure`, the chance
    that the likeliest statement belongs on the list. `against` says the opposite when a list is empty.
    """

    text: str
    citations: tuple[Citation, ...]
    quoted: tuple[Quoted, ...]
    counts: Counts | None = None
    next: int | None = None
    sure: float = 0.0
    against: Contradiction | None = None


NOTHING = Draft("", (), ())


def drafted(quoted: Sequence[Quoted], perhaps: Sequence[Quoted] = (), order: Arrangement = AS_FOUND) -> Draft:
    """The lines and their citations in the order wanted, else those of one delegation together."""
    sure, unsure = (
        together(some, lambda item: delegation_of(item.scored)) if order.as_found else some
        for some in (quoted, perhaps)
    )
    cited = _cited(sure, 1)
    apart = [replace(one, flags=(*one.flags, UNSURE)) for one in _cited(unsure, len(cited) + 1)]
    lines = [*_lines(cited, order), *([MAY] if apart else []), *map(_line, apart)]
    return Draft("\n".join(lines), (*cited, *apart), (*quoted, *perhaps))


def headline(counts: Counts, cut: bool, citations: Sequence[Citation]) -> str:
    """ "2 delegations, in 3 statements; 71 of 80 statements searched [1][2][3]:", "at least" where unsure; on
    a page that shows none of these, a sentence of its own."""
    marks = "".join(f"[{citation.number}]" for citation in citations)
    least = "" if counts.certain else "At least "
    read = f", the {MOST} likeliest sentences read" if cut else ""
    spoke = speakers(counts.delegations, counts.others)
    told = (
        f"{least}{spoke}, in {many(counts.statements, 'statement')}; "
        f"{counts.searched:,} of {many(counts.in_all, 'statement')} searched{read}"
    )
    return f"{told} {marks}:" if marks else f"{told}."


def _lines(citations: Sequence[Citation], order: Arrangement) -> Iterator[str]:
    """A line for each, and one for the heading of each group."""
    for heading, citation in headed(citations, order.group):
        yield from (*([heading] if heading else []), _line(citation))


def _cited(quoted: Sequence[Quoted], first: int) -> list[Citation]:
    """The citations that can be verified, numbered from `first` on."""
    citations: list[Citation] = []
    for item in quoted:
        citation = cite(item.statement, item.run.span, number=first + len(citations))
        if verify(citation, item.statement):
            citations.append(told(citation, item))
    return citations


def told(citation: Citation, item: Quoted) -> Citation:
    """The citation with the sentence it depends on, flagged if the words are not the speaker's own."""
    flags = (*citation.flags, REPORTED) if item.run.reported else citation.flags
    leads = item.leads.of(item.statement.text) if item.leads else None
    return replace(citation, flags=flags, leads=leads, side=item.side)


def _line(citation: Citation) -> str:
    return f"{standing(citation)}: {marked(citation)}"


def with_unheard(query: Query, draft: Draft, ranking: Ranking) -> Interpreted:
    """What was understood, with a note for each delegation that was named but is not quoted, because it said
    nothing close enough or the same words as another; and, where all that we said is asked for, of how many
    statements there are."""
    heard = {code for citation in draft.citations for code in spoken_for(citation.statement)}
    unheard = [one.name for one in query.named if one.code not in heard]
    notes = [f"Nothing else was found in the statements of {name}." for name in unheard]
    if query.own_record and query.overview:
        quoted = len({citation.statement.id for citation in draft.citations})
        notes.append(
            f"Quoted: {quoted:,} of {many(ranking.statements, 'statement')} on record, the newest first."
        )
    return replace(query.interpreted, notes=(*query.interpreted.notes, *notes))
