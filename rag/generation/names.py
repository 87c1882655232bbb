"""Names of a sentence, and who it says spoke: both must be those of the record it cites.

In: a sentence and the record sentences it cites. Out: the checks `names` (every name stands there, or belongs
to who spoke, where or on what) and `attribution` (what is said to be somebody's words or view is the cited
speaker's, or is told as theirs by the record itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.model import Span, StatementRef
from index.speakers.delegations import Delegations
from index.speakers.mentions import Mention
from index.text.folding import fold
from index.text.lexicon import MONTHS, SAYING
from index.text.terms import STOP_WORDS
from rag.draft.wording import is_verb
from rag.generation.model import Check, Cited
from rag.generation.words import words_of
from rag.quotation.attribution import TITLES, same_name

_CAPITAL = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]*(?:-[A-ZÀ-Þ]?[\w’'-]+)*")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Amb|Prof|No|[A-Z])\.\s+$")
_OPENS = re.compile(r"(?:^|[.!?:;]\s+|[“\"(]\s?|\n\s*)$")
_MONTHS = frozenset(month.lower() for month in MONTHS)
PREFIX = 4
_LEAD = re.compile(
    r"^(?:(?:in|on|at|since|during)\s[^,]{1,60},\s|(?:and|but|then|also|similarly|meanwhile|moreover),?\s)?"
    r"(?P<how>according to|for|in the (?:view|words|opinion) of|speaking (?:for|on behalf of))?\s?(?:the\s)?"
    r"(?:(?:[a-z]+\s){0,3}(?:representative|delegation|ambassador|government|minister|president|speaker|delegate)"
    r"\s(?:of|for)\s(?:the\s)?)?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Sir|Dame|Dr|Lord|Ambassador|Minister)\b\.?\s(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s(?:(?:de|da|del|van|von|der|bin|al|el|la|le|dos)\s)*[A-ZÀ-Þ][\w’'-]+)*)"
)
_BARE = re.compile(r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){0,3})(?=\s)")
_WITH_DELEGATION = re.compile(r"[A-ZÀ-Þ][\w’'-]+\s\((?P<of>[^()]{2,60})\)")
_BETWEEN = 3
"""Adverbs and auxiliaries that may stand between who speaks and the verb."""


def check_names(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Every name of the claim stands in the record cited or belongs to it."""
    near = " . ".join(part for one in cited for part in (one.text, one.before))
    known = "\n".join((near, *(belonging(one.ref) for one in cited)))
    codes = {found.delegation.code for found in delegations.find_in(known)} | _codes(cited)
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


def check_attribution(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Who is said to have spoken or to hold something is who did, or who the record says did."""
    for who, span in _holders(claim, delegations):
        if isinstance(who, Mention):
            codes = _codes(cited)
            right = who.delegation.code in codes or any(
                _tells(one, who.delegation.code, delegations) for one in cited
            )
        else:
            right = any(
                _is_speaker(who, one.ref) or who.split()[-1].casefold() in one.text.casefold()
                for one in cited
            )
        if not right:
            said = " and ".join(dict.fromkeys(name for one in cited if (name := _spoke(one.ref))))
            detail = f"{span.of(claim)} is said to have spoken; the words are those of {said}"
            return Check("attribution", False, detail, "contradicted")
    near = "\n".join(one.text for one in cited)
    for found in _WITH_DELEGATION.finditer(claim):
        given = delegations.resolve(found["of"])
        if given is not None and given.code not in _codes(cited) and found.group() not in near:
            return Check("attribution", False, f"{found.group()} is not who is cited", "contradicted")
    return Check("attribution", True)


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


def speaks_as(claim: str, ref: StatementRef, delegations: Delegations) -> bool:
    """Does the claim give what it says to the statement's own speaker or delegation?"""
    for who, _ in _holders(claim, delegations):
        if isinstance(who, Mention) and ref.delegation and who.delegation.code == ref.delegation.code:
            return True
        if isinstance(who, str) and _is_speaker(who, ref):
            return True
    return False


def _holders(claim: str, delegations: Delegations) -> Iterator[tuple[Mention | str, Span]]:
    """Those before a verb of saying or of holding a view at the head of the sentence."""
    for found in delegations.find_in(claim):
        lead = _LEAD.match(claim[: found.span.start])
        if lead and (lead["how"] or _says(claim[found.span.end :])):
            yield found, found.span
            break
    bare = _BARE.match(claim)
    if (
        bare
        and not delegations.find_in(bare["name"])
        and _is_plain_name(bare["name"])
        and _says(claim[bare.end() :])
    ):
        yield bare["name"], Span(*bare.span("name"))
    titled = _TITLED.search(claim)
    if titled and _LEAD.match(claim[: titled.start()]) and _says(claim[titled.end() :]):
        yield titled["name"], Span(titled.start("name"), titled.end("name"))


def _is_plain_name(name: str) -> bool:
    """A name of words that are neither grammar nor the field's own capitals."""
    words = [fold(word) for word in name.split()]
    return not any(word in STOP_WORDS or word in _generic() or word.endswith("ly") for word in words)


def _says(rest: str) -> bool:
    rest = re.sub(r"^\s?\([^)]{1,60}\)|^,[^,]{1,80},", "", rest)
    if re.match(
        r"['’]s?\s(?:\w+\s){0,2}(?:representative|delegation|ambassador|minister|government|position|view)",
        rest,
        re.I,
    ):
        return True
    words = re.findall(r"[\w’'-]+", rest[:80])[: _BETWEEN + 1]
    for word in words:
        if word.lower() in SAYING or word.lower() in words_of("view"):
            return True
        if not (
            word.lower()
            in (
                "has",
                "have",
                "had",
                "also",
                "then",
                "will",
                "again",
                "further",
                "does",
                "did",
                "not",
                "representative",
            )
            or word.endswith("ly")
        ):
            return False
    return False


def _tells(cited: Cited, code: str, delegations: Delegations) -> bool:
    """Does the record itself say what that delegation said or did: named there, before a verb?"""
    for found in delegations.find_in(cited.text):
        if found.delegation.code == code and not cited.text.startswith(("'", "’"), found.span.end):
            words = re.findall(r"[\w’'-]+", cited.text[found.span.end : found.span.end + 60])[:3]
            if any(word.lower() in SAYING or is_verb(word) for word in words):
                return True
    return False


def _codes(cited: Sequence[Cited]) -> set[str]:
    refs = [one.ref for one in cited]
    own = {ref.delegation.code for ref in refs if ref.delegation}
    return own | {group.code for ref in refs for group in ref.groups}


def _is_known(found: Mention, codes: set[str], claim: str, known: str) -> bool:
    """By what it stands for; an organisation also by its initials."""
    name = found.span.of(claim)
    spelt_out = found.kind not in ("state", "former_state") and name.isupper() and _abbreviates(name, known)
    return found.delegation.code in codes or spelt_out


def _is_speaker(name: str, ref: StatementRef) -> bool:
    recorded = re.findall(r"\w[\w’'-]*", fold(ref.speaker.name or ""))
    given = re.findall(r"\w[\w’'-]*", fold(name))
    return any(same_name(given[-1], word) for word in recorded if given)


def _spoke(ref: StatementRef) -> str | None:
    return ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role


def _capitals(text: str) -> Iterator[Span]:
    """Words with a capital that opens no sentence."""
    for found in _CAPITAL.finditer(text):
        before = text[: found.start()]
        if not _OPENS.search(before) or _ABBREVIATED.search(before):
            yield Span(*found.span())


@cache
def _generic() -> frozenset[str]:
    """Words with a capital that name nobody."""
    return words_of("generic") | TITLES | _MONTHS


def _stands_in(name: str, known: str) -> bool:
    """As it is, as an adjective of it ("Libyans", "Libya"), or as initials, either way round."""
    folded = fold(re.sub(r"[’']s?$", "", name))
    if not folded or all(
        part.isdigit() or part in _generic() for part in (folded, *re.split(r"[\s-]+", folded))[1:]
    ):
        return True
    words = {fold(word) for word in re.findall(r"[\w’'-]+", known)}
    words |= {part for word in words for part in word.split("-")}
    if folded in words or any(_kin(folded, word) for word in words):
        return True
    if "-" in folded and all(_stands_in(part, known) for part in name.split("-") if part):
        return True
    return _abbreviates(name, known)


def _kin(one: str, other: str) -> bool:
    """ "Libyans" and "Libya": all but the endings is the same."""
    stem = min(len(one), len(other)) - 2
    return stem >= PREFIX - 1 and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 3


def _abbreviates(name: str, known: str) -> bool:
    """Initials of words that stand there in a row ("ICRC"), small words between them or not."""
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
    for run in re.finditer(
        r"[A-ZÀ-Þ][\w’'-]*(?:[\s-](?:(?:of|for|and|the|on|in|to)\s)*[A-ZÀ-Þ][\w’'-]*)+", claim
    ):
        letters = "".join(part[0] for part in re.split(r"[\s-]+", run.group()) if part[0].isupper())
        if run.start() <= span.start < run.end() and any(one in letters or letters in one for one in short):
            return True
    return False
