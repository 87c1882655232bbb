"""Groups quotations by what they are about: texts and vectors in, themes with headings out.

Leader clustering: a quotation joins the theme whose leader is nearest, or opens its own. A heading is made of
phrases that the theme's quotations use and the others do not; quotations that stand alone go under "Other
points".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.embedding.embedder import Vector
from index.text.terms import content_terms

Phrase = tuple[str, ...]
"""The terms of each of its words."""
NEAR = 0.62
"""The cosine from which a quotation belongs to a leader's theme."""
MOST = 7
"""Themes, at most; the rest are gathered in one."""
LEAST = 2
"""Quotations that make a theme, at least."""
HEADING_PHRASES, MOST_WORDS = 2, 3
SHARED = 0.25
"""The share of a theme's quotations in which a phrase of its heading stands, at least."""
LONE = 3
"""A single word can be a heading only if it stands in this many quotations."""
EVERYWHERE = 0.3
"""A phrase in more than this share of all quotations can head a theme only if no other has it."""
WORTH = {1: 1.0, 2: 3.0, 3: 3.6}
"""What a phrase counts, by its length: two words name a topic better than one."""
OTHER = "Other points"
HEADS_NOTHING = "well including conflict parties respect need continue ensure must particular regard"
_APART = re.compile(r"[^\w\s'’-]+|\d\S*")
_NOUN = re.compile(
    r"(?:[st]ions?|ments?|it(?:y|ies)|[ae]nces?|ships?|isms?|ists?|cies|cy|ures?|ees|ers|ors|als)\Z|[^su]s\Z"
    r"|(?:peacekeep|peacebuild|fund|train|hous|traffick|demin)ing\Z"
)
"""Words that name something even when they stand alone; verbs in -s are few in headings made of shares."""
_ADJECTIVE = re.compile(r"(?:al|ous|ive|ic|ful|less|ant|ent|ary|[ai]ble|ing|er)\Z")
_NO_HEAD = re.compile(
    r"(?:ed|ly)\Z|['’]|(?:ise|ize|ify|izes|ises|ifies)\Z"
    r"|\A(?:provid|implement|complement|supplement|other|li[fv]e|continu|ensur|call|need|remain|mak|tak)\w*\Z"
    r"|\A(?:help|includ|requir|seek|allow|support|face|show)\w*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading and the positions of its quotations, in the order given."""

    heading: str
    members: tuple[int, ...]


def themes_of(texts: Sequence[str], vectors: Sequence[Vector], topic: str) -> tuple[Theme, ...]:
    """The themes, largest first, "Other points" last; every text is in exactly one.

    A group without a phrase of its own for a heading is not a theme.
    """
    groups = sorted(_grouped(vectors), key=lambda group: (-len(group), group[0]))
    headed = [(_heading(group, texts, topic), group) for group in groups if len(group) >= LEAST]
    members: dict[str, list[int]] = {}
    for heading, group in headed:
        if heading:
            members.setdefault(heading, []).extend(group)
    themes = [Theme(heading, tuple(sorted(group))) for heading, group in members.items()][:MOST]
    placed = {at for theme in themes for at in theme.members}
    rest = tuple(at for at in range(len(texts)) if at not in placed)
    return (*themes, *((Theme(OTHER if themes else "What was said", rest),) if rest else ()))


def _grouped(vectors: Sequence[Vector]) -> list[list[int]]:
    groups: list[list[int]] = []
    for at, vector in enumerate(vectors):
        near = [float(vectors[group[0]] @ vector) for group in groups]
        best = max(range(len(near)), key=near.__getitem__, default=None)
        if best is not None and near[best] >= NEAR:
            groups[best].append(at)
        else:
            groups.append([at])
    return groups


@cache
def _plain_words() -> frozenset[str]:
    """Words that cannot be a heading: `data/generic.txt` and `data/vague.txt`."""
    tables = (files("rag").joinpath("data", name) for name in ("generic.txt", "vague.txt"))
    texts = [table.read_text(encoding="utf-8") for table in tables]
    return frozenset(content_terms(" ".join((*texts, HEADS_NOTHING))))


def _heading(group: Sequence[int], texts: Sequence[str], topic: str) -> str | None:
    """The phrases that set the group apart, most telling first, as its quotations spell them; None where its
    quotations share none."""
    held = [_phrases(text) for text in texts]
    everywhere = Counter(key for phrases in held for key in phrases)
    inside = Counter(key for at in group for key in held[at])
    known = set(content_terms(topic))
    weighed = {
        key: count * count / everywhere[key] * WORTH[len(key)]
        for key, count in inside.items()
        if count >= max(LEAST if len(key) > 1 else LONE, len(group) * SHARED)
        and everywhere[key] <= max(EVERYWHERE * len(texts), count)
        and _heads(key, known)
    }
    chosen: list[Phrase] = []
    for key in sorted(weighed, key=lambda key: (-weighed[key], key)):
        if len(chosen) < HEADING_PHRASES and all(set(key).isdisjoint(other) for other in chosen):
            chosen.append(key)
    spelt = [_spelling([held[at][key] for at in group if key in held[at]]) for key in chosen]
    heading = ", ".join(spelt)
    return heading[:1].upper() + heading[1:] or None


def _heads(key: Phrase, known: set[str]) -> bool:
    """Does the phrase say more than the topic, without an empty word at either end?"""
    terms = [set(word.split()) for word in key]
    empty = _plain_words()
    telling = any(not some <= known | empty for some in terms)
    return telling and not any(some <= empty for some in (terms[0], terms[-1]))


def _phrases(text: str) -> dict[Phrase, str]:
    """Runs of one to three content words that end in a noun and that no mark or function word parts, by their
    terms, as written."""
    found: dict[Phrase, str] = {}
    for piece in _APART.split(text):
        words = [(word, " ".join(sorted(content_terms(word)))) for word in piece.split()]
        for first in range(len(words)):
            for length in range(1, min(MOST_WORDS, len(words) - first) + 1):
                run = words[first : first + length]
                if any(not term or _NO_HEAD.search(word) for word, term in run):
                    break
                if _NOUN.search(run[-1][0]) or (length > 1 and not _ADJECTIVE.search(run[-1][0])):
                    found.setdefault(tuple(term for _, term in run), " ".join(word for word, _ in run))
    return found


def _spelling(written: Sequence[str]) -> str:
    """The spelling most used; a capital that only begins a sentence is made small."""
    most = Counter(written).most_common(1)[0][0]
    lower = most[:1].lower() + most[1:]
    return lower if lower in written else most
