"""How well the checker of answers tells true sentences from false ones.

In: statements on record, the paraphrases of `data/paraphrases.jsonl`, a checker. Out: rows first, shares
after: caught among sentences with one edit (by kind), false alarms among unedited ones, and those that vanish
among sentences whose citation was swapped. `data/written_edits.jsonl` holds edits that no rule makes, written
by hand before the checks of their kinds were; `data/written_twins.jsonl` has freer rewordings of others,
each with a false twin, written later, to see what the checks are worth on wordings they were not made from.
What is marked "held back" was never looked at while the checker was made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from index.model import Delegation, Source, Span, Speaker, Statement, StatementRef
from rag.evaluation.answer_edits import EDITS, Told, tell
from rag.evaluation.bench import Bench, paths_of
from rag.evaluation.gold import json_lines
from rag.evaluation.measures import Estimate, estimate
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited, Verdict
from rag.generation.reading import reading_by
from rag.generation.record import cited_sentence
from rag.reader.careful import packaged_reader

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.jsonl"
WRITTEN = Path(__file__).parent / "data" / "written_edits.jsonl"
TWINS = Path(__file__).parent / "data" / "written_twins.jsonl"
TRAINING = Path(__file__).parent / "data" / "written_training.jsonl"
EACH = 143
"""Sentences with an edit of each kind: a thousand in all."""
SWAPPED = 200
TRIES = 60
"""Sentences looked at for each that holds what is to be edited."""
WORDS = range(8, 46)
EXACT = ("number", "speaker", "delegation", "date", "negation")
"""Kinds of which the checker promises most: numbers, names, dates and negations."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A sentence checked: `kind` is the edit, "true" for none, "swapped" for another's citation."""

    source: str
    kind: str
    sentence: str
    verdict: Verdict

    @property
    def stopped(self) -> bool:
        return self.verdict != "supported"


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """An honest rewording of a sentence on record; `part` says whether it was seen or held back."""

    part: str
    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class WrittenEdit:
    """An honest rewording, and the same with one thing made false by hand."""

    part: str
    kind: str
    text: str
    false: str
    cited: tuple[Cited, ...]


def read_written(path: Path = WRITTEN) -> tuple[WrittenEdit, ...]:
    return tuple(
        WrittenEdit(
            row["part"], row["kind"], row["paraphrase"], row["edited"], tuple(map(_cited, row["cited"]))
        )
        for row in json_lines(path)
    )


def read_training(path: Path = TRAINING) -> tuple[WrittenEdit, ...]:
    """Rewordings with two false twins each, from which the weights of the checker are fitted."""
    return tuple(
        WrittenEdit("training", "", row["paraphrase"], false, tuple(map(_cited, row["cited"])))
        for row in json_lines(path)
        for false in row["edited"]
    )


def read_paraphrases(path: Path = PARAPHRASES) -> tuple[Paraphrase, ...]:
    return tuple(_paraphrase(row) for row in json_lines(path))


def measure_checker(bench: Bench) -> tuple[Mapping[str, Estimate], Sequence[CheckRow]]:
    """Sentences with one edit, honest paraphrases and swapped citations, told apart or not."""
    checker = SentenceChecker(bench.delegations, reading_by(bench.embedder, packaged_reader()))
    paths = paths_of(bench.service)
    statements = [bench.service.statement(id) for path in sorted(paths) for id in paths[path]]
    own = [statement for statement in statements if not statement.ref.procedural]
    rows = [
        *check_rows(checker, own, read_paraphrases()),
        *written_rows(checker, read_written()),
        *written_rows(checker, read_written(TWINS), "twins"),
    ]
    return check_measures(rows), rows


def check_rows(
    checker: SentenceChecker,
    statements: Sequence[Statement],
    paraphrases: Sequence[Paraphrase],
    seed: int = 0,
) -> list[CheckRow]:
    """Everything checked, in a fixed order for a seed."""
    rng = random.Random(seed)
    told = [statement for statement in statements if statement.ref.delegation and statement.ref.speaker.name]
    rows = [row for kind in EDITS for row in _edited(checker, kind, told, rng)]
    rows += _paraphrased(checker, paraphrases, rng)
    return [*rows, *_swapped(checker, paraphrases, statements, rng)]


def written_rows(
    checker: SentenceChecker, written: Sequence[WrittenEdit], source: str = "written"
) -> list[CheckRow]:
    """Edits made by hand, and the same sentences unedited."""
    told = ((one, kind, text) for one in written for kind, text in (("true", one.text), ("edit", one.false)))
    return [
        CheckRow(f"{source} {one.part}", kind, text, checker.check(text, one.cited).verdict)
        for one, kind, text in told
    ]


def check_measures(rows: Sequence[CheckRow]) -> Mapping[str, Estimate]:
    """Shares by source and kind."""
    figures: dict[str, Estimate] = {}
    edited = [row for row in rows if row.source == "record" and row.kind in EDITS]
    figures["edits caught"] = _share(edited)
    figures["edits of numbers, names, dates, negations caught"] = _share(
        [r for r in edited if r.kind in EXACT]
    )
    honest = [row for row in rows if row.source != "record" and row.kind == "true"]
    figures["unedited rewordings stopped"] = _share(honest)
    figures["unedited rewordings stopped, held back"] = _share(
        [row for row in honest if row.source.endswith(" held back")]
    )
    for source, kind in dict.fromkeys((row.source, row.kind) for row in rows):
        name = {"true": "false alarms", "swapped": "swapped citations vanish"}.get(kind, f"caught, {kind}")
        figures[f"{source}: {name}"] = _share([r for r in rows if (r.source, r.kind) == (source, kind)])
    return figures


def _share(rows: Sequence[CheckRow]) -> Estimate:
    return estimate([float(row.stopped) for row in rows])


def _edited(
    checker: SentenceChecker, kind: str, statements: Sequence[Statement], rng: random.Random
) -> Iterator[CheckRow]:
    """Up to EACH sentences of the record with one edit, and the same unedited."""
    made = 0
    for _ in range(EACH * TRIES):
        if made == EACH or not statements:
            return
        statement, other = rng.choice(statements), rng.choice(statements)
        at = _sentence_of(statement, rng)
        if at is None:
            continue
        cited = cited_sentence(statement, at)
        text, begins = tell(cited.text, statement.ref)
        false = EDITS[kind](Told(text, statement.ref, other.ref, begins), rng)
        if false is not None and false != text:
            made += 1
            yield CheckRow("record", kind, false, checker.check(false, [cited]).verdict)
            yield CheckRow("record", "true", text, checker.check(text, [cited]).verdict)


def _paraphrased(
    checker: SentenceChecker, paraphrases: Sequence[Paraphrase], rng: random.Random
) -> Iterator[CheckRow]:
    """Paraphrases as they are, and with every kind of edit they allow."""
    for one in paraphrases:
        yield CheckRow(_source(one), "true", one.text, checker.check(one.text, [one.cited]).verdict)
        other = rng.choice(paraphrases).cited.ref
        for kind, edit in EDITS.items():
            false = edit(Told(one.text, one.cited.ref, other), rng)
            if false is not None and false != one.text:
                yield CheckRow(_source(one), kind, false, checker.check(false, [one.cited]).verdict)


def _swapped(
    checker: SentenceChecker,
    paraphrases: Sequence[Paraphrase],
    statements: Sequence[Statement],
    rng: random.Random,
) -> Iterator[CheckRow]:
    """True paraphrases held to another sentence: half of the time of the same statement."""
    by_path = {(s.ref.source.path, s.ref.speaker.name, s.ref.date): s for s in statements}
    made = 0
    for number, one in enumerate(islice(cycle(paraphrases), SWAPPED * 2)):
        other = rng.choice(paraphrases).cited
        home = by_path.get((one.cited.ref.source.path, one.cited.ref.speaker.name, one.cited.ref.date))
        if number % 2 and home is not None:
            at = _sentence_of(home, rng)
            other = cited_sentence(home, at) if at is not None else other
        if other.text != one.cited.text and made < SWAPPED:
            made += 1
            yield CheckRow("paraphrases", "swapped", one.text, checker.check(one.text, [other]).verdict)


def _sentence_of(statement: Statement, rng: random.Random) -> int | None:
    long = [
        at for at, span in enumerate(statement.sentences) if len(span.of(statement.text).split()) in WORDS
    ]
    return rng.choice(long) if long else None


def _source(one: Paraphrase) -> str:
    return f"paraphrases {one.part}"


def _paraphrase(row: Any) -> Paraphrase:
    return Paraphrase(row["part"], row["paraphrase"], _cited(row))


def _cited(row: Any) -> Cited:
    ref = StatementRef(
        id=row["file"],
        speaker=Speaker(row["speaker"], row["role"]),
        delegation=Delegation(*row["delegation"]) if row["delegation"] else None,
        capacity=row["capacity"],
        meeting=row["meeting"],
        date=row["date"],
        topic=row["topic"],
        organ=row["organ"],
        language=None,
        source=Source("", row["file"], ""),
        on_behalf_of=row["on_behalf_of"],
    )
    text = row["sentence"]
    alone = Statement(ref, text, (), (Span(0, len(text)),), (), ())
    retold = cited_sentence(alone, 0).retold
    return Cited(ref, text, row["before"], retold)
