"""Compares who a draft says spoke with who did: delegation, speaker and meeting as free text.

In: the attribution as it stands in a draft ("Amb. Heusgen", "the German representative", "S/PV.8713"). Out: a
`Claim`, and how it agrees with a statement. An unknown name is not an error, and where the record is silent
it contradicts nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Delegation, StatementRef
from index.speakers.delegations import Delegations
from index.text.dates import parse_date
from index.text.folding import fold_words, within
from index.text.lexicon import ORDINAL_ENDING
from rag.quotation.slips import skeleton

# Words of office and address: they name a role, not a person.
_TITLES = """
mr mrs ms miss mx dr prof professor sir dame lord lady baroness amb ambassador h e he she his her hon
honourable honorable excellency monsieur madame mme m minister prime foreign deputy vice assistant under
secretary general special envoy representative permanent delegate delegation president chair chairman
chairperson chairwoman king queen prince princess sheikh shaikh crown colonel of the for on behalf and to
at in by mission government speaker spokesperson charge affaires acting coordinator director executive
chief head council security assembly united nations un state states republic
"""
TITLES = frozenset(_TITLES.split())
_PRESIDENT = re.compile(
    r"^\s*(?:the\s+)?(?:acting\s+)?president(?:\s+of\s+the\s+(?:security\s+)?council)?\s*$", re.I
)
_MEETING = re.compile(
    r"(?P<body>[SA](?:/\d{1,3})?)/?\s?PV[.\s]?\s?(?P<number>\d{1,5})|(?P<document>[SA]/\d{2,4}/\d{1,5})"
    rf"|(?P<nth>\d{{2,5}})(?:{ORDINAL_ENDING})\b|^\s*(?P<plain>\d{{2,5}})\s*(?:\(|$)",
    re.IGNORECASE,
)
_RESUMED = re.compile(r"Resum(?:ption|ed|\.)?\s*(\d*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as named: symbol ("S/PV.8713") or bare number, and the resumption if one is named."""

    symbol: str | None
    number: str
    resumption: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution understood; empty fields claim nothing.

    `delegation` is as given, folded; `other` are its words when they name none of the table.
    """

    delegation: tuple[str, ...]
    codes: frozenset[str]
    other: tuple[str, ...]
    names: tuple[str, ...]
    president: bool
    sitting: Sitting | None
    date: str | None = None


NOTHING_CLAIMED = Claim((), frozenset(), (), (), False, None)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a statement agrees with a claim: attributes it confirms and those it contradicts."""

    confirmed: tuple[str, ...]
    contradicted: tuple[str, ...]

    @property
    def order(self) -> tuple[int, int]:
        """Least for the best fit."""
        return (len(self.contradicted), -len(self.confirmed))

    @property
    def names_another(self) -> bool:
        return "delegation" in self.contradicted or "speaker" in self.contradicted

    @property
    def supported(self) -> bool:
        """Nothing contradicts it, and the record says that this speaker or delegation spoke."""
        return not self.contradicted and ("delegation" in self.confirmed or "speaker" in self.confirmed)


class Attributions:
    """Reads claims with the table of delegations."""

    def __init__(self, delegations: Delegations) -> None:
        self._delegations = delegations
        self._names: dict[str, tuple[str, ...]] = {}
        self._groups: dict[str, Delegation | None] = {}

    def claim(
        self, delegation: str | None, speaker: str | None, meeting: str | None, date: str | None = None
    ) -> Claim:
        codes, other = self._delegation(delegation or "")
        spoken_for, names = self._speaker(speaker or "")
        president = _PRESIDENT.match(speaker or "") is not None
        given = fold_words(delegation or "")
        unknown = () if codes else other
        return Claim(
            given,
            codes or spoken_for,
            unknown,
            names,
            president,
            sitting(meeting or ""),
            parse_date(date or ""),
        )

    def fit(self, claim: Claim, ref: StatementRef) -> Fit:
        """Every attribute the claim names is confirmed, contradicted, or left open by a silent record."""
        verdicts = {
            "delegation": self._fits_delegation(claim, ref),
            "speaker": self._fits_speaker(claim, ref),
            "meeting": _fits_meeting(claim.sitting, ref.meeting),
            "date": _fits_date(claim.date, ref.date),
        }
        return Fit(
            tuple(name for name, fits in verdicts.items() if fits is True),
            tuple(name for name, fits in verdicts.items() if fits is False),
        )

    def _delegation(self, text: str) -> tuple[frozenset[str], tuple[str, ...]]:
        found = self._delegations.resolve(text) if text.strip() else None
        codes = {found.code} if found else {m.delegation.code for m in self._delegations.find_in(text)}
        return frozenset(codes), tuple(word for word in fold_words(text) if word not in TITLES)

    def _speaker(self, text: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """Delegations and names in a speaker as written: "the German representative", "Sir Mark Grant"."""
        mentions = self._delegations.find_in(text)
        rest = text
        for mention in reversed(mentions):
            rest = rest[: mention.span.start] + " " + rest[mention.span.end :]
        names = tuple(
            folded
            for word in rest.split()
            for folded in fold_words(word)
            if folded not in TITLES and len(folded) > 1 and word[:1] != word[:1].lower()
        )
        return frozenset(mention.delegation.code for mention in mentions), names

    def _fits_delegation(self, claim: Claim, ref: StatementRef) -> bool | None:
        if not claim.codes and not claim.other:
            return None
        spoken_for = self._spoken_for(ref)
        if claim.codes & spoken_for or _shares_words(claim.other, ref):
            return True
        if ref.delegation is not None and claim.delegation == fold_words(ref.delegation.name):
            return True
        return False if spoken_for else None

    def _spoken_for(self, ref: StatementRef) -> frozenset[str]:
        group = self._group(ref.on_behalf_of) if ref.on_behalf_of else None
        return frozenset(found.code for found in (ref.delegation, group) if found)

    def _group(self, name: str) -> Delegation | None:
        if name not in self._groups:
            self._groups[name] = self._delegations.resolve(name)
        return self._groups[name]

    def _fits_speaker(self, claim: Claim, ref: StatementRef) -> bool | None:
        if claim.president and not claim.names:
            return True if ref.capacity == "president" else None
        recorded = self._name_words(ref.speaker.name or "")
        if not claim.names or not recorded:
            return None
        return any(same_name(claim.names[-1], word) for word in recorded) or any(
            same_name(recorded[-1], word) for word in claim.names
        )

    def _name_words(self, name: str) -> tuple[str, ...]:
        if name not in self._names:
            self._names[name] = tuple(word for word in fold_words(name) if word not in TITLES)
        return self._names[name]


def _shares_words(words: tuple[str, ...], ref: StatementRef) -> bool:
    """An organisation or person the table does not know, named as the record names it."""
    known = (
        ref.delegation.name if ref.delegation else None,
        ref.on_behalf_of,
        ref.speaker.name,
        ref.speaker.role,
    )
    recorded = {word for name in known if name for word in fold_words(name)} - TITLES
    return any(len(word) > 3 and word in recorded for word in words)


def same_name(one: str, other: str) -> bool:
    """The same surname except for accents, look-alikes of optical recognition or one slip in a long name."""
    if one == other or skeleton(one) == skeleton(other):
        return True
    return min(len(one), len(other)) > 4 and within(one, other, 1) is not None


def sitting(text: str) -> Sitting | None:
    """The meeting a text names, or None."""
    found = _MEETING.search(text)
    if found is None:
        return None
    resumed = _RESUMED.search(text)
    resumption = (resumed.group(1) or "1") if resumed else None
    if found["document"]:
        return Sitting(found["document"].upper(), "", resumption)
    number = (found["number"] or found["nth"] or found["plain"]).lstrip("0")
    symbol = f"{found['body'].upper()}/PV.{number}" if found["number"] else None
    return Sitting(symbol, number, resumption)


def _fits_date(claimed: str | None, recorded: str | None) -> bool | None:
    """Compared as far as both are known: "2019" holds all its days."""
    if not claimed or not recorded:
        return None
    return recorded.startswith(claimed) or claimed.startswith(recorded)


def _fits_meeting(claimed: Sitting | None, meeting: str | None) -> bool | None:
    """A meeting named without its resumption means all its sittings."""
    recorded = sitting(meeting or "")
    if claimed is None or recorded is None:
        return None
    if claimed.symbol is None or recorded.symbol is None:
        same = claimed.number == recorded.number
    else:
        same = claimed.symbol == recorded.symbol
    return same and claimed.resumption in (None, recorded.resumption)
