"""Makes `rag/data/thesaurus.tsv` from the files of WordNet: `python -m rag.evaluation.make_thesaurus DICT`.

In: WordNet's `index.*` and `data.*` files. Out: for each word (as a search term) that its concordance has,
the terms that say the same (synonyms, similar adjectives, other parts of speech), the kinds they belong to
(one step up) and the contraries. Senses the concordance never met are left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.text.terms import STOP_WORDS, terms

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
MOST = 4
"""Senses of a word taken, at most; they stand in the order of their use."""
SAME, KIND, CONTRARY = ("&", "+", "\\"), ("@",), ("!",)


@dataclass(frozen=True, slots=True)
class Synset:
    words: tuple[str, ...]
    links: tuple[tuple[str, str, int, int], ...]
    """Sign, key of the other synset, and which words of each are meant (0 for all)."""


@dataclass
class Entry:
    same: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    contrary: set[str] = field(default_factory=set)


def read_synsets(folder: Path) -> dict[str, Synset]:
    """Every synset by part of speech and place."""
    synsets = {}
    for name, part in PARTS.items():
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                synsets[part + line[:8]] = _synset(line.split("|")[0].split())
    return synsets


def _synset(fields: list[str]) -> Synset:
    count = int(fields[3], 16)
    words = tuple(fields[4 + 2 * at].partition("(")[0] for at in range(count))
    at = 5 + 2 * count
    links: list[tuple[str, str, int, int]] = []
    for _ in range(int(fields[4 + 2 * count])):
        sign, place, part, which = fields[at : at + 4]
        links.append((sign, part.replace("s", "a") + place, int(which[:2], 16), int(which[2:], 16)))
        at += 4
    return Synset(words, tuple(links))


def senses(folder: Path) -> Iterator[tuple[str, str]]:
    """Words with the synsets of their senses in use."""
    for name, part in PARTS.items():
        for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if line.startswith(" ") or "_" in fields[0]:
                continue
            used, places = int(fields[-int(fields[2]) - 1]), fields[-int(fields[2]) :]
            for place in places[: min(MOST, used)]:
                yield fields[0], part + place


def make(folder: Path) -> dict[str, Entry]:
    synsets, entries = read_synsets(folder), defaultdict[str, Entry](Entry)
    for word, key in senses(folder):
        synset, term = synsets[key], _term(word)
        if not term:
            continue
        entry = entries[term]
        entry.same |= _terms(synset.words)
        for sign, other, own, theirs in synset.links:
            meant = not own or synset.words[own - 1].lower() == word
            words = synsets[other].words
            met = _terms(words if not theirs else (words[theirs - 1],))
            if sign in SAME and meant:
                entry.same |= met
            elif sign in KIND:
                entry.kinds |= met
            elif sign in CONTRARY and meant:
                entry.contrary |= met
    return entries


def _terms(words: tuple[str, ...]) -> set[str]:
    return {term for word in words if (term := _term(word))}


def _term(word: str) -> str:
    found = terms(word) if "_" not in word and word.lower() not in STOP_WORDS else []
    return found[0] if len(found) == 1 else ""


def main() -> None:
    target = Path(__file__).parents[1] / "data" / "thesaurus.tsv"
    rows = ["term\tsame\tkinds\tcontrary"]
    for term, entry in sorted(make(Path(sys.argv[1])).items()):
        parts = (entry.same - {term}, entry.kinds - entry.same - {term}, entry.contrary - entry.same)
        if any(parts):
            rows.append("\t".join((term, *(" ".join(sorted(part)) for part in parts))))
    target.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
