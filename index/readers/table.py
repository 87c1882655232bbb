"""The one table of readers, in the order they are asked; the first that accepts a file reads it.

A new format is one module in this folder and one line here. `COMPANIONS` are files that describe
others and hold no statement; they are not read as records, and reported only where `CHECKS` refuse them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase

from index.readers.akn import AkomaNtoso
from index.readers.archive import ZipArchive
from index.readers.base import Candidate, Container, Context, Reader
from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.rows import RowsReader
from index.readers.tararchive import TarArchive
from index.readers.tei import ParlaMint
from index.readers.text import PlainText
from index.readers.ungdc import GeneralDebate
from index.readers.ungdc_speakers import SPEAKER_TABLES, load_orators
from index.readers.unsc import CouncilDebates
from index.readers.unsc_tables import MEETING_TABLES, SPEECH_TABLES, load_table
from index.readers.verbatim import PdfReader
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

CHECKS: Mapping[str, Callable[[Candidate, Context], object]] = {
    **dict.fromkeys(SPEECH_TABLES + MEETING_TABLES, load_table),
    **dict.fromkeys(SPEAKER_TABLES, load_orators),
}

COMPANIONS: tuple[str, ...] = (
    *CHECKS,
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


def check_companion(candidate: Candidate, context: Context) -> None:
    """Raises UnreadableRecord for a companion that cannot serve the files it describes."""
    if (check := CHECKS.get(candidate.name)) is not None:
        check(candidate, context)
