"""UN verbatim records as PDF: Security Council, General Assembly, committees; every paragraph with its page.

In: a born-digital PDF (a scan with a text layer is taken with the flag "ocr"). Out: one draft for each
speech. Refuses damaged, encrypted and hostile files, scans without text, PDFs that are no verbatim record.
"""

from __future__ import annotations

from dataclasses import replace

from index.errors import UnreadableRecord
from index.model import Speaker, StatementDraft
from index.process.isolate import MIB, Limits, run_isolated
from index.readers.base import Candidate, Context, KnownBySuffix
from index.readers.paragraphs import join_paragraphs
from index.readers.pdf.bodies import body_of
from index.readers.pdf.headers import is_chair
from index.readers.pdf.page import Page, read_pages
from index.readers.pdf.record import VerbatimRecord, read_record
from index.readers.pdf.roles import find_role, role_in_heading
from index.readers.pdf.speeches import Speech
from index.readers.statement import Known, compose
from index.speakers.capacity import group_announced, groups_named
from index.speakers.delegations import Delegations, load_delegations
from index.speakers.procedural import speaks_nationally

MAX_PDF = 50 * MIB


class PdfReader(KnownBySuffix):
    """The reader of UN verbatim records as PDF."""

    suffixes = (".pdf",)

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        data = candidate.read(MAX_PDF)
        if b"%PDF-" not in data[:1024]:
            raise UnreadableRecord("The file is not a PDF; give it the suffix of its real format.")
        return draft_record(read_record(lay_out_safely(data, self._limits)), load_delegations())


def lay_out_safely(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """The pages of a PDF, read in a child process."""
    try:
        return read_pages(run_isolated("index.readers.pdf.child", data, limits, "PDF"))
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableRecord(
            "The PDF could not be read safely (its pages make no sense); get it again."
        ) from error


def draft_record(record: VerbatimRecord, delegations: Delegations) -> tuple[StatementDraft, ...]:
    """One draft for each speech, in the order of the meeting."""
    drafts: list[StatementDraft] = []
    said: list[str] = []
    for order, speech in enumerate(record.speeches, 1):
        draft = _draft(record, speech, order, said, delegations)
        if is_chair(speech.header):
            said.append(draft.text)
        elif drafts and said and drafts[-1].text == said[-1]:
            draft = _as_announced(draft, said[-1], delegations)
        drafts.append(draft)
    return tuple(drafts)


def _draft(
    record: VerbatimRecord, speech: Speech, order: int, said: list[str], delegations: Delegations
) -> StatementDraft:
    cover = record.cover
    text, paragraphs = join_paragraphs((part.text, part.page) for part in speech.parts)
    known = Known(
        meeting=cover.symbol,
        date=cover.date,
        topic=speech.topic,
        organ=cover.organ,
        language="English" if cover.english else None,
        order=order,
        president=is_chair(speech.header),
    )
    known = _chair(known, speech) if known.president else _guest(known, speech, said, delegations)
    draft = compose(text, paragraphs, known, speech.header, key=str(order))
    return _as_printed(draft, record, speech)


def _chair(known: Known, speech: Speech) -> Known:
    seat = speech.chair
    return replace(known, speaker=seat.name if seat else None, delegation=seat.delegation if seat else None)


def _guest(known: Known, speech: Speech, said: list[str], delegations: Delegations) -> Known:
    """A speaker whose header names no delegation we know: the role as introduced, and whose role it is."""
    header = speech.header
    if header.delegation_text and delegations.resolve(header.delegation_text):
        return known
    role = header.delegation_text or header.role
    if role is None and header.speaker:
        told = role_in_heading(header.speaker, speech.address) if speech.address else None
        role = told or find_role(header.speaker, said)
    return replace(known, role=role, delegation=body_of(role, delegations) if role else None)


def _as_announced(draft: StatementDraft, said: str, delegations: Delegations) -> StatementDraft:
    """The group for which the chair announced the speaker, where the speaker names none."""
    if draft.delegation is None or draft.capacity != "national":
        return draft
    group = group_announced(said, draft.delegation, delegations)
    if group is None:
        return draft
    return replace(draft, on_behalf_of=group, groups=groups_named(group, delegations), capacity="group")


def _as_printed(draft: StatementDraft, record: VerbatimRecord, speech: Speech) -> StatementDraft:
    """What only the record says: whose chair, provisional, translated in part, read from a scan."""
    role, capacity = draft.speaker.role, draft.capacity
    if is_chair(speech.header):
        role = f"{speech.header.role} of the {record.cover.organ}" if record.cover.organ else role
        capacity = capacity if speaks_nationally(draft.text) else "president"
    flags = ["provisional"] if record.cover.provisional else []
    if any(language != "English" for language in speech.languages):
        flags.append("translated")
    if record.scanned:
        flags.append("ocr")
    return replace(draft, speaker=Speaker(draft.speaker.name, role), capacity=capacity, flags=tuple(flags))
