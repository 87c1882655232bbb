"""The quotation check at full size: a folder of records, spoilt and true quotations, time per check.

In: `python -m tests.bench_quotes [DATA] [GOLD/quotes.jsonl] [--each N] [--passages N]`. Out: a table.
The records are filled up with shuffled word runs of their own until there are N passages of a hundred words.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import replace
from pathlib import Path

from index.ids import statement_id
from index.ingest.drafting import ref_of
from index.model import Span, Statement, StatementDraft
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from index.store.sources import Location
from rag.evaluation.quote_mutations import cuts, mutants
from rag.evaluation.quotes import MutantResult, by_kind, check_mutants, check_rows, read_quote_rows
from rag.quotation.check import QuoteChecker
from tests.made_records import SEEDS
from tests.quote_corpus import MemoryCorpus


def main() -> None:
    options = _options()
    statements = _read(options.data)
    filled = [*statements, *_filler(statements, options.passages * 100)]
    checker = QuoteChecker(MemoryCorpus(filled), load_delegations())
    begun = time.process_time()
    checker.check("These words bring the index about.")
    words = sum(len(statement.text.split()) for statement in filled)
    print(f"{len(filled)} statements, {words} words; index {time.process_time() - begun:.1f} s")
    results = check_mutants(mutants(statements, options.seed, options.each), checker)
    for kind, (right, of) in by_kind(results).items():
        print(f"{kind:24} {right:5} of {of}")
    _report_cuts(check_mutants(cuts(statements, options.seed, options.cuts, options.cuts), checker))
    took = sorted(result.took_ms for result in results)
    print(f"median {statistics.median(took):.1f} ms, 95 % under {took[len(took) * 95 // 100]:.1f} ms")
    if options.gold:
        rows = check_rows(read_quote_rows(options.gold), checker, lambda one, other: one == other)
        print(f"gold {sum(row.right for row in rows)} of {len(rows)}")


def _report_cuts(results: list[MutantResult]) -> None:
    """Quotations turned by a cut or a bracket that passed, and fair ones called altered, each listed."""
    for kind, (right, of) in by_kind(results).items():
        print(f"{kind:24} {right:5} of {of}")
    for fair, told in ((False, "turned and passed"), (True, "fair and called altered")):
        of_kind = [result for result in results if result.mutant.true is fair]
        wrong = [result for result in of_kind if not result.right]
        print(f"{told}: {len(wrong)} of {len(of_kind)}")
        for result in wrong:
            print(f"  {result.mutant.kind}: {result.mutant.quote}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path, nargs="?", default=SEEDS)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--each", type=int, default=85)
    parser.add_argument("--cuts", type=int, default=80)
    parser.add_argument("--passages", type=int, default=0)
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args()


def _read(folder: Path) -> list[Statement]:
    outcomes = (outcome for outcome in read_paths([folder]) if isinstance(outcome, ReadFile))
    return [_statement(draft, outcome) for outcome in outcomes for draft in outcome.drafts]


def _statement(draft: StatementDraft, file: ReadFile) -> Statement:
    at = Location("bench", file.path, file.path, "", file.sha256)
    ref = ref_of(draft, at, statement_id("bench", file.path, draft.key))
    return Statement(ref, draft.text, draft.paragraphs, split_sentences(draft.text), (), ())


def _filler(statements: list[Statement], words: int) -> list[Statement]:
    rng = random.Random(3)
    pool = [word for statement in statements for word in statement.text.split()]
    missing = words - len(pool)
    made: list[Statement] = []
    while missing > 0:
        model = rng.choice(statements)
        size = max(50, len(model.text.split()))
        runs = (rng.randrange(len(pool) - 8) for _ in range(size // 6))
        text = " ".join(word for at in runs for word in pool[at : at + 6])
        ref = replace(model.ref, id=f"{model.ref.id}-{len(made)}")
        made.append(Statement(ref, text, (), (Span(0, len(text)),), (), ()))
        missing -= size
    return made


if __name__ == "__main__":
    main()
