"""Is what happened, what is to come and what only may be told as the record tells it?

In: the wordings of a claim and of what it cites. Out: the first event that the record has in another state.
"Efforts should be made" is not "efforts had been made"; "was vetoed" is not "might be vetoed". Reported
speech moves tenses back ("will" to "would"), which changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from index.text.lexicon import SAYING
from rag.generation.claim import Wording
from rag.generation.model import Check
from rag.generation.words import words_of
from rag.quotation.turns import of_class

NEAR = 4
"""How many words before a verb its auxiliaries may stand."""
_HAVE = frozenset(("has", "have", "had"))
_BE = frozenset(("was", "were", "been"))
_MAY = frozenset(("may", "might"))


def check_tense(claim: Wording, cited: Sequence[Wording]) -> Check | None:
    """None if every event is told as the record tells it."""
    for found in (*_done(claim, cited), *_perfect(claim, cited), *_perhaps(claim, cited)):
        return Check("meaning", False, found, "altered")
    return None


def _done(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """An event told as done, which the record only wants, plans or thinks possible."""
    for at, stem in enumerate(claim.stems):
        if not stem or not _is_done(claim, at):
            continue
        held = [_is_open(one, place) for one in cited for place in one.places(stem)]
        if held and all(held):
            yield f"the record does not tell “{claim.folded[at]}” as done"


def _is_done(wording: Wording, at: int) -> bool:
    """Does "has", "had", "was" or "were" stand before a participle, and nothing that leaves it open?"""
    near = _near(wording, at)
    return (
        _participle(wording.folded[at]) and bool((_HAVE | _BE) & set(near)) and not set(near) & _open_words()
    )


def _is_open(wording: Wording, at: int) -> bool:
    near = _near(wording, at)
    return bool(set(near) & _open_words()) and not set(near) & (_HAVE | {"was", "were", "been"})


def _near(wording: Wording, at: int) -> tuple[str, ...]:
    """The words before a verb, back to the last that is no auxiliary, adverb or small word."""
    found: list[str] = []
    for place in range(at - 1, max(-1, at - 1 - NEAR), -1):
        word = wording.modal[place]
        if wording.stems[place] and not word.endswith("ly"):
            break
        found.append(word)
    return tuple(found)


@cache
def _open_words() -> frozenset[str]:
    return of_class("modal") | {"to", "if"}


def _participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in words_of("participle")


def _perfect(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """Something told as having happened, although the record speaks of no past at all."""
    if any(_has_past(one) for one in cited) or not any(set(one.folded) & _open_words() for one in cited):
        return
    for at, word in enumerate(claim.folded):
        named = any(claim.stems[at] in one.all_stems for one in cited)
        own = word not in SAYING and word not in words_of("view") and not named
        if own and _participle(word) and _HAVE & set(_near(claim, at)) and not set(_near(claim, at)) & {"to"}:
            yield f"the record does not tell “{word}” as done"


def _has_past(record: Wording) -> bool:
    return any(word in _HAVE | _BE or _participle(word) or word in words_of("past") for word in record.folded)


def _perhaps(claim: Wording, cited: Sequence[Wording]) -> Iterator[str]:
    """ "May" or "might", although the record leaves nothing open."""
    said = [word for word in claim.modal if word in _MAY]
    if said and not any(word in words_of("open") for one in cited for word in one.modal):
        yield f"the record does not say “{said[0]}”"
