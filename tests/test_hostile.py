"""Hostile and broken inputs: always one clear sentence, never a hang, never a part of a record."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

from index.errors import UnreadableRecord
from index.process.isolate import Limits
from index.readers.base import Candidate, Skipped
from index.readers.table import CONTAINERS, READERS
from index.readers.tararchive import TarArchive
from index.readers.verbatim import lay_out_safely
from index.readers.walk import read_paths
from index.readers.ziparchive import Bounds

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "data" / "pdf" / "S_PV.3756_E.pdf"
SPEECH = b"Mr. Umarov (Kazakhstan): We thank the President.\n\nWe support dialogue."
SUFFIXES = sorted(
    {s for reader in READERS for s in reader.suffixes} | {s for c in CONTAINERS for s in c.suffixes}
)


def outcomes(folder: Path) -> dict[str, str]:
    """Path -> "read" or the reason it was skipped."""
    return {o.path: o.reason if isinstance(o, Skipped) else "read" for o in read_paths([folder])}


def is_sentence(reason: str) -> bool:
    return (
        reason[:1].isupper()
        and reason.endswith((".", "!"))
        and "\n" not in reason
        and "report this" not in reason
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


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(("name", "data"), [
    ("bomb.zip", zipped({"a.txt": b"0" * 20_000_000})),
    ("bomb.tgz", tarred({"a.txt": b"0" * 40_000_000})),
    ("bomb.docx", zipped({"word/document.xml": b"<a>" + b"0" * 20_000_000 + b"</a>"})),
])  # fmt: skip
def test_bombs_are_refused_whole(name: str, data: bytes, tmp_path: Path) -> None:
    """By their ratio, before a member is read."""
    (tmp_path / name).write_bytes(data)
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


def tiny_pdf(stream: bytes, trailer: bytes = b"") -> bytes:
    """A one-page PDF with a deflated content stream."""
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        b"<</Filter/Standard/V 1/R 2/Length 40/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>",
    ]  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count + table
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, len(body))
    return body + head + tail


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    """With what to do about it."""
    data = tiny_pdf(b"BT /F 12 Tf 100 700 Td (S/PV.1) Tj ET", b"/Encrypt 6 0 R/ID[(a)(a)]")
    (tmp_path / "a.pdf").write_bytes(data)
    assert "without a password" in outcomes(tmp_path)["a.pdf"]


def test_a_pdf_that_is_no_verbatim_record_is_refused(tmp_path: Path) -> None:
    """So is one without any text."""
    (tmp_path / "a.pdf").write_bytes(tiny_pdf(b"BT /F 12 Tf 100 700 Td (An invoice) Tj ET"))
    (tmp_path / "b.pdf").write_bytes(tiny_pdf(b"0 0 m"))
    found = outcomes(tmp_path)
    assert "No symbol" in found["a.pdf"]
    assert "no text" in found["b.pdf"]


def test_a_truncated_pdf_is_refused_at_every_length(tmp_path: Path) -> None:
    """Never a part of the record."""
    data = RECORD.read_bytes()
    folders = [tmp_path / "odd", tmp_path / "even"]
    for folder in folders:
        folder.mkdir()
    for part in range(1, 12):
        (folders[part % 2] / f"{part:02}.pdf").write_bytes(data[: len(data) * part // 12])
    with ThreadPoolExecutor() as both:  # each file is read in a process of its own
        found = {path: told for half in both.map(outcomes, folders) for path, told in half.items()}
    assert len(found) == 11
    assert all(is_sentence(reason) for reason in found.values()), found


@pytest.mark.crash
def test_a_pdf_bomb_ends_in_its_child() -> None:
    """A page that unpacks to 30 MB of drawing costs PDFium gigabytes: the child dies, we do not."""
    bomb = tiny_pdf(b"BT /F 9 Tf (x) Tj ET\n" * 1_500_000)
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableRecord, match="could not be read safely"):
        lay_out_safely(bomb, Limits(memory=700 * 2**20, processor=20, wall=60))


@pytest.mark.crash
def test_five_hundred_damaged_pdfs_are_read_or_refused(tmp_path: Path) -> None:
    """No mutation makes the reader fail in any way but a refusal; a crash of PDFium stays in its child."""
    source, copy = pypdfium2.PdfDocument(RECORD), pypdfium2.PdfDocument.new()
    copy.import_pages(source, [0, 1])
    small = tmp_path / "two_pages.pdf"
    copy.save(small)
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.pdf_mutations", str(small), "260", str(seed)],
            stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )
        for seed in (0, 10_000)
    ]  # fmt: skip
    lines = [line.split("\t") for run in runs for line in run.communicate(timeout=600)[0].splitlines()]
    assert len(lines) >= 500
    assert [line for line in lines if line[1] == "failed"] == []
    assert all(is_sentence(line[3]) for line in lines if line[1] == "refused")
    assert sum(line[1] == "killed" for line in lines) < 25
