"""How a follow-up begins: thanks left out, a correction told from a question, another subject announced.

In: what was typed. Out: `Opened`, the rest and what its beginning says of it. Nothing is left out where
nothing would stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.tables import lists_of
from rag.question.wordsets import words_of

COURTESY, RIGHTING = words_of("courtesy"), words_of("righting")
TAGS = frozenset(["it", "right", "correct"]).union(
    *map(words_of, ("auxiliaries", "negations", "third_persons"))
)
"""Words of a tag that asks for assent."""
WORD = re.compile(r"\w[\w'’-]*|[^\w\s]")
MEANT = ("i mean", "i meant", "make that", "make it", "that should be", "thank you")
"""Beginnings of two or three words; the last says thanks, the others put right."""
_WORDS = lists_of("rag", "question_words.tsv")
FRESH = re.compile(rf"(?:an? )?(?:{_WORDS['fresh']}) (?:{_WORDS['subject']})\s?[:,.;–-]\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """`corrects`: the words put right what was asked before; `fresh`: they are about another thing."""

    text: str
    corrects: bool = False
    fresh: bool = False


def opened(text: str) -> Opened:
    """The text from its first word that says something, without a tag that only asks for assent."""
    text = _without_tag(text)
    announced = FRESH.match(text)
    if announced and announced.end() < len(text):
        return Opened(text[announced.end() :], fresh=True)
    words = [(found.group().lower(), found.start()) for found in WORD.finditer(text)]
    at, corrects = 0, False
    while at < len(words):
        length, rights = _beginning([word for word, _ in words[at : at + 4]])
        if not length:
            break
        at, corrects = at + length, corrects or rights
    if at == len(words) or at == 0:
        return Opened(text)
    return Opened(text[words[at][1] :], corrects)


def _without_tag(text: str) -> str:
    """ "..., doesn't it?", "..., right?"."""
    said, _, tag = text.rstrip("?!. ").rpartition(",")
    words = [one for word in WORD.findall(tag.lower()) for one in re.split(r"['’]", word)]
    return f"{said}?" if said.strip() and words and set(words) <= TAGS else text


def only_courtesy(text: str) -> bool:
    """Is nothing asked: "Thanks!", "ok, great"?"""
    words = [found.group().lower() for found in WORD.finditer(text)]
    said = [word for word in words if word[0].isalnum()]
    return bool(said) and all(word in COURTESY for word in said)


def _beginning(words: list[str]) -> tuple[int, bool]:
    """How many of these words begin the sentence without being part of it, and whether they put right."""
    following = words[1] if len(words) > 1 else ""
    for phrase in MEANT:
        parts = phrase.split()
        if words[: len(parts)] == parts:
            return len(parts), phrase != MEANT[-1]
    paused = not following or not following[0].isalnum()
    if words[0] in RIGHTING or (words[0] == "no" and (paused or following in RIGHTING | {"i"})):
        return 1, True
    if not words[0][0].isalnum() and words[0] not in "\"'“‘(&+":
        return 1, False
    return int(words[0] == "thanks" or (words[0] in COURTESY and paused)), False
