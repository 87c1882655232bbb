"""A draft and what the store keeps of it: its hash, its reference, and the way back.

In: a statement as a reader gives it. Out: what tells it from any other and where it is filed. The text is cut
elsewhere (`index/segmentation/segment.py`).
"""

from __future__ import annotations

import hashlib
import json

from index.model import Delegation, Source, Speaker, Statement, StatementDraft, StatementRef
from index.store.sources import Location
from index.text.steering import plain_name


def content_sha(draft: StatementDraft) -> str:
    """SHA-256 over everything the draft says, whatever the file around it."""
    said: list[object] = [
        draft.text,
        [[p.number, p.span.start, p.span.end, p.page, p.label] for p in draft.paragraphs],
        [draft.speaker.name, draft.speaker.role],
        [draft.delegation.code, draft.delegation.name] if draft.delegation else None,
        [draft.key, draft.capacity, draft.meeting, draft.date, draft.topic, draft.organ, draft.language],
        [draft.url, draft.order, draft.procedural, draft.on_behalf_of, draft.flags],
    ]
    if draft.groups or draft.circumstance:
        said.append([[[group.code, group.name] for group in draft.groups], draft.circumstance])
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def ref_of(draft: StatementDraft, at: Location, id: str) -> StatementRef:
    """The draft's reference under this id, read from there. Its names lose characters that steer a display,
    so that they are stored, counted and listed as they are cited."""
    return StatementRef(
        id=id,
        speaker=Speaker(plain_name(draft.speaker.name), plain_name(draft.speaker.role)),
        delegation=_plain(draft.delegation) if draft.delegation else None,
        capacity=draft.capacity,
        meeting=plain_name(draft.meeting),
        date=plain_name(draft.date),
        topic=plain_name(draft.topic),
        organ=plain_name(draft.organ),
        language=plain_name(draft.language),
        source=Source(at.collection, at.path, at.sha256, draft.url, draft.key),
        order=draft.order,
        procedural=draft.procedural,
        on_behalf_of=plain_name(draft.on_behalf_of),
        flags=draft.flags,
        groups=tuple(map(_plain, draft.groups)),
        circumstance=plain_name(draft.circumstance),
    )


def _plain(delegation: Delegation) -> Delegation:
    return Delegation(delegation.code, plain_name(delegation.name) or "")


def draft_of(statement: Statement) -> StatementDraft:
    """The draft the statement was cut from, to cut it again."""
    ref = statement.ref
    return StatementDraft(
        key=ref.source.key,
        text=statement.text,
        paragraphs=statement.paragraphs,
        speaker=ref.speaker,
        delegation=ref.delegation,
        capacity=ref.capacity,
        meeting=ref.meeting,
        date=ref.date,
        topic=ref.topic,
        organ=ref.organ,
        language=ref.language,
        url=ref.source.url,
        order=ref.order,
        procedural=ref.procedural,
        on_behalf_of=ref.on_behalf_of,
        flags=ref.flags,
        groups=ref.groups,
        circumstance=ref.circumstance,
    )


def uncut(statement: Statement) -> Statement:
    """The statement without passages: kept and shown, but not searched."""
    return Statement(statement.ref, statement.text, statement.paragraphs, statement.sentences, (), ())
