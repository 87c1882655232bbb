"""True quotations spoilt by omission, cutting and brackets, and fair shortenings of the same sentences.

In: sentences of the record and a source of chance. Out: changed sentences by kind, for `quote_mutations` to
make `Mutant`s of. The words stand in `data/edit_words.tsv`, a table of the mutators' own: what the tables of
the check do not know of, the check must fail on here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from index.tables import lists_of
from index.text.lexicon import MONTHS

Change = Callable[[str, random.Random, Sequence[str]], str | None]
WORDS = lists_of("rag.evaluation", "edit_words.tsv")
_MARKS = ("[…]", "[...]", "…", "...", "(...)", ". . .")
_AUXILIARY = re.compile(rf"\b(?:{WORDS['auxiliary']})\b")
_NOT = re.compile(
    rf"\b(?P<aux>(?:{WORDS['auxiliary']})) (?:{WORDS['never']})(?! (?:{WORDS['no_denial']}))"
    r"(?: \w+ly)? (?=\w)",
    re.I,
)
_NO = re.compile(rf"\b(?:{WORDS['nobody']})(?! (?:{WORDS['no_denial']}|{WORDS['no_denial_of']})) (?=\w)")
_REFUSAL = re.compile(rf"\b(?P<verb>{WORDS['refusal']}) to (?=\w)")
_NEGATION = re.compile(rf"\b(?:{WORDS['negation']})\b")
_IF_FIRST = re.compile(
    rf"\A(?:{WORDS['condition_first']}) (?!{WORDS['no_condition']})[^,]{{15,160}}, "
    rf"(?=(?:{WORDS['subject']}|they) )"
)
_IF_LAST = re.compile(
    rf",? (?:{WORDS['condition']}) (?!{WORDS['no_condition']}|{WORDS['no_condition_last']})"
)
_CLAUSE_BEGINS = re.compile(rf"[,;:]| (?:{WORDS['clause_begins']}) ")
_REPORT = re.compile(
    rf"\b(?:(?:{WORDS['denying']}) (?:not )?(?:{WORDS['not_held']}) that"
    rf"|it is not (?:{WORDS['not_so']}) that"
    rf"|(?:{WORDS['alleging']}) that"
    rf"|(?:{WORDS['others']}) (?:\w+ ){{0,3}}(?:{WORDS['others_say']}) that"
    rf"|we (?:also )?hope that"
    rf"|the (?:{WORDS['alleged']}) that) (?=\w)",
    re.I,
)
_MODAL = re.compile(
    rf" (?:{WORDS['maybe']})(?: have)?(?: well)? (?=\w)(?!(?:\w+ )?(?:{WORDS['no_claim']})\b)"
)
_NUMBER = re.compile(r"(?<![\w/.,()-])\d{1,4}(?![\w/.,()-])")
_VERB = re.compile(rf"\b(?:{WORDS['stand']})\b")
_OTHER_VERBS = ("opposes", "ignores", "doubts", "abandons", "regrets", "forbids", "praises", "resists")
_NAME = re.compile(rf"\b(?:{WORDS['place']})\b")
_OTHER_NAMES = ("Norway", "Peru", "Malta", "Chile", "Fiji", "Bhutan", "Gabon", "Oman")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b|\b(?:19|20)\d\d\b(?![/)])")
_MODALS = re.compile(rf"\b(?:{WORDS['modal']})\b")


def count_words(text: str) -> int:
    return len(text.split())


def some_mark(rng: random.Random) -> str:
    return rng.choice(_MARKS)


def one_match(pattern: re.Pattern[str], sentence: str, rng: random.Random) -> re.Match[str] | None:
    return rng.choice(list(pattern.finditer(sentence)) or [None])


def _clause(text: str) -> str:
    """Up to the end of the clause."""
    return re.split(r"[,;:–—]| - | and | but ", text)[0].strip(" .")


def opening_changed(text: str, rng: random.Random) -> str:
    return rng.choice((text, text[:1].upper() + text[1:], f"[{text[:1].upper()}]{text[1:]}"))


def swallow_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_NOT, sentence, rng)
    return found and f"{sentence[: found.end('aux')]} {some_mark(rng)} {sentence[found.end() :]}"


def cut_behind_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_NOT, sentence, rng)
    rest = _clause(sentence[found.end() :]) if found else ""
    return rest if count_words(rest) >= 4 else None


def cut_behind_no(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_NO, sentence, rng)
    rest = _clause(sentence[found.end() :]) if found else ""
    return rest if count_words(rest) >= 4 else None


def hide_refusal(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_REFUSAL, sentence, rng)
    if found is None or _NEGATION.search(sentence[max(0, found.start() - 25) : found.start()]):
        return None
    before, rest = sentence[: found.start()], sentence[found.end() :]
    if rng.random() < 0.5 and count_words(before) >= 2:
        return f"{before}{some_mark(rng)} {rest}"
    rest = _clause(rest)
    return rest if count_words(rest) >= 4 else None


def drop_condition(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    first = _IF_FIRST.match(sentence)
    if first and count_words(sentence[first.end() :]) >= 5:
        return opening_changed(sentence[first.end() :], rng)
    last = one_match(_IF_LAST, sentence, rng)
    kept = _CLAUSE_BEGINS.split(sentence[: last.start()])[-1] if last else ""
    return kept.strip() if kept and kept == sentence[: len(kept)] and count_words(kept) >= 5 else None


def drop_report(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_REPORT, sentence, rng)
    rest = sentence[found.end() :] if found else ""
    return opening_changed(rest, rng) if count_words(rest) >= 5 else None


def swallow_modal(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_MODAL, sentence, rng)
    return found and f"{sentence[: found.start()]} {some_mark(rng)} {sentence[found.end() :]}"


def bracket_of(pattern: re.Pattern[str], others: Sequence[str]) -> Change:
    """A word of the pattern's kind with another of them in brackets."""

    def change(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
        found = one_match(pattern, sentence, rng)
        other = rng.choice(others) if others else str(rng.randrange(11, 9000))
        if found is None or other.casefold()[:3] == found.group().casefold()[:3]:
            return None
        return f"{sentence[: found.start()]}[{other}]{sentence[found.end() :]}"

    return change


def bracket_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_AUXILIARY, sentence, rng)
    negation = rng.choice(("[not]", "[never]", "[hardly]"))
    return found and f"{sentence[: found.end()]} {negation}{sentence[found.end() :]}"


TURNED: dict[str, Change] = {
    "negation swallowed": swallow_not,
    "cut behind not": cut_behind_not,
    "cut behind no": cut_behind_no,
    "refusal hidden": hide_refusal,
    "condition dropped": drop_condition,
    "report dropped": drop_report,
    "modality swallowed": swallow_modal,
    "number in brackets": bracket_of(_NUMBER, ()),
    "verb in brackets": bracket_of(_VERB, _OTHER_VERBS),
    "name in brackets": bracket_of(_NAME, _OTHER_NAMES),
    "date in brackets": bracket_of(_MONTH, ("May", "1873", "2031")),
    "modality in brackets": bracket_of(_MODALS, ("might", "need not", "would", "ought to")),
    "not in brackets": bracket_not,
}
