"""Lists of one debate held against their truth: who is found, who does not belong, who stands on the other
side; and the rows that are kept."""

from __future__ import annotations

from pathlib import Path

from index.model import Filters, Speaker
from index.speakers.delegations import load_delegations
from rag.evaluation.day_lists import KINDS, DayList, DayRow, Shown, day_measures, day_rows, read_day_lists
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement
from tests.small_stores import house_over

KEPT = Path(__file__).parent / "data" / "day-lists" / "day-lists.jsonl"
QUESTION = "Which delegations mentioned hospitals?"
HOSPITALS = "Hospitals must be protected from attacks."


def test_the_kept_lists_are_whole() -> None:
    """Every kind, some truly empty, each question once; nobody is right and on the other side at once."""
    kept = read_day_lists(KEPT)
    assert {one.kind for one in kept} == set(KINDS)
    assert len({one.question for one in kept}) == len(kept) >= 40
    assert sum(not one.truth for one in kept) >= 5
    assert all(one.truth.keys().isdisjoint(one.other) for one in kept)


def test_each_name_is_found_missed_or_out_of_place(tmp_path: Path) -> None:
    """By its delegation, or by the sentence of who speaks for none; what may be counted either way is no
    fault."""
    said = {
        "est": (ESTONIA, "Mr. Jürgenson"),
        "kaz": (KAZAKHSTAN, "Mr. Umarov"),
        "who": (None, "Mr. Lowcock"),
    }
    them = [
        a_statement(id, f"{HOSPITALS} So says {by}.", delegation=state, speaker=Speaker(by))
        for id, (state, by) in said.items()
    ]
    est, kaz, briefer = (one.text for one in them)
    with house_over(tmp_path, *them) as service:
        answer = service.ask(QUESTION, Filters())
        assert answer.counts is not None
        assert answer.counts.statements == len(them)

        def row_of(truth: Shown, perhaps: Shown, other: Shown) -> DayRow:
            asked = DayList("1", "mention", QUESTION, truth, perhaps, other)
            (row,) = day_rows([asked], service, load_delegations())
            return row

        row = row_of({"Estonia": est, "Briefer": briefer, "Norway": "x"}, {"Republic of Kazakhstan": kaz}, {})
        assert (row.wanted, row.found, row.listed, row.off, row.wrong) == (3, 2, 3, 0, 0)
        assert row.missed == ("Norway",)
        row = row_of({"Estonia": est}, {}, {"Kazakhstan": kaz})
        assert (row.found, row.off, row.wrong) == (1, 2, 1)
        assert set(row.named) == {"Kazakhstan", "Mr. Lowcock"}
        empty = row_of({}, {}, {})
        figures = day_measures([row, empty])
        assert figures["mention: found"].mean == 1
        assert figures["all: of those listed not belonging"].mean == 5 / 6
        assert figures["empty where nobody is"].mean == 0
