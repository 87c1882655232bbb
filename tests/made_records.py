"""A large index made from the sample, for benchmarks: a folder and a size in, a data directory out.

Statements are recombined from the sample's own sentences; each sentence brings the token codes the model
gave it, and a passage's vector is the mean of its sentences' passages with noise. Delegations, meetings and
dates are spread as in a council's record. A folder that holds the size already is used as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from api.wiring import STORE, open_store
from index.embedding.embedder import Embedded, Embedder, TokenCodes, Vector
from index.embedding.token_codec import unit
from index.ids import statement_id
from index.ingest.drafting import content_sha, draft_of
from index.model import Delegation, Paragraph, Passage, Point, Source, Span, Speaker, Statement, StatementRef
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.segment import SEGMENTATION, context_header, embedded_text, segment
from index.speakers.delegations import load_delegations
from index.store.writes import Stored

SEEDS = Path(__file__).parent.parent / "seeds"
PASSAGES = 20
"""Passages of a made statement; every tenth statement is a procedural line of one."""
SENTENCES = 4
MEETING = 40
"""Statements of a meeting."""
TOPICS = (
    "Protection of civilians in armed conflict", "The situation in Somalia", "Women and peace and security",
    "The situation concerning Haiti", "Maintenance of international peace and security", "Non-proliferation",
    "Reports of the Secretary-General on the Sudan and South Sudan", "The situation in Cyprus",
    "Children and armed conflict", "Threats to international peace and security caused by terrorist acts",
)  # fmt: skip


SURNAMES = ("Almeida", "Brandt", "Chowdhury", "Diallo", "Eriksen", "Fernandes", "Gunasekara", "Horvath")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the sample with its token codes and the vector of the passage it stands in."""

    text: str
    codes: TokenCodes
    vector: Vector


def made_index(folder: Path, passages: int, embedder: Embedder) -> Path:
    """The data directory of a made index with at least this many passages."""
    folder = folder / f"made-{passages}-{embedder.fingerprint}-{SEGMENTATION}"
    with closing(open_store(folder / STORE, embedder, create=True)) as store:
        held = store.stats()
        if held.passages < passages:
            random = np.random.default_rng(held.statements)
            made = made_statements(sample_pieces(embedder), random, held.statements)
            missing = passages - held.passages
            while missing > 0:
                statement, stored = next(made)
                store.put(statement, content_sha(draft_of(statement)), stored)
                missing -= len(stored)
            store.checkpoint()
    return folder


def sample_pieces(embedder: Embedder) -> list[Piece]:
    """Every sentence of the sample's passages."""
    pieces: list[Piece] = []
    for statement in sample_statements(embedder):
        texts = [embedded_text(statement, passage) for passage in statement.passages]
        for passage, embedded in zip(statement.passages, embedder.embed_passages(texts), strict=True):
            pieces.extend(_cut(statement, passage, embedded, embedder))
    return pieces


def sample_statements(embedder: Embedder) -> Iterator[Statement]:
    """The sample, read and cut."""
    for outcome in read_paths([SEEDS]):
        if isinstance(outcome, ReadFile):
            for draft in outcome.drafts:
                ref = _ref_of_sample(outcome.path, draft.key)
                yield segment(draft, ref, embedder.count_tokens, embedder.window)


def _ref_of_sample(path: str, key: str) -> StatementRef:
    source = Source("sample", path, "0" * 64, None, key)
    return _ref(statement_id("sample", path, key), source, Delegation("KAZ", "Kazakhstan"), None, 0)


def _cut(statement: Statement, passage: Passage, embedded: Embedded, embedder: Embedder) -> Iterator[Piece]:
    empty = embedder.count_tokens("")
    at = embedder.count_tokens(context_header(statement.ref)) - empty
    for span in statement.sentences:
        if passage.span.start <= span.start and span.end <= passage.span.end:
            text = " ".join(span.of(statement.text).split())
            length = embedder.count_tokens(text) - empty
            if len(codes := embedded.tokens[at : at + length]) and len(text) < 400:
                yield Piece(text, codes, embedded.vector)
            at += length


def made_statements(
    pieces: Sequence[Piece], random: np.random.Generator, first: int
) -> Iterator[tuple[Statement, list[Stored]]]:
    delegations = [e.delegation for e in load_delegations().entries if e.kind == "state"]
    share = 1 / np.arange(5, 5 + len(delegations))
    number = first
    while True:
        number += 1
        delegation = delegations[random.choice(len(delegations), p=share / share.sum())]
        yield _made(pieces, random, number, delegation)


def _made(
    pieces: Sequence[Piece], random: np.random.Generator, number: int, delegation: Delegation
) -> tuple[Statement, list[Stored]]:
    meeting = number // MEETING
    day = np.datetime64("1995-01-03") + (meeting * 37) % 10_957
    path = f"{meeting}/{number}.txt"
    source = Source(("council", "assembly", "committee")[meeting % 3], path, f"{number:064x}")
    ref = _ref(statement_id(source.collection, path, ""), source, delegation, str(day), number)
    chosen = _chosen(len(pieces), random, 1 if ref.procedural else PASSAGES)
    runs = [[pieces[at] for at in some] for some in chosen]
    texts = [" ".join(piece.text for piece in run) for run in runs]
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
    statement = Statement(
        ref,
        "\n".join(texts),
        tuple(Paragraph(at, span) for at, span in enumerate(spans, 1)),
        tuple(s for start, run in zip(starts, runs, strict=False) for s in _sentences(start, run)),
        tuple(Point(at, "point", span) for at, span in enumerate(spans, 1)),
        tuple(Passage(f"{ref.id}.{at}", at, "point", span) for at, span in enumerate(spans, 1)),
    )
    return statement, [
        (passage, random.bytes(32), _embedded(run, random))
        for passage, run in zip(statement.passages, runs, strict=True)
    ]


def _chosen(pieces: int, random: np.random.Generator, passages: int) -> npt.NDArray[np.int64]:
    """Sentences of each passage: half from one part of the sample, so that statements have a subject."""
    near = (random.integers(pieces) + random.integers(60, size=(passages, SENTENCES // 2))) % pieces
    return np.hstack([near, random.integers(pieces, size=(passages, SENTENCES - SENTENCES // 2))])


def _sentences(start: int, run: Sequence[Piece]) -> Iterator[Span]:
    for piece in run:
        yield Span(start, start + len(piece.text))
        start += len(piece.text) + 1


def _embedded(run: Sequence[Piece], random: np.random.Generator) -> Embedded:
    mean = np.mean([piece.vector for piece in run], axis=0)
    noise = random.normal(scale=0.4 / np.sqrt(len(mean)), size=len(mean))
    return Embedded(unit((mean + noise).astype(np.float32)), np.concatenate([p.codes for p in run]))


def _ref(id: str, source: Source, delegation: Delegation, day: str | None, number: int) -> StatementRef:
    meeting = number // MEETING
    return StatementRef(
        id=id,
        speaker=Speaker(f"Mr. {SURNAMES[number % len(SURNAMES)]}{number % 97}"),
        delegation=delegation,
        capacity="national",
        meeting=f"S/PV.{3500 + meeting}",
        date=day,
        topic=TOPICS[meeting % len(TOPICS)],
        organ="Security Council" if meeting % 2 else "General Assembly",
        language=None,
        source=source,
        order=number,
        procedural=number % 10 == 9,
    )
