"""Small PDFs laid out as the United Nations prints records, for layouts of which no file is kept here.

In: covers and columns as marked text ("**bold**", "_italic_"). Out: bytes of a PDF. Standard fonts, so that
widths are estimated; lines are set as given.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

FONTS = {"r": b"Times-Roman", "b": b"Times-Bold", "i": b"Times-Italic"}
LEADING, SIZE = 12.0, 10.0
MARKED = re.compile(r"\*\*(?P<b>.+?)\*\*|_(?P<i>.+?)_")


@dataclass(slots=True)
class Sheet:
    """A page under construction."""

    drawn: list[str] = field(default_factory=list)

    def rule(self, y: float) -> None:
        self.drawn.append(f"60 {y} 492 0.7 re f")

    def line(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """One line; **bold** and _italic_ are set so."""
        parts, at = [], 0
        for match in MARKED.finditer(text):
            parts += [("r", text[at : match.start()]), ("b" if match["b"] else "i", match["b"] or match["i"])]
            at = match.end()
        parts.append(("r", text[at:]))
        shown = "".join(f"/{font} {size} Tf ({_escaped(part)}) Tj " for font, part in parts if part)
        self.drawn.append(f"BT {x} {y} Td {shown}ET")

    def picture(self) -> None:
        """A picture over the whole page, as in a scan."""
        self.drawn.insert(0, "q 612 0 0 792 0 0 cm /Scan Do Q")

    def column(self, x: float, top: float, lines: Sequence[str]) -> None:
        """Lines downwards; a leading ">" sets a line in, "" leaves a gap of half a line."""
        y = top
        for text in lines:
            if not text:
                y -= LEADING / 2
                continue
            depth = len(text) - len(text.lstrip(">"))
            self.line(x + 20 * depth, y, text[depth:])
            y -= LEADING


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def cover(symbol: str, organ: str, rows: Sequence[str], front: Sequence[str], agenda: Sequence[str]) -> Sheet:
    """A cover page: title rows under the organ, "President:" and member rows, agenda."""
    sheet = Sheet()
    sheet.line(123, 728, "United Nations", 15)
    sheet.line(470, 728, symbol, 11)
    sheet.rule(720)
    sheet.line(123, 700, f"**{organ}**", 20)
    sheet.column(123, 686, rows)
    sheet.rule(577)
    sheet.column(60, 560, front)
    if agenda:
        sheet.line(60, 330, "**Agenda**", 13)
        sheet.column(123, 312, agenda)
    sheet.rule(170)
    sheet.line(123, 156, "This record contains the text of speeches delivered in English and of the", 8)
    sheet.line(123, 146, "translation of speeches delivered in other languages.", 8)
    sheet.line(60, 60, "20-00001 (E)")
    return sheet


def body(number: int, of: int, symbol: str, left: Sequence[str], right: Sequence[str] = ()) -> Sheet:
    """A page of two columns with running head and foot."""
    sheet = Sheet()
    sheet.line(60, 728, f"**{symbol}**", 9)
    sheet.line(510, 728, "**09/01/2020**", 9)
    sheet.rule(722)
    sheet.column(60, 698, left)
    sheet.column(312, 698, right)
    sheet.line(60, 66, f"**{number}/{of}**", 9)
    sheet.line(518, 66, "20-00001", 9)
    return sheet


def write_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The file."""
    count = len(sheets)
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(count))
    fonts = "".join(f"/{name} {3 + 2 * count + i} 0 R" for i, name in enumerate(FONTS))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode()]
    for number, sheet in enumerate(sheets):
        packed = zlib.compress("\n".join(sheet.drawn).encode("cp1252"))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {4 + 2 * number} 0 R"
            f"/Resources<</Font<<{fonts}>>/XObject<</Scan {3 + 2 * count + len(FONTS)} 0 R>>>>>>".encode()
        )
        described = b"<</Filter/FlateDecode/Length %d>>" % len(packed)
        objects.append(described + b"stream\n" + packed + b"\nendstream")
    objects += [
        b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name for name in FONTS.values()
    ]
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects.append(picture + b"stream\n\xff\nendstream")
    written, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    size = len(objects) + 1
    return written + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
