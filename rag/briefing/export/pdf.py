"""A document as PDF, by LibreOffice where it is installed.

In: a `Document`. Out: bytes of a .pdf. It refuses, in a sentence, where no converter is on the path; what it
converts is the Word file of the same document, in a folder and with a profile of its own.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import InvalidInput, Unavailable
from rag.briefing.export.blocks import Document
from rag.briefing.export.docx import written

CONVERTERS = ("soffice", "libreoffice")
SECONDS = 120
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
    try:
        subprocess.run(given, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unavailable(
            f"LibreOffice did not make the PDF ({type(error).__name__}); take the .docx and save that as PDF."
        ) from error
