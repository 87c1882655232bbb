"""Document symbols as the United Nations writes them, their organ and their permanent address.

In: the meeting part of a corpus file name, or a symbol. Out: "S/PV.8699 (Resumption 1)", "S/2020/465",
"Security Council", "https://docs.un.org/en/S/PV.8699(Resumption1)"; None for what has no known form.
"""

from __future__ import annotations

import re

_MEETING = re.compile(r"(?P<number>\d{1,5})(?P<tail>.{0,60})")
_LETTER = re.compile(r"(?P<year>(?:19|20)\d\d)_(?P<number>\d{1,4})")
_PART = re.compile(
    r"[\s._()/-]*(?P<word>resumption|resum|res|part)[\s._]*(?P<which>\d{1,2}|[ivx]{1,4})?[\s._()]*", re.I
)
_TYPED = re.compile(
    r"(?P<body>[A-Z]{1,5}(?:/[A-Z0-9][A-Z0-9.-]{0,20}){0,4})/PV\.?\s?(?P<number>\d{1,5})(?P<tail>.{0,60})",
    re.IGNORECASE,
)
_TYPED_LETTER = re.compile(r"s/((?:19|20)\d\d)/(\d{1,4})", re.IGNORECASE)
_NUMBER_ALONE = re.compile(
    r"(?:the )?(?:meeting )?(?:s?pv[. ]? ?)?(?P<number>\d{1,5})(?:(?:st|nd|rd|th)? meeting)?", re.IGNORECASE
)
_PRINTED = re.compile(
    r"\b([A-Z]{1,5}(?:/[A-Z0-9][A-Z0-9.\-]{0,20}){0,6}/PV\.? ?\d+)"
    r"(?: ?\(? ?((?:Resumption|Part)(?: [IVX\d]+)?) ?\)?)?(?:/((?:Rev|Add|Corr)\.\d+))?",
    re.IGNORECASE,
)
"""The symbol of a verbatim record as printed, blanks and all."""
_SYMBOL = re.compile(r"(?:S|A|E)/[A-Z0-9][A-Za-z0-9./ ()-]{0,60}")


def meeting_symbol(part: str) -> str | None:
    """The symbol behind a corpus meeting part: "8723Resumption1", "4726", "2020_465", "S/PV.8713"."""
    part = part.strip()
    letter = _LETTER.fullmatch(part)
    if letter:
        return f"S/{letter['year']}/{int(letter['number'])}"
    part = re.sub(r"^(?:S/)?S?PV[._]\s*", "", part)
    meeting = _MEETING.fullmatch(part)
    tail = _tail(meeting["tail"]) if meeting else None
    return f"S/PV.{int(meeting['number'])}{tail}" if meeting and tail is not None else None


def normal_symbol(typed: str) -> str:
    """A symbol as people type it ("s/pv 8699 resumption 1") in the UN's form; other names as they are."""
    typed = " ".join(typed.split())
    letter = _TYPED_LETTER.fullmatch(typed)
    if letter:
        return f"S/{letter[1]}/{int(letter[2])}"
    meeting = _TYPED.fullmatch(typed)
    tail = _tail(meeting["tail"]) if meeting else None
    if meeting is None or tail is None:
        return typed
    return f"{meeting['body'].upper()}/PV.{int(meeting['number'])}{tail}"


def meeting_number(typed: str) -> int | None:
    """The number alone, where that is all people type ("8699", "PV8699", "pv. 8699", "8699th meeting")."""
    match = _NUMBER_ALONE.fullmatch(" ".join(typed.split()))
    return int(match["number"]) if match else None


def symbol_number(symbol: str) -> int | None:
    """The number in a verbatim symbol, whatever its part: 8699 of "S/PV.8699 (Resumption 1)"."""
    match = re.search(r"/PV\.(\d+)", symbol)
    return int(match[1]) if match else None


def printed_symbol(line: str) -> str | None:
    """The symbol of a verbatim record in a printed line: "S/PV. 8699 (Resumption 1)" is put right."""
    match = _PRINTED.search(line)
    if match is None:
        return None
    symbol = match[1].upper().replace(" ", "").replace("/PV", "/PV.").replace("..", ".")
    if match[2]:
        word, _, which = " ".join(match[2].split()).partition(" ")
        symbol += f" ({word.capitalize()} {which.upper()})".replace(" )", ")")
    return f"{symbol}/{match[3].capitalize()}" if match[3] else symbol


def _tail(text: str) -> str | None:
    """Parts and resumptions in the UN's form, "" for none, None for what is not understood."""
    written = ""
    while text:
        match = _PART.match(text)
        if match is None:
            return None
        word = "Part" if match["word"].lower() == "part" else "Resumption"
        which = (match["which"] or "").upper() or ("1" if word == "Resumption" else "")
        if not which:
            return None
        written += f" ({word} {which})"
        text = text[match.end() :]
    return written


def organ_of(symbol: str) -> str | None:
    """The organ whose document `symbol` is."""
    if symbol.startswith("S/"):
        return "Security Council"
    return "General Assembly" if symbol.startswith("A/") else None


def permalink(symbol: str) -> str | None:
    """The address of the document, for symbols of the Council and the Assembly."""
    if not _SYMBOL.fullmatch(symbol):
        return None
    return "https://docs.un.org/en/" + symbol.replace(" ", "")
