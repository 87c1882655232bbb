"""Names found inside a text: the longest wording at each place, word by word, in linear time.

In: a text and a table of wordings. Out: spans with what they name. A capital followed by an instrument
("Kigali Principles", "Paris agreement") or standing for a place ("in Paris") names no delegation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.model import Delegation, Span
from index.tables import sets_of
from index.text.folding import words_with_places

Form = Literal["name", "demonym", "capital", "group", "phrase"]


_SETS = sets_of("index", "word_sets.tsv")
_INSTRUMENTS = _SETS["instrument"]
_PLACES = _SETS["before_place"]
_SMALL = _SETS["small_in_name"]
# Lower-case spellings that are everyday English words or given names as well.
_EVERYDAY = _SETS["everyday"]


@dataclass(frozen=True, slots=True)
class Name:
    """A wording and the code it stands for; form "phrase" shields a wording that names nobody."""

    text: str
    code: str
    form: Form


NameTable = dict[str, list[tuple[tuple[str, ...], Name]]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A delegation named in a text: where, which, by what form of name; `kind` is the table's kind."""

    span: Span
    delegation: Delegation
    form: Form
    kind: str


def find_names(text: str, by_first: NameTable) -> Iterator[tuple[Span, Name]]:
    """The longest wordings of a table in `text`, left to right, never overlapping."""
    words = words_with_places(text)
    at = 0
    while at < len(words):
        found = _longest(text, words, at, by_first)
        if found is None:
            at += 1
            continue
        count, name = found
        if name.form != "phrase" and not (name.form == "capital" and _place_only(text, words, at, count)):
            yield Span(words[at][1], words[at + count - 1][2]), name
        at += count


def by_first_word(table: Iterable[Name]) -> NameTable:
    """The wordings as `find_names` looks them up."""
    found: NameTable = {}
    for name in table:
        key = tuple(word for word, _, _ in words_with_places(name.text))
        found.setdefault(key[0], []).append((key, name))
    return found


def _longest(
    text: str,
    words: list[tuple[str, int, int]],
    at: int,
    by_first: NameTable,
) -> tuple[int, Name] | None:
    best: tuple[int, Name] | None = None
    for key, name in by_first.get(words[at][0], ()):
        if best is not None and len(key) <= best[0]:
            continue
        if len(key) <= len(words) - at and all(words[at + i][0] == k for i, k in enumerate(key)):
            written = text[words[at][1] : words[at + len(key) - 1][2]]
            if _written_as_name(written, name, words[at : at + len(key)], text):
                best = (len(key), name)
    return best


def _written_as_name(written: str, name: Name, words: list[tuple[str, int, int]], text: str) -> bool:
    """Capitals as in a name; all lower case only where the words mean nothing else."""
    compact = name.text.replace(".", "")
    if name.form != "phrase" and compact.isupper() and len(compact) <= 8:
        return written.replace(".", "").isupper() and not text.startswith("$", words[-1][2])
    if "\n\n" in written or len(written) > len(name.text) + 3 * len(words):
        return False
    originals = [text[start:end] for folded, start, end in words if folded not in _SMALL]
    if all(word[0].isupper() or word[0].isdigit() for word in originals):
        return True
    if name.form in ("group", "phrase"):
        return True
    everyday = len(words) == 1 and (words[0][0] in _EVERYDAY or len(written) < 4)
    return written.islower() and not everyday


def _place_only(text: str, words: list[tuple[str, int, int]], at: int, count: int) -> bool:
    if at > 0 and words[at - 1][0] in _PLACES:
        return True
    end = words[at + count - 1][2]
    if at + count >= len(words) or text[end : words[at + count][1]].strip(" "):
        return False
    following = words[at + count]
    return following[0] in _INSTRUMENTS or (text[following[1]].isupper() and following[0] not in _SMALL)
