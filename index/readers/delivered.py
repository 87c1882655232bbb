"""Statements as delivered (Word, HTML, Markdown): opening lines off, paragraphs kept, the speaker settled.

In: the lines of one statement (a paragraph each), lines of its letterhead, and a sidecar's values, which win.
Out: one draft whose text begins at the salutation. Refuses a text that names neither speaker nor delegation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.readers.opening import CHECK, read_opening
from index.readers.paragraphs import join_paragraphs
from index.readers.statement import Known, compose, corrected, override
from index.speakers.delegations import load_delegations
from index.speakers.headers import Header, parse_header


def draft_delivered(lines: Sequence[str], letterhead: Sequence[str], sidecar: Known) -> StatementDraft:
    """The draft of one statement as delivered; raises UnreadableRecord.

    A line break inside a line parts opening lines (letterheads use them) but no paragraph of the speech.
    """
    flat = [
        (number, clean)
        for number, line in enumerate(lines)
        for part in line.split("\n")
        if (clean := " ".join(part.split()))
    ]
    opening = read_opening([line for _, line in flat], letterhead, load_delegations())
    body = _rejoin(flat[opening.length :])
    header = parse_header(body[0]) if body else None
    if header is not None:
        body = [header.said(body[0]), *body[1:]]
    checked = opening.checked or any(CHECK.fullmatch(line) for line in body)
    text, paragraphs = join_paragraphs((line, None) for line in body if not CHECK.fullmatch(line))
    if not text:
        raise UnreadableRecord("The file holds no words of a statement; remove it or add its text.")
    known = override(opening.known, sidecar)
    _check_named(known, header)
    draft = compose(text, paragraphs, known, corrected(header, sidecar))
    return replace(draft, flags=(*draft.flags, "check-against-delivery")) if checked else draft


def _rejoin(flat: Sequence[tuple[int, str]]) -> list[str]:
    """Parts of one line put together again."""
    lines: dict[int, list[str]] = {}
    for number, part in flat:
        lines.setdefault(number, []).append(part)
    return [" ".join(parts) for parts in lines.values()]


def _check_named(known: Known, header: Header | None) -> None:
    if header is None and not known.speaker and not known.delegation:
        raise UnreadableRecord(
            'Nothing says who speaks: start with a line like "Statement by H.E. Mr. Kairat Umarov, Permanent '
            'Representative of Kazakhstan" or add a .meta.toml with speaker and delegation.'
        )
