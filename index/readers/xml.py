"""XML parsed securely: no entities, no DTD, no network, no huge trees. One home of lxml's XML parser.

In: bytes. Out: the root element. Refuses internal DTDs, where entity bombs live, and malformed files, each
with one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableRecord
from index.process.deadline import look

MAX_XML = 48 * 2**20
MOST_TAGS = 3_000_000
"""Of one file: each takes 260 bytes of memory once it is read, however short it is. The largest corpus files
have half a million."""
OFTEN = 1024
"""Elements between two looks at the deadline."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
LANGUAGES = {
    "ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish",
    "de": "German", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "cs": "Czech",
    "sl": "Slovenian", "uk": "Ukrainian", "tr": "Turkish", "sv": "Swedish", "no": "Norwegian", "da": "Danish",
    "fi": "Finnish", "el": "Greek", "hu": "Hungarian", "hr": "Croatian", "sr": "Serbian", "bg": "Bulgarian",
    "ro": "Romanian", "lv": "Latvian", "lt": "Lithuanian", "et": "Estonian", "is": "Icelandic",
    "sw": "Swahili",
    "ara": "Arabic", "zho": "Chinese", "chi": "Chinese", "eng": "English", "fra": "French", "fre": "French",
    "rus": "Russian", "spa": "Spanish", "deu": "German", "ger": "German", "ita": "Italian",
    "por": "Portuguese",
    "swa": "Swahili",
}  # fmt: skip
"""ISO 639-1 and 639-2 codes of languages records are published in."""


def require_few_tags(data: bytes) -> None:
    """Raises UnreadableRecord for a file of so much markup that reading it would take gigabytes."""
    if data.count(b"<") > MOST_TAGS:
        raise UnreadableRecord(f"The file has more than {MOST_TAGS:,} tags; split it.")


def parse_xml(data: bytes) -> Any:
    """The root of the document; raises UnreadableRecord."""
    from lxml import etree

    if _DOCTYPE.search(data):
        raise UnreadableRecord("The XML carries a document type or entities of its own; remove them.")
    require_few_tags(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        told = str(error).split(", line")[0]
        raise UnreadableRecord(f"The XML is not well formed ({told}); correct it.") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableRecord("The XML carries a document type of its own; remove it.")
    return root


def local_name(element: Any) -> str:
    """The name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find_all(root: Any, *names: str) -> Iterator[Any]:
    """Descendants with one of these local names, in document order."""
    for at, element in enumerate(root.iter()):
        if not at % OFTEN:
            look()
        if local_name(element) in names:
            yield element


def find_first(root: Any, *path: str) -> Any | None:
    """The first descendant reached by following local names, or None."""
    for name in path:
        root = next(find_all(root, name), None) if root is not None else None
    return root


class Headings:
    """The headings of a document's parts; `name` is what the format calls one. A part is looked through once,
    however many speak in it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._of: dict[Any, str | None] = {}

    def above(self, element: Any) -> str | None:
        """The text of the nearest heading above the element."""
        return next((text for part in element.iterancestors() if (text := self._heading(part))), None)

    def _heading(self, part: Any) -> str | None:
        if part not in self._of:
            heading = next((child for child in part if local_name(child) == self._name), None)
            self._of[part] = None if heading is None else plain_text(heading)
        return self._of[part]


def plain_text(element: Any, without: frozenset[str] = frozenset()) -> str:
    """All text inside, blanks closed up; elements named in `without` are left out, not what follows them."""
    return " ".join("".join(_pieces(element, without)).split())


def _pieces(element: Any, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local_name(child) and local_name(child) not in without:
            yield from _pieces(child, without)
        yield child.tail or ""


def language_named(code: str | None) -> str | None:
    """The English name of a language code ("eng", "en-GB"), the code itself where it is not known."""
    if not code:
        return None
    return LANGUAGES.get(code.split("-")[0].lower(), code)
