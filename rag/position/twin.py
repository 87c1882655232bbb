"""The contrary of a claim, to tell a passage that supports the claim from one that is merely near it.

In: a claim. Out: the same with its "not" taken away, or with one put in; whether it is turned round twice
("must not cross without consent"). A reader that finds both a claim and its contrary supported has found the
subject, and what is turned round twice it misreads.
"""

from __future__ import annotations

import re

from index.segmentation.sentences import split_sentences
from index.tables import sets_of
from rag.discourse.ending import ending_words
from rag.quotation.turns import denials_in

_NOT = re.compile(r"\s(?:not|never)\b|n['’]t\b|(?<=\b[Cc]an)not\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:less|fewer)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def contrary(claim: str) -> str | None:
    """None for more than a sentence, and where no auxiliary shows where "not" would stand."""
    if len(split_sentences(claim)) != 1:
        return None
    denied = _NOT.search(claim)
    if denied:
        return claim[: denied.start()] + claim[denied.end() :]
    sets = sets_of("rag", "function_words.tsv")
    carriers = sets["modal"] | sets["lemma_be"] | sets["lemma_have"] | sets["lemma_do"]
    first = next((word for word in _WORD.finditer(claim) if word.group().lower() in carriers), None)
    return f"{claim[: first.end()]} not{claim[first.end() :]}" if first else None


def turned_twice(claim: str) -> bool:
    """Does a sentence deny twice, deny an end, or say that something grew less?"""
    if len(split_sentences(claim)) != 1:
        return False
    words = [word.lower() for word in _WORD.findall(claim)]
    ends = not ending_words().isdisjoint(words)
    return denials_in(claim) + words.count("unless") + ends > 1 or _DOWN.search(claim) is not None
