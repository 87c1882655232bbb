"""Titles: each belongs to the person to whom the record gives it.

In: a claim and what it cites. Out: the check `attribution` on the first title that stands beside another's
name, or that the record does not have. The titles are those of `data/offices.tsv` and `data/checking.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.tables import rows_of
from index.text.folding import fold
from rag.generation.model import Check, Cited
from rag.generation.names import CAPITAL, FOLLOWING, belonging
from rag.generation.words import phrases

_NAME = rf"(?:(?:{'|'.join(phrases('courtesy'))})\.?\s)?(?P<name>{CAPITAL}(?:{FOLLOWING}){{0,3}})"
_BEHIND = re.compile(rf"(?:\s(?:{'|'.join(phrases('title_of'))})\s(?:[\w-]+\s){{1,8}}?)?(?:,)?\s{_NAME}")
_BEFORE = re.compile(rf"{_NAME},\s(?:the\s|its\s|our\s)?(?:[\w’'-]+\s){{0,3}}$")
_SMALL = re.compile(rf"(?:^|(?<=[\s-]))(?!(?:{'|'.join(phrases('not_capital'))})\b)[a-z]")


def check_titles(claim: str, cited: Sequence[Cited]) -> Check | None:
    """None if every title belongs to whoever bears it."""
    known = "\n".join(part for one in cited for part in (one.text, one.before, belonging(one.ref)))
    held = [pair for line in known.splitlines() for pair in _borne(line)]
    for title, name in _borne(claim):
        own = {other for other, whose in held if whose == name}
        if own and not any(title in other or other in title for other in own):
            return Check("attribution", False, f"the record calls {name.title()} {sorted(own)[0]}", "altered")
        others = {whose for other, whose in held if other == title}
        if not own and others and name not in others:
            return Check("attribution", False, f"the {title} is {sorted(others)[0].title()}", "contradicted")
    folded = f" {fold(known)} "
    for found in _titles().finditer(claim):
        title = fold(found.group())
        if title not in folded and title not in phrases("common_title"):
            return Check("names", False, f"{found.group()} is not named in what is cited", "altered")
    return None


def _borne(text: str) -> Iterator[tuple[str, str]]:
    """Titles with the last name beside them: "Special Envoy Pedersen", "Mr. Pedersen, the Special Envoy"."""
    for found in _titles().finditer(text):
        if re.search(r"\bof the\s(?:\w+\s)?$", text[: found.start()]):
            continue  # "the Special Representative of the Secretary-General"
        behind = _BEHIND.match(text, found.end())
        before = _BEFORE.search(text[: found.start()])
        chosen = before or behind
        if chosen is not None:
            yield fold(found.group()), fold(re.sub(r"['’]s$", "", chosen["name"].split()[-1]))


@cache
def _titles() -> re.Pattern[str]:
    """Titles of more than one word, or in capitals, the longest first."""
    rows = (row["words"] for row in rows_of("rag", "offices.tsv") if row["kind"] in ("political", "chief"))
    listed = {title.strip() for row in rows for title in row.split(";")} | set(phrases("title"))
    ordered = sorted((one for one in listed if one not in phrases("common_title")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(_capital(one)) for one in ordered)})\b(?!['’]s? report)")


def _capital(title: str) -> str:
    return _SMALL.sub(lambda m: m.group().upper(), title)
