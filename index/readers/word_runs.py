"""How Word shows a run of text: raised, hidden or struck out, by its own properties or its style.

In: word/styles.xml and runs. Out: `Shown`. A style inherits from the one it is based on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from index.readers.xml import local_name, parse_xml

OFF = frozenset({"0", "false", "off", "none"})
GONE = ("vanish", "specVanish", "strike", "dstrike")
NOTES = frozenset({"footnotetext", "endnotetext"})
QUOTATIONS = frozenset({"quote", "intensequote", "blocktext", "blockquote", "blockquotation", "quotations"})
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """None where the properties say nothing."""

    raised: bool | None = None
    gone: bool | None = None

    def over(self, base: Shown) -> Shown:
        return Shown(
            base.raised if self.raised is None else self.raised, base.gone if self.gone is None else self.gone
        )


@dataclass(frozen=True, slots=True)
class RunStyles:
    """Character styles by id, settled, and what paragraphs of a style are."""

    named: dict[str, Shown]
    names: dict[str, str]

    def kind_of(self, paragraph: Any) -> Literal["note", "quotation"] | None:
        """What the paragraph is by its style, None for plain speech."""
        properties = next((child for child in paragraph if local_name(child) == "pPr"), ())
        style = next((_value(child) for child in properties if local_name(child) == "pStyle"), "")
        name = re.sub(r"[\s\d]", "", self.names.get(style, style)).lower()
        return "note" if name in NOTES else "quotation" if name in QUOTATIONS else None

    def of(self, run: Any) -> Shown:
        properties = next((child for child in run if local_name(child) == "rPr"), None)
        if properties is None:
            return Shown()
        style = next((_value(child) for child in properties if local_name(child) == "rStyle"), "")
        return _shown(properties).over(self.named.get(style, Shown()))


def read_styles(data: bytes | None) -> RunStyles:
    """The styles of a document, none where it has none."""
    if data is None:
        return RunStyles({}, {})
    styles = {_attribute(one, "styleId"): one for one in parse_xml(data) if local_name(one) == "style"}
    names = {key: next(map(_value, _named(one, "name")), key) for key, one in styles.items()}
    return RunStyles({key: _settled(key, styles) for key in styles}, names)


def _named(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if local_name(child) == name)


def _settled(key: str, styles: dict[str, Any]) -> Shown:
    shown = Shown()
    for _ in range(MOST_STEPS):
        if key not in styles:
            break
        for child in styles[key]:
            if local_name(child) == "rPr":
                shown = shown.over(_shown(child))
        key = next((_value(child) for child in styles[key] if local_name(child) == "basedOn"), "")
    return shown


def _shown(properties: Any) -> Shown:
    raised = [_value(child) == "superscript" for child in _named(properties, "vertAlign")]
    raised += [_value(child).isdecimal() and _value(child) != "0" for child in _named(properties, "position")]
    gone = list(_switches(properties))
    return Shown(raised[0] if raised else None, any(gone) if gone else None)


def _switches(properties: Any) -> Iterator[bool]:
    for child in properties:
        if local_name(child) in GONE:
            yield _value(child).lower() not in OFF


def is_deleted_row(element: Any, name: str) -> bool:
    """Is it a row of a table that a tracked change deletes?"""
    properties = [child for child in element if local_name(child) == "trPr"] if name == "tr" else []
    return any(local_name(inner) == "del" for child in properties for inner in child)


def _value(element: Any) -> str:
    return _attribute(element, "val")


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
