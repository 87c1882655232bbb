"""Odd tables and archives: what is refused by name, and what is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import UnreadableRecord
from index.readers.base import ReadFile, Skipped
from index.readers.rows import RowsReader
from index.readers.walk import read_uploads
from tests.read_files import read


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("a.csv", "speaker,date,text\nA,04/05/2023,Hi.", "line 2 .*two days"),
        ("a.csv", "speaker,date,text\nA,4.5.2023,Hi.", "line 2 .*two days"),
        ("a.csv", "speaker,date,text\nA,04-05-2023,Hi.", "line 2 .*two days"),
        ("a.csv", "speaker,date,text\nA,1/12/1999,Hi.", "line 2 .*two days"),
        ("a.csv", "speaker,date,text\nA,4/5/23,Hi.", "line 2 .*not a date"),
        ("a.csv", "speaker,date,text\nA,13/13/2023,Hi.", "line 2 .*not a date"),
        ("a.csv", "date ,Date,speaker,text\n2023,2020,A,Hi.", "line 1 .*'date' twice"),
        ("a.csv", "symbol,meeting,speaker,text\nS/PV.1,S/PV.2,A,Hi.", "line 1 .*'meeting' twice"),
        ("a.csv", "speaker,date,date,text\nA,2023,2020,Hi.", "line 1 .*'date' twice"),
        ("a.csv", "speaker,country,delegation,text\nA,Peru,Chile,Hi.", "line 1 .*'delegation' twice"),
        ("a.csv", "delegation,text\nNA,Hi.", "line 2 .*neither speaker nor delegation"),
        ("a.jsonl", '{"speaker": "A", "speaker": "B", "text": "Hi."}', "line 1 .*'speaker' twice"),
        ("a.csv", "speaker,date,text\nA,27-May-20,Hi.", "line 2 .*not a date"),
        ("a.jsonl", '{"speaker": "A", "text": "Hi \\ud83d there."}', "line 1 .*half a character"),
    ],
)
def test_odd_rows_are_refused_by_name(name: str, rows: str, told: str) -> None:
    with pytest.raises(UnreadableRecord, match=told):
        read(RowsReader(), name, rows)


@pytest.mark.parametrize("nothing", ["NA", "n/a", "NaN", "null", "None", "-"])
def test_nothing_is_no_delegation(nothing: str) -> None:
    (draft,) = read(
        RowsReader(), "a.csv", f"sep=;\r\nspeaker;delegation;date;text\r\nA;{nothing};13/05/2023;Hi."
    )
    assert (draft.delegation, draft.date) == (None, "2023-05-13")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("13/05/2023", "2023-05-13"),
        ("05/13/2023", "2023-05-13"),
        ("31.12.2023", "2023-12-31"),
        ("4-4-2023", "2023-04-04"),
        ("2023/05/04", "2023-05-04"),
        ("2023-05-04", "2023-05-04"),
        ("4 May 2023", "2023-05-04"),
        ("20230504", "2023-05-04"),
        ("4-May-2023", "2023-05-04"),
    ],
)
def test_a_day_that_can_be_only_one_is_read(cell: str, day: str) -> None:
    (draft,) = read(RowsReader(), "a.csv", f"speaker,date,text\nA,{cell},Hi.")
    assert draft.date == day


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "sep=|\n", "sep=\t\n", "sep=^\n"])
def test_a_first_line_may_name_the_separator(first: str) -> None:
    mark = first.strip('"\r\n').lower().removeprefix("sep=")
    rows = "speaker,text\nA,Hi there; you.\n".replace(",", mark) if mark != ";" else "speaker;text\nA;Hi.\n"
    (draft,) = read(RowsReader(), "a.csv", first + rows)
    assert (draft.speaker.name, draft.text[:2]) == ("A", "Hi")


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    (draft,) = read(RowsReader(), "a.jsonl", '{"speaker": "A", "text": "Hi \\ud83d\\ude00."}')
    assert draft.text == "Hi \U0001f600."


@pytest.mark.parametrize("name", ["", ".", "./", "../x.txt", "c:/x.txt", "/x.txt"])
def test_a_member_with_an_odd_name_is_its_own_fault(name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "odd")
        archive.writestr("b.txt", "Mr. Umarov (Kazakhstan): We act.")
    outcomes = list(read_uploads({"a.zip": buffer.getvalue()}))
    assert [type(one) for one in outcomes if isinstance(one, ReadFile)] == [ReadFile]
    assert all(isinstance(one, ReadFile | Skipped) for one in outcomes)
