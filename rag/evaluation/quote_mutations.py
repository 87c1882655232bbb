"""Quotations spoilt on purpose, and true ones typed anew: what a quotation check must tell apart.

In: statements and a seed. Out: `Mutant`s: a quotation, its attribution, what was done to it; none where no
statement holds anything that can be spoilt that way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Statement
from index.text.lexicon import NUMBER_WORDS
from rag.evaluation.quote_cuts import TURNED, WORDS, Change
from rag.evaluation.quote_shortenings import SHORTENED
from rag.quotation.slips import NEGATIONS

_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![\w/.])\d[\d,]*(?!\w)")
_NOT = re.compile(rf"\b(?:{WORDS['deniers']}) ", re.I)
_REMARK = re.compile(r"\d{1,3}/\d{1,3}|\d\d-\d{5}|\d{5,}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`true` quotations must never be called altered; the others must never pass as verbatim."""

    kind: str
    quote: str
    statement: Statement
    delegation: str | None
    true: bool


def quotable(statement: Statement) -> list[str]:
    """Sentences of 8 to 60 words, white space made single blanks."""
    sentences = (" ".join(span.of(statement.text).split()) for span in statement.sentences)
    return [sentence for sentence in sentences if 8 <= len(sentence.split()) <= 60]


def change_word(sentence: str, rng: random.Random, vocabulary: Sequence[str]) -> str | None:
    found = rng.choice(list(_WORD.finditer(sentence)) or [None])
    other = rng.choice(vocabulary)
    if found is None or other.casefold() == found.group().casefold():
        return None
    return sentence[: found.start()] + other + sentence[found.end() :]


def drop_word(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    words = sentence.split()
    at = rng.randrange(1, len(words) - 1)
    if words[at] in (words[at - 1], words[at + 1]) or not any(c.isalpha() for c in words[at]):
        return None
    return " ".join(words[:at] + words[at + 1 :])


def drop_negation(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = list(_NOT.finditer(sentence))
    if not found:
        return None
    chosen = rng.choice(found)
    kept = "can " if chosen.group().casefold() == "cannot " else ""
    return sentence[: chosen.start()] + kept + sentence[chosen.end() :]


def change_number(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = [number for number in _NUMBER.finditer(sentence) if not _REMARK.search(number.group())]
    if not found:
        return None
    chosen = rng.choice(found)
    at = rng.choice([i for i, c in enumerate(chosen.group()) if c.isdigit()])
    digit = str((int(chosen.group()[at]) + rng.randrange(1, 10)) % 10)
    number = chosen.group()[:at] + digit + chosen.group()[at + 1 :]
    return sentence[: chosen.start()] + number + sentence[chosen.end() :]


def swap_words(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    words = sentence.split()
    at = rng.randrange(1, len(words) - 2)
    if words[at].casefold() == words[at + 1].casefold() or not (words[at] + words[at + 1]).isalpha():
        return None
    return " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]])


def retype(sentence: str, rng: random.Random, _: Sequence[str]) -> str:
    """As a writer would type it: other quotes, dashes and blanks, another line width, hyphens joined."""
    typed = re.sub(r"(?<=\w)- (?=\w)", "-", sentence)
    for old, new in (("'", "’"), (" - ", rng.choice([" – ", "—", " — "])), ('"', rng.choice("“”"))):
        typed = typed.replace(old, new)
    words = typed.split(" ")
    width = rng.randrange(4, 12)
    lines = (" ".join(words[at : at + width]) for at in range(0, len(words), width))
    return rng.choice(["\n", "  ", "\u00a0", " "]).join(lines)


def cut(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A part from the middle, its first letter made a capital; none that begins behind a negation."""
    words = sentence.split()
    start = rng.randrange(0, len(words) // 2)
    if start and words[start - 1].casefold() in NEGATIONS:
        return None
    part = " ".join(words[start : start + rng.randrange(5, len(words))])
    return part[:1].upper() + part[1:]


def omit(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A stretch of words left out and marked; one without a negation."""
    words = sentence.split()
    if len(words) < 14:
        return None
    start = rng.randrange(4, len(words) - 8)
    left_out = {word.strip(".,;").casefold() for word in words[start : start + 4]}
    if left_out & (NEGATIONS | NUMBER_WORDS):
        return None
    mark = rng.choice(["[…]", "[...]", "...", "…", "(...)", ". . ."])
    return " ".join([*words[:start], mark, *words[start + 4 :]])


def insert(sentence: str, rng: random.Random, vocabulary: Sequence[str]) -> str | None:
    """A bracketed explanation added, or the first letter changed in brackets."""
    words = sentence.split()
    at = rng.randrange(2, len(words) - 1)
    added = f"[the {rng.choice(vocabulary)} in question]"
    plain = " ".join([*words[:at], added, *words[at:]])
    return rng.choice([plain, f"[{sentence[0].swapcase()}]{sentence[1:]}"])


FALSE: dict[str, Change] = {
    "one word changed": change_word,
    "one word dropped": drop_word,
    "negation dropped": drop_negation,
    "number changed": change_number,
    "words swapped": swap_words,
}
TRUE: dict[str, Change] = {
    "exact": lambda sentence, _rng, _words: sentence,
    "retyped": retype,
    "part of a sentence": cut,
    "omission marked": omit,
    "insertion in brackets": insert,
}


def mutants(statements: Sequence[Statement], seed: int, each: int) -> list[Mutant]:
    """Up to `each` quotations of every kind, in a fixed order for a seed."""
    rng = random.Random(seed)
    sources = [(statement, quotable(statement)) for statement in statements]
    sources = [(statement, sentences) for statement, sentences in sources if len(sentences) > 2]
    vocabulary = sorted({w.casefold() for _, part in sources for s in part for w in _WORD.findall(s)})
    made: list[Mutant] = []
    for kind, change in (FALSE | TRUE).items():
        made += _of_kind(kind, change, sources, rng, vocabulary, each)
    return [*made, *_spliced(sources, rng, each), *_given_to_another(sources, rng, each)]


Sources = Sequence[tuple[Statement, list[str]]]


def _of_kind(
    kind: str, change: Change, sources: Sources, rng: random.Random, vocabulary: Sequence[str], each: int
) -> list[Mutant]:
    made: list[Mutant] = []
    for _ in range(each * 40):
        if len(made) == each or not sources:
            break
        statement, sentences = rng.choice(sources)
        quote = change(rng.choice(sentences), rng, vocabulary)
        if quote is not None:
            made.append(
                Mutant(kind, quote, statement, _delegation(statement), kind in TRUE or kind in SHORTENED)
            )
    return made


def _places(
    sources: Sources, rng: random.Random, each: int
) -> Iterator[tuple[Statement, Sequence[str], int]]:
    """Sentences of a statement, and the place of one with two more behind it."""
    for _ in range(each if sources else 0):
        statement, sentences = rng.choice(sources)
        yield statement, sentences, rng.randrange(0, len(sentences) - 2)


def _spliced(sources: Sources, rng: random.Random, each: int) -> list[Mutant]:
    made = []
    for statement, sentences, first in _places(sources, rng, each):
        second = rng.randrange(first + 2, len(sentences))
        quote = f"{sentences[first]} {sentences[second]}"
        made.append(Mutant("two sentences spliced", quote, statement, _delegation(statement), False))
    return made


def cuts(statements: Sequence[Statement], seed: int, each: int, fair: int) -> list[Mutant]:
    """Up to `each` quotations of every kind that omission, cutting or a bracket turns, and up to `fair` of
    every kind of fair shortening."""
    rng = random.Random(seed)
    sources = [(statement, quotable(statement)) for statement in statements]
    sources = [(statement, sentences) for statement, sentences in sources if len(sentences) > 2]
    made: list[Mutant] = []
    for kind, change in (TURNED | SHORTENED).items():
        made += _of_kind(kind, change, sources, rng, [], fair if kind in SHORTENED else each)
    return [*made, *_joined(sources, rng, each), *_next_but_one(sources, rng, fair)]


_SUBJECT = re.compile(rf"[A-Z]\w+(?: \w+){{0,4}}? (?:{WORDS['statement_verb']}) ")


def _joined(sources: Sources, rng: random.Random, each: int) -> list[Mutant]:
    """The subject and verb of one sentence with what another says of another subject."""
    made: list[Mutant] = []
    for _ in range(each * 40 if sources else 0):
        statement, sentences = rng.choice(sources)
        first, second = sorted(rng.sample(range(len(sentences)), 2))
        one, other = _SUBJECT.match(sentences[first]), _SUBJECT.match(sentences[second])
        if len(made) < each and one and other and one.group().split()[0] != other.group().split()[0]:
            rest = sentences[second][other.end() :]
            quote = f"{one.group()}{rng.choice(('…', '[…]', '...'))} {rest}"
            if len(rest.split()) >= 5:
                made.append(Mutant("sentences joined", quote, statement, _delegation(statement), False))
    return made


def _next_but_one(sources: Sources, rng: random.Random, each: int) -> list[Mutant]:
    """Two whole sentences with what stands between them left out and marked."""
    made = []
    for statement, sentences, first in _places(sources, rng, each):
        quote = f"{sentences[first]} {rng.choice(('…', '[…]', '...'))} {sentences[first + 2]}"
        made.append(Mutant("sentence omitted", quote, statement, _delegation(statement), True))
    return made


def _given_to_another(sources: Sources, rng: random.Random, each: int) -> list[Mutant]:
    made = []
    known = [source for source in sources if _delegation(source[0])]
    others = sorted({_delegation(statement) or "" for statement, _ in known})
    for _ in range(each if len(others) > 1 else 0):
        statement, sentences = rng.choice(known)
        other = rng.choice([name for name in others if name != _delegation(statement)])
        made.append(Mutant("wrong delegation", rng.choice(sentences), statement, other, False))
    return made


def _delegation(statement: Statement) -> str | None:
    return statement.ref.delegation.name if statement.ref.delegation else None
