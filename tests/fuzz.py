"""Made-up files for the readers of records and drafts: `python -m tests.fuzz [inputs] [seed]`.

100,000 by default. Each is a real piece of some format, cut, doubled, mixed with another's, spoilt byte by
byte or filled with what formats are made of. It is to be read, or refused in a sentence, in time, and what is
read keeps the laws of spans. PDFs have mutations of their own (`pdf_mutations.py`). The suite reads 2,000.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from index.errors import OnRecordError
from index.model import StatementDraft
from index.readers.base import ReadFile
from index.readers.table import READERS
from index.readers.walk import read_uploads
from rag.draft.readers import read_draft
from tests.hostile_files import is_sentence

ROOT = Path(__file__).parent.parent
DRAFTS = (".docx", ".md", ".txt", ".html")
SUFFIXES = sorted({s for reader in READERS for s in reader.suffixes} - {".pdf"} | {".zip"})
LARGEST = 24_000
SECONDS = 3.0
PIECES = tuple(
    piece.encode("utf-8", "surrogateescape")
    for piece in (
        "Mr. Umarov (Kazakhstan): ", "The President: ", "(spoke in French)", "\n\n", "\r\n", "\r", "\x00",
        "\ufeff", "\u202e", "\u2028", "\x1b[2J", "“", "”", "[…]", "<p>", "</p>", "<!--", "-->", "<![CDATA[",
        "]]>", "<a href=", "&#x110000;", "&amp", "<u who='#A'>", "<TEI xmlns='http://www.tei-c.org/ns/1.0'>",
        "<speech by='#a'>", "<akomaNtoso>", "<?xml version='1.0' encoding='utf-16'?>", "{", "}", '"',
        "<!DOCTYPE x [<!ENTITY e 'e'>]>", '{"text": "', '", "speaker": null}', "speaker,text,date\n", ",",
        "\t", "> ", "- ", "[^1]", "[^1]: ", "**", "`", "\\", "---\n", "# ", "2020-02-30", "javascript:",
        "S/PV.8534 (Resumption 1)", "=cmd|' /C calc'!A0",
        "\udcff\udcfe", "\udcc3", "\udced\udca0\udc80", "\udcf4\udc90\udc80\udc80",
        "PK\x03\x04", "\x1f\udc8b",
    )
)  # fmt: skip
"""Marks of formats, of languages and of editors; a surrogate stands for a byte that is no text."""


@cache
def corpus() -> tuple[bytes, ...]:
    """Beginnings of real files of every format."""
    folders = (ROOT / "tests" / "data" / "formats", ROOT / "tests" / "data" / "readers", ROOT / "seeds")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple(path.read_bytes()[:LARGEST] for path in files)


def made(dice: random.Random) -> bytes:
    """One input."""
    data = bytearray(dice.choice(corpus()))
    start = dice.randrange(len(data))
    data = data[start : start + dice.randrange(1, 4_000)]
    for _ in range(dice.choice((0, 1, 3, 10, 40))):
        _change(data, dice)
    return bytes(data[:LARGEST])


def _change(data: bytearray, dice: random.Random) -> None:
    at, kind = dice.randrange(len(data) + 1), dice.randrange(6)
    if kind == 0:
        data[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 2, 50))
    elif kind == 1:
        del data[at : at + dice.randrange(200)]
    elif kind == 2:
        data[at : at + 4] = dice.randbytes(dice.randrange(8))
    elif kind == 3:
        data[at:at] = data[max(0, at - dice.randrange(400)) : at]
    elif kind == 4:
        other = dice.choice(corpus())
        begin = dice.randrange(len(other))
        data[at:at] = other[begin : begin + dice.randrange(300)]
    elif at < len(data):
        data[at] ^= 1 << dice.randrange(8)


def zipped(data: bytes, inner: str) -> bytes:
    """As the part of a zip file that its readers look for; itself spoilt by who asks for it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, data)
    return out.getvalue()


def packed(suffix: str, data: bytes, dice: random.Random) -> bytes:
    """The input as a file of the format: now and then of the very structure it needs."""
    if suffix in (".docx", ".docm", ".zip") and dice.random() < 0.8:
        return zipped(data, "a.txt" if suffix == ".zip" else "word/document.xml")
    return data


def faults_of(number: int, seed: int) -> Iterator[str]:
    """Reads the input of this number as a record and as a draft; what is wrong about how that went."""
    dice = random.Random(f"{seed}-{number}")
    data = made(dice)
    suffix = dice.choice(SUFFIXES)
    began = time.process_time()
    yield from _faults_of_record(f"a{suffix}", packed(suffix, data, dice))
    draft = dice.choice(DRAFTS)
    yield from _faults_of_draft(f"a{draft}", packed(draft, data, dice))
    took = time.process_time() - began
    if took > SECONDS:
        yield f"took {took:.1f} s"


def _faults_of_record(name: str, data: bytes) -> Iterator[str]:
    for outcome in read_uploads({name: data}):
        if not isinstance(outcome, ReadFile):
            if not is_sentence(outcome.reason):
                yield f"{name}: no sentence: {outcome.reason}"
            continue
        for draft in outcome.drafts:
            yield from _faults_of_statement(draft)


def _faults_of_statement(draft: StatementDraft) -> Iterator[str]:
    """A statement has words, and its paragraphs are spans over them, in order."""
    if not draft.text.strip():
        yield "a statement without words"
    ends: Sequence[tuple[int, int]] = [(part.span.start, part.span.end) for part in draft.paragraphs]
    flat = [place for span in ends for place in span]
    if flat != sorted(flat) or any(not 0 <= place <= len(draft.text) for place in flat):
        yield f"paragraphs out of place: {ends[:5]}"


def _faults_of_draft(name: str, data: bytes) -> Iterator[str]:
    try:
        read_draft(name, data)
    except OnRecordError as refusal:
        if not is_sentence(str(refusal)):
            yield f"{name}: no sentence: {refusal}"
    except Exception as error:  # noqa: BLE001 - what is reported is the point
        yield f"{name}: {type(error).__name__}: {error}"


def main(count: int, seed: int) -> None:
    began, kinds = time.process_time(), Counter[str]()
    for number in range(count):
        for fault in faults_of(number, seed):
            kinds[fault.partition(":")[0]] += 1
            print(f"{number}\t{fault[:300]}", flush=True)
    took = time.process_time() - began
    read = f"{count:,} inputs, each as a record and as a draft, seed {seed}, {took:.0f} s of CPU"
    print(f"{read}: {kinds.total()} faults.")


if __name__ == "__main__":
    main(*map(int, [*sys.argv[1:3], *["100000", "1"][len(sys.argv) - 1 :]]))
