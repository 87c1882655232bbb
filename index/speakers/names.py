"""Is this the name of a person, as a speaker line prints it?

In: the words before the parentheses and the colon ("Mr. Umarov", "King Philippe", "Hadiza"). Out: yes or no.
Headings, names followed by a verb of saying and forms of address ("Madam Minister") are not names.
"""

from __future__ import annotations

import re

from index.tables import lists_of, sets_of
from index.text.lexicon import PARTICLES, SAYING

MOST_WORDS, MOST_UNTITLED = 12, 7
_WORDS = lists_of("index", "speaker_offices.tsv")
_COURTESY = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Mme|Dr|Prof|Msgr)(?:\.|\b)\s?\S|(?:Gen|Amb|Rev|Fr)\.\s?\S"
    rf"|(?:{_WORDS['style']})\s\S"
    r"|H\.\s?E\.\s?\S",
    re.IGNORECASE,
)
# Offices that records print before a name, and before hardly anything else.
_HONOUR = re.compile(rf"(?:{_WORDS['honour']})\s\S", re.IGNORECASE)
# Offices that are common words too: "Justice Reform", "General Debate".
_RANK = re.compile(rf"(?:{_WORDS['rank_or_word']})\s\S", re.IGNORECASE)
# Whom a speech addresses: "Mr. President, distinguished ladies and gentlemen:".
_ADDRESS = re.compile(
    rf"(?:Mr|Mrs|Ms|Madam|Madame)\.?\s+(?:(?:{_WORDS['addressed_rank']})[\s-]+)*(?:{_WORDS['addressed']})\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<!\bP(?=rof\.))(?<!\bM(?=sgr\.))[a-z]{3}\.(?:\s+[A-Za-z]|$)")
# "al-Ja'afari", "d'Alba"; "lbrahim", where recognition read "l" for "I".
_SMALL_NAME = re.compile(r"[a-z]{1,4}['’-][A-Z].*|l[bcdfghjkmnpqrstvwxz].*")


_SETS = sets_of("index", "word_sets.tsv")
_OFFICES = _SETS["office_part"]
_PARTICLES = _SETS["name_part"].union(PARTICLES)
# Words of headings and offices that no speaker's name contains.
_NO_NAMES = _SETS["no_name"]


def is_name(name: str, attested: bool, expected: bool = False) -> bool:
    """A title and a few words, or words alone where a delegation or language after them attests a speaker.

    `expected`: the text is known to begin with a speaker line, so "General" before a name is not a heading.
    """
    words = name.split()
    if len(words) > MOST_WORDS or "I" in words or any(word.endswith(("'s", "’s")) for word in words):
        return False
    if _ADDRESS.match(name) or _SENTENCE.search(name) or not _spelt_as_names_are(words, attested):
        return False
    if _COURTESY.match(name):
        return True
    if _HONOUR.match(name) or (_RANK.match(name) and (attested or expected)):
        return _leaves_a_name(words)
    return attested and 1 <= len(words) <= MOST_UNTITLED and bool(_plain(words)) and not _common(words)


def _spelt_as_names_are(words: list[str], attested: bool) -> bool:
    """Capitalised except for particles; where the speaker is attested, one word may be misrecognised."""
    if not attested and any(char.isdecimal() for word in words for char in word):
        return False
    small = [w for w in _plain(words) if w[0].islower() and not _SMALL_NAME.fullmatch(w)]
    return len(small) <= attested and not any(word in SAYING for word in small)


def _leaves_a_name(words: list[str]) -> bool:
    """Is there a name after the offices ("Prime Minister" alone is not one)?"""
    rest = next((words[at:] for at, word in enumerate(words) if not _is_office(word)), [])
    return bool(rest) and not rest[0].islower() and not _common(rest)


def _is_office(word: str) -> bool:
    return all(part in _OFFICES for part in word.casefold().split("-"))


def _common(words: list[str]) -> bool:
    return any(word.casefold().strip(",.") in _NO_NAMES for word in words)


def _plain(words: list[str]) -> list[str]:
    return [word for word in words if word.lower().strip("'’-.") not in _PARTICLES]
