"""Word's footnotes, which python-docx does not know: the part that holds them, and references to them.

In: a document of python-docx and the notes' texts. Out: nothing; the document is changed. Structure after
ECMA-376 part 1, section 17.11: notes -1 and 0 are the separators, named in the settings; the others count
from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
TEXT_STYLE, MARK_STYLE = "FootnoteText", "FootnoteReference"
_SEPARATOR = (
    '<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
)
_NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{mark_style}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)
_SETTINGS = (
    f'<w:footnotePr xmlns:w="{NAMESPACE}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
_BEFORE_NOTES = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang",
                 "clrSchemeMapping", "doNotIncludeSubdocsInStats", "shapeDefaults", "decimalSymbol",
                 "listSeparator")  # fmt: skip
"""What follows footnotePr in the settings' sequence (CT_Settings)."""


def add_footnotes(word: Any, notes: Sequence[str]) -> None:
    """Adds the part with its notes, the styles and the settings they need."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE, _part(notes), word.part.package)
    word.part.relate_to(part, RELATION)
    _add_styles(word)
    _name_separators(word)


def reference(number: int) -> Any:
    """The run that refers to a note."""
    from docx.oxml import parse_xml

    return parse_xml(
        f'<w:r xmlns:w="{NAMESPACE}"><w:rPr><w:rStyle w:val="{MARK_STYLE}"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def _part(notes: Sequence[str]) -> bytes:
    separators = _SEPARATOR.format(kind="separator", id=-1) + _SEPARATOR.format(
        kind="continuationSeparator", id=0
    )
    written = "".join(
        _NOTE.format(id=number, text=escape(note), text_style=TEXT_STYLE, mark_style=MARK_STYLE)
        for number, note in enumerate(notes, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{NAMESPACE}">'
        f"{separators}{written}</w:footnotes>"
    ).encode()


def _add_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.element.set(f"{{{NAMESPACE}}}styleId", TEXT_STYLE)
    text.base_style = word.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.set(f"{{{NAMESPACE}}}styleId", MARK_STYLE)
    mark.font.superscript = True


def _name_separators(word: Any) -> None:
    from docx.oxml import parse_xml

    settings = word.settings.element
    following = [settings.find(f"{{{NAMESPACE}}}{name}") for name in _BEFORE_NOTES]
    places = [settings.index(element) for element in following if element is not None]
    settings.insert(min(places, default=len(settings)), parse_xml(_SETTINGS))
