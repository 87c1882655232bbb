"""Differences of print, not of wording: joined words, split words, slips of optical recognition.

In: folded words of a quotation and of the record that were not equal. Out: whether they are the same words in
print. Numbers are never confused with one another, and nothing that depends on a negation is let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from index.text.lexicon import LOOK_ALIKES, NUMBER_WORDS, ORDINAL_ENDING
from rag.quotation.turns import of_class

_NEGATIONS = """
not no never neither nor none nobody nothing nowhere cannot without hardly scarcely barely dont doesnt
didnt wont wouldnt cant couldnt shouldnt isnt arent wasnt werent hasnt havent hadnt mustnt neednt aint
mightnt shant
"""
NEGATIONS = frozenset(_NEGATIONS.split())
NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
_UNITS = "|".join(("s", "m", "mm", "km", "kg", "bn"))
_NUMBER = re.compile(rf"\d+(?:{ORDINAL_ENDING}|{_UNITS})?\Z")
STEM = 3
COMMON = 50
Count = Callable[[str], int]


def is_number(word: str) -> bool:
    return bool(_NUMBER.match(word))


def numbers_in(words: Sequence[str]) -> list[str]:
    return [word for word in words if is_number(word) or word in NUMBER_WORDS]


def negations_in(words: Sequence[str]) -> int:
    return sum(word in NEGATIONS for word in words)


def negates(one: str, other: str) -> bool:
    """One word is the other behind a prefix that negates: "acceptable", "unacceptable"."""
    return any(one == prefix + other or other == prefix + one for prefix in NEGATING_PREFIXES)


def inflected(one: str, other: str) -> bool:
    """The same word with another ending: "support", "supported"; the common stem has three letters or
    more."""
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    stem = next(differ, min(len(one), len(other)))
    return stem >= STEM and all(not end or end in of_class("ending") for end in (one[stem:], other[stem:]))


def same_in_print(quoted: Sequence[str], raw: Sequence[str], recorded: Sequence[str], count: Count) -> bool:
    """Are these the same words, printed or recognised differently? `raw` is `quoted` before folding."""
    if not quoted:
        return is_page_furniture(recorded)
    if negations_in(quoted) != negations_in(recorded) and not _only_slips(quoted, recorded):
        return False
    joined, printed = "".join(quoted), "".join(recorded)
    if joined == printed:
        return _same_numbers(quoted, recorded)
    if _lone_capital_i(quoted, recorded):
        return True
    if [w for w in quoted if is_number(w)] != [w for w in recorded if is_number(w)]:
        return False
    return _accents_lost("".join(raw), printed) or _misread(quoted, recorded, count)


def is_page_furniture(words: Sequence[str]) -> bool:
    """Page and job numbers left inside a sentence: "2/19 20-01174", "71134"; figures have separators."""
    return all(word.isdigit() for word in words) and any(len(word) > 4 for word in words)


def _only_slips(quoted: Sequence[str], recorded: Sequence[str]) -> bool:
    """A negation that the record has joined to its neighbour ("arenot"), never one made by splitting."""
    joined = "".join(quoted)
    return joined == "".join(recorded) and len(recorded) < len(quoted) and not _also_a_word(recorded)


def _also_a_word(recorded: Sequence[str]) -> bool:
    """Joined forms that are words themselves but become negations when split: "notable"."""
    return any(
        word in {"notable", "noone", "nowhere", "notary", "nothing", "northe", "now"} for word in recorded
    )


def _same_numbers(quoted: Sequence[str], recorded: Sequence[str]) -> bool:
    """Digits joined differently are the same number only in groups of three: "500 000" and "500000"."""
    return [_grouped(quoted)] == [_grouped(recorded)]


def _grouped(words: Sequence[str]) -> list[str]:
    groups: list[str] = []
    open_group = False
    for word in words:
        if not word.isdigit():
            open_group = False
        elif open_group and len(word) == 3:
            groups[-1] += word
        else:
            groups.append(word)
            open_group = len(word) <= 3
    return groups


def _lone_capital_i(quoted: Sequence[str], recorded: Sequence[str]) -> bool:
    """ "1 thank" and "l thank" for "I thank"."""
    return len(quoted) == len(recorded) == 1 and quoted[0] == "i" and recorded[0] in {"1", "l"}


def _accents_lost(raw: str, printed: str) -> bool:
    """Each accented letter as typed may be one or two letters of the record: "Jürgenson", "Jiirgenson"."""
    typed = unicodedata.normalize("NFC", raw).casefold()
    if typed.isascii() or len(typed) < 4:
        return False
    pattern = "".join(
        re.escape(letter) if letter.isascii() else r"\w{1,2}" for letter in typed if letter.isalnum()
    )
    return re.fullmatch(pattern, printed) is not None


def _misread(quoted: Sequence[str], recorded: Sequence[str], count: Count) -> bool:
    """Equal but for look-alike letters, and the record's form is no word while the quotation's is."""
    if skeleton("".join(quoted)) != skeleton("".join(recorded)):
        return False
    damaged = [word for word in recorded if word not in quoted]
    sound = [word for word in quoted if word not in recorded]
    if any(_mixed(word) for word in damaged):
        return True
    rarest = min((count(word) for word in sound), default=0)
    return all(count(word) * COMMON <= rarest or _accent_slip(word, sound) for word in damaged)


def _mixed(word: str) -> bool:
    """Letters and digits in one word that is not an ordinal or a measure: "C6te", "1now"."""
    return not word.isdigit() and not word.isalpha() and not is_number(word)


def _accent_slip(word: str, sound: Sequence[str]) -> bool:
    """ "jiirgenson" for "jurgenson": pairs of letters that stand for an accented one in damaged names."""
    return any(len(name) > 4 and word.replace("ii", "u").replace("fi", "n") == name for name in sound)


def skeleton(text: str) -> str:
    for seen, stands_for in LOOK_ALIKES:
        text = text.replace(seen, stands_for)
    return text
