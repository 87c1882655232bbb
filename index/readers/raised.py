"""Raised marks: which superscripts are marks of notes, which are words or powers, and which lines are notes.

In: lines in which a reader wrapped raised text with `raise_text`. Out: the lines as spoken. A mark of a note
is taken off ("1325" with a raised 4 stays 1325), an ordinal stays ("15th"), a power becomes a sign ("m²").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ON, OFF = "\ue000", "\ue001"
SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TO_SIGNS = str.maketrans("0123456789-", SIGNS + "⁻")
FROM_SIGNS = str.maketrans(SIGNS, "0123456789")
# Ordinals and abbreviations written raised: English, French, Spanish, Portuguese, Italian; trade marks.
ENDINGS = frozenset(
    {
        "st", "nd", "rd", "th", "e", "er", "re", "ère", "ème", "eme", "nde", "me", "mme", "lle",
        "o", "a", "os", "as", "ro", "do", "ta", "va", "r", "s", "tm", "sm", "®", "™",
        "º", "ª", "bis", "ter",
    }
)  # fmt: skip
LONE = re.compile(r"(?:(?<!\d)\d{1,2}|\b[NnMD])\.?$")
# Units that take a power (SI brochure, table 4, and the customary ones of trade).
UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdmµμn]?m|ft|in|yd|mi|s|mile|metre|meter|kilometre|kilometer)s?$")
TIMES_TEN = re.compile(r"[×x*·]\s*10$")
MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶#]{1,4})(?:\s*[,;–-]\s*\d{1,3})*[\])]?,?")
RAISED = re.compile(f"{ON}([^{ON}{OFF}]*){OFF}")
TYPED = re.compile(f'(?<=[\\w.,;:!?”"’)])[{SIGNS}]+(?:[,\u2009][{SIGNS}]+)*')

MARKED = re.compile(f"[{ON}{OFF}{SIGNS}]")


def raise_text(text: str) -> str:
    """Text that the source prints raised, wrapped for `as_spoken`."""
    return f"{ON}{text}{OFF}" if text.strip() else text


def as_spoken(lines: Iterable[str]) -> Iterator[str]:
    """The lines without marks of notes and without the notes that begin with a mark seen before."""
    seen: set[str] = set()
    for line in lines:
        if not MARKED.search(line):
            yield line
            continue
        marked = TYPED.sub(
            lambda found: raise_text(found[0].translate(FROM_SIGNS)), line.replace(OFF + ON, "")
        )
        begins = RAISED.match(marked.lstrip())
        if begins is not None and _number(begins[1]) in seen:
            continue
        seen.update(_number(found[1]) for found in RAISED.finditer(marked))
        yield RAISED.sub(_settled, marked).replace(ON, "").replace(OFF, "")


def _number(mark: str) -> str:
    return mark.strip(" []().,")


def _settled(found: re.Match[str]) -> str:
    said, before = found[1].strip(), found.string[max(0, found.start() - 40) : found.start()]
    if said.lower() in ENDINGS and (len(said) > 1 or LONE.search(before)):
        return found[1]
    if re.fullmatch(r"-?\d{1,2}", said) and TIMES_TEN.search(before):
        return said.translate(TO_SIGNS)
    if said in ("2", "3", "-1", "-2", "-3") and UNIT.search(before):
        return said.translate(TO_SIGNS)
    if MARK.fullmatch(said):
        return " " if found[1].endswith(" ") else ""
    return found[1]
