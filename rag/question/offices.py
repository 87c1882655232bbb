"""Offices joined to the State or body they belong to: "French ambassador", "minister of X", "head of UNMISS".

In: a question's words and the names found in it. Out: the names with their offices: an ambassador is the
delegation itself, a minister or a chief is a role of it; an office that stands alone is a role too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import COURTESY
from rag.question.lexicon import Lexicon, Office
from rag.question.links import Link

BODIES = frozenset(["body", "mission", "armed"])
FILLERS = frozenset(
    [
        "s",
        "permanent",
        "former",
        "deputy",
        "then",
        "current",
        "new",
        "acting",
        "un",
        "outgoing",
        "old",
        "national",
        "own",
    ]
)
OF = frozenset(["of", "from", "for", "to"])
ARTICLES = frozenset(["the", "a", "an"])
_WORDS = lists_of("rag", "question_words.tsv")
TITLE_BEFORE = re.compile(rf"\b(?:{COURTESY})\.?\s+$", re.IGNORECASE)
"""A courtesy before it tells that an office is a name ("Ms. King")."""
COMMITTEE = re.compile(
    r"\b(?:co-|vice-)?chair\w{0,6} of the (?:[\w()-]+ ){1,5}?comm?itt?ee?\b", re.IGNORECASE
)
"""Whoever chairs a committee speaks for it, not for the State it is about."""
TAIL = re.compile(rf"\s+(?:{_WORDS['for_mandate']})\s+(?:the\s+)?(?:{_WORDS['mandate']})\b", re.IGNORECASE)
"""Mandates of the offices of the United Nations (UN senior officials)."""


class Word(Protocol):
    """A word of the question."""

    @property
    def word(self) -> str: ...
    @property
    def meant(self) -> tuple[str, ...]: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def with_offices(text: str, tokens: Sequence[Word], named: list[Link], lexicon: Lexicon) -> list[Link]:
    """The names, offices beside them taken in; offices that stand alone added."""
    chairs = [
        Link(span, span.of(text), "role", None, span.of(text), "office", 1.0, office="chair")
        for span in (Span(*found.span()) for found in COMMITTEE.finditer(text))
    ]
    named = [link for link in named if not any(link.span.overlaps(chair.span) for chair in chairs)]
    offices = [
        (span, office)
        for span, office in _offices(text, tokens, lexicon, named)
        if not any(span.overlaps(chair.span) for chair in chairs)
    ]
    used: set[Span] = set()
    joined: list[Link] = []
    for link in named:
        office = _after(text, link, offices, used) or _before(text, link, offices, used)
        if office is None:
            joined.append(link)
            continue
        used.add(office[0])
        joined.append(_joined(text, link, *office))
    spans = [link.span for link in joined]
    alone = [
        _alone(text, span, office, joined)
        for span, office in offices
        if span not in used
        and office.kind in ("un", "political")
        and not any(span.overlaps(one) and not span.holds(one) for one in spans)
    ]
    kept = [
        link
        for link in joined
        if not any(link.span != role.span and role.span.holds(link.span) for role in alone)
    ]
    return [*kept, *alone, *chairs]


def _offices(
    text: str, tokens: Sequence[Word], lexicon: Lexicon, named: Sequence[Link]
) -> list[tuple[Span, Office]]:
    """Offices in the text, the longest at each place; one inside a name is part of the name."""
    found: list[tuple[Span, Office]] = []
    at = 0
    while at < len(tokens):
        best = _office_at(tokens, at, lexicon)
        if best is None:
            at += 1
            continue
        span = Span(tokens[at].start, tokens[at + len(best.words) - 1].end)
        titled = TITLE_BEFORE.search(text[: span.start])
        if not titled and not any(link.span.holds(span) for link in named):
            found.append((span, best))
        at += len(best.words)
    return found


def _office_at(tokens: Sequence[Word], at: int, lexicon: Lexicon) -> Office | None:
    for meant in (tokens[at].word, *tokens[at].meant):
        for office in lexicon.offices.get(meant, ()):
            some = tokens[at : at + len(office.words)]
            if len(some) == len(office.words) and all(
                word in (token.word, *token.meant) for word, token in zip(office.words, some, strict=True)
            ):
                return office
    return None


def _after(
    text: str, link: Link, offices: Sequence[tuple[Span, Office]], used: set[Span]
) -> tuple[Span, Office] | None:
    """ "French ambassador", "Mexico's foreign minister", "IAEA Director General"."""
    if link.kind != "delegation":
        return None
    for span, office in offices:
        if span in used or span.start <= link.span.end or not _fits(link, office):
            continue
        words = text[link.span.end : span.start].lower().replace("’", "'")
        if set(re.findall(r"\w+", words)) <= FILLERS and not re.search(r"[^\w\s'-]", words):
            return span, office
    return None


def _before(
    text: str, link: Link, offices: Sequence[tuple[Span, Office]], used: set[Span]
) -> tuple[Span, Office] | None:
    """ "ambassador of Malta", "head of UNMISS", "Special Envoy for Yemen"."""
    if link.kind != "delegation" or link.form == "demonym":
        return None
    for span, office in offices:
        if span in used or span.end >= link.span.start or not (_fits(link, office) or office.kind == "un"):
            continue
        words = re.findall(r"\w+", text[span.end : link.span.start].lower())
        if words and words[0] in OF and set(words[1:]) <= ARTICLES:
            return span, office
    return None


def _fits(link: Link, office: Office) -> bool:
    """A body has a chief, a State has ministers and ambassadors."""
    if link.form in BODIES:
        return True
    return office.kind in ("mission", "political") or office.words[-1] in HEADS


HEADS = frozenset(
    [
        "leader",
        "president",
        "representative",
        "envoy",
        "delegate",
        "observer",
        "spokesperson",
        "spokesman",
        "chair",
    ]
)


def _joined(text: str, link: Link, span: Span, office: Office) -> Link:
    whole = Span(min(link.span.start, span.start), max(link.span.end, span.end))
    if office.kind == "mission" and link.form not in BODIES:
        return replace(link, span=whole, words=whole.of(text), office=office.name)
    if office.kind == "mission" and office.words[-1] in (
        "delegation",
        "mission",
        "delegates",
        "team",
        "side",
    ):
        return replace(link, span=whole, words=whole.of(text), office=office.name)
    of = "for" if office.kind == "un" else "of"
    title = office.name if office.kind == "un" else " ".join(office.words).capitalize()
    return replace(
        link,
        span=whole,
        words=whole.of(text),
        kind="role",
        code=None,
        name=f"{TITLES.get(' '.join(office.words), title)} {of} {link.name}",
        form="office",
        office=office.name,
    )


TITLES = {
    "foreign minister": "Minister for Foreign Affairs",
    "minister of foreign affairs": "Minister for Foreign Affairs",
    "fm": "Minister for Foreign Affairs",
    "minister": "Minister for Foreign Affairs",
    "foreign secretary": "Secretary of State for Foreign Affairs",
    "prime minister": "Prime Minister",
    "pm": "Prime Minister",
    "premier": "Prime Minister",
    "boss": "Head",
    "chief": "Head",
    "director general": "Director-General",
}


def _alone(text: str, span: Span, office: Office, named: Sequence[Link]) -> Link:
    tail = TAIL.match(text, span.end)
    whole = Span(span.start, tail.end() if tail else span.end)
    name = office.name + (text[span.end : tail.end()] if tail else "")
    certain = 1.0 if office.kind == "un" else 0.5
    codes = ("UN",) if office.kind == "un" else ()
    return Link(whole, whole.of(text), "role", None, name, "office", certain, codes=codes, office=office.name)
