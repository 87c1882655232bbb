"""PDF records against the Security Council corpus: the same meetings, read by two independent hands.

In: a folder of verbatim records as PDF and a folder of the corpus (`speaker.tsv`, `speeches/`). Out: one row
for each record, and every run of words on which the two disagree, to be settled by looking at the page.
Run: `python -m rag.evaluation.pdf PDF_DIR CORPUS_DIR`.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from index.model import StatementDraft
from index.readers.base import Candidate, Context, Files
from index.readers.verbatim import PdfReader
from index.speakers.delegations import load_delegations
from index.speakers.headers import parse_header
from index.text.decode import decode_text


@dataclass(frozen=True, slots=True)
class Row:
    """A speech of the corpus."""

    speaker: str
    country: str
    raw: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A run of words that differs: ours, theirs, with the words before it."""

    order: int
    page: int | None
    before: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Result:
    """One record compared; counts of speeches and words, and every disagreement."""

    meeting: str
    speeches: int
    expected: int
    speakers: int
    delegations: int
    languages: int
    words: int
    equal: int
    disagreements: tuple[Disagreement, ...]


class NoFiles(Files):
    """A tree without files: the record stands alone."""

    def paths(self) -> Iterator[str]:
        return iter(())

    def find(self, path: str) -> Candidate | None:
        return None


def fold(text: str) -> str:
    """Letters and digits without accents, case or punctuation, as OCR keeps them."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if char.isalnum()).casefold()


def words_in(text: str) -> list[str]:
    """Words, hyphens at former line ends closed up."""
    return re.sub(r"(?<=\w)-\s+(?=\w)", "-", text).split()


def compare_words(ours: str, theirs: str) -> tuple[int, int, list[tuple[str, str, str]]]:
    """(our words, equal ones, [(before, ours, theirs)]); words are equal when they fold alike."""
    a, b = words_in(ours), words_in(theirs)
    matcher = SequenceMatcher(None, [fold(w) for w in a], [fold(w) for w in b], autojunk=False)
    differing: list[tuple[str, str, str]] = []
    equal = 0
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal" or fold("".join(a[i1:i2])) == fold("".join(b[j1:j2])):
            equal += i2 - i1
        else:
            differing.append((" ".join(a[max(0, i1 - 5) : i1]), " ".join(a[i1:i2]), " ".join(b[j1:j2])))
    return len(a), equal, differing


def read_corpus(folder: Path) -> dict[str, list[Row]]:
    """The speeches of each meeting, in order, by its number."""
    meetings: dict[str, list[Row]] = {}
    with (folder / "speaker.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = folder / "speeches" / row["filename"]
            if path.exists():
                text = decode_text(path.read_bytes())
                meetings.setdefault(row["spv"], []).append(Row(row["speaker"], row["country"], text))
    return meetings


def compare_record(meeting: str, drafts: Sequence[StatementDraft], rows: Sequence[Row]) -> Result:
    """Our speeches against the corpus's, paired by order."""
    speakers = delegations = languages = words = equal = 0
    found: list[Disagreement] = []
    for draft, row in zip(drafts, rows, strict=False):
        header = parse_header(row.raw)
        body = header.said(row.raw) if header else row.raw
        speakers += similar(draft.speaker.name or "", row.speaker)
        delegations += draft.delegation == load_delegations().resolve(row.country)
        languages += (draft.language or "English") == ((header.language if header else None) or "English")
        count, same, differing = compare_words(draft.text, body)
        words, equal = words + count, equal + same
        found += [Disagreement(draft.order or 0, page_of(draft, before, ours), before, ours, theirs)
                  for before, ours, theirs in differing]  # fmt: skip
    return Result(
        meeting, len(drafts), len(rows), speakers, delegations, languages, words, equal, tuple(found)
    )


def similar(ours: str, theirs: str) -> bool:
    """The same name but for what OCR does to it ("Jiirgenson")."""
    return SequenceMatcher(None, fold(ours), fold(theirs)).ratio() > 0.8


def page_of(draft: StatementDraft, before: str, ours: str) -> int | None:
    """The page where the paragraph begins in which the words stand."""
    at = draft.text.find(f"{before} {ours}".strip())
    return next((p.page for p in draft.paragraphs if p.span.start <= at < p.span.end), None)


def compare_folders(pdfs: Path, corpus: Path) -> Iterator[Result]:
    """Every record of `pdfs` whose meeting the corpus holds."""
    meetings = read_corpus(corpus)
    for path in sorted(pdfs.rglob("S_PV.*.pdf")):
        number = re.sub(r"^S_PV\.(\d+).*$", r"\1", path.name)
        if number in meetings:
            candidate = Candidate.of_bytes(path.name, path.read_bytes())
            yield compare_record(number, PdfReader().read(candidate, Context(NoFiles())), meetings[number])


def main(arguments: Sequence[str]) -> None:
    print("meeting speeches expected speakers delegations languages words equal share")
    for r in compare_folders(Path(arguments[0]), Path(arguments[1])):
        share = r.equal / r.words
        print(
            r.meeting,
            r.speeches,
            r.expected,
            r.speakers,
            r.delegations,
            r.languages,
            r.words,
            r.equal,
            f"{share:.4%}",
        )
        for d in r.disagreements:
            print(f"  {d.order} p.{d.page} ...{d.before} [{d.ours}] <{d.theirs}>")


if __name__ == "__main__":
    main(sys.argv[1:])
