"""The corpora of the Council and of the general debate: their layouts, their tables, their faults."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.readers.walk import read_paths
from tests.golden import golden
from tests.read_folders import DATA, SEEDS, drafts, skipped, v6_folder, v6_row


def test_published_corpus_with_its_table(tmp_path: Path) -> None:
    """Every column of the 26-column table finds its place; bytes of Windows-1252 become characters."""
    found = drafts(v6_folder(tmp_path / "corpus"))
    speech = found["speeches/UNSC_2003_SPV.4726Resumption1_spch0002.txt"]
    assert speech.text == "The Secretary-General’s plan is right. We support it."
    assert (speech.speaker.name, speech.capacity, speech.order) == ("Mr. Pleuger", "national", 2)
    assert speech.delegation is not None
    assert speech.delegation.code == "DEU"
    assert (speech.meeting, speech.date) == ("S/PV.4726 (Resumption 1)", "2003-03-27")
    assert speech.topic == 'The situation between "Iraq and Kuwait"'
    assert speech.url == "https://docs.un.org/en/S/PV.4726(Resumption1)"
    assert speech.paragraphs == ()


def test_a_guest_of_an_unknown_organisation_keeps_its_name(tmp_path: Path) -> None:
    """What the table says of a guest is the role, not lost; "Individual" is nobody's name."""
    folder = v6_folder(tmp_path)
    for number, body in ((3, "Arab Human Rights Foundation"), (4, "Individual")):
        name = f"UNSC_2003_SPV.4726Resumption1_spch000{number}.txt"
        with (folder / "speaker.tsv").open("ab") as table:
            row = v6_row(filename=name, speaker="Ms. Almasabi", country_org=body, participanttype="Guest")
            table.write(row.encode() + b"\r\n")
        (folder / "speeches" / name).write_text("Ms. Almasabi: I thank the Council for hearing me today.")
    roles = [d.speaker.role for d in drafts(folder).values() if d.speaker.name == "Ms. Almasabi"]
    assert roles == ["Arab Human Rights Foundation", None]


FAULTY_TABLES = [
    (b"", "is empty"),
    (b" \r\n", "is empty"),
    (b"PK\x03\x04\0\0\0", "is not text"),
    (b"Mr. Pleuger\tGermany\n", "names no column that tells which speech"),
    (b"filename\ttopic\nUNSC_2003_SPV.4726_spch0001.txt\tIraq\n", "names no column that tells who speaks"),
    (b"filename\tspeaker\nspeech one\tMr. Pleuger\n", "None of the table's rows"),
]


@pytest.mark.parametrize(("table", "says"), FAULTY_TABLES)
def test_a_faulty_table_is_named_and_the_speeches_beside_it_are_read(
    tmp_path: Path, table: bytes, says: str
) -> None:
    """As they are read without a table: meeting, year and order by the file name, speaker by the header."""
    folder = v6_folder(tmp_path)
    (folder / "speaker.tsv").write_bytes(table)
    speech = drafts(folder)["speeches/UNSC_2003_SPV.4726Resumption1_spch0002.txt"]
    assert (speech.speaker.name, speech.delegation and speech.delegation.code) == ("Mr. Pleuger", "DEU")
    assert (speech.meeting, speech.date, speech.order) == ("S/PV.4726 (Resumption 1)", "2003", 2)
    assert list(skipped(folder)) == ["speaker.tsv"]
    assert says in skipped(folder)["speaker.tsv"]


def test_a_good_table_serves_beside_a_faulty_one(tmp_path: Path) -> None:
    """Speakers and dates of speaker.tsv, though meta.tsv is empty; also inside an archive."""
    folder = v6_folder(tmp_path / "corpus")
    (folder / "meta.tsv").write_bytes(b"")
    shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    for root, prefix in ((folder, ""), (tmp_path / "packed.zip", "packed.zip/")):
        speech = drafts(root)[f"{prefix}speeches/UNSC_2003_SPV.4726Resumption1_spch0001.txt"]
        assert (speech.speaker.name, speech.date) == ("Mr. Traoré", "2003-03-27")
        assert list(skipped(root)) == [f"{prefix}meta.tsv"]


def test_a_faulty_table_is_named_once_where_speeches_are_given_by_themselves(tmp_path: Path) -> None:
    """Nobody walks by the table then."""
    names = [f"UNSC_2003_SPV.4726_spch000{number}.txt" for number in (1, 2)]
    for name in names:
        (tmp_path / name).write_text("Mr. Pleuger (Germany): We support the plan.")
    (tmp_path / "speaker.tsv").write_bytes(b"")
    outcomes = list(read_paths([tmp_path / name for name in names]))
    assert [outcome.path for outcome in outcomes] == [*names, "speaker.tsv"]
    given = [tmp_path / "speaker.tsv", *(tmp_path / name for name in names)]
    assert [outcome.path for outcome in read_paths(given)] == ["speaker.tsv", *names]


def test_president_of_the_council(tmp_path: Path) -> None:
    """The chair's name comes from the table, the role from the speaker line; the line is procedural."""
    speech = drafts(v6_folder(tmp_path / "corpus"))["speeches/UNSC_2003_SPV.4726Resumption1_spch0001.txt"]
    assert (speech.speaker.name, speech.speaker.role) == ("Mr. Traoré", "President of the Security Council")
    assert (speech.capacity, speech.procedural, speech.language) == ("president", True, "French")
    assert speech.flags == ("translated",)


def test_unknown_is_nobodys_name_and_no_topic(tmp_path: Path) -> None:
    """The tables of 2020 write "unknown" for what they lack; it is not printed as a name."""
    name = "UNSC_2020_SPV.2020_254_spch004.txt"
    row = f"{name}\tunknown\tBelgium\tunknown\n"
    (tmp_path / "speaker.tsv").write_text(f"filename\tspeaker\tcountry\ttopic\n{row}")
    (tmp_path / name).write_text("We thank the Secretary-General.")
    (draft,) = drafts(tmp_path).values()
    assert (draft.speaker.name, draft.topic) == (None, None)
    assert draft.delegation is not None


@pytest.mark.parametrize("body", ["NA", "Individual", "unknown"])
def test_a_row_that_names_nobody_makes_no_statement_of_nobody(tmp_path: Path, body: str) -> None:
    """A text without a speaker line is refused with what to add; with one it is read."""
    folder = v6_folder(tmp_path)
    for number, text in ((3, "We support peace."), (4, "Mr. Lowcock: We support peace.")):
        name = f"UNSC_2003_SPV.4726Resumption1_spch000{number}.txt"
        with (folder / "speaker.tsv").open("ab") as table:
            table.write(v6_row(filename=name, country_org=body, participanttype="Guest").encode() + b"\r\n")
        (folder / "speeches" / name).write_text(text)
    assert list(skipped(folder)) == ["speeches/UNSC_2003_SPV.4726Resumption1_spch0003.txt"]
    assert all("the row of speaker.tsv names nobody" in reason for reason in skipped(folder).values())
    assert "Mr. Lowcock" in {draft.speaker.name for draft in drafts(folder).values()}


@golden("damaged_chairs.tsv")
def test_a_damaged_line_of_the_president_is_the_presidents(
    tmp_path: Path, line: str, language: str | None, text: str
) -> None:
    """Where the table says that the President speaks at a meeting in person."""
    folder = v6_folder(tmp_path)
    (folder / "speeches" / "UNSC_2003_SPV.4726Resumption1_spch0001.txt").write_text(line)
    speech = drafts(folder)["speeches/UNSC_2003_SPV.4726Resumption1_spch0001.txt"]
    assert (speech.capacity, speech.speaker.role) == ("president", "President of the Security Council")
    assert (speech.speaker.name, speech.language, speech.text) == ("Mr. Traoré", language, text)


def test_without_the_tables_word_a_damaged_line_is_no_presidents(tmp_path: Path) -> None:
    """Nor where the table names another, nor where the line does."""
    folder = v6_folder(tmp_path)
    for number, line in ((1, "Mr. Traoré (Guinea): I speak."), (2, "The Presidcnt (Germany): I speak.")):
        (folder / "speeches" / f"UNSC_2003_SPV.4726Resumption1_spch000{number}.txt").write_text(line)
    assert {draft.capacity for draft in drafts(folder).values()} == {"national"}


def test_words_that_slipped_into_the_speaker_line_are_said(tmp_path: Path) -> None:
    """Recognition read across the columns: the words stand first in the speech again."""
    name = "UNSC_2020_SPV.8734_spch003.txt"
    line = "The President (spoke I thank Ms. Mueller for her briefing. in French): I call on Ms. Fore."
    (tmp_path / name).write_text(line)
    (draft,) = drafts(tmp_path).values()
    assert draft.text == "I thank Ms. Mueller for her briefing. I call on Ms. Fore."
    assert draft.language == "French"


def test_a_row_may_break_in_its_last_cell(tmp_path: Path) -> None:
    """What stands alone on the next line belongs to the topic."""
    name = "UNSC_1995_SPV.3487_spch0001.txt"
    table = (
        f"filename\tspeaker\tcountry\ttopic\r\n{name}\tMr. Nkgowe\tBotswana\tThe situation in\r\nAngola\r\n"
    )
    (tmp_path / "speaker.tsv").write_bytes(table.encode())
    (tmp_path / name).write_text("Mr. Nkgowe (Botswana): We support peace.")
    assert [draft.topic for draft in drafts(tmp_path).values()] == ["The situation in Angola"]


def test_speeches_without_a_table() -> None:
    """Meeting, year and order come from the file name, the speaker from the header; nothing is made up."""
    (speech,) = drafts(DATA / "debates").values()
    assert (speech.meeting, speech.date, speech.order, speech.topic) == (
        "S/PV.4726 (Resumption 1)",
        "2003",
        62,
        None,
    )
    assert speech.speaker.name == "Mr. Pleuger"
    assert len(speech.paragraphs) > 3
    assert all("\n" not in p.span.of(speech.text) for p in speech.paragraphs)


def test_video_teleconference_sample() -> None:
    """72 statements of S/2020/465: the letter is procedural, all others are substance with a delegation."""
    found = drafts(SEEDS / "protection-of-civilians-2020")
    assert len(found) == 72
    assert {d.meeting for d in found.values()} == {"S/2020/465"}
    assert {d.date for d in found.values()} == {"2020-05-27"}
    assert [d.order for d in found.values() if d.procedural] == [1]
    assert [d.speaker.name for d in found.values() if d.delegation is None] == ["Ellen Johnson Sirleaf"]
    nordic = next(d for d in found.values() if d.delegation and d.delegation.code == "NORDIC")
    assert nordic.capacity == "group"


def test_seed_statement() -> None:
    """Nine paragraphs, real hyphens, and only what the text makes certain."""
    (seed,) = drafts(SEEDS / "kazakhstan-protection-of-civilians.txt").values()
    assert (seed.speaker.name, seed.meeting, seed.date, seed.url) == ("Mr. Umarov", None, None, None)
    assert seed.topic == "Protection of civilians in armed conflict"
    assert len(seed.paragraphs) == 9
    assert "Nur-Sultan" in seed.text
    assert "security-development" in seed.text
