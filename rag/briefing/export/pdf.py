"""A document as PDF, by LibreOffice where it is installed.

In: a `Document`. Out: bytes of a .pdf. It refuses, in a sentence, where no converter is on the path; what it
converts is the Word file of the same document, in a folder and with a profile of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import InvalidInput, Unavailable
from index.process.deadline import look
from rag.briefing.export.blocks import Document
from rag.briefing.export.docx import written

CONVERTERS = ("soffice", "libreoffice")
SECONDS, LOOKS = 120, 0.1
"""How long it may take where there is no deadline, and how often that is looked at."""
ABSENT = (
    "A PDF is made by LibreOffice, which is not installed here (no soffice on the PATH): install it, or take "
    "the .docx and save that as PDF."
)


def pdf_of(document: Document) -> bytes:
    """Raises InvalidInput where there is no converter, Unavailable where it fails."""
    program = converter()
    if program is None:
        raise InvalidInput(ABSENT)
    with TemporaryDirectory(prefix="onrecord-pdf-") as folder:
        source = Path(folder) / "briefing.docx"
        source.write_bytes(written(document, own_contents=False))
        _convert(program, source)
        made = source.with_suffix(".pdf")
        if not made.is_file():
            raise Unavailable("LibreOffice wrote no PDF; take the .docx and save that as PDF.")
        return made.read_bytes()


def converter() -> str | None:
    """The program that makes a PDF, None where there is none on the path."""
    return next((found for name in CONVERTERS if (found := shutil.which(name))), None)


def _convert(program: str, source: Path) -> None:
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    given = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(given, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            _wait_for(process)
        finally:
            if process.poll() is None:  # with what it has started itself
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise Unavailable("LibreOffice did not make the PDF; take the .docx and save that as PDF.")


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    """Looks at the deadline meanwhile: nobody waits longer for a file than for an answer."""
    until = time.monotonic() + SECONDS
    while process.poll() is None:
        look()
        if time.monotonic() > until:
            raise Unavailable("LibreOffice took too long; take the .docx and save that as PDF.")
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOKS)
