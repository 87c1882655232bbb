"""Text in, sentence spans out: disjoint, in order, each inside one paragraph, together covering every
non-blank character.

The rules are tables: abbreviations of the field that never end a sentence, those that may, and the words
that open sentences. A blank line always ends a sentence. Nothing is refused; text without a full stop is
one sentence a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.model import Span
from index.process.deadline import look
from index.tables import sets_of

_SETS = sets_of("index", "word_sets.tsv")
# Never the end of a sentence: something always follows.
_BOUND = _SETS["bound_abbreviation"]
# The end of a sentence unless a number, a Roman number or a bracket follows: "No. 5", "para. (b)".
_COUNTED = _SETS["counted_abbreviation"]
# These may end a sentence: they do when the next word is one that opens sentences.
_EITHER = _SETS["either_abbreviation"]
_OPENERS = _SETS["opens_sentence"]

_CLOSERS = "\"'”’»)]}"
_OPENING = "\"'“‘«([{"
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_STOP = re.compile(
    rf"(?P<mark>[.!?…]{{1,8}})(?P<close>[{re.escape(_CLOSERS)}]{{0,4}})(?P<gap>\s{{1,40}}|(?=[A-Z“‘\"(]))"
)
_WORD_BEFORE = re.compile(r"[^\W_](?:[^\W_]|[.'’-](?=[^\W_])){0,24}\Z")
_WORD_AFTER = re.compile(r"[\W_]{0,4}([^\W_]{1,30})")
_BULLET = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\Z")
_LONGEST_BRACKET = 240
_LONGEST_BULLET = 8


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`: no span starts or ends with a blank, none crosses a blank line."""
    return tuple(sentence for block in _blocks(text) for sentence in _sentences(text, block))


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, len(text))


def _sentences(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        look()
        if stop.start() >= start and _ends_sentence(text, start, stop, block.end):
            yield from _trimmed(text, start, stop.end("close"))
            start = stop.end("close")
    yield from _trimmed(text, start, block.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    if stripped:
        yield Span(start + left, start + left + len(stripped))


def _ends_sentence(text: str, start: int, stop: re.Match[str], limit: int) -> bool:
    after = stop.end()
    if after >= limit:
        return True
    word = _WORD_BEFORE.search(text, max(start, stop.start() - 26), stop.start())
    before = word.group() if word else ""
    following = _WORD_AFTER.match(text, after, limit)
    if stop["gap"] == "":
        return _run_together(text, stop, before, following)
    if not _may_open(text, after, following):
        return False
    if (
        stop["mark"] == "."
        and not stop["close"]
        and not _full_stop(text, start, stop.start(), before, following)
    ):
        return False
    return not _inside_brackets(text, start, stop, limit)


def _may_open(text: str, at: int, following: re.Match[str] | None) -> bool:
    """Whether what follows can begin a sentence; `l thank` and `| thank` are how OCR reads `I thank`."""
    first = text[at]
    if first in "–—-•*|…" or following is None:
        return True
    word = following.group(1)
    if word == "l" or text.startswith("(spoke ", at):
        return True
    return not word[0].islower() and first not in ",;:)"


def _full_stop(text: str, start: int, dot: int, before: str, following: re.Match[str] | None) -> bool:
    """Whether a single dot after `before` ends the sentence that began at `start`."""
    lowered = before.lower()
    after = following.group(1) if following else ""
    if lowered in _BOUND:
        return False
    if lowered in _COUNTED:
        return not (after[:1].isdigit() or (before[:1].isupper() and _is_roman(after)))
    if lowered in _EITHER:
        return after.lower() in _OPENERS
    if dot - start <= _LONGEST_BULLET and _BULLET.match(text[start:dot].strip()):
        return False
    if len(before) == 1 and before.isalpha() and before.isupper():
        return _ends_after_letter(text, start, dot, after)
    return True


def _is_roman(word: str) -> bool:
    return bool(word) and set(word) <= set("IVX")


def _ends_after_letter(text: str, start: int, dot: int, after: str) -> bool:
    """`Annex B. The` ends a sentence; `J. F. Kennedy` and `Mr. A. Smith` do not."""
    if after.lower() not in _OPENERS:
        return False
    return not re.search(r"(?:\b(?:Mr|Mrs|Ms|Dr)|\b[A-Z])\. ?[A-Z]\Z", text[max(start, dot - 8) : dot])


def _run_together(text: str, stop: re.Match[str], before: str, following: re.Match[str] | None) -> bool:
    """`region.The`: two whole words, the second one that opens sentences, followed by a blank or comma."""
    if following is None or len(stop["mark"]) > 1:
        return False
    after = following.group(1)
    if not before and text[stop.start() - 1 : stop.start()] == ")":
        return after[0].isupper() and after.lower() in _OPENERS
    if len(before) < 3 or "." in before or not before[-2:].islower() or after.lower() not in _OPENERS:
        return bool(stop["close"]) and len(before) > 2 and after.lower() in _OPENERS and after[0].isupper()
    tail = text[following.end() : following.end() + 1]
    return after[0].isupper() and (tail == "" or tail in " ,\n")


def _inside_brackets(text: str, start: int, stop: re.Match[str], limit: int) -> bool:
    """Whether a bracket opened in this sentence is still open here and closes soon after."""
    opened = text.rfind("(", max(start, stop.start() - _LONGEST_BRACKET), stop.end("close"))
    if opened < 0 or text.find(")", opened, stop.end("close")) >= 0:
        return False
    closed = text.find(")", stop.end("close"), min(limit, opened + _LONGEST_BRACKET))
    return closed >= 0
