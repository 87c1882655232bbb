"""The verdict on a quotation that was found: verbatim, altered or misattributed, and whose words they are.

In: the citation, the differences and how the claim fits. Out: a `QuoteCheck`. Changed words weigh more than a
wrong name.
"""

from __future__ import annotations

from index.model import StatementRef
from rag.citation.parts import file_name, speaker_with_delegation
from rag.model import Citation, Difference, QuoteCheck
from rag.quotation.attribution import Fit


def whose(ref: StatementRef) -> str:
    who = speaker_with_delegation(ref) or file_name(ref)
    return f"{who}, {ref.meeting}" if ref.meeting else who


def verdict_on(match: Citation, differences: tuple[Difference, ...], fit: Fit) -> QuoteCheck:
    owner = whose(match.statement)
    wrong = " and ".join(fit.contradicted)
    if differences:
        count = "one difference" if len(differences) == 1 else f"{len(differences)} differences"
        serious = ", a change of meaning among them" if any(d.serious for d in differences) else ""
        aside = f" The {wrong} given does not match either." if wrong else ""
        message = f"The words differ from the record ({owner}): {count}{serious}.{aside}"
        return QuoteCheck("altered", match, differences, message)
    if wrong:
        message = f"The words are on record, but of {owner}; the {wrong} given does not match."
        return QuoteCheck("misattributed", match, (), message)
    return QuoteCheck("verbatim", match, (), f"Word for word on record: {owner}.")
