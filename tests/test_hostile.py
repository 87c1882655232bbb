"""Hostile and broken inputs: always one clear sentence, never a hang, never a part of a record."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import UnreadableRecord
from index.readers.base import Candidate
from index.readers.table import CONTAINERS, READERS
from index.readers.tararchive import TarArchive
from index.readers.ziparchive import Bounds
from tests.hostile_files import is_sentence, outcomes, tarred, zipped

ROOT = Path(__file__).parent.parent
SPEECH = b"Mr. Umarov (Kazakhstan): We thank the President.\n\nWe support dialogue."
SUFFIXES = sorted(
    {s for reader in READERS for s in reader.suffixes} | {s for c in CONTAINERS for s in c.suffixes}
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_random_bytes_under_every_suffix_are_refused_with_a_sentence(suffix: str, tmp_path: Path) -> None:
    """Noise, empty files and a wrong magic number."""
    dice = random.Random(suffix)
    for number, data in enumerate(
        (b"", dice.randbytes(2000), dice.randbytes(70), b"PK\x03\x04" + dice.randbytes(300))
    ):
        (tmp_path / f"noise{number}{suffix}").write_bytes(data)
    found = outcomes(tmp_path)
    assert len(found) == 4
    assert all(is_sentence(reason) for reason in found.values()), found


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in (".tar.gz", ".tgz")])
def test_a_line_of_two_gigabytes_is_refused_at_once(suffix: str, tmp_path: Path) -> None:
    """By its size, before it is read."""
    with (tmp_path / f"long{suffix}").open("wb") as stream:
        stream.truncate(2 * 2**30)
    began = time.monotonic()
    (reason,) = outcomes(tmp_path).values()
    assert is_sentence(reason)
    assert time.monotonic() - began < 5


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>"""
AKN = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate>%s</debate></akomaNtoso>'
TEI = (
    b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><u who="#A"><seg>%s</seg></u></body></text></TEI>'
)


@pytest.mark.parametrize("prologue", [BOMB, OUTSIDE])
@pytest.mark.parametrize("document", [AKN % b"<speech><p>&b;&e;</p></speech>", TEI % b"&b;&e;"])
def test_entities_are_refused(prologue: bytes, document: bytes, tmp_path: Path) -> None:
    """Expansion bombs and files from outside alike."""
    (tmp_path / "a.xml").write_bytes(prologue + document)
    assert "document type or entities" in outcomes(tmp_path)["a.xml"]


def test_what_a_library_quotes_stays_on_one_line(tmp_path: Path) -> None:
    """The parser repeats the lines it stumbled over."""
    (tmp_path / "a.xml").write_bytes(b"<akomaNtoso><!-- one -- two\n\n\x01 three</akomaNtoso>")
    (tmp_path / "b.x\x02y").write_bytes(b"text")
    found = outcomes(tmp_path)
    assert all(is_sentence(reason) or reason.startswith(".x") for reason in found.values()), found
    assert all(reason.isprintable() for reason in found.values())


def test_xml_nested_without_end_is_refused(tmp_path: Path) -> None:
    """Depth is bounded by the parser."""
    (tmp_path / "a.xml").write_bytes(TEI % (b"<hi>" * 20_000 + b"x" + b"</hi>" * 20_000))
    assert is_sentence(outcomes(tmp_path)["a.xml"])


def test_other_texts_nested_without_end_do_not_break_their_readers(tmp_path: Path) -> None:
    """HTML, JSON and Markdown of a depth nobody writes."""
    (tmp_path / "a.html").write_bytes(b"<div>" * 50_000 + b"words" + b"</div>" * 50_000)
    (tmp_path / "b.jsonl").write_bytes(b'{"text":' + b"[" * 100_000 + b"\n")
    (tmp_path / "c.md").write_bytes(b"> " * 50_000 + b"words " + b"*_" * 20_000)
    (tmp_path / "d.md").write_bytes(b"[" * 50_000)
    began = time.monotonic()
    found = outcomes(tmp_path)
    assert all(is_sentence(reason) for reason in found.values()), found
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("name", "pack", "members"),
    [
        ("bomb.zip", zipped, {"a.txt": (b"", 20_000_000, b"")}),
        ("bomb.tgz", tarred, {"a.txt": (b"", 40_000_000, b"")}),
        ("bomb.docx", zipped, {"word/document.xml": (b"<a>", 20_000_000, b"</a>")}),
    ],
)
def test_bombs_are_refused_whole(
    name: str,
    pack: Callable[[dict[str, bytes]], bytes],
    members: dict[str, tuple[bytes, int, bytes]],
    tmp_path: Path,
) -> None:
    """By their ratio, before a member is read."""
    bombs = {member: before + b"0" * zeros + behind for member, (before, zeros, behind) in members.items()}
    (tmp_path / name).write_bytes(pack(bombs))
    found = outcomes(tmp_path)
    assert list(found) == [name]
    assert "as bombs do" in found[name]


def test_archives_in_archives_end(tmp_path: Path) -> None:
    """Nesting is bounded."""
    data = zipped({"a.txt": SPEECH})
    for _ in range(6):
        data = zipped({"in.zip": data}, zipfile.ZIP_STORED)
    (tmp_path / "deep.zip").write_bytes(data)
    assert "nested deeper" in "".join(outcomes(tmp_path).values())


ESCAPES = ("../out.txt", "/abs.txt", "a/../../out.txt", "C:/out.txt", "..\\out.txt")


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_of_an_archive_are_no_files(pack: object, tmp_path: Path) -> None:
    """They are reported; their neighbours are read; nothing appears on disk."""
    name = "a.zip" if pack is zipped else "a.tar.gz"
    members = {**dict.fromkeys(ESCAPES, SPEECH), "good.txt": SPEECH}
    (tmp_path / name).write_bytes(pack(members))  # type: ignore[operator]
    found = outcomes(tmp_path)
    assert [path for path, reason in found.items() if reason == "read"] == [f"{name}/good.txt"]
    assert len(found) == len(ESCAPES) + 1
    assert [path.name for path in tmp_path.rglob("*")] == [name]
    assert not list(tmp_path.parent.glob("*.txt"))


def test_links_in_a_tar_are_no_files(tmp_path: Path) -> None:
    """Symbolic and hard links, devices."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(f"link{number}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    assert all("Not a regular file" in reason for reason in outcomes(tmp_path).values())


def test_archives_cut_off_are_refused_without_a_member_lost_in_silence(tmp_path: Path) -> None:
    """A truncated archive says so."""
    members = {f"s{n}.txt": SPEECH + random.Random(n).randbytes(400).hex().encode() for n in range(20)}
    for name, data in (
        ("a.zip", zipped(members)),
        ("b.tgz", tarred(members)),
        ("c.tar", tarred(members, "w")),
    ):
        (tmp_path / name).write_bytes(data[: len(data) // 2])
    found = outcomes(tmp_path)
    assert all(
        any(word in found[name] for word in ("damaged", "cut off")) for name in ("a.zip", "b.tgz", "c.tar")
    ), found


def test_a_tar_header_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    """An extended header may not claim more than a member may hold."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 3 * 2**30
    data = gzip.compress(info.tobuf() + b"\0" * 4096)
    with pytest.raises(UnreadableRecord), TarArchive().open(Candidate.of_bytes("a.tgz", data), Bounds()):
        pytest.fail("opened")


def test_encrypted_and_old_word_files_say_what_to_do(tmp_path: Path) -> None:
    """The sentence names the way out."""
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "save it as .docx" in outcomes(tmp_path)["a.doc"]
