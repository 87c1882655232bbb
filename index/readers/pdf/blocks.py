"""What each block of a record is: header and speech, heading, direction, vote, or front matter.

In: blocks of lines. Out: `Piece`s, one for each block and in its order. Bold names open speeches where
the record uses bold type; where it has none, the titles in `headers` must. Italic paragraphs are
directions. A list under "In favour:" belongs to the vote, not to a speech.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.readers.pdf.headers import find_header
from index.readers.pdf.page import Run
from index.readers.pdf.paragraphs import VOTE_LABEL, VOTE_LIST, Block
from index.readers.pdf.text import Vocabulary, join_lines
from index.speakers.headers import Header

Kind = Literal["heading", "direction", "vote", "opening", "paragraph", "front"]
BRACKETED = re.compile(r"\[.*\]$", re.DOTALL)
SWITCH = re.compile(r"\((?:spoke|continued|speaking|interpretation|resumed)[^()]*\)$", re.IGNORECASE)
MET = re.compile(r"The meeting (was called to order|rose|was suspended|was resumed|resumed)", re.IGNORECASE)
OPENED = re.compile(r"The meeting (was called to order|was resumed|resumed)", re.IGNORECASE)
ROSE = re.compile(r"The meeting rose\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with its meaning; `text` is without the header, `printed` is the header as it stands.

    `indent` is that of the first line, `page` where the text begins.
    """

    kind: Kind
    text: str
    page: int
    indent: float
    block: Block
    header: Header | None = None
    printed: str = ""


def classify(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """The pieces of a record in reading order."""
    bold = any(_bold_share(block) > 0.2 for block in blocks)
    pieces = [_piece(block, vocabulary, bold) for block in blocks]
    opened = _opened(pieces)
    front = [_whole(piece, "front") if piece.kind == "opening" else piece for piece in pieces[:opened]]
    return tuple(_in_context([*front, *pieces[opened:]]))


def _opened(pieces: Sequence[Piece]) -> int:
    """Where the meeting is called to order, on the first two pages; 0 where nothing says so."""
    early = (i for i, p in enumerate(pieces) if OPENED.match(p.text) and p.page <= pieces[0].page + 1)
    return next(early, 0)


def _in_context(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Paragraphs before the first speech and after the meeting rose are nobody's; those of a vote belong to
    the vote."""
    in_vote, speaking = False, False
    for piece in pieces:
        if piece.kind == "paragraph":
            yield _whole(piece, "vote" if in_vote else "paragraph" if speaking else "front")
            continue
        if piece.kind in ("opening", "heading", "vote"):
            in_vote = piece.kind == "vote"
        if piece.kind == "opening":
            speaking = True
        elif piece.kind == "direction" and ROSE.match(piece.text):
            speaking = False
        yield piece


def _whole(piece: Piece, kind: Kind) -> Piece:
    """The piece as another kind, with what was taken for a header put back into its text."""
    if kind == piece.kind:
        return piece
    return Piece(kind, piece.printed + piece.text, piece.block.page, piece.indent, piece.block)


def _piece(block: Block, vocabulary: Vocabulary, bold: bool) -> Piece:
    text, starts = join_lines([placed.line.text for placed in block.lines], vocabulary)
    page, indent = block.page, block.lines[0].indent
    if VOTE_LIST.match(text) or (VOTE_LABEL.match(text) and not block.lines[0].line.runs[0].bold):
        return Piece("vote", text, page, indent, block)
    header = _header(block, text, bold)
    if header is not None:
        line = max(i for i, start in enumerate(starts) if start <= min(header.end, len(text) - 1))
        begins = block.lines[line].page
        return Piece("opening", header.said(text), begins, indent, block, header, text[: header.end])
    return Piece(_kind(block, text), text, page, indent, block)


def _header(block: Block, text: str, bold: bool) -> Header | None:
    first = block.lines[0].line.runs[0]
    if _bold_share(block) > 0.9 and not text.rstrip().endswith(":"):
        return None
    if bold:
        return find_header(text, first.text) if first.bold else None
    return find_header(text, None)


def _kind(block: Block, text: str) -> Kind:
    italic = _share(block, lambda run: run.italic)
    if _bold_share(block) > 0.5:
        return "heading"
    if (
        (MET.match(text) and len(text) < 200)
        or (italic > 0.6 and _starts_italic(block))
        or BRACKETED.match(text)
    ):
        return "direction"
    if SWITCH.match(text):
        return "direction"
    return "paragraph"


def _starts_italic(block: Block) -> bool:
    return next((run.italic for run in block.lines[0].line.runs if any(map(str.isalpha, run.text))), False)


def _bold_share(block: Block) -> float:
    return _share(block, lambda run: run.bold)


def _share(block: Block, holds: Callable[[Run], bool]) -> float:
    runs = [run for placed in block.lines for run in placed.line.runs]
    letters = sum(char.isalpha() for run in runs for char in run.text)
    return (
        sum(char.isalpha() for run in runs if holds(run) for char in run.text) / letters if letters else 0.0
    )
