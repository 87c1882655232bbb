"""What python-docx has no call for: fields, bookmarks, a table of contents, the language of a document.

In: objects of python-docx. Out: nothing; they are changed. Structure after ECMA-376 part 1, sections 17.16
(fields) and 17.13.6 (bookmarks).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MARK = "_Toc{:06}"
"""The bookmark of a heading by its number, named as Word names its own."""
TOC = 'TOC \\o "1-2" \\h \\z \\u'


def add_field(paragraph: Any, instruction: str) -> None:
    """A field that is worked out when the document is laid out."""
    element = _new("w:fldSimple")
    element.set(_name("w:instr"), instruction)
    paragraph._p.append(element)


def add_bookmark(paragraph: Any, number: int) -> None:
    """Around all of a heading, so that the table of contents finds it."""
    start, end = _new("w:bookmarkStart"), _new("w:bookmarkEnd")
    for element in (start, end):
        element.set(_name("w:id"), str(number))
    start.set(_name("w:name"), MARK.format(number))
    first = paragraph._p.find(_name("w:r"))
    first.addprevious(start)
    paragraph._p.append(end)


def add_contents(word: Any, entries: Sequence[tuple[int, str]], field: bool) -> None:
    """A line for each heading, numbered from 1, with its page; `field`: as Word's own table, which Word makes
    anew when the file is opened. Other programs work out the pages of plain lines only."""
    for at, (level, text) in enumerate(entries, 1):
        paragraph = word.add_paragraph(style=f"toc {level}")
        if field and at == 1:
            _open_field(paragraph)
        _add_entry(paragraph, text, at)
        if field and at == len(entries):
            paragraph._p.append(_run(_character("end")))


def link_run(run: Any, address: str) -> None:
    """The run as a link to an address outside."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    link = _new("w:hyperlink")
    link.set(_name("r:id"), run.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)


def set_language(word: Any, tag: str) -> None:
    """Of the styles that all others rest on, and so of all text."""
    languages = word.styles.element.findall(f".//{_name('w:rPrDefault')}//{_name('w:lang')}")
    for language in languages:
        language.set(_name("w:val"), tag)
    word.core_properties.language = tag


def _open_field(paragraph: Any) -> None:
    begin, instruction = _character("begin"), _new("w:instrText")
    begin.set(_name("w:dirty"), "true")
    instruction.text = TOC
    for element in (begin, instruction, _character("separate")):
        paragraph._p.append(_run(element))


def _add_entry(paragraph: Any, text: str, number: int) -> None:
    link = _new("w:hyperlink")
    link.set(_name("w:anchor"), MARK.format(number))
    link.set(_name("w:history"), "1")
    words, page = _new("w:t"), _new("w:fldSimple")
    words.text = text
    page.set(_name("w:instr"), f"PAGEREF {MARK.format(number)} \\h")
    for element in (_run(words), _run(_new("w:tab")), page):
        link.append(element)
    paragraph._p.append(link)


def _character(kind: str) -> Any:
    element = _new("w:fldChar")
    element.set(_name("w:fldCharType"), kind)
    return element


def _run(inner: Any) -> Any:
    run = _new("w:r")
    run.append(inner)
    return run


def _new(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
