"""Question and passage as word pieces: the ids a reader sees and where each sentence stands among them.

In: texts. Out: `Encoded`: `[CLS] question [SEP] header passage [SEP]` within a window, with a half-open
range of positions for every sentence. A question is cut at `QUESTION`, a header at `HEADER`, the passage
at the window: a sentence beyond it gets an empty range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.model import Span
from rag.reader.reading import ReadPassage

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

WINDOW = 256
QUESTION = 64
HEADER = 48


@dataclass(frozen=True, slots=True)
class Encoded:
    """Ids, the number of them that are the question's (with its marks), and each sentence's positions."""

    ids: tuple[int, ...]
    first: int
    sentences: tuple[tuple[int, int], ...]

    @property
    def segments(self) -> list[int]:
        """0 for each piece of the question, 1 for the others."""
        return [0] * self.first + [1] * (len(self.ids) - self.first)


def encode(tokenizer: Tokenizer, question: str, passages: Sequence[ReadPassage]) -> list[Encoded]:
    """Encodes each passage with the question, in order."""
    cls, sep = tokenizer.encode("", add_special_tokens=True).ids
    asked = [cls, *_ids(tokenizer, question)[:QUESTION], sep]
    headers = tokenizer.encode_batch([one.header for one in passages], add_special_tokens=False)
    texts = tokenizer.encode_batch([one.text for one in passages], add_special_tokens=False)
    return [
        _joined(asked, header.ids[:HEADER], text, one.sentences, sep)
        for one, header, text in zip(passages, headers, texts, strict=True)
    ]


def _joined(
    asked: list[int], header: list[int], text: Encoding, sentences: Sequence[Span], sep: int
) -> Encoded:
    before = len(asked) + len(header)
    room = WINDOW - before - 1
    kept = text.ids[:room]
    starts = [start for start, _ in text.offsets[:room]]
    ranges = tuple(_range(starts, span, before) for span in sentences)
    return Encoded((*asked, *header, *kept, sep), len(asked), ranges)


def _range(starts: Sequence[int], span: Span, before: int) -> tuple[int, int]:
    """Positions of the pieces that begin in `span`."""
    inside = [at for at, start in enumerate(starts) if span.start <= start < span.end]
    return (before + inside[0], before + inside[-1] + 1) if inside else (0, 0)


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    return list(tokenizer.encode(text, add_special_tokens=False).ids)
