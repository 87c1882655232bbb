"""True quotations spoilt by omission, cutting and brackets, and fair shortenings of the same sentences.

In: sentences of the record and a source of chance. Out: changed sentences by kind, for `quote_mutations` to
make `Mutant`s of. The patterns are the mutator's own, not the check's tables: what the check does not know
of, it must fail here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from index.text.lexicon import MONTHS

Change = Callable[[str, random.Random, Sequence[str]], str | None]
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|shall|should|must|can|could)"
_MARKS = ("[…]", "[...]", "…", "...", "(...)", ". . .")
_NOT = re.compile(
    rf"\b(?P<aux>{_AUX}) (?:not|never)(?! (?:only|merely|just|simply|solely|least|surpris))"
    r"(?: \w+ly)? (?=\w)",
    re.I,
)
_ONLY = (
    r"(?! (?:only|merely|just|simply|least|surprising|a few|doubt|question|secret|surprise|coincidence|less"
    r"|more|accident|matter|one but))"
)
_NO = re.compile(rf"\b(?:No|no|none of|nobody|Nobody|neither|Neither|Nothing|nothing){_ONLY} (?=\w)")
_REFUSAL = re.compile(
    r"\b(?P<verb>(?:refus|declin)(?:e|es|ed|ing)|fail(?:s|ed|ing)?|refus(?:al)|failure|inability|unable|unwilling"
    r"|(?:ceased?|ceasing)|neglect(?:s|ed)?) to (?=\w)"
)
_IF_FIRST = re.compile(
    r"\A(?:If|Unless|Were it|Should|Until|Only if) (?!I may|necessary|possible)[^,]{15,160}, (?=(?:we"
    r"|the|it|there|they|I|this|our) )"
)
_IF_LAST = re.compile(
    r",? (?:unless|only if|if|until|provided that|on condition that|as long as) (?!not\b|any\b"
    r"|necessary|possible|needed|now\b|then\b|recently|you\b|I may|so\b)"
)
_REPORT = re.compile(
    r"\b(?:(?:do|does|did|cannot|not) (?:not )?(?:believe|think|agree|accept|say|mean|consider) that"
    r"|it is not (?:true|the case|clear|certain) that"
    r"|(?:claims?|claimed|alleged|alleges|alleging) that|(?:some|those who|others|many) (?:\w+ "
    r"){0,3}(?:say|claim|argue|believe|suggest) that"
    r"|we (?:also )?hope that|the (?:claim|idea|notion|suggestion|allegation|argument|risk"
    r"|possibility) that) (?=\w)",
    re.I,
)
_MODAL = re.compile(
    r" (?:may|might|could|would)(?: have)?(?: well)? (?=\w)(?!(?:\w+ )?(?:like|wish|recall)\b)"
)
_NUMBER = re.compile(r"(?<![\w/.,()-])\d{1,4}(?![\w/.,()-])")
_VERB = re.compile(
    r"\b(?:supports?|condemns?|welcomes?|calls?|rejects?|urges?|believes?|endorses?|demands?|expresses|"
    r"remains|reiterates?|commends?|opposes?|encourages?)\b"
)
_OTHER_VERBS = ("opposes", "ignores", "doubts", "abandons", "regrets", "forbids", "praises", "resists")
_NAME = re.compile(
    r"\b(?:Syria|Iraq|Israel|Libya|Yemen|Mali|Somalia|Ukraine|Russia|Iran|Sudan|Germany|France|Haiti|Afghanistan|"
    r"Lebanon|Burundi|Angola|Kosovo|Rwanda|Cyprus|Turkey|Kuwait|Africa|Europe|Asia|Tunisia|Indonesia|Kenya)\b"
)
_OTHER_NAMES = ("Norway", "Peru", "Malta", "Chile", "Fiji", "Bhutan", "Gabon", "Oman")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b|\b(?:19|20)\d\d\b(?![/)])")
_MODALS = re.compile(r"\b(?:must|will|should|can|may|could|shall)\b")


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
    if found is None or re.search(
        r"\b(?:not|never|cannot|no|without)\b", sentence[max(0, found.start() - 25) : found.start()]
    ):
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
    kept = (
        re.split(r"[,;:]| and | but | that | which | who | because | as ", sentence[: last.start()])[-1]
        if last
        else ""
    )
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
    found = one_match(re.compile(rf"\b{_AUX}\b"), sentence, rng)
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
