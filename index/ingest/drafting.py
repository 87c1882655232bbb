"""A draft and what the store keeps of it: its hash, its reference, and the way back.

In: a statement as a reader gives it. Out: what tells it from any other and where it is filed. The text is cut
elsewhere (`index/segmentation/segment.py`).
"""

from __future__ import annotations

import hashlib
import json

from index.model import Source, Statement, StatementDraft, StatementRef
from index.store.sources import Location


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
    """The draft's reference under this id, read from there."""
    return StatementRef(
        id=id,
        speaker=draft.speaker,
        delegation=draft.delegation,
        capacity=draft.capacity,
        meeting=draft.meeting,
        date=draft.date,
        topic=draft.topic,
        organ=draft.organ,
        language=draft.language,
        source=Source(at.collection, at.path, at.sha256, draft.url, draft.key),
        order=draft.order,
        procedural=draft.procedural,
        on_behalf_of=draft.on_behalf_of,
        flags=draft.flags,
        groups=draft.groups,
        circumstance=draft.circumstance,
    )


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
