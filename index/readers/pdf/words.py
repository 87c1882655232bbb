"""A PDF file to words with their places and fonts, and to the ruled lines of each page.

In: bytes of a PDF. Out: `RawPage`s, one at a time. Refuses what PDFium cannot open, encrypted files
and more than `max_pages` pages with `UnreadableRecord`. The only home of pypdfium2; PDFium may die on
a hostile file, so this runs in a child process (`index.process.isolate`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import UnreadableRecord

SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000")
HYPHEN = "\x02"  # what PDFium reports for a hyphen at the end of a line
MIN_SIDE, MAX_SIDE = 72.0, 14_400.0
DASH = "\u2014"  # set with thin blanks around it, of which PDFium misses the thinnest
ITALIC_FLAG, FORCE_BOLD_FLAG = 1 << 6, 1 << 18


@dataclass(slots=True)
class Word:
    """Glyphs without a blank between them; `styles` are runs of (text, bold, italic).

    `row` counts PDFium's own lines; `spaced` says that a blank stands before the word in that line.
    """

    row: int
    spaced: bool
    y: float
    size: float
    x0: float
    x1: float
    styles: list[tuple[str, bool, bool]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _, _ in self.styles)

    def add(self, char: str, bold: bool, italic: bool, x1: float) -> None:
        self.x1 = max(self.x1, x1)
        if self.styles and self.styles[-1][1:] == (bold, italic):
            self.styles[-1] = (self.styles[-1][0] + char, bold, italic)
        else:
            self.styles.append((char, bold, italic))


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as PDFium gives it; `rules` are horizontal lines as (y, x0, x1), topmost first."""

    number: int
    width: float
    height: float
    scanned: bool
    words: tuple[Word, ...]
    rules: tuple[tuple[float, float, float], ...]


def read_words(data: bytes, max_pages: int) -> Iterator[RawPage]:
    """The pages of a PDF in order; raises UnreadableRecord."""
    import pypdfium2

    document = _open(pypdfium2, data)
    try:
        if len(document) > max_pages:
            raise UnreadableRecord(
                f"The PDF has {len(document)} pages, more than the {max_pages} read; split it."
            )
        for index in range(len(document)):
            yield _read_page(pypdfium2, document, index)
    except pypdfium2.PdfiumError as error:
        raise UnreadableRecord(
            f"The PDF is damaged ({error}); get the file again from docs.un.org."
        ) from error
    finally:
        document.close()


def _open(pypdfium2: Any, data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableRecord("The PDF is encrypted; add a copy without a password.") from error
        raise UnreadableRecord(
            "The PDF is damaged or not a PDF; get the file again from docs.un.org."
        ) from error


def _read_page(pypdfium2: Any, document: Any, index: int) -> RawPage:
    page = document[index]
    width, height = page.get_size()
    if not (MIN_SIDE < width < MAX_SIDE and MIN_SIDE < height < MAX_SIDE):
        raise UnreadableRecord(f"Page {index + 1} of the PDF has no sensible size; get the file again.")
    textpage = page.get_textpage()
    rules, scanned = _drawings(pypdfium2.raw, page, width, height)
    words = tuple(_words(pypdfium2.raw, textpage.raw))
    textpage.close()
    page.close()
    return RawPage(index + 1, width, height, scanned, words, rules)


def _words(raw: Any, textpage: Any) -> Iterator[Word]:
    word: Word | None = None
    row, spaced = 0, False
    for char, generated, x0, x1, y, size, bold, italic in _glyphs(raw, textpage):
        if char in SPACES or not abs(x0) + abs(x1) + abs(y) < MAX_SIDE * 4:
            if word is not None:
                yield word
            word, spaced = None, True
            row += generated and char == "\r"
            continue
        if word is not None and (abs(y - word.y) > 0.6 * word.size or x0 < word.x0 - word.size):
            yield word
            word, spaced, row = None, False, row + 1
        if char == DASH and word is not None and x0 - word.x1 > 0.06 * word.size:
            yield word
            word, spaced = None, True
        if word is None:
            word, spaced = Word(row, spaced, y, size, x0, x1), False
        word.add(char, bold, italic, x1)
    if word is not None:
        yield word


def _glyphs(raw: Any, textpage: Any) -> Iterator[tuple[str, bool, float, float, float, float, bool, bool]]:
    """(character, made up by PDFium, x0, x1, baseline, size, bold, italic), in PDFium's order."""
    x0, x1, y0, y1, ox, oy = (ctypes.c_double() for _ in range(6))
    fonts = _Fonts(raw, textpage)
    unpaired = ""
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        generated = raw.FPDFText_IsGenerated(textpage, index) == 1
        if generated:
            yield chr(code) if code < 0x110000 else " ", True, 0, 0, 0, 0, False, False
            continue
        raw.FPDFText_GetCharBox(textpage, index, x0, x1, y0, y1)
        raw.FPDFText_GetCharOrigin(textpage, index, ox, oy)
        char, unpaired = _character(code, unpaired)
        if char:
            bold, italic, size = fonts.style(index)
            left = min(x0.value, ox.value) if x1.value > x0.value else ox.value
            yield char, False, left, max(x1.value, left), oy.value, size, bold, italic


def _character(code: int, unpaired: str) -> tuple[str, str]:
    """The character of a PDFium code; halves of a surrogate pair wait for each other."""
    if code in (0x02, 0xFFFE):
        return HYPHEN, ""
    if 0xD800 <= code < 0xDC00:
        return "", chr(code)
    if 0xDC00 <= code < 0xE000:
        pair = (unpaired + chr(code)).encode("utf-16", "surrogatepass")
        return pair.decode("utf-16", "replace"), ""
    if code < 0x20 and code not in (0x09, 0x0A, 0x0D):
        return "\ufffd", ""
    return (chr(code), "") if code < 0x110000 else ("\ufffd", "")


class _Fonts:
    """Styles of glyphs; the size is the height of the loose box, as text matrices hide the nominal one."""

    def __init__(self, raw: Any, textpage: Any) -> None:
        self._raw, self._page = raw, textpage
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._box = raw.FS_RECTF()
        self._known: dict[tuple[bytes, int, int], tuple[bool, bool]] = {}

    def style(self, index: int) -> tuple[bool, bool, float]:
        raw, page = self._raw, self._page
        self._name.value = b""
        raw.FPDFText_GetFontInfo(page, index, self._name, 256, self._flags)
        raw.FPDFText_GetLooseCharBox(page, index, self._box)
        key = (self._name.value, self._flags.value, raw.FPDFText_GetFontWeight(page, index))
        if key not in self._known:
            self._known[key] = font_style(*key)
        return *self._known[key], self._box.top - self._box.bottom


def font_style(name: bytes, flags: int, weight: int) -> tuple[bool, bool]:
    """(bold, italic) by the font's name, its descriptor's flags (ISO 32000-1, table 123) and weight."""
    lower = name.lower()
    bold = b"bold" in lower or b"black" in lower or weight >= 600 or bool(flags & FORCE_BOLD_FLAG)
    italic = b"italic" in lower or b"oblique" in lower or bool(flags & ITALIC_FLAG)
    return bold, italic


def _drawings(
    raw: Any, page: Any, width: float, height: float
) -> tuple[tuple[tuple[float, float, float], ...], bool]:
    """Thin wide paths as rules, and whether one picture covers most of the page."""
    rules: list[tuple[float, float, float]] = []
    scanned = False
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=2):
        x0, y0, x1, y1 = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            scanned = scanned or (x1 - x0) * (y1 - y0) > 0.7 * width * height
        elif y1 - y0 < 4 and x1 - x0 > 0.1 * width:
            rules.append(((y0 + y1) / 2, x0, x1))
    return tuple(sorted(rules, reverse=True)), scanned
