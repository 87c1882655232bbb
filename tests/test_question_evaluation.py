"""The evaluation of interpretation: what counts as right, wrong, missed and costly."""

from __future__ import annotations

import json
from pathlib import Path

from index.model import Filters, Source, Speaker, StatementRef
from index.speakers.delegations import load_delegations
from rag.evaluation.interpretation import admits, costly, figures, judge_interpretation

TABLE = load_delegations()


def ref(code: str, date: str | None, name: str = "Mr. Skoog") -> StatementRef:
    speaker, source = Speaker(name), Source("sample", f"{code}.txt", "0")
    delegation = TABLE.by_code(code)
    return StatementRef(code, speaker, delegation, "national", "S/PV.1", date, None, None, None, source)


def test_right_missed_and_costly_are_counted(tmp_path: Path) -> None:
    """A named delegation found is right; one not found is missed; a shut-out answer is costly."""
    answer = {"file": "NOR.txt", "country": "Norway", "speaker": None, "quote": "x"}
    rows = [
        {"id": "a", "question": "Norway on mines", "filters": {"country": "Norway"}, "answers": [answer]},
        {"id": "b", "question": "mines in the north", "filters": {"country": "Sweden"}, "answers": []},
        {"id": "c", "question": "What did Sweden say about mines?", "filters": None, "answers": [answer]},
    ]  # fmt: skip
    gold = tmp_path / "questions.jsonl"
    gold.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    statements = {"NOR.txt": ref("NOR", "2020-05-27"), "SWE.txt": ref("SWE", "2020")}
    judged = judge_interpretation(gold, statements, TABLE)
    delegation = figures(judged)[0]
    assert (delegation.right, delegation.wrong, delegation.missed) == (1, 1, 1)
    assert [row.id for row in costly(judged)] == ["c"]


def test_filters_admit_as_the_search_does() -> None:
    """A reduced date overlaps, an unknown date never satisfies a date filter, names match by words."""
    year = Filters(since="2020-05-01", until="2020-05-31")
    assert admits(year, ref("SWE", "2020"))
    assert not admits(year, ref("SWE", None))
    assert admits(Filters(speakers=("Mr. Skoog",)), ref("SWE", None, "Mr. Olof Skoog"))
    assert not admits(Filters(delegations=("NOR",)), ref("SWE", None))
