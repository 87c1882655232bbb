"""Is this PDF whole? PDF libraries mend what is damaged without a word, and half a record comes out.

In: bytes of a PDF, then its pages. Out: nothing. Refuses files that are cut off, whose compressed parts do
not unpack to their checksum, that lack pages they print the number of, or that have an empty page.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from index.errors import UnreadableRecord
from index.readers.pdf.page import Page

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\b")
_PRINTED = re.compile(r"(?:^|\s)(\d{1,4})/(\d{1,4})(?:\s|$)")
_CHUNK, _MOST = 2**20, 512 * 2**20


def check_file(data: bytes) -> None:
    """Raises UnreadableRecord for a file that is cut off or whose parts do not unpack."""
    if b"%%EOF" not in data[-4096:]:
        raise UnreadableRecord("The PDF is cut off before its end; get the file again from docs.un.org.")
    if b"/Encrypt" in data:
        return
    budget = _MOST
    for start in _flate_streams(data):
        budget -= _unpacked(data, start, budget)


def _flate_streams(data: bytes) -> Iterator[int]:
    """Where the bytes of each stream begin that is compressed by deflate alone or first."""
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - 1500) : match.start()]
        described = before[max(before.rfind(b"obj"), 0) :]
        if _FLATE.search(described):
            yield match.end()


def _unpacked(data: bytes, start: int, budget: int) -> int:
    """The length unpacked; raises UnreadableRecord when it is damaged or beyond the budget."""
    unpack, length, at = zlib.decompressobj(), 0, start
    try:
        while not unpack.eof:
            packed = unpack.unconsumed_tail or data[at : at + _CHUNK]
            if not unpack.unconsumed_tail:
                at += len(packed)
            if not packed:
                raise zlib.error("incomplete")
            length += len(unpack.decompress(packed, _CHUNK))
            if length > budget:
                raise UnreadableRecord("The PDF unpacks to far more than its size; it is not read.")
    except zlib.error as error:
        raise UnreadableRecord(
            "The PDF is damaged (a part of it does not unpack); get the file again from docs.un.org."
        ) from error
    return length


def check_pages(pages: Sequence[Page]) -> None:
    """Raises UnreadableRecord where a page before the last is empty, or pages it numbers are missing."""
    written = [bool(page.lines) for page in pages]
    if not any(written):
        raise UnreadableRecord(
            "The PDF holds no text, only pictures; run it through OCR or get the born-digital file."
        )
    last = max(index for index, full in enumerate(written) if full)
    empty = next((pages[index].number for index in range(last) if not written[index]), None)
    if empty is not None:
        raise UnreadableRecord(
            f"Page {empty} of the PDF holds no text; get a complete copy from docs.un.org."
        )
    feet = (" ".join(line.text for line in page.lines if line.zone == "foot") for page in pages)
    totals = Counter(int(total) for foot in feet for _, total in _PRINTED.findall(foot))
    total, times = totals.most_common(1)[0] if totals else (0, 0)
    if total > len(pages) and times * 2 > len(pages) - 1:
        raise UnreadableRecord(
            f"The PDF holds {len(pages)} of the {total} pages it numbers; get a complete copy."
        )
