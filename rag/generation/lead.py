"""The words by which a sentence leads up to its quotation: they say who spoke, when and where, and no more.

In: a sentence without what it quotes, what it cites. Out: the check `meaning` where the lead denies what is
quoted, and whether it says anything of its own, which is then weighed like any claim. Names are left to the
check of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.generation.claim import Wording
from rag.generation.denial import denying_places
from rag.generation.model import Check, Cited
from rag.generation.names import belonging
from rag.generation.support import frame_words
from rag.generation.words import words_of

_COLON = re.compile(r":\W*$|:\s*[“\"«‘']")


def check_lead(lead: Wording, quoted: Sequence[str], cited: Sequence[Cited]) -> Check:
    """ "X denied that “...”" turns what X said, unless what is cited denies outside the quotation too; before
    a colon the lead stands for itself, and what is quoted may be what it denies."""
    denying = denying_places(lead)
    held = _denials(one.text for one in cited) - (0 if _COLON.search(lead.text) else _denials(quoted))
    if not denying or held > 0:
        return Check("meaning", True)
    word = lead.folded[min(denying)]
    return Check("meaning", False, f"“{word}” turns what is quoted", "contradicted")


def adds(lead: Wording, cited: Sequence[Cited]) -> bool:
    """Does the lead say anything that neither tells who spoke where nor stands in what is cited?"""
    near = {stem for one in cited for part in _parts(one) for stem in Wording.of(part).all_stems}
    return any(
        stem
        and word.span.of(lead.text)[:1].islower()
        and word.folded not in frame_words()
        and word.folded not in words_of("lead_word")
        and stem not in near
        for word, stem in zip(lead.words, lead.stems, strict=True)
    )


def _denials(texts: Iterable[str]) -> int:
    return sum(len(set(denying_places(Wording.of(text)))) for text in texts)


def _parts(one: Cited) -> tuple[str, ...]:
    return (one.text, one.before, belonging(one.ref))
