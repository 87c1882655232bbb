"""Does a question ask for words that a speaker merely reads out?

In: a question, and who is quoted, as the statement names them. Out: whether the question asks for anything
quoted ("Whom did Austria quote?") or for the words of the one quoted ("What did the chief of the militia
say?"). A request for quotations ("Quote Kenya on whaling") asks for the speaker's own words.
"""

from __future__ import annotations

import re

from index.tables import lists_of
from index.text.terms import content_terms

_WORDS = lists_of("rag", "question_words.tsv")
_AUXILIARY = f"{_WORDS['auxiliary']}|{_WORDS['auxiliary_of_one']}"
_QUOTES = re.compile(
    rf"\b(?:{_AUXILIARY}|{_WORDS['being']}|{_WORDS['question_word']})\b[^?]{{0,200}}?"
    rf"\b(?:{_WORDS['quoting']})\b|\bwhose words\b"
    rf"|\b(?:{_WORDS['read_out']})s? (?:that )?(?:(?:{_WORDS['being']}) )?(?:{_WORDS['read_aloud']})\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(rf"\W{{0,4}}(?:(?:{_WORDS['request']})\b[\s,]{{0,4}}){{1,4}}", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\b(?:{_AUXILIARY}) (?P<who>[^? ][^?]{{1,79}}?) (?:{_WORDS['truly']})?"
    rf"(?:{_WORDS['quoted_saying']})\w*\b",
    re.IGNORECASE,
)
_WORDS_OF = re.compile(
    rf"\b(?:{_WORDS['words_of']})s? (?:{_WORDS['words_by']}) (?P<who>[^?,;]{{2,120}})", re.IGNORECASE
)


def asks_for_quoted(question: str, whose: str | None) -> bool:
    """Does the question ask for quoted words, or for those of `whose`?"""
    question = " ".join(question.split())
    asked = _REQUEST.sub("", question, count=1) if _REQUEST.match(question) else question
    if _QUOTES.search(asked):
        return True
    named = frozenset(content_terms(whose or ""))
    return any(
        len(named & frozenset(content_terms(found["who"]))) * 2 >= len(named)
        for pattern in (_SUBJECT, _WORDS_OF)
        for found in pattern.finditer(question)
        if named
    )
