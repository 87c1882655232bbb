"""One draft in four formats, with a true, an altered, a misattributed and a block quotation."""

from __future__ import annotations

import io

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

TRUE = "Force cannot override the law."
ALTERED = "We have every intention of entering into Iraq."
OTHERS = "Each conflict and its peace process is unique and requires a unique transitional justice system."
BLOCK = "The Houthis must stop using the FSO SAFER as a bargaining chip."

MARKDOWN = f"""# A brief

France put it *shortly*: "{TRUE}"[^1] Turkey said that “{ALTERED}” The “so-called plan” was dropped.

According to the representative of [Egypt](https://example.org/e_g), «{OTHERS}»

Mrs. Craft warned:

> {BLOCK}

[^1]: S/PV.7138, p. 5.
"""
HTML = f"""<html><head><title>“Not a quotation at all, this”</title><style>p {{ }}</style></head><body>
<p>France put it <em>shortly</em>: “{TRUE}”<sup><a href="#n1">1</a></sup> Turkey said that “{ALTERED}”</p>
<ul><li>According to the representative of Egypt, <q>{OTHERS}</q></li></ul>
<p>Mrs. Craft warned:</p><blockquote><p>{BLOCK}</p></blockquote>
<ol><li id="n1"><p>S/PV.7138, p. 5. <a href="#r1">↩</a></p></li></ol></body></html>"""


def word_document() -> bytes:
    document = docx.Document()
    first = document.add_paragraph(f"France put it shortly: “{TRUE}”")
    first._p.append(parse_xml(f'<w:r {NAMESPACE}><w:footnoteReference w:id="2"/></w:r>'))
    first.add_run(f" Turkey said that “{ALTERED}”")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = f"According to the representative of Egypt, “{OTHERS}”"
    document.add_paragraph("Mrs. Craft warned:")
    document.add_paragraph(BLOCK, style="Quote")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>S/PV.7138</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {NAMESPACE}>{note}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FORMATS = {
    "draft.md": lambda: MARKDOWN.encode(),
    "draft.txt": lambda: MARKDOWN.replace("*", "").encode("utf-16"),
    "draft.html": lambda: HTML.encode(),
    "draft.docx": word_document,
}
