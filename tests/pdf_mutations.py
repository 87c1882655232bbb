"""Damaged PDFs by the hundred, each read in a forked child: `python -m tests.pdf_mutations FILE N SEED`.

Prints one line for each mutation: its number, how reading ended ("read", "refused", "killed", "failed") and
the sentence. A child that raises anything but UnreadableRecord "failed".
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.readers.pdf.child import MAX_PAGES, answer
from index.readers.pdf.lines import lay_out
from index.readers.pdf.page import read_pages, write_pages
from index.readers.pdf.record import read_record
from index.readers.pdf.words import read_words
from index.readers.verbatim import draft_record
from index.speakers.delegations import load_delegations

TOKENS = (
    b"/Length 999999999", b"/Length -1", b"/Kids [1 0 R 1 0 R]", b"/Count 2000000000", b"/FlateDecode",
    b"/DCTDecode", b"/JBIG2Decode", b"/Parent 1 0 R", b"0 0 R", b"endobj", b"startxref\n99999999",
    b"stream\n", b"endstream", b"/MediaBox [0 0 1e9 1e9]",
    b"/MediaBox [0 0 0 0]", b"/Rotate 37", b"/Encrypt 3 0 R",
    b"<<" * 400, b"[" * 2000, b"/Font null", b"/Widths [" + b"9 " * 900 + b"]", b"\x00" * 64, b"%%EOF",
)  # fmt: skip


def mutate(data: bytes, seed: int) -> bytes:
    """One of several damages, the same for the same seed."""
    dice = random.Random(seed)
    if seed % 5 == 0:
        return data[: dice.randrange(len(data))]
    damaged = bytearray(data)
    for _ in range(dice.choice((1, 3, 10, 60))):
        _damage(damaged, dice)
    return bytes(damaged)


def _damage(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    kind = dice.randrange(6)
    if kind == 0:
        data[at] ^= 1 << dice.randrange(8)
    elif kind == 1:
        data[at : at + dice.randrange(1, 200)] = b""
    elif kind == 2:
        data[at : at + 40] = dice.randbytes(dice.randrange(80))
    elif kind == 3:
        token = dice.choice(TOKENS)
        data[at : at + len(token)] = token
    elif kind == 4:
        data[at:at] = data[max(0, at - 300) : at]
    else:
        numbers = [m.span() for m in re.finditer(rb"\d+", bytes(data[at : at + 400]))]
        if numbers:
            start, end = dice.choice(numbers)
            data[at + start : at + end] = dice.choice((b"0", b"-1", b"4294967295", b"99999999999999999999"))


def attempt(data: bytes, checked: bool) -> tuple[int, str]:
    """(exit code, sentence) of reading in a forked child within limits.

    Unless `checked`, the file goes straight to PDFium, which the check for wholeness spares it.
    """
    into, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(into)
        code, told = _read(data, checked)
        os.write(out, told.encode("utf-8", "replace")[:400])
        os._exit(code)
    os.close(out)
    with os.fdopen(into, "rb") as stream:
        told = stream.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), told


def _read(data: bytes, checked: bool) -> tuple[int, str]:
    resource.setrlimit(resource.RLIMIT_AS, (1536 * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(30)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - the child ends here
    try:
        drafts = _drafts(data, checked)
        return (0, "") if all(draft.text for draft in drafts) else (1, "a draft without words")
    except UnreadableRecord as refusal:
        return 7, str(refusal)
    except BaseException as error:  # noqa: BLE001 - what is reported is the point
        return 1, f"{type(error).__name__}: {error}"


def _drafts(data: bytes, checked: bool) -> Sequence[StatementDraft]:
    pages = answer(data) if checked else write_pages(lay_out(read_words(data, MAX_PAGES)))
    return tuple(draft_record(read_record(read_pages(pages)), load_delegations()))


def main(path: str, count: int, seed: int) -> None:
    data = Path(path).read_bytes()
    _drafts(data, checked=False)  # so that no child loads PDFium, tables and patterns for itself
    kinds = {0: "read", 7: "refused", 1: "failed"}
    for number in range(seed, seed + count):
        began = time.monotonic()
        code, told = attempt(mutate(data, number), checked=number % 4 == 0)
        print(
            number, kinds.get(code, "killed"), f"{time.monotonic() - began:.2f}", told, sep="\t", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
