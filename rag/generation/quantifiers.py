"""Quantities without a number: all, most, many, some, few, none, only these.

In: the wordings of a claim and of what it cites. Out: the first quantity that the record gives otherwise.
Each word of quantity is held to that of the same noun; words of one kind ("several", "certain") are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.generation.claim import Wording
from rag.generation.model import Check
from rag.generation.thesaurus import carries
from rag.generation.words import words_of

KINDS = ("all", "most", "many", "some", "few", "none")
_ALIKE = {("many", "some"), ("some", "many"), ("some", "few"), ("few", "some"), ("most", "many")}
"""Kinds (of the claim, of the record) that do not contradict each other."""
REACH = 5
"""How many words behind a quantity its noun may stand."""
_SUPERLATIVES = words_of("superlative")


def check_quantifiers(claim: Wording, cited: Sequence[Wording]) -> Check | None:
    """None if every quantity is also the record's."""
    for found in (*_quantities(claim, cited), *_only(claim, cited), *_superlatives(claim, cited)):
        return Check("meaning", False, found, "altered")
    return None


def _quantities(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    held = [(one, at, kind) for one in cited for at, kind in _quantified(one)]
    for at, kind in _quantified(claim):
        nouns = _nouns(claim, at)
        met = [other for one, place, other in held if _shared(nouns, _nouns(one, place))]
        if met and not any(_fit(kind, other) for other in met):
            yield f"“{claim.folded[at]}” stands where the record says “{met[0]}”"
        elif not met and kind in ("all", "most", "none") and held and _bare(claim, cited, nouns, kind):
            yield f"the record does not say “{claim.folded[at]}”"


def _bare(claim: Wording, cited: Sequence[Wording], nouns: Sequence[str], kind: str) -> bool:
    """Does the record have the noun, but no word that the quantity could stand for?"""
    named = any(stem in one.all_stems for one in cited for stem in nouns[:1])
    return named and not any(_fit(kind, other) for one in cited for _, other in _quantified(one))


def _quantified(wording: Wording) -> Iterator[tuple[int, str]]:
    for at, word in enumerate(wording.folded):
        behind = wording.folded[at + 1 : at + 2]
        before = wording.folded[max(0, at - 1) : at]
        if word == "one" and behind == ("of",):
            yield at, "few"
        for kind in KINDS:
            if word in words_of(f"quantity_{kind}") and not _set_phrase(word, before, behind):
                yield at, kind


def _set_phrase(word: str, before: Sequence[str], behind: Sequence[str]) -> bool:
    """ "above all", "at all", "no longer", "not every", "most important"; "first of all"."""
    if word in ("all", "most", "some") and tuple(before) in (("at",), ("above",), ("after",), ("of",)):
        return True
    if word == "no" and tuple(behind) in (("longer",), ("doubt",), ("later",)):
        return True
    return word == "most" and tuple(behind) != ("of",) and not (behind and behind[0].endswith("s"))


def _nouns(wording: Wording, at: int) -> list[str]:
    return [stem for stem in wording.stems[at + 1 : at + 1 + REACH] if stem]


def _shared(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(carries(b, a) for a in one[:2] for b in other[:2])


def _fit(said: str, held: str) -> bool:
    return said == held or (said, held) in _ALIKE


def _only(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """ "Only", put in, or dropped although the record speaks of the only one."""
    only = words_of("only")
    says = [at for at, word in enumerate(claim.folded) if word in only and not _in_phrase(claim.folded, at)]
    held = any(word in only | words_of("only_too") for one in cited for word in one.folded)
    if says and not held:
        yield f"the record does not say “{claim.folded[says[0]]}”"
    if says or any(word in words_of("only_too") for word in claim.folded):
        return
    for one in cited:
        for at, word in enumerate(one.folded):
            sole = word in ("only", "sole") and one.folded[at - 1 : at] in (
                ("the",),
                ("our",),
                ("its",),
                ("their",),
            )
            if sole and any(stem in claim.all_stems for stem in _nouns(one, at)[:2]):
                yield f"the record says “{word}”"


def _in_phrase(folded: Sequence[str], at: int) -> bool:
    """ "Not only", "only if": neither says that there is no other."""
    return folded[at - 1 : at] == ("not",) or folded[at + 1 : at + 2] in (
        ("if",),
        ("when",),
        ("through",),
        ("by",),
    )


def _superlatives(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    known = {word for one in cited for word in one.folded}
    if known & _SUPERLATIVES:
        return
    for at, word in enumerate(claim.folded):
        if word in _SUPERLATIVES and claim.folded[at - 1 : at] != ("at",):
            yield f"the record does not say “{word}”"
