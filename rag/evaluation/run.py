"""The whole evaluation: sections measured one after another, and the table they make.

In: a `Bench`. Out: `Measured` sections; as text for a terminal, as Markdown for docs/quality.md, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, is_dataclass

from index.errors import InvalidInput
from rag.evaluation.bench import Bench
from rag.evaluation.sections import SECTIONS, Measured, measure


def evaluate(
    bench: Bench, only: Sequence[str] = (), told: Callable[[str], None] = lambda _: None
) -> tuple[Measured, ...]:
    """Every section whose set is present (or those named in `only`); raises InvalidInput for none."""
    unknown = set(only) - {section.name for section in SECTIONS}
    if unknown:
        names = ", ".join(section.name for section in SECTIONS)
        raise InvalidInput(f"There is no section {sorted(unknown)[0]!r}; the sections are {names}.")
    chosen = [section for section in SECTIONS if not only or section.name in only]
    present = [section for section in chosen if section.present(bench)]
    if not present:
        raise InvalidInput(
            f"Neither {bench.gold} nor {bench.data} holds a set to measure on; check both paths."
        )
    measured = []
    for section in present:
        told(f"Measuring {section.name}")
        measured.append(measure(section, bench))
    return tuple(measured)


def as_markdown(measured: Sequence[Measured]) -> str:
    """One table: section, measure, figure with its interval, rows."""
    lines = ["| section | measure | figure | 95 % interval | rows |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *_rows(measured)]) + "\n"


def as_json(measured: Sequence[Measured]) -> str:
    """Figures and rows of every section."""
    return json.dumps(
        [
            {
                "section": section.name,
                "seconds": round(section.seconds, 1),
                "figures": {name: asdict(figure) for name, figure in section.figures.items()},
                "rows": [
                    asdict(row) for row in section.rows if is_dataclass(row) and not isinstance(row, type)
                ],
            }
            for section in measured
        ],
        ensure_ascii=False,
    )


def _rows(measured: Sequence[Measured]) -> Iterator[str]:
    for section in measured:
        for name, figure in section.figures.items():
            interval = f"{figure.low:.2f} - {figure.high:.2f}" if figure.low < figure.high else ""
            yield f"| {section.name} | {name} | {figure.mean:.2f} | {interval} | {figure.count} |"
