"""Whoever a sentence says spoke or holds a view is the speaker cited, or somebody the record says did.

In: a sentence and the record sentences it cites. Out: the check `attribution`. A name is said to have spoken
where it stands before a verb of saying or of holding a view at the head of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.model import Span, StatementRef
from index.speakers.delegations import Delegations
from index.speakers.mentions import Mention
from index.text.folding import fold
from index.text.lexicon import PARTICLES, SAYING
from index.text.terms import STOP_WORDS
from rag.draft.wording import is_verb
from rag.generation.model import Check, Cited
from rag.generation.names import CAPITAL, FOLLOWING, codes_of, names_nobody
from rag.generation.words import phrases, words_of
from rag.quotation.attribution import same_name

_LEAD = re.compile(
    rf"^(?:(?:{'|'.join(phrases('dated_lead'))})\s[^,]{{1,60}},\s|(?:{'|'.join(phrases('opens_claim'))}),?\s)?"
    rf"(?P<how>{'|'.join(phrases('according'))})?\s?(?:the\s)?"
    rf"(?:(?:[a-z]+\s){{0,3}}(?:{'|'.join(phrases('voice'))})\s(?:of|for)\s(?:the\s)?)?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:{'|'.join((*phrases('courtesy'), *phrases('courtesy_of_office')))})\b\.?\s"
    rf"(?P<name>(?:(?:(?:{'|'.join(PARTICLES)})[\s-]|[a-z][’'])){{0,3}}{CAPITAL}(?:{FOLLOWING})*)"
)
_BARE = re.compile(rf"(?P<name>{CAPITAL}(?:\s{CAPITAL}){{0,3}})(?=\s)")
_WITH_DELEGATION = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]{1,40}\s\((?P<of>[^()]{2,60})\)")
_OWN_VOICE = re.compile(rf"['’]s?\s(?:\w+\s){{0,2}}(?:{'|'.join(phrases('own_voice'))})", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_A_SYMBOL = re.compile(rf"\d\s?\({_YEAR.pattern}\)")
_BETWEEN = 3
"""Adverbs and auxiliaries that may stand between who speaks and the verb."""


def check_attribution(claim: str, cited: Sequence[Cited], delegations: Delegations) -> Check:
    """Is whoever is said to have spoken, or to hold a view, the speaker, or somebody the record says did?"""
    for who, span in _holders(claim, delegations):
        if isinstance(who, Mention):
            codes = codes_of(cited)
            right = who.delegation.code in codes or any(
                _tells(one, who.delegation.code, delegations) for one in cited
            )
        else:
            right = any(_is_speaker(who, one.ref) or _names(one.text, who) for one in cited)
        if not right:
            said = " and ".join(dict.fromkeys(name for one in cited if (name := _spoke(one.ref))))
            detail = f"{span.of(claim)} is said to have spoken; the words are those of {said}"
            return Check("attribution", False, detail, "contradicted")
        for year in _other_years(claim[: span.start], cited):
            return Check("figures", False, f"{year} is not when it was said", "altered")
    near = "\n".join(one.text for one in cited)
    for found in _WITH_DELEGATION.finditer(claim):
        given = delegations.resolve(found["of"])
        if given is not None and given.code not in codes_of(cited) and found.group() not in near:
            return Check("attribution", False, f"{found.group()} is not who is cited", "contradicted")
    return Check("attribution", True)


def speaks_as(claim: str, ref: StatementRef, delegations: Delegations) -> bool:
    """Does the claim give what it says to the statement's own speaker or delegation?"""
    for who, _ in _holders(claim, delegations):
        if isinstance(who, Mention) and ref.delegation and who.delegation.code == ref.delegation.code:
            return True
        if isinstance(who, str) and _is_speaker(who, ref):
            return True
    return False


def told_by(claim: str, ref: StatementRef, delegations: Delegations) -> bool:
    """The same wherever in the claim the delegation stands: "the document states that Malta stressed"."""
    own = ref.delegation.code if ref.delegation else None
    found = (one for one in delegations.find_in(claim) if one.delegation.code == own)
    return speaks_as(claim, ref, delegations) or any(_says(claim[one.span.end :]) for one in found)


def _holders(claim: str, delegations: Delegations) -> Iterator[tuple[Mention | str, Span]]:
    """Names before a verb of saying, or of holding a view, at the head of the sentence."""
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
    """Is no word of the name a word of grammar, or one that the field writes with a capital?"""
    words = [fold(word) for word in name.split()]
    return not any(word in STOP_WORDS or word in names_nobody() or word.endswith("ly") for word in words)


def _says(rest: str) -> bool:
    rest = re.sub(r"^\s?\([^)]{1,60}\)|^,[^,]{1,80},", "", rest)
    if _OWN_VOICE.match(rest):
        return True
    for word in re.findall(r"[\w’'-]+", rest[:80])[: _BETWEEN + 1]:
        small = word.lower()
        if small in SAYING or small in words_of("view"):
            return True
        if small not in words_of("before_saying") and not word.endswith("ly"):
            return False
    return False


def _tells(cited: Cited, code: str, delegations: Delegations) -> bool:
    """Does the record itself say what that delegation said or did: named there, before a verb?"""
    for found in delegations.find_in(cited.text):
        if found.delegation.code == code and not cited.text.startswith(("'", "’"), found.span.end):
            if re.search(
                r"\baccording to (?:the )?(?:[\w-]+ ){0,2}\(?$", cited.text[: found.span.start], re.I
            ):
                return True
            words = re.findall(r"[\w’'-]+", cited.text[found.span.end : found.span.end + 60])[:3]
            if any(word.lower() in SAYING or is_verb(word) for word in words):
                return True
    return False


def _is_speaker(name: str, ref: StatementRef) -> bool:
    recorded = re.findall(r"\w[\w’'-]*", fold(ref.speaker.name or ""))
    given = re.findall(r"\w[\w’'-]*", fold(name))
    return any(same_name(given[-1], word) for word in recorded if given)


def _names(text: str, who: str) -> bool:
    """Does the text have the last word of the name, as a word?"""
    return fold(who.split()[-1]) in re.findall(r"\w+(?:[’'-]\w{2,})*", fold(text))


def _other_years(lead: str, cited: Sequence[Cited]) -> Iterator[str]:
    """Years in front of who is said to have spoken that are neither the speech's nor told in it; that of a
    resolution ("1441 (2002)") tells when that was adopted."""
    if all(one.ref.date for one in cited):
        told = " ".join(
            f"{one.ref.date} {_OF_A_SYMBOL.sub(' ', f'{one.before} {one.text}')}" for one in cited
        )
        yield from (year for year in _YEAR.findall(lead) if year not in _YEAR.findall(told))


def _spoke(ref: StatementRef) -> str | None:
    return ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role
