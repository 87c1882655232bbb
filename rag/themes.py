"""Quotations put together by what they speak of: texts and vectors in, themes with headings out.

Leader clustering: a quotation joins the theme whose leader is nearest, or opens its own. A heading is made of
words that the theme's quotations use and the others do not; what stands alone goes under "Other points".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.embedder import Vector
from index.terms import content_terms
from rag.shared_text import spellings

NEAR = 0.62
"""Cosine from which a quotation belongs to a leader's theme."""
MOST = 7
"""Themes at most, the rest gathered in one."""
LEAST = 2
"""Quotations that make a theme."""
HEADING_WORDS = 4
OTHER = "Other points"
HEADS_NOTHING = "well including armed conflict parties respect need continue ensure must"


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading and the positions of its quotations, in the order given."""

    heading: str
    members: tuple[int, ...]


def themes_of(texts: Sequence[str], vectors: Sequence[Vector], topic: str) -> tuple[Theme, ...]:
    """The themes, largest first, "Other points" last; every text is in exactly one."""
    groups = sorted(_grouped(vectors), key=lambda group: (-len(group), group[0]))
    large = [group for group in groups if len(group) >= LEAST][:MOST]
    rest = sorted(at for group in groups if group not in large for at in group)
    themes = [Theme(_heading(group, texts, topic), tuple(group)) for group in large]
    return (*themes, *((Theme(OTHER if large else "What was said", tuple(rest)),) if rest else ()))


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
    """Words that head nothing: `data/generic.txt` and `data/vague.txt`."""
    tables = (files("rag").joinpath("data", name) for name in ("generic.txt", "vague.txt"))
    texts = [table.read_text(encoding="utf-8") for table in tables]
    return frozenset(content_terms(" ".join((*texts, HEADS_NOTHING))))


def _heading(group: Sequence[int], texts: Sequence[str], topic: str) -> str:
    """The words that set the group apart, most telling first, as its quotations spell them."""
    inside = Counter(term for at in group for term in set(content_terms(texts[at])))
    everywhere = Counter(term for text in texts for term in set(content_terms(text)))
    known = set(content_terms(topic)) | _plain_words()
    telling = {
        term: count * count / everywhere[term]
        for term, count in inside.items()
        if count * 2 >= len(group) and count >= LEAST and term not in known and term.isalpha()
    }
    chosen = sorted(telling, key=lambda term: (-telling[term], term))[:HEADING_WORDS]
    spelt = spellings(" ".join(texts[at] for at in group))
    words = [spelt[term] for term in chosen if term in spelt]
    return ", ".join(words)[:1].upper() + ", ".join(words)[1:] if words else "On the topic as a whole"
