"""Whose "we" it is: rewrites a question asked on behalf of a delegation with that delegation's name.

In: a question and the delegation that asks. Out: a `Voice`: the question with the delegation's name in place
of "we" or "our side", where the name now stands, and whether others are asked or its own record is wanted.
"Tell us", "can we find" and words between quotation marks stay as they are: there "we" means the reader, or
somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Delegation, Span
from index.tables import lists_of
from rag.model import Recognised
from rag.question.wording import agreeing
from rag.question.wordsets import words_of

NOBODY = "Nobody is known as “{}”: say which delegation asks (`--as`, `as`, “my delegation” on the page)."
_WORDS = lists_of("rag", "question_words.tsv")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_READER = re.compile(
    rf"\b(?:{_WORDS['give_us']}) us\b|\bwe (?:{_WORDS['we_learn']})\b",
    re.IGNORECASE,
)
"""Where "we" means whoever reads the answer, not a delegation."""
_SPOKEN_OF = re.compile(rf"\b(?:{_WORDS['spoken_of']}) \Z", re.IGNORECASE)
"""After these words "our" is only what others speak about: "what did Iran say about our proposal"."""
_SHORT = {"ve": " has", "re": " is", "d": " had", "ll": " will"}
_FIRST = re.compile(
    rf"\b(?:(?P<of>{_WORDS['ourselves']})(?P<s>['’]s?(?!\w))?|(?P<whose>{_WORDS['of_ourselves']})"
    rf"|(?:(?P<verb>{_WORDS['before_we']}) )?(?P<we>[Ww]e)(?P<short>['’](?:{'|'.join(_SHORT)}))?)\b"
)
_OTHERS = re.compile(
    rf"\b(?:{_WORDS['someone']}) else\b|\bothers\b|\bother (?:{_WORDS['others']})\b", re.IGNORECASE
)
_WHO = re.compile(
    rf"\W*(?:and |so )?(?:who\b|any(?:one|body)\b|(?:{_WORDS['which']}) (?:all |every |the )?"
    rf"(?:{_WORDS['delegations']})\b)",
    re.IGNORECASE,
)
"""Asks for delegations, so "us" is whom they stand with."""
_WE_SPEAK = re.compile(
    rf"\b(?:{_WORDS['auxiliary']}|{_WORDS['being']}) (?:{_WORDS['we_speak']})\b", re.IGNORECASE
)
_OUR_POSITION = re.compile(r"\b(?:our own|our) (?=\w)", re.IGNORECASE)
_WITH_US = re.compile(rf"\s*\b(?:{_WORDS['beside_us']}) (?:{_WORDS['with_us']})\b", re.IGNORECASE)
_RECORD = re.compile(
    rf"\bour (?:own )?(?:(?:{_WORDS['former']}) )?(?:{_WORDS['own_record']})\b|"
    rf"\b(?:{_WORDS['all_we']}) (?:else )?we (?:have |had )?(?:ever |already )?said\b",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    rf"\b(?:{_WORDS['auxiliary']}|{_WORDS['auxiliary_of_one']}) (?:{_WORDS['we']})((?: [a-z]+){{1,3}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A question in the name of whoever asks it. `spans` are where that name stands as the one asked to
    speak; `others`: everyone else is asked; `record`: what it said itself is to be listed."""

    text: str
    spans: tuple[Span, ...] = ()
    others: bool = False
    record: bool = False
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()


def voiced(question: str, own: Delegation | None) -> Voice:
    """The question as the delegation means it; unchanged if nobody asks or nothing refers to them. Where "we"
    are asked and nobody asks, a note says so."""
    kept = [Span(*found.span()) for rule in (_QUOTED, _READER) for found in rule.finditer(question)]
    firsts = [found for found in _FIRST.finditer(question) if not _inside(found.span(), kept)]
    speaks = bool(firsts) and _WE_SPEAK.search(question) is not None
    if own is None:
        unknown = speaks or _asks_for_record(question) or any(map(_is_side, firsts))
        return Voice(question, notes=(NOBODY.format(_words(firsts)),) if firsts and unknown else ())
    others = _OTHERS.search(question)
    if (others or (firsts and _WHO.match(question))) and not speaks:
        words = others.group() if others else firsts[0].group()
        told = Recognised(words, f"everyone but {own.name}, who asks")
        return Voice(_of_others(question), others=True, recognised=(told,))
    if not firsts:
        return Voice(question)
    text, spans = _named(question, firsts, own.name)
    told = Recognised(_words(firsts), f"{own.name}, who asks")
    return Voice(text, spans, record=_asks_for_record(question), recognised=(told,))


def names_asking(name: str) -> bool:
    """Is it "we", "our side" or the like, where a delegation's name is expected?"""
    return _FIRST.fullmatch(name.strip()) is not None


def _words(firsts: Iterable[re.Match[str]]) -> str:
    """The words that stand for the delegation that asks, each once."""
    words = (found["we"] or found["of"] or found["whose"] for found in firsts)
    return ", ".join(dict.fromkeys(word.lower() for word in words))


def _is_side(found: re.Match[str]) -> bool:
    """Is it "our side", "my delegation"?"""
    return found["of"] is not None and found["of"].lower() != "us"


def _asks_for_record(question: str) -> bool:
    """Is everything the delegation said before to be listed?"""
    told = words_of("mentioning") | {"state", "stated", "declare", "declared"}
    spoke = any(not told.isdisjoint(found[1].lower().split()) for found in _SPOKE.finditer(question))
    return spoke or _RECORD.search(question) is not None


def _of_others(question: str) -> str:
    """The question without the one others stand with: "who else supports our position on X" asks about X."""
    return _OUR_POSITION.sub("the ", _WITH_US.sub("", question))


def _named(question: str, firsts: Iterable[re.Match[str]], name: str) -> tuple[str, tuple[Span, ...]]:
    """The question with the name in place of each, and where it then stands."""
    text, spans, last = "", [], 0
    for found in firsts:
        text += question[last : found.start()] + _verb(found["verb"])
        if found["we"] or not _SPOKEN_OF.search(text):
            spans.append(Span(len(text), len(text) + len(name)))
        text += name + _ending(found)
        last = found.end()
    return text + question[last:], tuple(spans)


def _verb(verb: str | None) -> str:
    """The verb before "we" as it stands before a name."""
    if verb is None:
        return ""
    single = agreeing(verb.lower(), 1)
    return f"{single.capitalize() if verb[0].isupper() else single} "


def _ending(found: re.Match[str]) -> str:
    if found["we"]:
        return _SHORT[found["short"][1:]] if found["short"] else ""
    return "'s" if found["whose"] or found["s"] else ""


def _inside(place: tuple[int, int], kept: Iterable[Span]) -> bool:
    return any(span.start < place[1] and place[0] < span.end for span in kept)
