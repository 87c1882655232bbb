"""Persons named in a question, matched against the speakers of the record, misspellings allowed.

In: the question, the spans already taken, the record's (name, delegation) pairs. Out: each person
with the names the record has for them, in all its spellings. OCR damage ("Jiirgenson"), lost accents
and transliteration ("Juergenson", "Nebenzya") are folded; beyond that a name of 5 to 7 letters may
differ by one letter, a longer one by two. A shorter one must be exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import COURTESY, MONTHS, PARTICLES
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
TITLE = rf"(?:{_WORDS['title_of_speaker']})\.?"
SPOKEN_TITLE = re.compile(rf"^(?:{COURTESY}|{_WORDS['spoken_title']})\b", re.IGNORECASE)
WORD = rf"(?!(?:{COURTESY}|{_WORDS['ambassador']})\b)[A-ZÀ-ÞĀ-Ž][\w'’‑-]*[\w]"
NAME = re.compile(
    rf"(?<![\w-])(?P<title>(?:{TITLE}\s+)*)(?P<name>{WORD}(?:\s+(?:(?:{'|'.join(PARTICLES)})\s+)*(?:{WORD}|[A-Z]\.))*)"
)
NOT_NAMES = words_of("not_a_name") | frozenset(map(str.casefold, MONTHS))
SPELLINGS = (
    ("ii", "u"), ("ue", "u"), ("oe", "o"), ("ae", "a"), ("fi", "n"), ("1", "l"), ("ya", "ia"), ("sch", "sh"),
)  # fmt: skip
"""Folded on both sides: OCR (unsc-2020: "ii" for "ü", "fi" for "ñ"), German and Russian transliterations."""


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A person named; `names` are the record's names for them, empty when the record has none."""

    span: Span
    words: str
    titled: bool
    names: tuple[str, ...]
    delegations: frozenset[str | None]


Pairs = tuple[tuple[str, str | None], ...]


def find_speakers(question: str, taken: tuple[Span, ...], speakers: Pairs) -> tuple[SpeakerMention, ...]:
    """Persons named with a title, and capitalised names that the record knows as speakers."""
    open_text = question
    for span in taken:
        open_text = open_text[: span.start] + "\0" * len(span) + open_text[span.end :]
    found = (_mention(question, match, speakers) for match in NAME.finditer(open_text))
    return tuple(mention for mention in found if mention is not None)


def _mention(question: str, match: re.Match[str], speakers: Pairs) -> SpeakerMention | None:
    titled = bool(SPOKEN_TITLE.match(match["title"]))
    span = _trimmed(question, match)
    if span is None:
        return None
    pairs = _matching(name_tokens(span.of(question)), titled or bool(match["title"]), speakers)
    if not pairs and not titled:
        return None
    whole = Span(match.start() if match["title"] else span.start, span.end)
    names = tuple(dict.fromkeys(name for name, _ in pairs))
    return SpeakerMention(whole, whole.of(question), titled, names, frozenset(code for _, code in pairs))


def _trimmed(question: str, match: re.Match[str]) -> Span | None:
    """The name without leading question words and without a possessive ending."""
    start, end = match.start("name"), match.end("name")
    for word in re.finditer(r"\S+", question[start:end]):
        if word.group().lower() not in NOT_NAMES:
            start += word.start()
            break
    else:
        return None
    text = re.sub(r"['’]s?$", "", question[start:end])
    return Span(start, start + len(text)) if len(text) > 1 else None


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """A name as folded tokens, titles, initials and particles left out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(rf"^(?:(?:{TITLE}|The)\s+)+", "", plain.strip())
    words = re.split(r"[^\w]+", re.sub(r"[’'`]", "", plain).lower())
    return tuple(_folded(word) for word in words if len(word) > 1 and word not in PARTICLES)


def _folded(word: str) -> str:
    for written, meant in SPELLINGS:
        word = word.replace(written, meant)
    return word


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The record's names by token, and its tokens by first letter."""

    by_token: dict[str, tuple[tuple[str, str | None], ...]]
    by_letter: dict[str, tuple[str, ...]]

    def candidates(self, token: str) -> set[tuple[str, str | None]]:
        """Names with this token or a misspelling of it; the first letter must be right."""
        near_by = (
            known for known in self.by_letter.get(token[:1], ()) if letters_wrong(token, known) is not None
        )
        return {pair for known in near_by for pair in self.by_token[known]}


@lru_cache(maxsize=4)
def _name_index(speakers: Pairs) -> NameIndex:
    by_token: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for pair in speakers:
        for part in pair[0].split("/"):
            for token in name_tokens(part):
                by_token[token].append(pair)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for token in by_token:
        by_letter[token[:1]].append(token)
    return NameIndex(
        {token: tuple(pairs) for token, pairs in by_token.items()},
        {letter: tuple(tokens) for letter, tokens in by_letter.items()},
    )


def _matching(tokens: tuple[str, ...], titled: bool, speakers: Pairs) -> list[tuple[str, str | None]]:
    """The record's names of this person: the nearest ones, and other spellings of the same delegation."""
    index = _name_index(speakers)
    candidates = {pair for token in tokens for pair in index.candidates(token)}
    scored = [
        (distance, name, code)
        for name, code in sorted(candidates, key=str)
        if (distance := _name_distance(tokens, titled, name)) is not None
    ]
    best = min((distance for distance, _, _ in scored), default=0)
    codes = {code for distance, _, code in scored if distance == best}
    return [(name, code) for distance, name, code in scored if distance == best or (code and code in codes)]


def _name_distance(tokens: tuple[str, ...], titled: bool, name: str) -> int | None:
    """Letters that differ between the names; None when they cannot be the same person."""
    parts = (name_tokens(part) for part in name.split("/"))
    distances = [d for part in parts if part and (d := _tokens_distance(tokens, titled, part)) is not None]
    return min(distances, default=None)


def _tokens_distance(asked: tuple[str, ...], titled: bool, known: tuple[str, ...]) -> int | None:
    if not asked:
        return None
    if len(asked) == 1:
        candidates = known if titled else known[-1:]
        if not titled and len(asked[0]) < 4:
            return None
        return min(
            (d for token in candidates if (d := letters_wrong(asked[0], token)) is not None), default=None
        )
    if len(known) == 1:
        return 0 if asked[0] == known[0] else letters_wrong(asked[-1], known[0])
    shorter, longer = (asked, known) if len(asked) <= len(known) else (known, asked)
    total = 0
    for token in shorter:
        distance = min(
            (d for other in longer if (d := letters_wrong(token, other)) is not None), default=None
        )
        if distance is None:
            return None
        total += distance
    return total


@lru_cache(maxsize=65536)
def letters_wrong(first: str, second: str) -> int | None:
    """The edit distance if it is within bounds (0 below 5 letters, 1 below 8, otherwise 2), or None."""
    if first == second:
        return 0
    shortest = min(len(first), len(second))
    allowed = 0 if shortest < 5 else 1 if shortest < 8 else 2
    distance = OSA.distance(first, second, score_cutoff=allowed)
    return int(distance) if distance <= allowed else None
