"""One table of citation styles: what people paste into footnotes, and what reference managers import.

In: a `Citation` and a style's name. Out: text in that style. What the record does not have is left out, our
own numbering is said to be ours, and a translation is flagged in every style. It refuses an unknown style.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.errors import InvalidInput
from rag.citation.notes import bluebook, chicago, oscola, short
from rag.citation.reference import bibtex, csl_json, ris
from rag.citation.un import un_footnote
from rag.model import Citation

STYLES: Mapping[str, Callable[[Citation], str]] = {
    "un": un_footnote,
    "short": short,
    "chicago": chicago,
    "oscola": oscola,
    "bluebook": bluebook,
    "csl": csl_json,
    "ris": ris,
    "bibtex": bibtex,
}

FOOTNOTES = frozenset(("short", "chicago", "oscola", "bluebook"))
"""Styles that say behind the citation whose words are read out; the others say it in a place of their own."""


def render(citation: Citation, style: str) -> str:
    """The citation in the style named; raises InvalidInput for a style that is not in the table."""
    if style not in STYLES:
        raise InvalidInput(f"There is no citation style {style!r}; choose one of {', '.join(STYLES)}.")
    text = STYLES[style](citation)
    if not citation.quoting or style not in FOOTNOTES:
        return text
    stop = "." if text.endswith(".") else ""
    return f"{text.removesuffix('.')} (quoting {citation.quoting}){stop}"
