"""Notes beside texts: what they say wins, and a wrong one is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read_folders import drafts, skipped, v6_folder


def test_sidecar_in_toml_and_json(tmp_path: Path) -> None:
    """A note beside a text gives what the text lacks, in either form."""
    (tmp_path / "a.txt").write_text("We support the mandate.")
    (tmp_path / "a.meta.toml").write_text(
        'speaker = "Ms. X"\ndelegation = "Vietnam"\ndate = 2020-05-27\nsymbol = "S/PV.9"'
    )
    (tmp_path / "b.txt").write_text("We do not.")
    (tmp_path / "b.meta.json").write_text('{"delegation": "France", "date": "May 2020", "order": 3}')
    a, b = drafts(tmp_path).values()
    assert (a.speaker.name, a.date, a.meeting, a.organ) == (
        "Ms. X",
        "2020-05-27",
        "S/PV.9",
        "Security Council",
    )
    assert (b.date, b.order, b.delegation and b.delegation.code) == ("2020-05", 3, "FRA")
    assert skipped(tmp_path) == {}


def test_a_note_beside_a_corpus_file_wins_over_table_name_and_speaker_line(tmp_path: Path) -> None:
    """What it does not say stays as the corpus has it."""
    folder = v6_folder(tmp_path / "corpus")
    note = folder / "speeches" / "UNSC_2003_SPV.4726Resumption1_spch0002.meta.toml"
    note.write_text('speaker = "Ms. Alva"\ndelegation = "Peru"\nsymbol = "s/pv 4727"\nlanguage = "Spanish"')
    speech = drafts(folder)["speeches/UNSC_2003_SPV.4726Resumption1_spch0002.txt"]
    assert (speech.speaker.name, speech.delegation and speech.delegation.code) == ("Ms. Alva", "PER")
    assert (speech.meeting, speech.organ, speech.flags) == ("S/PV.4727", "Security Council", ("translated",))
    assert (speech.date, speech.order) == ("2003-03-27", 2)


def test_a_note_gives_a_general_debate_statement_its_speaker(tmp_path: Path) -> None:
    """And its meeting and day, which the corpus does not have."""
    (tmp_path / "TUV_75_2020.txt").write_text("We meet in hard times.")
    (tmp_path / "TUV_75_2020.meta.json").write_text(
        '{"speaker": "Mr. Natano", "symbol": "A/75/PV.9", "date": "25 September 2020"}'
    )
    (draft,) = drafts(tmp_path).values()
    assert (draft.speaker.name, draft.delegation and draft.delegation.code) == ("Mr. Natano", "TUV")
    assert (draft.meeting, draft.date) == ("A/75/PV.9", "2020-09-25")
    assert draft.url == "https://docs.un.org/en/A/75/PV.9"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_note_wins_over_the_speaker_line(tmp_path: Path, name: str) -> None:
    """Of a text and of a statement as delivered; the line is still no part of the speech."""
    (tmp_path / name).write_text("Mr. Unarov (Peru) (spoke in French): We thank you, Mr. President.")
    (tmp_path / "a.meta.toml").write_text('speaker = "Mr. Umarov"\ndelegation = "Kazakhstan"\nrole = "Chair"')
    (draft,) = drafts(tmp_path).values()
    assert (draft.speaker.name, draft.speaker.role) == ("Mr. Umarov", "Chair")
    assert draft.delegation is not None
    assert (draft.delegation.code, draft.language) == ("KAZ", "French")
    assert draft.text == "We thank you, Mr. President."


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("speaker = ", "not valid TOML"),
        ('spaeker = "X"', "unknown key 'spaeker'"),
        ('delegation = "Atlantis"', "'Atlantis' is not a known delegation"),
        ('speaker = "X"\ndate = "soon"', "'soon' is not a date"),
        ('speaker = ["Ms. X"]', "speaker must be text"),
        ("speaker = true", "speaker must be text"),
        ('speaker = "X"\ntopic = {a = 1}', "topic must be text"),
    ],
)
def test_wrong_sidecar_is_refused_by_name(tmp_path: Path, note: str, says: str) -> None:
    """The sentence names the note and what is wrong in it."""
    (tmp_path / "a.txt").write_text("We support the mandate.")
    (tmp_path / "a.meta.toml").write_text(note)
    reason = skipped(tmp_path)["a.txt"]
    assert says in reason
    assert "a.meta.toml" in reason
