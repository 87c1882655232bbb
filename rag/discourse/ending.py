"""Sentences that speak of an end or a limit of a thing: "the lifting of the embargo", "restricting the veto".

In: a topic and a sentence. Out: does an ending word stand before the topic's head, in the same clause, or is
it said behind the head that it be ended ("should be lifted")? Such a sentence is warm, and names the thing,
and so a reader may take it for support.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from index.tables import rows_of, sets_of

REACH = 8
"""Words and marks before the head among which an ending word speaks of it: "an end to the economic,
commercial and financial embargo"."""
_TOKEN = re.compile(r"[\w'’-]+|[^\w\s]")
_CLAUSE = frozenset(".;:")
_BE = frozenset(["be", "been", "being", "is", "are", "was", "were"])
_DENIED = frozenset(["not", "never", "cannot", "no", "nor", "without", "until", "unless", "before"])


def speaks_of_an_end(topic: str, sentence: str) -> bool:
    """Of an end of the topic, which is not itself the end of something."""
    heads = heads_of(topic)
    if not heads or not ending_words().isdisjoint(_tokens(topic)):
        return False
    head = _stem(heads[-1])
    said = _tokens(sentence)
    return any(
        not ending_words().isdisjoint(_in_clause(said[max(0, at - REACH) : at]))
        or _is_to_be_ended(said[at + 1 : at + 1 + REACH])
        for at, word in enumerate(said)
        if _stem(word) == head
    )


@cache
def ending_words() -> frozenset[str]:
    """Every word of the table."""
    return frozenset(word for row in rows_of("rag", "ending.tsv") for word in row["words"].split())


def heads_of(topic: str) -> tuple[str, ...]:
    """The last word before the first preposition: "embargo" of "the United States embargo on Cuba"; of what
    "and" joins each one's, "hunger" and "poverty"."""
    sets = sets_of("rag", "function_words.tsv")
    words = _tokens(topic)
    end = next((at for at, word in enumerate(words) if at and word in sets["preposition"]), len(words))
    joined = groupby(words[:end], key=lambda word: word in sets["coordinator"])
    return tuple(list(some)[-1] for coordinator, some in joined if not coordinator)


def _is_to_be_ended(behind: list[str]) -> bool:
    """Is it said behind the head, in the same clause, that it be ended ("sanctions on the Sudan should be
    lifted"), and not that it be not?"""
    end = next((at for at, word in enumerate(behind) if word in _CLAUSE), len(behind))
    clause = behind[:end]
    ended = next((at for at, word in enumerate(clause) if word in ending_words() and at), None)
    if ended is None or not _DENIED.isdisjoint(clause[:ended]):
        return False
    return any(word in _BE for word in clause[max(0, ended - 3) : ended])


def _in_clause(words: list[str]) -> list[str]:
    """Those after the last mark that ends a clause."""
    starts = [at + 1 for at, word in enumerate(words) if word in _CLAUSE]
    return words[starts[-1] if starts else 0 :]


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _stem(word: str) -> str:
    return word.removesuffix("s")
