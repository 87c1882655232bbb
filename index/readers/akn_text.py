"""The words of an Akoma Ntoso block as a reader sees them: breaks as blanks, quoted words inside their marks.

In: a block and the names of what is not spoken. Out: one line. The marks are those that `startQuote` and
`endQuote` give; where the record gives none or one, the usual ones stand, so that quoted words
are known as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.readers.raised import as_spoken, raise_text
from index.readers.xml import local_name

BREAKS = frozenset({"br", "eol", "eop"})
BLOCKS = frozenset(
    {"p", "block", "item", "li", "tr", "td", "th", "heading", "subheading", "blockList", "num"}
)
QUOTED = frozenset({"quotedText", "quotedStructure", "embeddedText", "embeddedStructure"})
PAIRS = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "‹": "›",
    "„": "“",
    "‚": "‘",
    '"': '"',
    "'": "'",
    "「": "」",
    "『": "』",
}
OPENING = {end: start for start, end in PAIRS.items() if start not in "„‚"}


def akn_text(element: Any, apart: frozenset[str]) -> str:
    """All text inside, blanks closed up; elements named in `apart` are left out, not what follows them."""
    (line,) = as_spoken(["".join(_pieces(element, apart))])
    return " ".join(line.split())


def _pieces(element: Any, apart: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in BREAKS:
            yield " "
        elif name and name not in apart:
            inner = "".join(_pieces(child, apart))
            yield _quoted(child, inner) if name in QUOTED else _set(name, inner)
        yield child.tail or ""


def _set(name: str, inner: str) -> str:
    if name == "sup":
        return raise_text(inner)
    return f" {inner} " if name in BLOCKS else inner


def _quoted(element: Any, inner: str) -> str:
    """The words inside their marks, unless the text carries them already."""
    said = inner.strip()
    start, end = _marks(element)
    if not said or (said.startswith(start) and said.endswith(end)):
        return inner
    return f"{start}{said}{end}"


def _marks(element: Any) -> tuple[str, str]:
    start, end = element.get("startQuote") or "", element.get("endQuote") or ""
    if start and end:
        return start, end
    if start or end:
        return start or OPENING.get(end, end), end or PAIRS.get(start, start)
    return "“", "”"
