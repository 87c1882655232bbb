"""Persons: speakers of the record, names with a title, capitalised names that nothing else explains.

In: a question and the names found in it. Out: the names with persons added; a State before its person
("Tuvalu's Mr. Kofe", "Australian senator Wong") is taken in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import COURTESY, PARTICLES
from rag.question.links import Link
from rag.question.speakers import SPOKEN_TITLE, find_speakers, name_tokens
from rag.question.wordsets import words_of

Pairs = tuple[tuple[str, str | None], ...]
_WORDS = lists_of("rag", "question_words.tsv")
TITLED = re.compile(
    rf"(?<![\w-])(?:{_WORDS['title']})\s+(?P<name>(?:[A-ZÀ-ÞĀ-Ž][\w'’‑-]*\w\.?(?:\s+|$|(?=[?,.;:!])))+)"
)
TITLED_SMALL = re.compile(rf"(?<![\w-])(?:{COURTESY})\.?\s+(?P<name>[^\W\d_][\w'’-]+)", re.IGNORECASE)
WORD = r"(?:[A-ZÀ-ÞĀ-Ž]['’])?[A-ZÀ-ÞĀ-Ž][a-zà-ÿ]+(?:[A-Z][a-zà-ÿ]+)?(?:-[A-ZÀ-ÞĀ-Ž]?[a-zà-ÿ]+)*"
RUN = re.compile(rf"(?<![\w/.-])({WORD}(?:\s+(?:(?:{'|'.join(PARTICLES)})\s+)*(?:{WORD}|[A-Z]\.))*)(?![\w/])")
NO_NAMES = words_of("no_person")


def find_persons(text: str, named: Sequence[Link], shields: Sequence[Span], speakers: Pairs) -> list[Link]:
    """The names with every person of the question among them."""
    links = [_held(link, speakers) for link in named]
    taken = [*(link.span for link in links), *shields]
    known = [*(link.span for link in links if link.kind != "speaker"), *shields]
    for link in (*_of_record(text, known, speakers), *_titled(text), *_runs(text, taken)):
        clash = [other for other in links if link.span.overlaps(other.span)]
        if any(link.span.overlaps(span) for span in shields) or not _stronger(link, clash):
            continue
        one = _as_known(link, clash, links, speakers)
        if one is not None:
            links = [*(other for other in links if other not in clash), one]
    return _with_states(text, sorted(links, key=lambda link: link.span))


def _held(link: Link, speakers: Pairs) -> Link:
    """The Secretary-General, and whoever was, with the record's names for the office."""
    if link.name != SECRETARY_GENERAL and not link.term:
        return link
    pairs = [pair for pair in speakers if name_tokens(pair[0]) == ("secretary", "general")]
    names = tuple(dict.fromkeys(name for name, _ in pairs))
    return replace(link, term=replace(link.term, names=names)) if link.term else replace(link, names=names)


SECRETARY_GENERAL = "Secretary-General"


def _as_known(link: Link, clash: Sequence[Link], links: Sequence[Link], speakers: Pairs) -> Link | None:
    """The person with what is known of the names it takes the place of; None where the record's person of
    that name speaks for others than the one of public life ever did. A title ("Mr. Guterres") may be the
    record's own person where the one of public life does not speak in it; so is who is named with the State
    that the record's speaks for."""
    codes = link.codes or next((other.codes for other in clash if other.codes), ())
    known = replace(link, names=link.names or _names(clash), name=_name(link, clash), codes=codes)
    person = next((other for other in clash if other.home), None)
    if person is None or any(other.code in link.codes for other in links):
        return known
    theirs = [(name, code) for name, code in speakers if name in link.names and code in (None, *person.home)]
    in_office = person.term is not None and bool(person.term.names)
    if link.form == "record" and not theirs:
        return known if SPOKEN_TITLE.match(link.words) and not in_office else None
    names, codes = (tuple(dict.fromkeys(some)) for some in zip(*theirs, strict=True)) if theirs else ((), ())
    return replace(known, names=names, codes=tuple(sorted(filter(None, codes))), term=person.term)


def _of_record(text: str, taken: Sequence[Span], speakers: Pairs) -> list[Link]:
    if not speakers:
        return []
    return [
        Link(
            found.span, found.words, "speaker", None, found.names[0], "record", 1.0,
            codes=tuple(sorted(code for code in found.delegations if code)), names=found.names,
        )
        for found in find_speakers(text, tuple(taken), speakers)
        if found.names
    ]  # fmt: skip


def _titled(text: str) -> list[Link]:
    found = []
    for match in (*TITLED.finditer(text), *TITLED_SMALL.finditer(text)):
        name = match["name"].strip()
        words = name.split()
        while words and words[-1].lower().strip(".") in NO_NAMES:
            words.pop()
        kept = re.sub(r"['’]s?$", "", " ".join(words)).rstrip(".")
        if words and words[0].lower() not in NO_NAMES and kept:
            span = Span(match.start(), match.start("name") + len(kept))
            found.append(Link(span, span.of(text), "speaker", None, kept, "titled", 0.9))
    return found


def _runs(text: str, taken: Sequence[Span]) -> list[Link]:
    """Capitalised words that no table knows: two or more may be a person, one alone seldom is."""
    found = []
    for one in taken:
        text = text[: one.start] + "\0" * len(one) + text[one.end :]
    for match in RUN.finditer(text):
        span = _trimmed(text, match)
        if span is None:
            continue
        count = len(span.of(text).split())
        form = "capitals" if count > 1 else "capital_word"
        found.append(Link(span, span.of(text), "speaker", None, span.of(text), form, 0.5))  # type: ignore[arg-type]
    return found


def _trimmed(text: str, match: re.Match[str]) -> Span | None:
    words = list(re.finditer(r"\S+", match.group()))
    while words and words[0].group().lower() in NO_NAMES:
        words.pop(0)
    if not words or any(word.group().lower() in NO_NAMES for word in words):
        return None
    start, end = match.start() + words[0].start(), match.start() + words[-1].end()
    kept = re.sub(r"['’]s?$", "", text[start:end])
    return Span(start, start + len(kept)) if len(kept) > 2 else None


def _stronger(link: Link, clash: Sequence[Link]) -> bool:
    """A person with a title overrules the person inside it, never a longer name of another kind."""
    if not clash:
        return True
    if link.form not in ("titled", "record"):
        return False
    return all(
        link.span.holds(other.span)
        and other.kind in ("speaker", "role")
        and (other.span != link.span or link.form == "record")
        for other in clash
    )


def _names(clash: Sequence[Link]) -> tuple[str, ...]:
    return next((other.names for other in clash if other.names), ())


def _name(link: Link, clash: Sequence[Link]) -> str:
    return next((other.name for other in clash if other.kind == "speaker"), link.name)


JOIN = re.compile(rf"(?:['’]s?)?\s+(?:(?:{_WORDS['office_beside']})\s+)*$", re.IGNORECASE)


def _with_states(text: str, links: Sequence[Link]) -> list[Link]:
    """ "Tuvalu's Simon Kofe": the State beside its person is part of the person's name."""
    joined: list[Link] = []
    for link in links:
        last = joined[-1] if joined else None
        if last and _of_state(text, last, link):
            whole = Span(last.span.start, link.span.end + text[link.span.end :].startswith(")"))
            joined[-1] = replace(last, span=whole, words=whole.of(text), state=link.code)
        elif last and _belongs(text, last, link):
            whole = Span(last.span.start, link.span.end)
            codes = link.codes or last.codes
            joined[-1] = replace(link, span=whole, words=whole.of(text), codes=codes, state=last.code)
        else:
            joined.append(link)
    return joined


OF_STATE = re.compile(r"(?:\s+(?:of|from)\s+(?:the\s+)?|\s*\(|,\s*)", re.IGNORECASE)


def _of_state(text: str, first: Link, second: Link) -> bool:
    """ "Ms. King of Saint Vincent", "Mr. Umarov (Kazakhstan)"."""
    known = first.kind == "speaker" and first.form in ("titled", "record", "person") and first.state is None
    between = text[first.span.end : second.span.start]
    return known and second.kind == "delegation" and OF_STATE.fullmatch(between) is not None


def _belongs(text: str, first: Link, second: Link) -> bool:
    if first.kind not in ("delegation", "role") or second.kind != "speaker":
        return False
    between = text[first.span.end : second.span.start]
    if not JOIN.fullmatch(between):
        return False
    possessive = between.startswith(("'s", "’s", "' ", "’ "))
    known = second.form in ("person", "record", "titled")
    role = first.kind == "role" or first.office is not None or len(between.split()) > 1
    return (
        role
        or (possessive and second.form != "capital_word")
        or (known and first.form in ("demonym", "body"))
    )
