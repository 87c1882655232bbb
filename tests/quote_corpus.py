"""A corpus of statements held in memory, and the thirteen real ones the quotation tests run on."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from index.model import Delegation, Paragraph, Source, Span, Speaker, Statement, StatementRef
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from rag.quotation.check import QuoteChecker

DATA = Path(__file__).parent / "data" / "quotes" / "statements.jsonl"


class MemoryCorpus:
    """`QuoteCorpus` over statements that tests may add and remove."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._held: dict[str, Statement] = {}
        self._changes = 0
        for statement in statements:
            self.put(statement)

    def put(self, statement: Statement) -> None:
        self._held[statement.ref.id] = statement
        self._changes += 1

    def remove(self, id: str) -> None:
        del self._held[id]
        self._changes += 1

    @property
    def state(self) -> Hashable:
        return self._changes

    def marks(self) -> Mapping[str, str]:
        return {id: statement.text for id, statement in self._held.items()}

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {id: self._held[id].text for id in ids if id in self._held}

    def refs(self, ids: Sequence[str]) -> Mapping[str, StatementRef]:
        return {id: self._held[id].ref for id in ids if id in self._held}

    def statement(self, id: str) -> Statement:
        return self._held[id]


def statement(
    text: str,
    id: str = "s1",
    speaker: str | None = None,
    delegation: tuple[str, str] | None = None,
    meeting: str | None = None,
    **fields: object,
) -> Statement:
    ref = StatementRef(
        id=id,
        speaker=Speaker(speaker),
        delegation=Delegation(*delegation) if delegation else None,
        capacity="national",
        meeting=meeting,
        date=None,
        topic=None,
        organ=None,
        language=None,
        source=Source("test", str(fields.pop("path", f"{id}.txt")), "00"),
        on_behalf_of=fields.pop("on_behalf_of", None),  # type: ignore[arg-type]
    )
    paragraphs = fields.pop("paragraphs", ())
    assert not fields
    return Statement(ref, text, paragraphs, split_sentences(text), (), ())  # type: ignore[arg-type]


def dated(said: Statement, day: str) -> Statement:
    """The statement as made on an ISO day."""
    return replace(said, ref=replace(said.ref, date=day))


@cache
def real_statements() -> tuple[Statement, ...]:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    return tuple(
        statement(
            row["text"],
            row["file"],
            row["speaker"],
            tuple(row["delegation"]),
            row["meeting"],
            path=row["file"],
            paragraphs=tuple(Paragraph(n, Span(*span)) for n, span in enumerate(row["paragraphs"], start=1)),
        )
        for row in rows
    )


def checker_of_real_statements() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus(real_statements()), load_delegations())
