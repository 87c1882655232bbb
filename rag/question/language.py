"""Is a question in English? Only questions in English are understood.

In: a question. Out: yes, or no if it has more small words of another language than of English or is written
in another script. The words are rows of `data/languages.tsv`; key words alone count as English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from index.tables import rows_of, word_set

ENGLISH = "English"
LOOKED_AT = 2000
_SCRIPTS = {"CYRILLIC": "Russian", "ARABIC": "Arabic", "CJK": "Chinese", "GREEK": "Greek", "HEBREW": "Hebrew"}
ORGANISATION = re.compile(r"(?<!^)\bWHO\b|^WHO\b(?=['’]s?\s|.*[^?]$)")
LEAST = 2
"""With this many small words of another language a question is in that language."""


def in_english(question: str) -> bool:
    """False only if it is plainly in another language."""
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if 2 * latin < len(letters):
        return False
    words = re.findall(r"[^\W\d_]+", question.lower())
    counts = {language: sum(word in some for word in words) for language, some in _words().items()}
    return max(counts.pop(ENGLISH), LEAST - 1) >= max(counts.values())


def language_of(text: str) -> str | None:
    """The language a text is plainly in, or None: by its script, otherwise by its small words, at least two
    more of them than of any other language."""
    letters = [letter for letter in text[:LOOKED_AT] if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in letters)
    script, count = max(scripts.items(), key=lambda pair: pair[1], default=("LATIN", 0))
    if script != "LATIN":
        return _SCRIPTS.get(script) if 2 * count > len(letters) else None
    words = re.findall(r"[^\W\d_]+", text[:LOOKED_AT].lower())
    ranked = Counter({language: sum(word in some for word in words) for language, some in _words().items()})
    (best, most), (_, next_most) = ranked.most_common(2)
    return best if most >= next_most + LEAST else None


def spelt_out(question: str) -> str:
    """ "WHO" is not a pronoun, unless everything is in capitals or it opens a question."""
    return question if question.isupper() else ORGANISATION.sub("World Health Organization", question)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {row["language"]: word_set(row["words"]) for row in rows_of("rag", "languages.tsv")}
