"""Passages that nobody labelled, with the field's questions and claims that share their rare words: what a
teacher is asked beside topics.

In: the rows of the field and records. Out: what is asked of which passage. Files held back give neither.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.model import StatementDraft
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from rag.evaluation.reader.examples import Head, held_back
from rag.evaluation.reader.field import Rows, header_of, shared_words
from rag.evaluation.reader.taught import joined
from rag.reader.reading import ReadPassage

LETTERS = (120, 1200)
"""Letters of a paragraph of the records that is read as a passage."""
MOST = 4
"""Sentences kept of a passage, at most."""
PARAGRAPHS = 12_000
"""Paragraphs drawn from the records."""
NEAR, BEYOND = 1, (1, 12)
"""Passages read for a text: those that share most of its rare words, and those drawn from the next."""


def passages_of(rows: Path, records: Path, chance: random.Random) -> list[ReadPassage]:
    """Passages of the field, labelled or not, and paragraphs of the records."""
    delegations = load_delegations()
    lines = (rows / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    field = [row for row in map(json.loads, lines) if not held_back(row["file"])]
    found = [(header_of(row, delegations), row["passage"]) for row in field]
    paragraphs = sorted(_paragraphs(records))
    found += chance.sample(paragraphs, min(PARAGRAPHS, len(paragraphs)))
    return [_some(header, text, chance) for header, text in found]


def _paragraphs(records: Path) -> set[tuple[str, str]]:
    """Header and words of paragraphs that say something, of files that are not held back."""
    least, most = LETTERS
    return {
        (_header(draft), text)
        for outcome in read_paths([records])
        if isinstance(outcome, ReadFile) and not held_back(str(outcome.path))
        for draft in outcome.drafts
        if not draft.procedural
        for paragraph in draft.paragraphs
        if least <= len(text := " ".join(paragraph.span.of(draft.text).split())) <= most
    }


def _header(draft: StatementDraft) -> str:
    who = draft.delegation.name if draft.delegation else draft.speaker.name
    return " ".join(f"{part}." for part in (who, draft.topic, draft.date) if part)


def _some(header: str, text: str, chance: random.Random) -> ReadPassage:
    """Sentences side by side, under the header or, half of the time, without it."""
    sentences = [span.of(text) for span in split_sentences(text)]
    count = chance.randint(1, MOST)
    start = chance.randrange(max(1, len(sentences) - count + 1))
    return joined(header if chance.random() < 0.5 else "", sentences[start : start + count])


def asked_in(rows: Rows, chance: random.Random) -> list[tuple[Head, str]]:
    """Claims, and questions in one of their forms."""
    claims = [row for row in rows.claims if not held_back(row.file)]
    questions = [row for row in rows.questions if not held_back(row.file)]
    return [
        *(("stance", claim) for row in claims for claim in (row.supports, row.opposes)),
        *(("answer", chance.choice((row.question, row.near, row.keywords))) for row in questions),
    ]


def read_for(
    asked: Sequence[tuple[Head, str]], passages: Sequence[ReadPassage], chance: random.Random
) -> Iterator[tuple[Head, str, ReadPassage]]:
    """Each text with passages that share its rare words."""
    count, most = BEYOND
    held = [f"{one.header} {one.text}" for one in passages]
    for first in range(0, len(asked), 100):
        run = asked[first : first + 100]
        scores = shared_words([text for _, text in run], held)
        for (head, text), row in zip(run, scores, strict=True):
            order = np.argsort(-row, kind="stable")[: NEAR + most]
            drawn = [*order[:NEAR], *chance.sample(list(order[NEAR:]), count)]
            yield from ((head, text, passages[at]) for at in drawn)
