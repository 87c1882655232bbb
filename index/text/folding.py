"""Names made comparable: accents, case, punctuation and fused or misspelt letters out of the way.

In: a name as a record or a user writes it. Out: keys to compare, and a bounded edit distance.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})
ARTICLES = frozenset({"the"})


def fold(text: str) -> str:
    """Lower case without accents; as many words as before."""
    if text.isascii():
        return text.lower()  # nothing to take off, and most texts are
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def fold_words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded, without articles; "&" is "and"."""
    words = _WORD.findall(fold(text.replace("&", " and ")))
    return tuple(w for w in words if w not in ARTICLES)


def fold_letters(text: str) -> str:
    """Letters and figures alone, without case: what stands in two records is the same however it is set."""
    return "".join(filter(str.isalnum, text.casefold()))


def fold_name(name: str) -> str:
    """ "Mrs. Jürgenson-Smith" -> "mrs jurgenson smith"."""
    return " ".join(_WORD.findall(fold(name)))


def words_with_places(text: str) -> list[tuple[str, int, int]]:
    """Folded words (articles kept) with their half-open places in `text`."""
    return [(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def within(a: str, b: str, limit: int) -> int | None:
    """Optimal string alignment distance of `a` and `b` when at most `limit`, else None."""
    edits = OSA.distance(a, b, score_cutoff=limit)
    return edits if edits <= limit else None


def misspelling(words: tuple[str, ...], known: tuple[str, ...]) -> int | None:
    """Edits that turn `words` into `known`, or None when there are too many edits for a misspelling.

    Word by word: the same first letter, one edit in five to nine letters, two beyond, none below five
    (so that North and South, Iran and Iraq, Mali and Malta never meet); two edits in all.
    """
    if len(words) != len(known):
        return None
    total = 0
    for word, other in zip(words, known, strict=True):
        if word == other:
            continue
        length = min(len(word), len(other))
        edits = within(word, other, 2 if length >= 10 else 1) if length >= 5 and word[0] == other[0] else None
        if edits is None:
            return None
        total += edits
    return total if total <= 2 else None
