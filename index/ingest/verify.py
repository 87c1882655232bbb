"""The whole index checked against itself and against the files it was read from.

In: an open record store. Out: what is wrong, and beside it what has changed on disk since it was read.
Nothing is repaired: each finding says what repairs it. Chroma is checked by `index.vectors`.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.errors import RESTORE
from index.ingest.locate import exists
from index.model import Span, Statement
from index.process.files import digest
from index.segmentation.segment import embedded_text
from index.store.columns import HeldPassage
from index.store.record_store import RecordStore
from index.store.schema import DATABASE
from index.store.seals import numbers_seal
from index.store.sources import UPLOADED, Location
from index.text.amounts import many
from index.text.terms import content_terms

PAGE = 50
"""Statements looked at together: some 10 MB of vectors."""
MOST_COUNTED = 65_535
AGAIN = "remove it and add it again"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a statement, with its id, or with a file, by its path."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at; `findings` are faults of the index, `changed` files other than when read."""

    statements: int
    passages: int
    sources: int
    findings: tuple[Finding, ...]
    changed: tuple[Finding, ...]


def verify(store: RecordStore) -> Verification:
    """Looks at everything: seals, spans, passages, vectors, terms, sources on disk."""
    ids = [id for page in store.pages(PAGE) for id in page]
    findings = [Finding(DATABASE, said) for said in (*store.faults(), *_of_build(store))]
    for at in range(0, len(ids), PAGE):
        findings += _of_statements(store, ids[at : at + PAGE])
    sources = store.sources_on_disk(None, "")
    changed = [found for at in sources.values() for found in _of_source(at)]
    return Verification(len(ids), len(store.live_rows()), len(sources), tuple(findings), tuple(changed))


def _of_build(store: RecordStore) -> Iterator[str]:
    if misfits := store.misfits():
        sized = f"the vectors of {many(misfits, 'passage')} are of another size than the index says"
        yield f"{sized}: {RESTORE}"


def _of_statements(store: RecordStore, ids: Sequence[str]) -> Iterator[Finding]:
    whole = store.whole(ids)
    for id in ids:
        if id not in whole:
            file = store.damage.found.get(id, "")
            yield Finding(id, f"its words or what is cited of it are damaged: add {file!a} again")
    statements = store.statements(whole)
    for statement in statements.values():
        yield from (Finding(statement.ref.id, what) for what in _of_spans(statement))
    for held in store.held_passages(list(whole)):
        yield from (Finding(held.statement, what) for what in _of_passage(statements[held.statement], held))


def _of_spans(statement: Statement) -> Iterator[str]:
    laid = {
        "paragraphs": [paragraph.span for paragraph in statement.paragraphs],
        "sentences": list(statement.sentences),
        "points": [point.span for point in statement.points],
        "passages": [passage.span for passage in statement.passages],
    }
    for name, spans in laid.items():
        if not _lie_within(spans, len(statement.text)):
            yield f"its {name} do not lie in its text in order: {AGAIN}"


def _lie_within(spans: Sequence[Span], length: int) -> bool:
    ordered = all(one.start <= other.start for one, other in pairwise(spans))
    return ordered and all(0 <= span.start < span.end <= length for span in spans)


def _of_passage(statement: Statement, held: HeldPassage) -> Iterator[str]:
    passage = next(passage for passage in statement.passages if passage.id == held.id)
    embedded = embedded_text(statement, passage).encode()
    if hashlib.sha256(embedded).digest() != held.text_sha:
        yield f"passage {held.id} is not what was embedded: {AGAIN}"
    if held.seal is not None and numbers_seal(held.vector, held.codes) != held.seal:
        yield f"the vectors of passage {held.id} are damaged: {AGAIN}"
    counted = Counter(content_terms(passage.span.of(statement.text)))
    if held.terms != {term: min(count, MOST_COUNTED) for term, count in counted.items()}:
        yield f"the search terms of passage {held.id} are damaged: {AGAIN}"


def _of_source(at: Location) -> Iterator[Finding]:
    """Uploaded files lie on their sender's machine and are not looked at; files in archives are only looked
    for."""
    if not at.absolute or at.absolute.startswith(UPLOADED):
        return
    if not exists(at.absolute):
        yield Finding(at.path, "it is no longer where it was read")
    elif os.path.isfile(at.absolute) and digest(at.absolute) != at.sha256:
        yield Finding(at.path, "it has changed since it was read: add it again to take it as it is now")
