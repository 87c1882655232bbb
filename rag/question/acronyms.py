"""The same question in other words: an acronym written out, or a term under its acronym.

In: a text, or a question that was understood. Out: the terms found with their other name, and the question
with each exchanged for it. The tables are `data/acronyms.tsv`, terms of the field, and `data/bodies.tsv`,
bodies with their acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from index.model import Span
from index.tables import rows_of
from index.text.terms import content_terms
from rag.question.model import Query
from rag.question.wording import disjoint, edited
from rag.question.wordsets import words_of

TOKEN = re.compile(r"[^\W_](?:[\w&/-]*\w)?")
FEWEST_CAPITALS = 2
LONG_NAME = 4
"""Terms from which a name is long."""
EVERYWHERE = "United Nations"
"""The body whose name tells nothing apart here."""


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term stands in a text, its acronym, and its other name, which is that acronym where it stands
    written out."""

    span: Span
    short: str
    other: str


def terms_in(text: str) -> list[Term]:
    """The terms of the tables, in order; of two that overlap the first and longer one. A term written out is
    found in any case, an acronym in its own, or in small letters where it is no word."""
    return disjoint([*_written_out(text), *_short(text)], lambda one: one.span)


def wordings(query: Query) -> tuple[Query, ...]:
    """The question as it is, and where its topic has such terms, with every one under its other name; an
    overview has no topic."""
    if query.overview or not terms_in(query.topic):
        return (query,)
    question, undated = exchanged(query.question), exchanged(query.undated)
    text, topic = exchanged(query.text), exchanged(query.topic)
    return query, replace(query, question=question, undated=undated, text=text, topic=topic)


def acronyms_of(topic: str) -> frozenset[str]:
    """The acronyms that stand in a topic."""
    return frozenset(one.short for one in terms_in(topic) if one.other != one.short)


def names_of(topic: str) -> Mapping[str, tuple[frozenset[str], ...]]:
    """The long names that stand written out in a topic and may be taken for another, by acronym: the terms of
    each way to write it."""
    written = [one.short for one in terms_in(topic) if one.other == one.short]
    return {short: _alike()[short] for short in written if short in _alike()}


def names_under(short: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The acronyms of what this one stands for, with and without the plural's s, and its written names."""
    long = _by_short()[short]
    rows = [row for row in _rows() if long in row.names]
    acronyms = {one for row in rows for one in row.acronyms}
    other = {one.removesuffix("s") if one.endswith("s") else f"{one}s" for one in acronyms}
    return frozenset(acronyms | other), tuple(dict.fromkeys(name for row in rows for name in row.names))


def exchanged(text: str) -> str:
    """The text with every such term under its other name."""
    return edited(text, [(one.span, one.other) for one in terms_in(text)])


def _written_out(text: str) -> Iterator[Term]:
    for match in _long_forms().finditer(text):
        short = _by_long()[_one_case(match.group()).removesuffix("s")]
        yield Term(Span(*match.span()), short, short)


def _short(text: str) -> Iterator[Term]:
    for match in TOKEN.finditer(text):
        word = match.group()
        short = _by_small().get(word, word)
        if short in _by_short():
            yield Term(Span(*match.span()), short, _by_short()[short])


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row of the tables names: by acronyms, and by written names, the usual one first."""

    acronyms: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    return (*_terms(), *_bodies())


def _terms() -> Iterator[_Row]:
    for row in rows_of("rag", "acronyms.tsv"):
        yield _Row((row["short"],), tuple(row["long"].split(";")))


def _bodies() -> Iterator[_Row]:
    for row in rows_of("rag", "bodies.tsv"):
        aliases = (row["aliases"] or "").split(";")
        acronyms = tuple(filter(_is_acronym, aliases))
        if acronyms and " " in row["name"] and row["name"] != EVERYWHERE:
            yield _Row(acronyms, (row["name"], *(alias for alias in aliases if " " in alias)))


def _is_acronym(alias: str) -> bool:
    return sum(map(str.isupper, alias)) >= FEWEST_CAPITALS and TOKEN.fullmatch(alias) is not None


@cache
def _pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Acronyms with what they stand for, the usual wording first; of a body only its name."""
    return (
        *((short, row.names) for row in _terms() for short in row.acronyms),
        *((short, row.names[:1]) for row in _bodies() for short in row.acronyms),
    )


@cache
def _alike() -> dict[str, tuple[frozenset[str], ...]]:
    """The long names of the tables that share at least half of their terms with another one, by acronym, as
    terms; of what has a short name too, speakers use that."""
    told = frozenset(content_terms(EVERYWHERE))
    terms = {
        short: tuple(frozenset(content_terms(long)) - told for long in longs) for short, longs in _pairs()
    }
    every = {one for some in terms.values() for one in some}

    def confusable(name: frozenset[str]) -> bool:
        return any(len(name & other) >= len(name) / 2 for other in every - {name})

    long = {short: some for short, some in terms.items() if min(map(len, some)) >= LONG_NAME}
    named = {short: some for short, some in long.items() if _is_name(_by_short()[short])}
    return {short: some for short, some in named.items() if any(map(confusable, some))}


def _is_name(long: str) -> bool:
    """Do the tables write it with capitals?"""
    return all(word[:1].isupper() for word in TOKEN.findall(long) if content_terms(word))


@cache
def _by_short() -> dict[str, str]:
    """What an acronym stands for, with and without the plural's s."""
    found: dict[str, str] = {}
    for short, longs in _pairs():
        found.setdefault(short, longs[0])
        if short.endswith("s"):
            found.setdefault(short[:-1], longs[0])
    return found


@cache
def _by_small() -> dict[str, str]:
    """Acronyms as they are typed in small letters, but for those that are words then."""
    words = words_of("acronym_or_word")
    return {short.lower(): short for short in _by_short() if short.lower() not in words}


@cache
def _by_long() -> dict[str, str]:
    """Acronyms by what they stand for, without the plural's s."""
    found: dict[str, str] = {}
    for short, longs in _pairs():
        for long in longs:
            found.setdefault(_one_case(long).removesuffix("s"), short)
    return found


@cache
def _long_forms() -> re.Pattern[str]:
    longest = sorted(_by_long(), key=len, reverse=True)
    wordings = "|".join(re.escape(long).replace(r"\ ", r"\s+").replace("'", "['’]") for long in longest)
    return re.compile(rf"\b(?:{wordings})s?\b", re.IGNORECASE)


def _one_case(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).lower()
