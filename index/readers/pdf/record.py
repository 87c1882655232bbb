"""Laid-out pages to a verbatim record: cover and speeches.

In: pages from the child process. Out: a `VerbatimRecord`. Refuses records without a symbol, without
text and without a single speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import UnreadableRecord
from index.readers.pdf.blocks import Piece, classify
from index.readers.pdf.cover import Cover, read_cover
from index.readers.pdf.old_cover import set_apart
from index.readers.pdf.page import Page
from index.readers.pdf.paragraphs import split_paragraphs
from index.readers.pdf.soundness import check_pages
from index.readers.pdf.speeches import Speech, gather_speeches
from index.readers.pdf.text import Vocabulary

PRINTED = re.compile(r"(?:^|\s)(\d{1,4})(?:/\d{1,4})?(?:\s|$)")
JOB = re.compile(r"\b\d{2}-\d{4,6}\s*\((?P<language>[ACEFRS])\)")
PLAIN = re.compile(r"[\W_]*(?:[^\W\d_]+(?:[’'./-][^\W\d_]+)*|[\d.,/:%-]*\d)[\W_]*|[—–-]")
"""A word or a number as text has them, with its punctuation."""
COMMON = {
    "English": frozenset({"the", "of", "and", "to", "in", "that", "is", "for"}),
    "French": frozenset({"le", "les", "des", "et", "du", "que", "une", "dans", "pour", "est"}),
    "Spanish": frozenset({"el", "los", "las", "del", "y", "en", "una", "por", "para", "con"}),
}
"""Words by which a language is recognised."""
LANGUAGES = {"A": "Arabic", "C": "Chinese", "F": "French", "R": "Russian", "S": "Spanish"}


@dataclass(frozen=True, slots=True)
class VerbatimRecord:
    """One record; `scanned` when most pages are pictures with a text layer under them."""

    cover: Cover
    pieces: tuple[Piece, ...]
    speeches: tuple[Speech, ...]
    scanned: bool


def read_record(pages: Sequence[Page]) -> VerbatimRecord:
    """The record printed on `pages`; raises UnreadableRecord."""
    check_pages(pages)
    refuse_other_languages(pages)
    refuse_mixed_languages(pages)
    pages = number_as_printed(pages)
    pages = (set_apart(pages[0]), *pages[1:])
    scanned = sum(page.scanned for page in pages) * 2 > len(pages)
    if scanned:
        check_text_layer(pages)
    cover = read_cover(pages)
    vocabulary = Vocabulary(line.text for page in pages for line in page.lines)
    pieces = classify(split_paragraphs(pages), vocabulary)
    speeches = gather_speeches(cover, pieces)
    if not speeches and "/Corr." in cover.symbol:
        raise UnreadableRecord(
            f"{cover.symbol} is a corrigendum and holds no speeches; add the corrected record instead."
        )
    if not speeches:
        raise UnreadableRecord(
            f"No speaker could be found in {cover.symbol}; its text layer is probably poor: "
            "get a born-digital copy from docs.un.org."
        )
    return VerbatimRecord(cover, pieces, speeches, scanned)


def check_text_layer(pages: Sequence[Page]) -> None:
    """Raises UnreadableRecord for a scan whose recognised words are mostly not words."""
    told = " ".join(line.text for page in pages for line in page.lines).split()
    words = [word for word in told if any(map(str.isalnum, word))]
    good = sum(PLAIN.fullmatch(word) is not None for word in words)
    if good < 0.75 * len(words):
        raise UnreadableRecord(
            "The PDF is a scan whose text layer is too poor to be quoted; run a better OCR over it or get a "
            "born-digital copy."
        )


def number_as_printed(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages with the numbers printed at their foot, where most pages print one; else as in the file."""
    shifts = [printed - page.number for page in pages if (printed := _printed(page)) is not None]
    if not shifts:
        return tuple(pages)
    shift, times = Counter(shifts).most_common(1)[0]
    if times * 2 <= len(pages) - 1 or shift + pages[0].number < 1:
        return tuple(pages)
    return tuple(replace(page, number=page.number + shift) for page in pages)


def _printed(page: Page) -> int | None:
    """The page number at the foot ("2/19", "3"), when exactly one number can be it."""
    if page.number == 1:
        return None
    foot = " ".join(line.text for line in page.lines if line.zone == "foot")
    found = PRINTED.findall(foot)
    return int(found[0]) if len(found) == 1 else None


def refuse_other_languages(pages: Sequence[Page]) -> None:
    """Raises UnreadableRecord for the Arabic, Chinese, French, Russian and Spanish versions."""
    foot = " ".join(line.text for line in pages[0].lines if line.zone in ("foot", "body"))
    match = JOB.search(foot)
    if match is not None and match["language"] != "E":
        raise UnreadableRecord(
            f"This is the {LANGUAGES[match['language']]} version of the record; add the English one."
        )


def refuse_mixed_languages(pages: Sequence[Page]) -> None:
    """Raises UnreadableRecord where much of the text is French or Spanish, as in records in two languages."""
    told = " ".join(line.text for page in pages for line in page.lines).casefold().split()
    counts = {language: sum(word in words for word in told) for language, words in COMMON.items()}
    others = sum(counts.values()) - counts["English"]
    if others > 0.5 * counts["English"] and others > 40:
        raise UnreadableRecord(
            "The record is printed in another language than English, or in two side by side; "
            "add the English version."
        )
