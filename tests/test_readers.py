"""Readers: notes beside texts, texts of several speeches, and files that must not stop the rest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.process.owner import Owner
from index.readers.base import ReadFile
from index.readers.walk import read_bytes, read_paths
from tests.read_folders import DATA, SEEDS, drafts, skipped, v6_folder

NOBODY = 65534


MEETING = """The President: I give the floor to Kazakhstan.

Mr. Umarov (Kazakhstan): We thank the President.

Mr. President: this matters to us.

Ms. Alva (Peru) (spoke in Spanish): We support this.

The President: l thank Peru.
"""


def test_a_text_of_several_speeches_has_a_statement_for_each(tmp_path: Path) -> None:
    """Nobody is made to say what the next speaker said; whom a speech addresses does not speak."""
    (tmp_path / "meeting.txt").write_text(MEETING)
    (outcome,) = read_paths([tmp_path])
    assert isinstance(outcome, ReadFile)
    found = [(d.speaker.name, d.order, d.capacity, d.text) for d in outcome.drafts]
    assert found == [
        (None, 1, "president", "I give the floor to Kazakhstan."),
        ("Mr. Umarov", 2, "national", "We thank the President.\n\nMr. President: this matters to us."),
        ("Ms. Alva", 3, "national", "We support this."),
        (None, 4, "president", "l thank Peru."),
    ]


@pytest.mark.parametrize("before", ["\n", "\n\n ", "\ufeff\n"])
def test_blank_lines_before_the_first_speaker_line_change_nothing(tmp_path: Path, before: str) -> None:
    """After one line feed, the whole meeting was the first speaker's."""
    (tmp_path / "meeting.txt").write_text(before + MEETING)
    (outcome,) = read_paths([tmp_path])
    assert isinstance(outcome, ReadFile)
    assert [d.order for d in outcome.drafts] == [1, 2, 3, 4]


NO_TURNS = [
    "Sustainable Development (SDG 16): peace and justice.",
    "Chapter Seven (Charter): action.",
    "President Tokayev said: we stand together.",
    "General Anderson: a name of Chapter Seven.",
    "Note (draft): peace.",
    "His point: peace.",
    "Mr. Annan asked: what then?",
    "Mr. Annan: a man of peace.",
    "The Secretary-General: he must act.",
]


@pytest.mark.parametrize("line", NO_TURNS)
def test_a_heading_or_quotation_inside_a_speech_is_nobody_elses(tmp_path: Path, line: str) -> None:
    """Words after a colon stay with the one who speaks, unless a speaker line stands before it."""
    (tmp_path / "a.txt").write_text(f"Mr. Umarov (Kazakhstan): We act.\n\n{line}\n\nWe go on.\n")
    (draft,) = drafts(tmp_path).values()
    assert (draft.speaker.name, line in draft.text) == ("Mr. Umarov", True)


def test_an_empty_text_is_called_empty(tmp_path: Path) -> None:
    """Nobody is asked to say who speaks in it."""
    (tmp_path / "a.txt").write_text(" \n")
    assert "The file is empty" in skipped(tmp_path)["a.txt"]


@pytest.mark.parametrize("text", ["Note (draft): buy milk", "Prime Minister Modi said: peace."])
def test_a_note_to_oneself_is_no_statement(tmp_path: Path, text: str) -> None:
    """Parentheses or an office before a colon make no speaker."""
    (tmp_path / "a.txt").write_text(text)
    assert "Nothing says who speaks" in skipped(tmp_path)["a.txt"]


def test_a_note_says_that_a_text_is_one_statement(tmp_path: Path) -> None:
    """Whatever speaker lines it quotes."""
    (tmp_path / "meeting.txt").write_text(MEETING)
    (tmp_path / "meeting.meta.toml").write_text('speaker = "Mr. Umarov"\n')
    (draft,) = drafts(tmp_path).values()
    assert "Ms. Alva (Peru)" in draft.text


def test_text_that_names_nobody_is_refused_with_what_to_add(tmp_path: Path) -> None:
    """No speaker line and no note: the sentence shows both ways out."""
    (tmp_path / "notes.txt").write_text("Some text about peace.")
    reason = skipped(tmp_path)["notes.txt"]
    assert "Mr. Umarov (Kazakhstan)" in reason
    assert "notes.meta.toml" in reason


def test_mixed_folder_goes_on_past_broken_files(tmp_path: Path) -> None:
    """Broken, empty, foreign, hidden and special files are named or ignored; good ones are read."""
    v6_folder(tmp_path / "corpus")
    (tmp_path / "broken.txt").write_bytes(b"Mr. X (France): \0\1\2\3" * 9)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.txt").write_text("Mr. X (France): No.")
    (tmp_path / "XXX_75_2020.txt").write_text("Mr. President, peace.")
    (tmp_path / "z.txt").write_text("Mr. Z (France): Yes, we support it.")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert set(drafts(tmp_path)) >= {"z.txt", "corpus/speeches/UNSC_2003_SPV.4726Resumption1_spch0002.txt"}
    names = {"broken.txt", "empty.txt", "photo.jpg", "XXX_75_2020.txt", "out.txt", "loop", "pipe.txt"}
    assert set(skipped(tmp_path)) == names
    assert all(reason.endswith(".") for reason in skipped(tmp_path).values())


@contextmanager
def lesser_rights() -> Iterator[None]:
    """As a user whom the rights of files bind, also where the tests run as root."""
    owner = os.geteuid()
    if owner == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(owner)


def test_what_may_not_be_read_is_named_and_the_rest_is_read() -> None:
    """A folder, a text and an archive without rights are skipped, each by name; those after them are read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for path in ("a.txt", "locked/b.txt", "no.txt", "no.zip", "z/z.txt"):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text("Mr. Z (France): Yes, we support it.")
        assert set(drafts(folder)) == {"a.txt", "locked/b.txt", "no.txt", "z/z.txt"}
        for path in ("locked", "no.txt", "no.zip"):
            (folder / path).chmod(0)
        with lesser_rights():
            read, left = set(drafts(folder)), skipped(folder)
            (root,) = skipped(folder / "locked")
        (folder / "locked").chmod(0o755)
    assert read == {"a.txt", "z/z.txt"}
    assert set(left) == {"locked/", "no.txt", "no.zip"}
    assert all("check its rights" in reason for reason in left.values())
    assert root == "."


def test_an_index_among_the_records_is_no_record(tmp_path: Path) -> None:
    """`onrecord add .` where `./onrecord-data` lies reads the records alone."""
    (tmp_path / "a.txt").write_text("Mr. Z (France): Yes, we support it.")
    with Owner.acquire(tmp_path / "onrecord-data"):
        (tmp_path / "onrecord-data" / "records.db").write_bytes(b"SQLite format 3")
        assert (set(drafts(tmp_path)), skipped(tmp_path)) == ({"a.txt"}, {})


def test_missing_path_is_refused_before_any_work() -> None:
    """A path that does not exist is the user's mistake."""
    with pytest.raises(InvalidInput, match="does not exist"):
        list(read_paths([DATA, Path("/nowhere/at/all")]))


def test_same_folder_twice_gives_the_same(tmp_path: Path) -> None:
    """Order and content of the outcomes are fixed."""
    v6_folder(tmp_path / "corpus")
    assert list(read_paths([tmp_path])) == list(read_paths([tmp_path]))


def test_single_file_is_known_by_its_name() -> None:
    """A file given by itself has its name as path; the table above it is not its folder's."""
    path = SEEDS / "kazakhstan-protection-of-civilians.txt"
    (outcome,) = read_paths([path])
    assert isinstance(outcome, ReadFile)
    assert (outcome.path, outcome.absolute) == (path.name, str(path.resolve()))


def test_upload() -> None:
    """Bytes with a name are read like a file; a path in the name is only a name."""
    outcome = read_bytes("../../x.txt", b"Ms. Power (United States of America): We will act.")
    assert isinstance(outcome, ReadFile)
    assert (outcome.path, outcome.drafts[0].text) == ("x.txt", "We will act.")


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "UNSC_2020_SPV.8713_spch001.txt", "SVN_75_2020.txt", "a.xyz", ""]),
)
def test_any_bytes_have_an_outcome(data: bytes, name: str) -> None:
    """Random bytes under any name give a statement or one sentence."""
    outcome = read_bytes(name, data)
    assert isinstance(outcome, ReadFile) or "report this file" not in outcome.reason
