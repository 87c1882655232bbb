"""Fits how likely a claim is held by what it cites: `python -m rag.evaluation.train_checking [OUT]`.

In: `data/written_training.jsonl`, the parts seen of the other rows written by hand, sentences of the record
with edits made by rule. Out: held-out figures on stdout and, where a folder is named, the models as
`rag/data/checking_weights.tsv` has them. Nothing held back is read. Run it when a check of meaning, the
embedder or the reader changes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.embedding.packaged import PackagedEmbedder
from index.speakers.delegations import load_delegations
from rag.answer.logistic import Floats, Logistic
from rag.evaluation.answer_edits import EDITS, Told, tell
from rag.evaluation.checker import TWINS, read_paraphrases, read_training, read_written
from rag.evaluation.fit_logistic import fit_logistic, folds, lines_of
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from rag.generation.reading import reading_by
from rag.generation.support import MEANINGS, MODELS, TABLE, WORDS, Carried
from rag.reader.careful import packaged_reader

FOLDS = 10
HELD_BACK = "held back"
ALARMS = 0.14
"""Share of honest sentences seen, held out in folds, that may be stopped: it sets the least chance."""
COUNTS = {"record": 0.7, "training": 1.0, "written": 1.5, "twins": 1.5, "paraphrases": 1.5, "swapped": 0.7}
"""What a row of each kind weighs."""
HONEST = ("written", "twins", "paraphrases")
"""The kinds by whose honest sentences the least chance is set."""
BY_RULE = ("negation", "contrary verb", "hedge dropped")
EVERY = 3
"""Of so many sentences of the training rows one is told as it stands, and with edits made by rule."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence: its kind, the passage it is about, whether it is true, and its figures; None where an exact
    check stops it."""

    kind: str
    passage: str
    true: bool
    figures: tuple[float, ...] | None

    @property
    def weighed(self) -> bool:
        """Does its chance decide?"""
        return self.figures is not None and not Carried(*self.figures[len(MEANINGS) : len(WORDS)]).decides


@dataclass(frozen=True, slots=True)
class Given:
    kind: str
    text: str
    cited: tuple[Cited, ...]
    true: bool


def given_rows(rng: random.Random) -> Iterator[Given]:
    """Every sentence that is learnt from, each once; none on a passage that is held back in any file."""
    held = {one.text for one in _held_back()}
    for one in _given(rng):
        if not any(cited.text in held for cited in one.cited):
            yield one


def _held_back() -> Iterator[Cited]:
    for one in (*read_written(), *read_written(TWINS)):
        yield from one.cited if one.part == HELD_BACK else ()
    yield from (one.cited for one in read_paraphrases() if one.part == HELD_BACK)


def _given(rng: random.Random) -> Iterator[Given]:
    training = read_training()
    seen = [one for one in read_written() if one.part == "seen"]
    twins = [one for one in read_written(TWINS) if one.part == "seen"]
    found: dict[tuple[str, str], Given] = {}
    for kind, rows in (("training", training), ("written", seen), ("twins", twins)):
        for one in rows:
            for text, true in ((one.text, True), (one.false, False)):
                found.setdefault((text, one.cited[0].text), Given(kind, text, one.cited, true))
    yield from found.values()
    yield from _told(list(dict.fromkeys(one.cited[0] for one in training))[::EVERY], rng)
    paraphrases = [one for one in read_paraphrases() if one.part == "seen"]
    for paraphrase in paraphrases:
        yield Given("paraphrases", paraphrase.text, (paraphrase.cited,), True)
    honest = {one.cited[0].text: (one.text, one.cited[0]) for one in training}
    yield from _swapped(list(honest.values()), rng)


def _swapped(told: Sequence[tuple[str, Cited]], rng: random.Random) -> Iterator[Given]:
    """Honest sentences held to another sentence as if the same speaker had said it on the same topic, so that
    neither names nor the header tell."""
    for text, own in told:
        other = rng.choice(told)[1]
        if other.text != own.text:
            yield Given("swapped", text, (replace(other, ref=own.ref),), False)


def _told(sentences: Sequence[Cited], rng: random.Random) -> Iterator[Given]:
    """Sentences of the record told as they stand, and with each edit by rule that they allow."""
    for one in sentences:
        text, begins = tell(one.text, one.ref)
        yield Given("record", text, (one,), True)
        for kind in BY_RULE:
            false = EDITS[kind](Told(text, one.ref, one.ref, begins), rng)
            if false is not None and false != text:
                yield Given("record", false, (one,), False)


def rows_of(checker: SentenceChecker, given: Sequence[Given]) -> list[Row]:
    return [Row(one.kind, one.cited[0].text, one.true, checker.figures(one.text, one.cited)) for one in given]


def fit(rows: Sequence[Row], width: int) -> Logistic:
    """The model of the first `width` figures; true and false rows weigh the same in all."""
    weighed = [row for row in rows if row.figures is not None]
    true = np.array([row.true for row in weighed], float)
    counts = np.array([COUNTS[row.kind] for row in weighed])
    counts = np.where(true == 1, counts * counts[true == 0].sum() / counts[true == 1].sum(), counts)
    return fit_logistic(_figures(weighed, width), true, counts)


def held_out(rows: Sequence[Row], width: int) -> Floats:
    """The chance of each row by a model that saw nothing of its passage; 0 for what is stopped unweighed."""
    chances = np.zeros(len(rows))
    for held in folds([row.passage for row in rows], FOLDS):
        model = fit([row for row in rows if row.passage not in held], width)
        places = [at for at, row in enumerate(rows) if row.passage in held and row.weighed]
        if places:
            chances[places] = model.chances(_figures([rows[at] for at in places], width))
    return chances


def least_chance(rows: Sequence[Row], chances: Floats) -> float:
    """The chance below which the share `ALARMS` of honest sentences lies."""
    honest = [chance for row, chance in zip(rows, chances, strict=True) if row.true and row.kind in HONEST]
    return round(float(np.quantile(honest, ALARMS)), 3)


def report(name: str, rows: Sequence[Row], chances: Floats, least: float) -> str:
    """Caught and false alarms by kind, held out."""
    lines = [f"{name}, least chance {least}"]
    for kind in COUNTS:
        shares = []
        for true in (False, True):
            own = [
                c < least
                for row, c in zip(rows, chances, strict=True)
                if (row.kind, row.true) == (kind, true)
            ]
            shares.append(f"{np.mean(own):.2f} of {len(own)}" if own else "none")
        lines.append(f"  {kind}: caught {shares[0]}, false alarms {shares[1]}")
    return "\n".join(lines)


def table(rows: Sequence[Row]) -> str:
    """Both models as lines, with their least chances; tells the held-out figures."""
    lines = ["model\tname\tcentre\tscale\tweight"]
    for name, names in MODELS.items():
        chances = held_out(rows, len(names))
        least = least_chance(rows, chances)
        print(report(name, rows, chances, least))
        lines += [f"{name}\t{line}" for line in lines_of(fit(rows, len(names)), names)]
        lines.append(f"{name}\tthreshold\t0\t1\t{least}")
    return "\n".join([*lines, ""])


def _figures(rows: Sequence[Row], width: int) -> Floats:
    return np.array([row.figures[:width] for row in rows if row.figures is not None])


def main(out: Path | None) -> None:
    reading = reading_by(PackagedEmbedder(), packaged_reader())
    checker = SentenceChecker(load_delegations(), reading)
    made = table(rows_of(checker, list(given_rows(random.Random(0)))))
    if out is not None:
        (out / TABLE).write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
