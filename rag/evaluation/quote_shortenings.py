"""Fair shortenings of true quotations: what is left out or put in brackets does not change what they say.

In: sentences of the record and a source of chance. Out: changed sentences by kind, for `quote_mutations` to
make `Mutant`s of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from rag.evaluation.quote_cuts import WORDS, Change, count_words, one_match, opening_changed, some_mark

_ASIDE = re.compile(rf", (?:{WORDS['adds']}|{WORDS['aside']})\b[^,;:.]{{0,90}},(?!\d)")
_TURNING = re.compile(rf"\b(?:{WORDS['turning']})\b|\w+n['’]t\b", re.I)
_OPENING = re.compile(rf"[A-Z][^,;:]{{3,60}}, (?=(?:{WORDS['subject']}|my|[A-Z][a-z]+) )")
_SECOND_CLAUSE = re.compile(
    rf"(?:, and|;|, but) (?=(?:{WORDS['subject_again']}|the \w+ (?:{WORDS['finite']})) )"
)
_BOUND_FIRST = re.compile(rf"(?:{WORDS['bound_first']})\b")
_BOUND = re.compile(rf"\b(?:{WORDS['bound']})\b")
_BOUND_BEHIND = re.compile(rf"\b(?:{WORDS['bound_behind']})\b")
_TAIL = re.compile(rf", (?:{WORDS['adds']}|as called for)\b")
_PRONOUN = re.compile(rf"\b(?:{WORDS['pronoun']})\b")
_ENDING = re.compile(rf"\b({WORDS['stem']})({WORDS['changed_ending']})\b")
_OPINION = re.compile(rf"(?:{WORDS['we_hold']}) (?:{WORDS['firmly']})?(?:{WORDS['opinion']})s? that ")


def drop_opening(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "Mr. President, ...", "In this regard, ..." left out."""
    found = _OPENING.match(sentence)
    rest = sentence[found.end() :] if found else ""
    if found is None or _TURNING.search(found.group()) or sentence.endswith("?") or count_words(rest) < 6:
        return None
    return opening_changed(rest, rng)


def omit_aside(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A clause between two commas left out and marked."""
    found = one_match(_ASIDE, sentence, rng)
    if found is None or _TURNING.search(found.group()):
        return None
    return f"{sentence[: found.start()]} {some_mark(rng)}{sentence[found.end() :]}"


def one_of_two(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """One of two main clauses, whatever the other says."""
    found = _SECOND_CLAUSE.search(sentence)
    if found is None or sentence.endswith("?") or _BOUND_FIRST.match(sentence):
        return None
    first, second = sentence[: found.start()], sentence[found.end() :]
    if _BOUND.search(first) or _BOUND_BEHIND.search(second):
        return None
    return rng.choice([half for half in (first, second) if count_words(half) >= 6] or [None])


def cut_tail(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A relative clause, a list of examples or an adjunct behind a comma left out at the end."""
    found = _TAIL.search(sentence)
    if found is None or _TURNING.search(sentence[found.start() :]):
        return None
    kept = sentence[: found.start()]
    return kept + rng.choice(("", ".", " …")) if count_words(kept) >= 6 else None


def resolve_pronoun(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_PRONOUN, sentence, rng)
    if found is None or count_words(sentence[: found.start()]) < 3:
        return None
    names = (
        "the Council",
        "the Security Council",
        "the Mission",
        "the parties",
        "the Secretary-General",
        "the people",
    )
    return f"{sentence[: found.start()]}[{rng.choice(names)}]{sentence[found.end() :]}"


def remark(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    words = sentence.split()
    at = rng.randrange(3, len(words))
    note = rng.choice(("[sic]", "[emphasis added]", "[emphasis in original]", "[Sic.]", "[italics mine]"))
    return " ".join([*words[:at], note, *words[at:]])


def other_ending(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(_ENDING, sentence, rng)
    ending = rng.choice(("ed", "ing")) if found else ""
    return found and f"{sentence[: found.start()]}{found[1]}[{ending}]{sentence[found.end() :]}"


def behind_opinion(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "We believe that ..." left out: the speaker says it all the same."""
    found = _OPINION.match(sentence)
    return opening_changed(sentence[found.end() :], rng) if found and count_words(sentence) > 10 else None


SHORTENED: dict[str, Change] = {
    "opening dropped": drop_opening,
    "aside omitted": omit_aside,
    "one clause of two": one_of_two,
    "tail cut": cut_tail,
    "opinion dropped": behind_opinion,
    "pronoun resolved": resolve_pronoun,
    "remark in brackets": remark,
    "ending in brackets": other_ending,
}
