"""The side that a quotation takes, told only where its words can take one.

In: a topic, a citation, a judge of one sentence. Out: the citation with its side. What is said of
"unilateral measures" is no side on "unilateral coercive measures"; who says that a thing is grave has not
said to be for it or against it; and another's words are not the speaker's side.
"""

from __future__ import annotations

from dataclasses import replace

from index.process.deadline import look
from index.text.terms import content_terms
from rag.answer.sides import SideTaken
from rag.discourse.views import takes_view
from rag.model import Citation
from rag.ranking.facets import needed


def sided(judge: SideTaken, topic: str, citation: Citation) -> Citation:
    """With the side that its words take, behind the sentence they lean on; raises TookTooLong where nobody
    waits for it any more."""
    look()
    if not can_take_side(topic, citation):
        return replace(citation, side="unclear")
    return replace(citation, side=judge(topic, _words(citation)))


def can_take_side(topic: str, citation: Citation) -> bool:
    """Are the words the speaker's own, do they take a view at all, and do they name the topic themselves?"""
    return citation.quoting is None and takes_view(citation.quote) and names_topic(topic, citation)


def names_topic(topic: str, citation: Citation) -> bool:
    """Do the words, behind the sentence they lean on, hold most terms of the topic?"""
    terms = set(content_terms(topic))
    return len(terms & set(content_terms(_words(citation)))) >= needed(len(terms))


def _words(citation: Citation) -> str:
    return " ".join(f"{citation.leads or ''} {citation.quote}".split())
