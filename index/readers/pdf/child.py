"""The child process that holds PDFium: a PDF on stdin to laid-out pages as JSON on stdout."""

from __future__ import annotations

from index.process.isolate import serve
from index.readers.pdf.lines import lay_out
from index.readers.pdf.page import write_pages
from index.readers.pdf.soundness import check_file
from index.readers.pdf.words import read_words

MAX_PAGES = 2000


def answer(data: bytes) -> bytes:
    """Pages of the PDF `data` as JSON; raises UnreadableRecord."""
    check_file(data)
    return write_pages(lay_out(read_words(data, MAX_PAGES)))


if __name__ == "__main__":
    serve(answer)
