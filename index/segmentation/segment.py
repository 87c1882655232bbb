"""A reader's draft in, a statement with sentences, points and passages out; also the text that is embedded.

The embedded text is the passage under a short header (who, on what, when) that is never quoted. It is
never longer than the embedder's window.
"""

from __future__ import annotations

import re
from functools import cache

from index.errors import InvalidInput
from index.model import Passage, Point, Span, Statement, StatementDraft, StatementRef
from index.segmentation.passages import CountTokens, cut_passages
from index.segmentation.points import cut_points
from index.segmentation.sentences import split_sentences
from index.text.dates import spoken_date

SEGMENTATION = "points-5"
_HEADER_PARTS = 96  # characters kept of a name or topic, cut between words
_LEAST_BUDGET = 16
_SEAM = 16  # tokens; more than joining a header and a passage can add to what they count apart


def segment(draft: StatementDraft, ref: StatementRef, count_tokens: CountTokens, window: int) -> Statement:
    """Cut `draft` into sentences, points and passages whose embedded text fits `window` tokens.

    `count_tokens` counts special tokens too. Raises InvalidInput for a window too small for the header.
    """
    text = draft.text
    sentences = split_sentences(text)
    points = cut_points(text, sentences, draft.paragraphs, procedural=draft.procedural)
    passages = _fitted(ref, text, points, sentences, count_tokens, window)
    return Statement(ref, text, draft.paragraphs, sentences, points, passages)


def _fitted(
    ref: StatementRef,
    text: str,
    points: tuple[Point, ...],
    sentences: tuple[Span, ...],
    count_tokens: CountTokens,
    window: int,
) -> tuple[Passage, ...]:
    """Passages that fit the window under their header; where it is close, both are counted joined."""
    counted = cache(count_tokens)
    header = context_header(ref)
    room = window - (counted(header) - counted(""))
    budget = room
    while budget >= _LEAST_BUDGET:
        passages = cut_passages(ref.id, text, points, sentences, counted, budget)
        close = [words for p in passages if counted(words := p.span.of(text)) > room - _SEAM]
        excess = max((count_tokens(_under(header, words)) for words in close), default=0) - window
        if excess <= 0:
            return passages
        budget -= excess
    raise InvalidInput(
        f"The model's window of {window} tokens has no room for a passage under its header; "
        "configure a model with a larger window."
    )


def context_header(ref: StatementRef) -> str:
    """Who, on what, when: `Kazakhstan. Protection of civilians in armed conflict. 27 May 2020.`"""
    who = ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role
    parts = (who, ref.topic, spoken_date(ref.date))
    return " ".join(_brief(part) + "." for part in parts if part and part.strip())


def _brief(part: str) -> str:
    words = re.sub(r"\s+", " ", part).strip(" .")
    if len(words) <= _HEADER_PARTS:
        return words
    return words[: _HEADER_PARTS + 1].rsplit(" ", 1)[0][:_HEADER_PARTS].rstrip(" ,;:.")


def embedded_text(statement: Statement, passage: Passage) -> str:
    """What the embedder reads for `passage`: the header, a line feed and the passage."""
    return _under(context_header(statement.ref), passage.span.of(statement.text))


def _under(header: str, words: str) -> str:
    return f"{header}\n{words}" if header else words
