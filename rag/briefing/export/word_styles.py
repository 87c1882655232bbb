"""The styles of a Word file: every look has a name, so that a ministry's template can change it.

In: a document of python-docx. Out: nothing; its styles, header and footer are changed.
"""

from __future__ import annotations

from typing import Any

from rag.briefing.export.word_parts import add_field

FONT, SANS = "Liberation Serif", "Liberation Sans"
MARGIN_CM = 2.5
TEXT_CM = 21.0 - 2 * MARGIN_CM
LEAD, SMALL = "Speaker line", "Small print"
HEADINGS = {"Title": (19, 4, 4), "Heading 1": (13, 12, 3), "Heading 2": (11.5, 9, 2), "Heading 3": (11, 6, 2)}
"""Size, space before and after, in points."""
LONGEST = 90
"""Characters of the title in the header."""


def set_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, sizes in HEADINGS.items():
        _set_heading(word.styles[name], *sizes)
    quote = word.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
    quote.paragraph_format.space_after = Pt(7)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.8)
    word.styles["List Bullet"].paragraph_format.space_after = Pt(2)
    lead = word.styles.add_style(LEAD, WD_STYLE_TYPE.PARAGRAPH)
    lead.base_style, lead.font.bold = normal, True
    lead.paragraph_format.keep_with_next, lead.paragraph_format.space_after = True, Pt(1)
    small = word.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size, small.font.color.rgb = normal, Pt(9), RGBColor(0x44, 0x44, 0x44)
    _add_contents_styles(word)


def set_page(word: Any, title: str, day: str) -> None:
    """A4, the title and the day above, the page and how many there are below; the first page has no
    header."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    (section,) = word.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(2)
    section.different_first_page_header_footer = True
    word.styles["Header"].paragraph_format.tab_stops.clear_all()
    header = section.header.paragraphs[0]
    header.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)
    short = title if len(title) <= LONGEST else f"{title[:LONGEST].rstrip()} …"
    header.add_run(f"{short}\t{day}").font.size = Pt(9)
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("Page ")
        add_field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        add_field(paragraph, "NUMPAGES")


def _set_heading(style: Any, size: float, before: int, after: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.color.rgb, style.font.name = Pt(size), RGBColor(0x1A, 0x2B, 0x45), SANS
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    fonts.set(qn("w:hAnsi"), SANS)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _add_contents_styles(word: Any) -> None:
    """Those that Word gives to the lines of its own table."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    for level in (1, 2):
        style = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = word.styles["Normal"]
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
