"""Fits what weighs sentences and what judges answerability: `python -m api.fit_judge GOLD DATA INDEX [OUT]`.

In: a gold folder, its data, the data directory that `onrecord eval` was run with. Out: held-out figures on
stdout and, where a folder is named, the models as `rag/data/answering.tsv` and `refusal.tsv` have them. Run
it when retrieval, the embedder or the reader changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from api import wiring
from api.evaluate import FOLDER, fresh
from api.settings import Settings
from index.model import Filters
from index.search.candidates import Searcher
from index.speakers.delegations import load_delegations
from index.vectors.vector_store import ScannedVectors
from rag.answer.focus import Focuser
from rag.answer.list_judge import MODELS, ListJudge
from rag.answer.listing import CLAIMS, MENTIONS, REWORDED
from rag.answer.lists import Lister
from rag.answer.measured import UNREAD_NAMES
from rag.answer.readings import FirstPassages
from rag.answer.support import Assessor
from rag.answer.weigh import Weigher
from rag.evaluation import train_answering, train_refusal
from rag.evaluation.asked import MENTIONING, read_asked
from rag.evaluation.bench import Bench
from rag.evaluation.gold import read_questions
from rag.evaluation.lists import read_issues
from rag.evaluation.questions import places
from rag.evaluation.train_answering import LATER, Weighing, judged, listed_rows, rows_of
from rag.evaluation.train_listing import asked_rows, issue_rows
from rag.evaluation.train_refusal import Evidence, Example
from rag.question.corpus import FactsCache
from rag.question.model import Query
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.ranking.retrieval import Retriever
from rag.reader.careful import packaged_reader

Understood = Callable[[str], Query]


def main(gold: Path, data: Path, index: Path, out: Path | None) -> None:
    """Fits both; writes them where `out` is a folder."""
    settings = Settings(data_dir=index / FOLDER)
    embedder, delegations, reader = wiring.make_embedder(settings), load_delegations(), packaged_reader()
    with closing(wiring.open_store(settings.record, embedder, create=False)) as store:
        vectors = ScannedVectors()
        lookup = PassageLookup(store).fetch
        retriever, focuser = Retriever(Searcher(store, vectors), store, embedder), Focuser(embedder, store)
        passages = FirstPassages(reader, lookup)
        facts, questions = FactsCache(store).facts(), QuestionReader(QuestionNetwork())

        def understood(question: str) -> Query:
            return understand(question, Filters(), facts, delegations, questions)

        weighing = Weighing(understood, retriever, focuser, passages, Weigher(embedder.count_tokens, lookup))
        lister = Lister(weighing.weigher, ListJudge(weighing.weigher, reader, focuser))
        written = {"answering.tsv": _answering(weighing, lister)}
        evidence = Evidence(retriever, focuser, Assessor(embedder.count_tokens, lookup), passages)
        bench = Bench(
            gold,
            data,
            wiring.assemble(store, vectors, embedder, reader, questions=questions),
            embedder,
            delegations,
            fresh(embedder),
        )
        rows = [*_field(understood, evidence), *_gold(bench, understood, evidence)]
        print(f"{len(rows)} examples; {train_refusal.report(rows)}")
        written["refusal.tsv"] = train_refusal.table(rows)
    if out is not None:
        for name, table in written.items():
            (out / name).write_text(table, encoding="utf-8")


def _answering(weighing: Weighing, lister: Lister) -> str:
    asked = [*judged(), *judged(LATER, unseen=True)]
    answers = [row for one in asked if one.kind == "qa" for row in rows_of(one, weighing)]
    lists = [row for one in asked if one.kind == "stance" for row in rows_of(one, weighing)]
    issues = [issue for issue in read_issues(train_answering.LISTS) if not issue.held]
    lists += [row for issue in issues for row in listed_rows(issue, weighing)]
    print(train_answering.report("read", [row for row in answers if row.unseen]))
    print(train_answering.report("unread", answers, len(UNREAD_NAMES)))
    print(train_answering.report("listed", lists))
    found = [told for issue in issues for told in issue_rows(issue, weighing, lister)]
    narrow = [issue for issue in read_issues(train_answering.NARROW) if not issue.held]
    more = [told for issue in narrow for told in issue_rows(issue, weighing, lister)]
    found += [told for told in more if told.model not in (MENTIONS, REWORDED)]
    found += asked_rows(weighing, lister, read_asked(), CLAIMS)
    found += asked_rows(weighing, lister, read_asked(MENTIONING), MENTIONS)
    told = {name: [one.row for one in found if one.model == name] for name in MODELS}
    for name, rows in told.items():
        print(train_answering.report(name, rows))
    return train_answering.tables(answers, lists, told)


def _field(understood: Understood, evidence: Evidence) -> Iterator[Example]:
    """The judged questions that the reader never learnt from."""
    for asked in judged():
        if asked.kind == "qa" and asked.unseen:
            yield train_refusal.field_example(asked, understood(asked.text), evidence)


def _gold(bench: Bench, understood: Understood, evidence: Evidence) -> Iterator[Example]:
    """Every example that the gold questions give over the index."""
    for question in read_questions(bench.gold / "questions.jsonl"):
        copies = {answer.file: bench.copies(answer.file) for answer in question.answers}
        gold_places = places(question, copies, bench.delegations.resolve)
        yield from train_refusal.examples(question, gold_places, understood(question.question), evidence)


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    if len(given) not in (3, 4):
        sys.exit("Usage: python -m api.fit_judge GOLD DATA INDEX [OUT]")
    main(given[0], given[1], given[2], given[3] if len(given) == 4 else None)
