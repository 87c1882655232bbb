"""Passages that nobody labelled, with claims that share their rare words: what a teacher is asked beside
topics.

In: the rows of the field and records. Out: what is asked of which passage. Claims are the field's, and what
a sentence of the records demands or denies, some of it the other way round. Files held back give neither.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.model import StatementDraft
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from rag.evaluation.reader.examples import Head, held_back
from rag.evaluation.reader.field import SAYS, Rows, headed, header_of, inside, shared_words
from rag.evaluation.reader.taught import joined
from rag.evaluation.reader.topics import drafts_of
from rag.reader.reading import ReadPassage

LETTERS = (120, 1200)
"""Letters of a paragraph of the records that is read as a passage."""
MOST = 4
"""Sentences kept of a passage, at most."""
PARAGRAPHS = 12_000
"""Paragraphs drawn from the records."""
LONGEST, DEMANDS = 150, 1000
"""Letters of a sentence that becomes a claim, at most, and how many do."""
REVERSED = {
    "must not": "must",
    "must": "must not",
    "should not": "should",
    "should": "should not",
    "cannot": "can",
    "can": "cannot",
    "is not": "is",
    "is": "is not",
    "are not": "are",
    "are": "are not",
}
MODAL = re.compile(rf"\b(?:{'|'.join(REVERSED)})\b(?!\s+not\b)")
OPENING = ["This", "That", "These", "Those", "It", "They", "He", "She", "Such", "But", "And", "However"]
OWN = ["[Ww]e", "I", "[Oo]ur", "my", "us", "me"]
LEANING = re.compile(rf"^(?:{'|'.join(OPENING)})\b|\b(?:{'|'.join(OWN)})\b|\d")
"""What makes a sentence somebody's own, or lean on the one before it."""
NEAR, BEYOND = 2, (1, 12)
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
        for draft in drafts_of(records)
        if not draft.procedural
        for paragraph in draft.paragraphs
        if least <= len(text := " ".join(paragraph.span.of(draft.text).split())) <= most
    }


def _header(draft: StatementDraft) -> str:
    who = draft.delegation.name if draft.delegation else draft.speaker.name
    return headed(who, draft.topic, draft.date)


def _some(header: str, text: str, chance: random.Random) -> ReadPassage:
    """Sentences side by side, under the header or, half of the time, without it."""
    sentences = [span.of(text) for span in split_sentences(text)]
    count = chance.randint(1, MOST)
    start = chance.randrange(max(1, len(sentences) - count + 1))
    return joined(header if chance.random() < 0.5 else "", sentences[start : start + count])


def claims_in(sentences: Iterable[str], chance: random.Random) -> list[str]:
    """Sentences that demand or deny something in nobody's name, half of them the other way round."""
    found = sorted(one for one in sentences if len(one) <= LONGEST and len(MODAL.findall(one)) == 1)
    alone = [one for one in found if not LEANING.search(one)]
    drawn = chance.sample(alone, min(DEMANDS, len(alone)))
    return [MODAL.sub(_turned, one) if chance.random() < 0.5 else one for one in drawn]


def _turned(found: re.Match[str]) -> str:
    return REVERSED[found[0]]


def asked_in(rows: Rows, sentences: Iterable[str], chance: random.Random) -> list[tuple[Head, str]]:
    """The field's claims and those of the records, some as a question for whoever says so."""
    field = [claim for row in rows.claims if not held_back(row.file) for claim in (row.supports, row.opposes)]
    claims = [*field, *claims_in(sentences, chance)]
    questions = chance.sample(claims, len(claims) // 4)
    return [
        *(("stance", claim) for claim in claims),
        *(("answer", chance.choice(SAYS).format(inside(claim))) for claim in questions),
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
