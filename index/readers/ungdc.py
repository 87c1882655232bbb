"""Statements of the UN General Debate Corpus: `SVN_75_2020.txt`.

In: one file per statement, in the layouts of its sessions. Out: one draft with delegation, session and year;
printed paragraph numbers become the paragraphs' labels. The speaker comes from the corpus's table beside
the texts, meeting and day from running heads, where there are any.
"""

from __future__ import annotations

import re

from index.errors import UnreadableRecord
from index.model import Paragraph, Span, StatementDraft
from index.process.deadline import look
from index.readers.base import Candidate, Context
from index.readers.sidecar import sidecar_of
from index.readers.statement import Known, compose, numbered, override
from index.readers.ungdc_speakers import find_orator
from index.speakers.delegations import load_delegations
from index.text.dates import parse_date
from index.text.decode import decode_text
from index.text.dewrap import dewrap
from index.text.symbols import normal_symbol

_FILE_NAME = re.compile(r"(?P<code>[A-Z]{2,3}|YDYE)_{1,2}(?P<session>\d{1,3})_(?P<year>(?:19|20)\d\d)\.txt")
_LABEL = re.compile(r"(?P<number>\d{1,3})\s?[.,](?:[ \t]+|(?=[A-Z“\"]))(?=\S)")
_PAGE = r"\d{1,3}(?:/\d{1,3})?"
_JOB = r"\d\d-\d{5}(?: \([A-Z]\))?"
_SYMBOL = r"A/\d{1,2}/(?:PV\.\s?\d{1,3}|\d{1,4}(?:/Add\.\d{1,3})?)"
_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
# Lines that hold nothing else: "12", "05-51226 3", "15-29658 23/54", "A/70/PV.15 28/09/2015". A symbol after
# words of the speech, or in parentheses, is the speaker's own reference.
_FURNITURE = re.compile(
    rf"^[ \t\f]*(?:(?:{_PAGE}[ \t]+)?{_JOB}(?:[ \t]+{_PAGE})?|{_PAGE}"
    rf"|(?:{_DAY}\s{{1,3}})?{_SYMBOL}(?:\s{{1,3}}{_DAY})?)[ \t\f]*$\n?",
    re.MULTILINE,
)
# The head of a page, where the file kept it: "A/70/PV.15 28/09/2015".
_HEADED = re.compile(
    rf"^[ \t\f]*(?:(?P<before>{_DAY})\s{{1,3}})?(?P<symbol>A/(?P<session>\d{{1,2}})/PV\.\s?\d{{1,3}})"
    rf"(?:\s{{1,3}}(?P<after>{_DAY}))?[ \t\f]*$",
    re.MULTILINE,
)
FIRST_RUN = 4


class GeneralDebate:
    """Reads one statement of the corpus."""

    suffixes = (".txt",)

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return _FILE_NAME.fullmatch(candidate.name) is not None

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        match = _FILE_NAME.fullmatch(candidate.name)
        note = sidecar_of(candidate, context)
        delegation = load_delegations().resolve(note.delegation or match["code"]) if match else None
        if match is None or delegation is None:
            raise UnreadableRecord(
                "The code in the file name is not a delegation's; use an ISO 3166 alpha-3 code."
            )
        raw = decode_text(candidate.read())
        text, paragraphs = _split_labels(raw)
        if not text:
            raise UnreadableRecord("The file holds no words of a statement; remove it or add its text.")
        session = int(match["session"])
        orator = find_orator(candidate, context, session, delegation.code)
        meeting, day = _running_head(raw, session)
        known = Known(
            speaker=orator.name if orator else None,
            role=orator.post if orator else None,
            delegation=delegation.name,
            meeting=meeting,
            date=day or match["year"],
            topic=f"General debate (session {session})",
            organ="General Assembly",
        )
        return (compose(text, paragraphs, override(known, note), None),)


def _running_head(raw: str, session: int) -> tuple[str | None, str | None]:
    """(symbol, day) that the heads of the pages print, where all print the same of this session."""
    heads = [head for head in _HEADED.finditer(raw) if int(head["session"]) == session]
    symbols = {normal_symbol(head["symbol"]) for head in heads}
    days = {day for head in heads if (day := parse_date(head["before"] or head["after"] or ""))}
    return (symbols.pop() if len(symbols) == 1 else None, days.pop() if len(days) == 1 else None)


def _split_labels(raw: str) -> tuple[str, tuple[Paragraph, ...]]:
    """Text without page furniture and printed numbers, its paragraphs with those numbers as labels."""
    text, spans = dewrap(_FURNITURE.sub("", raw), look)
    pieces = [span.of(text) for span in spans]
    labels = _labels(pieces)
    if not any(labels):
        return text, numbered(spans)
    kept: list[Paragraph] = []
    bodies: list[str] = []
    at = 0
    for piece, label in zip(pieces, labels, strict=True):
        body = piece[len(label[1]) :] if label else piece
        kept.append(Paragraph(len(kept) + 1, Span(at, at + len(body)), label=label[0] if label else None))
        bodies.append(body)
        at += len(body) + 2
    return "\n\n".join(bodies), tuple(kept)


def _labels(pieces: list[str]) -> list[tuple[str, str] | None]:
    """(number, printed form) of the paragraphs that open with a number going up; stray numbers are text."""
    found: list[tuple[str, str] | None] = []
    last = 0
    matches = [_LABEL.match(piece) for piece in pieces]
    numbers = [int(match["number"]) if match else 0 for match in matches]
    are_labels = sum(number > 0 for number in numbers) * 3 >= len(pieces) or _opens_counting(numbers)
    for match, number in zip(matches, numbers, strict=True):
        if match and are_labels and (last == 0 or last < number <= last + 5):
            last = number
            found.append((match["number"], match.group()))
        else:
            found.append(None)
    return found


def _opens_counting(numbers: list[int]) -> bool:
    """Do the first paragraphs count up one by one, though a long quotation without numbers may follow?"""
    first = numbers[:FIRST_RUN]
    return len(first) == FIRST_RUN and first[0] > 0 and first == list(range(first[0], first[0] + FIRST_RUN))
