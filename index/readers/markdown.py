"""Statements as Markdown: front matter as a sidecar, headings as opening lines, paragraphs as written.

In: a .md file. Out: one draft. Marks of emphasis, links and headings are taken off; words stay. Refuses a
text that names neither speaker nor delegation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.process.deadline import look
from index.readers.base import Candidate, Context, KnownBySuffix
from index.readers.delivered import draft_delivered
from index.readers.markdown_notes import plain_tags, spoken_only
from index.readers.quoted_blocks import in_marks, set_apart
from index.readers.raised import as_spoken
from index.readers.sidecar import KEYS, read_sidecar, sidecar_of
from index.readers.statement import Known, override
from index.text.decode import decode_text

FRONT = re.compile(
    r"\A(?:---|\+\+\+)[ \t]*\n(?P<rows>.{0,20000}?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
ROW = re.compile(r"(?P<key>[A-Za-z_]+)\s*[:=]\s*(?P<value>.*)")
MAX_MARKDOWN = 4 * 2**20
MARKS = (
    (re.compile(r"!\[([^\]]{0,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,400}(?:\s[^)]{0,200})?\)"), r"\1"),
    (re.compile(r"\[([^\[\]]{1,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,400}(?:\s[^)]{0,200})?\)"), r"\1"),
    (re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_]{1,400})(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,400})(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`]{1,200})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)
MARKED = re.compile(r"[\[*_`\\<>&]")
"""What any mark, tag or entity begins with; most lines hold none."""
TITLE = re.compile(r"\s{0,3}#{1,6}\s")
LEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)")
QUOTE = re.compile(r"\s*>")
RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*=+\s*$")


class Markdown(KnownBySuffix):
    """Reads one statement."""

    suffixes = (".md", ".markdown")

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        text = decode_text(candidate.read(MAX_MARKDOWN))
        front = FRONT.match(text)
        told = _front_matter(front["rows"]) if front else Known()
        known = override(told, sidecar_of(candidate, context))
        titles, body = _leading_titles(spoken_only(text[front.end() :] if front else text))
        return (draft_delivered(in_marks(as_spoken(_lines(body))), list(as_spoken(titles)), known),)


def _leading_titles(text: str) -> tuple[list[str], str]:
    """Headings above the first paragraph, and what follows them."""
    rows = text.split("\n")
    count = 0
    while count < len(rows) and (not rows[count].strip() or TITLE.match(rows[count])):
        count += 1
    return [_plain(LEAD.sub("", row)) for row in rows[:count] if row.strip()], "\n".join(rows[count:])


def _front_matter(rows: str) -> Known:
    """Values under the sidecar's names; others are not ours and are left alone."""
    note = []
    for row in rows.split("\n"):
        match = ROW.match(row)
        if match is not None and match["key"].lower() in KEYS and match["value"].strip():
            value = match["value"].strip().strip("\"'")
            key = match["key"].lower()
            note.append(f"{key} = {value}" if key == "order" else f"{key} = {_quoted(value)}")
    try:
        return read_sidecar(Candidate.of_bytes("front matter.toml", "\n".join(note).encode()))
    except UnreadableRecord as error:
        raise UnreadableRecord(f"In the front matter: {error}") from error


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(body: str) -> Iterator[str]:
    """Headings and paragraphs, one line each, without their marks."""
    for block in re.split(r"\n[ \t]*(?:>[ \t]*)?(?=\n)", body):
        look()
        if QUOTE.match(block):
            yield from map(set_apart, _block_lines(block))
        else:
            yield from _block_lines(block)


def _block_lines(block: str) -> Iterator[str]:
    if block.strip():
        pending: list[str] = []
        for line in block.split("\n"):
            if RULE.match(line):
                continue
            if re.match(r"\s{0,3}(?:#{1,6}\s|[-*+]\s)", line) and pending:
                yield _plain(" ".join(pending))
                pending = []
            pending.append(LEAD.sub("", line))
            if TITLE.match(line) or line.endswith(("  ", "\\")):
                yield _plain(" ".join(pending))
                pending = []
        if pending:
            yield _plain(" ".join(pending))


def _plain(line: str) -> str:
    if MARKED.search(line):
        for mark, kept in MARKS:
            line = mark.sub(kept, line)
        line = plain_tags(line)
    return line.rstrip("\\ ")
