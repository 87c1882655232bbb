"""How likely a name beside a quotation is that of who is quoted.

In: a text, the places of a name, of its sentence and of the quotation. Out: a score, 2 and more for a
speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Span
from rag.draft.wording import (
    ACCORDING,
    APPOSED,
    BEGINS,
    BEHIND,
    FINITE,
    FOR_WHOM,
    LEADS_UP,
    NAME_OF,
    OFFICE,
    OWN_WORDS,
    OWNS,
    RELATIVE,
    SIGNS,
    SPEAKING,
    SPOKEN_OF,
    SUBORDINATE,
    VIEWS,
    is_verb,
)

NEAR_WORDS, BRACKET_NEAR = 6, 60
AROUND = 300
"""Characters looked at around a name: more is no sentence anyone reads."""


def score_of(text: str, span: Span, sentence: Span, place: Span) -> int:
    """How likely this name is the speaker: a verb of saying nearby, an office, brackets."""
    lead = text[max(sentence.start, span.start - AROUND) : span.start]
    rest = text[span.end : min(sentence.end, span.end + AROUND)]
    office = OFFICE.search(lead) or NAME_OF.search(lead)
    according = ACCORDING.search(lead)
    score = 1 if span.start < place.start else 0
    after = APPOSED.sub("", rest).split()[:NEAR_WORDS]
    score += 3 * _speaks(after) + 3 * _speaks(lead.split()[-1:])
    score += 3 * bool(according) + 2 * bool(office)
    score += 2 * (text[span.start - 1 : span.start] == "(" and span.start > place.start - BRACKET_NEAR)
    score += 2 * (rest.strip().startswith(":") and span.end < place.start)
    score += 1 * rest.startswith(("'s", "’s"))
    score += 6 * bool(span.end < place.start and OWN_WORDS.match(_between(text, span, place)))
    score += 3 * _says_otherwise(text, span, sentence, place)
    score += 3 * _introduces(lead, rest, _between(text, span, place) if span.end <= place.start else None)
    score += 3 * bool(span.start >= place.end and SIGNS.fullmatch(text[place.end : span.start][:AROUND]))
    score -= 2 * bool(span.end <= place.start and SUBORDINATE.search(lead))
    owns = VIEWS.match(rest) is not None or (FOR_WHOM.fullmatch(lead) is not None and rest.startswith(","))
    return score - 3 * bool(SPOKEN_OF.search(lead) and not (office or according or owns))


def _says_otherwise(text: str, span: Span, sentence: Span, place: Span) -> bool:
    """The subject of any finite verb before the quotation, or beside one behind it."""
    rest = APPOSED.sub("", text[span.end : min(sentence.end, span.end + AROUND)])
    if span.start >= place.end:
        between = text[place.end : span.start][:AROUND]
        behind = BEHIND.fullmatch(between)
        if behind and is_verb(behind["verb"]):
            return True
        if between.strip(' ,.!?”"»’x'):
            return False
    elif not BEGINS.search(text[max(sentence.start, span.start - AROUND) : span.start]):
        return False
    elif not text[span.end : place.start].strip(" “”\"«»„'‘"):
        return True
    follows = FINITE.match(rest)
    return follows is not None and (is_verb(follows["verb"]) or follows.group().strip() != follows["verb"])


def _speaks(words: Sequence[str]) -> bool:
    return any(word.strip(".,:;()").lower() in SPEAKING for word in words)


def _introduces(lead: str, rest: str, between: str | None) -> bool:
    """ "For Peru, “...”", "Peru, which wanted “...”"."""
    if between is None:
        return False
    view = FOR_WHOM.fullmatch(lead) and rest.startswith(",")
    return bool(view or RELATIVE.fullmatch(between) or OWNS.match(between))


def _between(text: str, span: Span, place: Span) -> str:
    """What stands between a name and the quotation behind it, the last of it where that is long."""
    return text[max(span.end, place.start - AROUND) : place.start]


def is_subject(text: str, span: Span, place: Span) -> bool:
    """The first delegation of a sentence that leads up to the quotation, and not one only spoken of."""
    between = _between(text, span, place)
    return (
        span.end <= place.start
        and LEADS_UP.search(between) is not None
        and not SPOKEN_OF.search(text[max(0, span.start - AROUND) : span.start])
    )
