"""A file that takes too long to be read is skipped and told; what stands beside it is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import settings_from
from index.errors import UnreadableRecord
from index.process import isolate
from index.process.deadline import Deadline, within
from index.readers.base import Candidate, Context, ReadFile, Skipped
from index.readers.table import READERS
from index.readers.trees import Uploads
from index.readers.walk import read_paths, read_uploads
from index.readers.ziparchive import Bounds
from tests.hostile_files import zipped

SPEECH = b"Mr. Umarov (Kazakhstan): We act."
NO_TIME = Bounds(file_seconds=0)
TEI = b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><u who='#A'>We act.</u></body></text></TEI>"
AKN = b"<akomaNtoso><debate><speech by='#a'><from>Mr. A</from><p>We act.</p></speech></debate></akomaNtoso>"
WORD = b'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>' % SPEECH
FILES = {
    "a.txt": SPEECH,
    "UNSC_2019_SPV.8422_spch001.txt": SPEECH,
    "speaker.tsv": b"filename\tspeaker\nUNSC_2019_SPV.8422_spch001.txt\tA\n",
    "KAZ_75_2020.txt": b"We act.",
    "a.jsonl": b'{"text": "We act.", "speaker": "A"}',
    "a.csv": b"text,speaker\nWe act.,A\n",
    "a.html": b"<p>" + SPEECH,
    "a.md": SPEECH,
    "a.xml": TEI,
    "b.xml": AKN,
    "a.docx": zipped({"word/document.xml": WORD}),
}
TOLD = (
    "Reading the file takes more than 0 seconds; split it into smaller records, or set ONRECORD_FILE_SECONDS "
    "higher."
)


@pytest.mark.parametrize("name", FILES)
def test_every_reader_stops_at_its_deadline(name: str) -> None:
    """A file of its own each: with time it is read, without it is told."""
    data = {name: FILES[name]}
    assert not [one for one in read_uploads(data) if isinstance(one, Skipped)]
    assert list(read_uploads(data, bounds=NO_TIME)) == [Skipped(name, TOLD)]


def test_every_format_is_tried_but_pdf() -> None:
    """Which is read in a child with a deadline of its own."""
    tried = {_reader_of(name) for name in FILES} - {None}
    assert tried == {type(reader) for reader in READERS if ".pdf" not in reader.suffixes}


def _reader_of(name: str) -> type | None:
    tree = Uploads(FILES)
    candidate = tree.find(name)
    assert candidate is not None
    fitting = (one for one in READERS if candidate.suffix in one.suffixes)
    return next((type(one) for one in fitting if one.accepts(candidate, Context(tree))), None)


def test_a_child_has_the_deadline_of_the_file() -> None:
    over = Deadline(0, lambda _: UnreadableRecord("Too slow."))
    with within(over), pytest.raises(UnreadableRecord, match="Too slow"):
        isolate.run_isolated("index.readers.pdf.child", b"%PDF-", isolate.Limits(), "PDF")


def test_the_rest_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside it in a folder, and in an archive: only the slow file is told."""
    slow(monkeypatch)
    members = {"a.txt": SPEECH, "slow.csv": FILES["a.csv"], "z.txt": SPEECH}
    for name, data in [*members.items(), ("in.zip", zipped(members))]:
        (tmp_path / name).write_bytes(data)
    found = list(read_paths([tmp_path]))
    read = [one.path for one in found if isinstance(one, ReadFile)]
    assert read == ["a.txt", "in.zip/a.txt", "in.zip/z.txt", "z.txt"]
    assert [one.path for one in found if isinstance(one, Skipped)] == ["in.zip/slow.csv", "slow.csv"]


def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are given no time."""
    reader = next(one for one in READERS if ".csv" in one.suffixes)
    read = type(reader).read

    def timed(self: object, candidate: Candidate, context: Context) -> object:
        with within(Deadline(0, lambda _: UnreadableRecord("Too slow."))):
            return read(self, candidate, context)  # type: ignore[arg-type]

    monkeypatch.setattr(type(reader), "read", timed)


def test_a_table_that_takes_too_long_is_looked_at_once() -> None:
    """Else each of the files that it serves would wait for it anew."""
    context, tries = Context(Uploads({})), []

    def make() -> None:
        tries.append(1)
        raise UnreadableRecord("Too slow.")

    for _ in range(2):
        with pytest.raises(UnreadableRecord, match="Too slow"):
            context.once("table", "a", make)
    assert tries == [1]


def test_the_time_of_a_file_is_a_setting() -> None:
    assert settings_from({}).archives.file_seconds == 600
    assert settings_from({"ONRECORD_FILE_SECONDS": "5"}).archives.file_seconds == 5
