"""Names of a sentence: each stands in the record it cites, or belongs to who spoke, where or on what.

In: a sentence and the record sentences it cites. Out: the check `names`. An adjective counts as
its name ("Chadian"), and initials as the name they stand for, or the name as its initials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.model import Span, StatementRef
from index.speakers.delegations import Delegations
from index.speakers.mentions import Mention
from index.text.folding import fold
from index.text.lexicon import MONTHS, PARTICLES
from rag.generation.model import Check, Cited
from rag.generation.words import phrases, words_of
from rag.question.acronyms import terms_in
from rag.quotation.attribution import TITLES

CAPITAL = r"[A-ZÀ-Þ][\w’'-]{1,40}"
FOLLOWING = rf"\s(?:(?:{'|'.join(PARTICLES)})\s)*{CAPITAL}"
"""A further word of a name, with the particles before it."""
_CAPITAL = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]*(?:-[A-ZÀ-Þ]?[\w’'-]+)*")
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(phrases('abbreviated'))})\.\s+$")
_IN_A_ROW = re.compile(
    rf"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]*(?:[\s-](?:(?:{'|'.join(phrases('inside_name'))})\s)*[A-ZÀ-Þ][\w’'-]*)+"
)
_OPENS = re.compile(r"(?:^|[.!?:;]\s{1,9}|[“\"(]\s?|\n\s{0,9})$")
_MONTHS = frozenset(month.lower() for month in MONTHS)
UN_ORGANS = ("Security Council", "General Assembly")
PREFIX = 4
NEAR = 24
"""Characters before a word that tell whether it opens a sentence."""


def check_names(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Does every name of the claim stand in the record cited, or belong to it?"""
    near = " . ".join(part for one in cited for part in (one.text, one.before))
    near = " . ".join((near, *(one.other for one in terms_in(near))))
    known = "\n".join((near, *(belonging(one.ref) for one in cited)))
    codes = {found.delegation.code for found in delegations.find_in(known)} | codes_of(cited)
    mentions = [found for found in delegations.find_in(claim) if found.form != "phrase"]
    strange = [found.span.of(claim) for found in mentions if not _is_known(found, codes, claim, known)]
    covered = [found.span for found in mentions]
    strange += [
        span.of(claim)
        for span in _capitals(claim)
        if not any(one.start <= span.start < one.end for one in covered)
        and not (_stands_in(span.of(claim), known) or _spelt_out(claim, span, known))
    ]
    if strange:
        return Check(
            "names", False, f"{', '.join(dict.fromkeys(strange))} is not named in what is cited", "altered"
        )
    return Check("names", True)


def belonging(ref: StatementRef) -> str:
    """What the record says of a statement: who, for whom, where, on what."""
    delegation = (ref.delegation.name, ref.delegation.code) if ref.delegation else ()
    groups = tuple(group.name for group in ref.groups)
    parts = (
        ref.speaker.name,
        ref.speaker.role,
        *delegation,
        ref.on_behalf_of,
        *groups,
        ref.topic,
        ref.organ,
        ref.meeting,
    )
    return "\n".join(part for part in parts if part)


def codes_of(cited: Sequence[Cited]) -> set[str]:
    refs = [one.ref for one in cited]
    own = {ref.delegation.code for ref in refs if ref.delegation}
    return own | {group.code for ref in refs for group in ref.groups}


def _is_known(found: Mention, codes: set[str], claim: str, known: str) -> bool:
    """Known by what it stands for; an organisation also by initials, a State by the end of its full name."""
    name = found.span.of(claim)
    spelt_out = found.kind not in ("state", "former_state") and name.isupper() and _abbreviates(name, known)
    full = re.search(rf"\bof (?:the )?{re.escape(name)}\b", known) is not None  # "Republic of the Congo"
    place = found.form == "capital" and _stands_in(name, known)
    return found.delegation.code in codes or spelt_out or full or place or _is_united_nations(name, known)


def _is_united_nations(name: str, known: str) -> bool:
    """The United Nations, in the record of one of its organs."""
    return fold(name) in ("un", "united nations") and any(f"\n{organ}" in known for organ in UN_ORGANS)


def _capitals(text: str) -> Iterator[Span]:
    """Words with a capital, those that open a sentence left out."""
    for found in _CAPITAL.finditer(text):
        before = text[max(0, found.start() - NEAR) : found.start()]
        if not _OPENS.search(before) or _ABBREVIATED.search(before):
            yield Span(*found.span())


@cache
def names_nobody() -> frozenset[str]:
    """Words with a capital that name nobody."""
    return words_of("generic") | TITLES | _MONTHS


def _stands_in(name: str, known: str) -> bool:
    """As it is, as an adjective of it ("Libyans", "Libya"), or as initials, either way round."""
    folded = fold(re.sub(r"[’']s?$", "", name))
    if not folded or all(
        part.isdigit() or part in names_nobody() for part in (folded, *re.split(r"[\s-]+", folded))[1:]
    ):
        return True
    words = {fold(word) for word in re.findall(r"[\w’'-]+", known)}
    words |= {part for word in words for part in word.split("-")}
    if folded in words or any(_same_stem(folded, word) for word in words):
        return True
    if "-" in folded and all(_stands_in(part, known) for part in name.split("-") if part):
        return True
    return _abbreviates(name, known)


def _same_stem(one: str, other: str) -> bool:
    """ "Libyans" and "Libya": the same except for their endings."""
    stem = min(len(one), len(other)) - 2
    return stem >= PREFIX - 1 and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 3


def _abbreviates(name: str, known: str) -> bool:
    """Initials of words that stand there in a row ("ICRC"), with or without small words between them."""
    letters = "".join(c for c in name if c.isupper())
    if len(letters) < 2 or len(letters) < len(name) / 2:
        return False
    words = re.findall(r"[A-Za-z]+", known)
    every = "".join(word[0] for word in words).upper()
    capital = "".join(word[0] for word in words if word[0].isupper())
    return letters in every or letters in capital


def _spelt_out(claim: str, span: Span, known: str) -> bool:
    """One of the words in a row whose initials stand there ("African Union" for "AU")."""
    short = set(re.findall(r"\b[A-Z]{2,}\b", known))
    for run in _IN_A_ROW.finditer(claim):
        letters = "".join(part[0] for part in re.split(r"[\s-]+", run.group()) if part[0].isupper())
        if run.start() <= span.start < run.end() and any(one in letters or letters in one for one in short):
            return True
    return False
