"""Names as of the day, speakers of the general debate, and what people type for days and meetings."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from api.schemas import Filters
from index.model import Source, Speaker, StatementRef
from index.readers.statement import Known, draft_of
from index.readers.walk import read_paths
from index.speakers.delegations import load_delegations
from index.text.symbols import meeting_number, symbol_number
from rag.citation.parts import author_name
from tests.golden import golden


@golden("names_of_the_day.tsv")
def test_a_state_is_cited_by_its_name_of_the_day(code: str, date: str, printed: str, name: str) -> None:
    """And found under all its names, for the code stays the same."""
    line = f"Mr. A ({printed}): " if printed else ""
    draft = draft_of(f"{line}We want peace.", Known("Mr. A", code, date=date))
    assert draft.delegation is not None
    assert (draft.delegation.code, draft.delegation.name) == (code, name)
    found = load_delegations().resolve(name)
    assert found is not None
    assert found.code == code


def test_a_speakers_name_is_never_corrected() -> None:
    """A slip of the source is shown as in the source."""
    assert draft_of("Mr. Jiirgenson (Estonia): We agree.", Known()).speaker.name == "Mr. Jiirgenson"


ROWS = [
    ["Year", "Session", "ISO Code", "Country", "Name of Person Speaking", "Post", None],
    [2020, 75, "SVN", "Slovenia", "Mr. Borut Pahor", "President", None],
    [2020, 75, "FJI", "Fiji", "Mr. A", "Prime Minister", None],
    [2020, 75, "FJI", "Fiji", "Mr. B", "Minister", None],
    [1970, 25, "TUR", "Turkey", "Mr. CAGLAYANGIL", None, None],
    [2020, 75, "PER", "Peru", None, None, None],
]
ORATORS = [
    ("SVN_75_2020", "Mr. Borut Pahor", "President"),
    ("FJI_75_2020", None, None),  # two rows: which it was is not known
    ("TUR_25_1970", "Mr. CAGLAYANGIL", None),
    ("PER_75_2020", None, None),
    ("NOR_75_2020", None, None),
    ("SVN_77_2022", None, None),
]


def written(suffix: str) -> bytes:
    if suffix == ".csv":
        return "\n".join(",".join(str(cell or "") for cell in row) for row in ROWS).encode()
    import openpyxl

    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(("name", "speaker", "post"), ORATORS)
def test_speaker_and_post_come_from_the_corpus_table(
    tmp_path: Path, suffix: str, name: str, speaker: str | None, post: str | None
) -> None:
    """As the table has them, and nothing where it has none or two."""
    (tmp_path / f"Speakers_by_session{suffix}").write_bytes(written(suffix))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{name}.txt").write_text("We want peace for all the peoples.")
    (draft,) = (draft for read in read_paths([tmp_path]) for draft in getattr(read, "drafts", ()))
    assert (draft.speaker.name, draft.speaker.role, draft.capacity) == (speaker, post, "national")


def test_a_comma_behind_a_name_is_none_of_it(tmp_path: Path) -> None:
    """Tables made from "A B, Minister" keep it."""
    rows = 'Session;ISO Code;Name of Person Speaking;Post\n75;SVN;"Borut Pahor,";President\n'
    (tmp_path / "Speakers_by_session.csv").write_text(rows)
    (tmp_path / "SVN_75_2020.txt").write_text("We want peace.")
    (draft,) = (draft for read in read_paths([tmp_path]) for draft in getattr(read, "drafts", ()))
    assert (draft.speaker.name, draft.speaker.role) == ("Borut Pahor", "President")


def test_a_damaged_table_is_named_and_costs_no_text(tmp_path: Path) -> None:
    """The texts are read as if it were not there."""
    (tmp_path / "Speakers_by_session.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "SVN_75_2020.txt").write_text("We want peace.")
    outcomes = list(read_paths([tmp_path]))
    assert [hasattr(one, "drafts") for one in outcomes if "SVN" in one.path] == [True]
    assert any("workbook" in getattr(one, "reason", "") for one in outcomes)


def test_running_heads_give_symbol_and_day(tmp_path: Path) -> None:
    """Only where all heads say the same, of the session in the name."""
    (tmp_path / "SVN_70_2015.txt").write_text("We want peace.\nA/70/PV.15 28/09/2015\nWe want it now.\n")
    (draft,) = (draft for read in read_paths([tmp_path]) for draft in getattr(read, "drafts", ()))
    assert (draft.meeting, draft.date) == ("A/70/PV.15", "2015-09-28")


DAYS = [
    ("2020", "2020-01-01", "2020-12-31"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2019-02", "2019-02-01", "2019-02-28"),
    ("2020-05-27", "2020-05-27", "2020-05-27"),
    (" 2021 ", "2021-01-01", "2021-12-31"),
    ("1999-12", "1999-12-01", "1999-12-31"),
]


@pytest.mark.parametrize(("typed", "first", "last"), DAYS)
def test_a_year_is_its_first_or_last_day(typed: str, first: str, last: str) -> None:
    """ "--since 2020 --until 2020" is the whole of 2020."""
    filters = Filters(since=typed, until=typed)
    assert (filters.since, filters.until) == (first, last)


@pytest.mark.parametrize("typed", ["2020-13", "0000-01", "20", "next year", "2020-5"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    """Never read as another."""
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        Filters(since=typed)


@pytest.mark.parametrize("typed", ["8699", "PV8699", "pv.8699", "PV 8699", "8699th meeting", "meeting 8699"])
def test_a_meeting_is_known_by_its_number(typed: str) -> None:
    """As people type it; a whole symbol is no number."""
    assert meeting_number(typed) == symbol_number("S/PV.8699 (Resumption 1)") == 8699
    assert meeting_number("S/PV.8699") is None


AUTHORS = [
    ("Mr. Umarov", "Umarov"),
    ("Mrs. DiCarlo", "DiCarlo"),
    ("H.E. Mr. Kairat Umarov", "Kairat Umarov"),
    ("His Excellency Dr. Ali", "Ali"),
    ("King Philippe", "King Philippe"),
    ("Mr.", "Mr."),
    ("Drita Hoxha", "Drita Hoxha"),
]


@pytest.mark.parametrize(("name", "author"), AUTHORS)
def test_author_fields_have_no_honorifics(name: str, author: str) -> None:
    """What is a rank or part of the name stays."""
    source = Source("c", "a.txt", "0" * 64)
    ref = StatementRef("1", Speaker(name), None, "national", None, None, None, None, None, source)
    assert author_name(ref) == author
