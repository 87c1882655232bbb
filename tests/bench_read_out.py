"""Every sentence of a folder of records that stands inside marks: is it offered as the speaker's own?

In: `python -m tests.bench_read_out DATA...`. Out: counts, and each sentence that would be offered, with what
leads up to it. Marks are read here by the nearest of each make, without the house's own reader.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from index.model import Span, StatementDraft
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.sentences import split_sentences
from rag.discourse.read_out import mostly, quoted_words

PAIR = re.compile(r"“[^“”]{12,}”|«[^«»]{12,}»|(?<![\w\"])\"(?=\w)[^\"\n]{12,}\"(?!\w)")
LEAD = 90


def inside_marks(text: str) -> Iterator[Span]:
    """Sentences wholly inside a pair of marks, of more than three words."""
    pairs = [found.span() for found in PAIR.finditer(text)]
    for sentence in split_sentences(text) if pairs else ():
        within = any(start <= sentence.start and sentence.end <= end for start, end in pairs)
        if within and len(sentence.of(text).split()) > 3:
            yield sentence


def offered(draft: StatementDraft) -> Iterator[tuple[Span, bool]]:
    """Each such sentence, and whether it would be offered as the speaker's own."""
    quoted = quoted_words(draft.text, [paragraph.span for paragraph in draft.paragraphs])
    for sentence in inside_marks(draft.text):
        yield sentence, mostly(draft.text, sentence, quoted) is None


def main() -> None:
    statements = inside = own = 0
    for outcome in read_paths([Path(path) for path in sys.argv[1:]]):
        for draft in outcome.drafts if isinstance(outcome, ReadFile) else ():
            statements += 1
            for sentence, as_own in offered(draft):
                inside += 1
                own += as_own
                if as_own:
                    lead = " ".join(draft.text[max(0, sentence.start - LEAD) : sentence.start].split())
                    print(f"{outcome.path}: …{lead} >>{' '.join(sentence.of(draft.text).split())[:160]}<<")
    print(f"{statements} statements, {inside} sentences inside marks, {own} told as the speaker's own")


if __name__ == "__main__":
    main()
