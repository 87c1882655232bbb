"""The one table of readers, in the order they are asked; the first that accepts a file reads it.

A new format is one module in this folder and one line here. `COMPANIONS` are files that describe
others and hold no statement; they are neither read as records nor reported as skipped.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from index.readers.akn import AkomaNtoso
from index.readers.archive import ZipArchive
from index.readers.base import Container, Reader
from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.pdf import PdfReader
from index.readers.rows import RowsReader
from index.readers.tararchive import TarArchive
from index.readers.tei import ParlaMint
from index.readers.text import PlainText
from index.readers.ungdc import GeneralDebate
from index.readers.unsc import CouncilDebates
from index.readers.word import WordDocument

READERS: tuple[Reader, ...] = (
    CouncilDebates(),
    GeneralDebate(),
    PdfReader(),
    AkomaNtoso(),
    ParlaMint(),
    WordDocument(),
    WebPage(),
    Markdown(),
    RowsReader(),
    PlainText(),
)

CONTAINERS: tuple[Container, ...] = (ZipArchive(), TarArchive())

COMPANIONS: tuple[str, ...] = (
    "speaker.tsv",
    "meta.tsv",
    "speaker_annotated.tsv",
    "meetings.tsv",
    "*.meta.toml",
    "*.meta.json",
    "*-listPerson.xml",
    "*-listOrg.xml",
    "*-taxonomy*.xml",
    "README*",
    "LICENSE*",
    "SOURCE.md",
)


def is_companion(name: str) -> bool:
    """Does the file `name` only describe others?"""
    return any(fnmatchcase(name, pattern) for pattern in COMPANIONS)
