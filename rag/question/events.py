"""Is a date that of an event: "the ceasefire signed in May 2014", "the coup of 2021"?

In: the question, a date. Out: whether the words before it tie it to something done, and not to something said
("the debate held in May 2014"). An event's date opens a period and does not close it: it is spoken of later
too. Its words are lists of `data/question_words.tsv`.
"""

from __future__ import annotations

import re

from index.tables import lists_of
from rag.question.dates import DateMention, says_a_clause

_WORDS = lists_of("rag", "question_words.tsv")
REACH = 4
"""Words before "held", "signed" and the like among which stands what was held or signed."""
_AT = r"(?:\s+(?:in|on|at|of|during|around|by))?(?:\s+(?:the|early|late|mid))?\s*\Z"
_DONE = re.compile(rf"\b(?:{_WORDS['done']})\b(?P<where>(?:\s+[\w'’-]+){{0,4}}?){_AT}", re.IGNORECASE)
"""What was done, up to four words of where and by whom, and the date."""
_OF = re.compile(rf"\b(?:{_WORDS['event']})\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
_GATHERING = re.compile(rf"\b(?:{_WORDS['gathering']})\b", re.IGNORECASE)
_NAMED = re.compile(rf"(?:\s+[\w'’-]+){{0,3}}?\s+(?:{_WORDS['gathering']})\b", re.IGNORECASE)
"""Behind the date: "the May 2014 whaling debate"."""
_SAID = re.compile(rf"(?:{_WORDS['gathering']}|{_WORDS['said_there']})\Z", re.IGNORECASE)
_OPENS = re.compile(rf"(?:{_WORDS['opens_topic']})\Z", re.IGNORECASE)
_AHEAD = re.compile(rf"\b(?:{_WORDS['ahead']})\s+\Z", re.IGNORECASE)
_THEN = re.compile(rf"\b(?:{_WORDS['then']})\b", re.IGNORECASE)


def of_event(question: str, date: DateMention) -> bool:
    """Does the date say when something was done?"""
    before = question[: date.atom.start]
    if _THEN.search(question, date.atom.end) or _NAMED.match(question, date.atom.end):
        return False
    if _OF.search(before):
        return True
    done = _DONE.search(before)
    if done and says_a_clause(question, done.start(), date.atom.end):
        return False
    if done is None or _AHEAD.search(before[: done.start()]):
        return False
    words = before[: done.start()].split()[-REACH:]
    if _GATHERING.search(" ".join(words)):
        return False
    return not any(map(_SAID.match, (*_thing(words), *done["where"].split())))


def _thing(words: list[str]) -> list[str]:
    """Those that name what was done: the last ones, back to where what is spoken of begins."""
    starts = [at + 1 for at, word in enumerate(words) if _OPENS.match(word)]
    return words[starts[-1] if starts else 0 :]
