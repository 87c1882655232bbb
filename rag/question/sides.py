"""Whose side a question asks for: who opposed, supported, abstained, or did not mention something.

In: a question. Out: the side, or None. The wordings are rows of `data/sides.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from index.tables import rows_of
from rag.question.model import Side, SideName
from rag.question.words import GAP, PARTIES

ASKING = (
    rf"(?:\bwho(?:ever)?(?: else| all)?|\b(?:which|what)(?: of the)? {GAP}{{0,3}}?{PARTIES}|"
    rf"\b(?:anyone|anybody|everyone|any {GAP}{{0,2}}?{PARTIES}))(?: (?!that\b|who\b|which\b)[\w'-]+){{0,3}}? "
)


def read_side(question: str) -> Side | None:
    """The side whose holders a question asks for, by the row whose words end first."""
    found = [
        (match.end(), row, side)
        for row, (pattern, side) in enumerate(_rows())
        if (match := pattern.search(question))
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


@cache
def _rows() -> tuple[tuple[re.Pattern[str], Side], ...]:
    names: dict[str, SideName] = {name: name for name in get_args(SideName)}
    return tuple(
        (_pattern(row["where"], row["pattern"]), Side(names[row["side"]], row["votes"] == "yes"))
        for row in rows_of("rag", "sides.tsv")
    )


def _pattern(where: str, words: str) -> re.Pattern[str]:
    """After whoever is asked for, or as the head of the question."""
    head = r"^(?:the |all |list |any )*(?:[\w-]+ )?"
    return re.compile(rf"{head if where == 'head' else ASKING}{words}\b", re.IGNORECASE)
