"""Hostile and broken PDFs: one clear sentence, never a hang, never a part of a record."""

from __future__ import annotations

import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

from index.errors import UnreadableRecord
from index.process.isolate import Limits
from index.readers.verbatim import lay_out_safely
from tests.hostile_files import is_sentence, outcomes

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "data" / "pdf" / "S_PV.3756_E.pdf"


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
