"""The child process that holds PDFium: a PDF on stdin to laid-out pages as JSON on stdout."""

from __future__ import annotations

from index.pdf.lines import lay_out
from index.pdf.page import write_pages
from index.pdf.soundness import check_file
from index.pdf.words import read_words
from index.readers.isolate import serve

MAX_PAGES = 2000


def answer(data: bytes) -> bytes:
    """Pages of the PDF `data` as JSON; raises UnreadableRecord."""
    check_file(data)
    return write_pages(lay_out(read_words(data, MAX_PAGES)))


if __name__ == "__main__":
    serve(answer)
