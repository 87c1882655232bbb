"""Hard-wrapped text -> text whose paragraphs are single lines parted by a blank line, and their spans.

In: the speech as the file has it. Out: text and spans, empty where the file has lost its paragraph
breaks. Only white space and line-end hyphens change: real hyphens stay, soft ones go on evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median

from index.model import Span
from index.tables import sets_of

WRAP_WIDTH = 110
# Wrapped text whose longest run without a blank line exceeds this has lost its breaks.
LONGEST_PARAGRAPH = 3000
_BLANK_LINES = re.compile(r"\n[ \t\f\v]*\n[\s]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufeff]")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W_])[-\u2010\u00ad] (?=[^\W_])")
_LEFT = re.compile(r"[^\W_]{1,40}$")
_RIGHT = re.compile(r"[^\W_]{1,40}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


_SETS = sets_of("index", "word_sets.tsv")
# "short- and long-term", "pre- to post-conflict": the hyphen waits for a second half.
_SUSPENDED = _SETS["suspends"]
# A hyphen used as a dash: what follows opens a clause.
_CLAUSE = _SETS["opens_clause"]
# Compounds that nevertheless end in such a word.
_COMPOUNDS = _SETS["compound"]
# Word endings that are not words themselves: the part before a line-end hyphen belongs to them.
_ENDINGS = _SETS["word_ending"]

# A paragraph never ends with one of these: what follows belongs to it, even in "the" + "United Nations".
_LEADS_ON = _SETS["leads_on"]


def dewrap(raw: str, look: Callable[[], None] = lambda: None) -> tuple[str, tuple[Span, ...]]:
    """The text and its paragraphs; no spans where the breaks are lost (one line, or no blank line). `look` is
    called at each paragraph, and may raise."""
    look()
    blocks, kept = _blocks(_CONTROLS.sub("", raw.replace("\f", "\n")), look)
    evidence = _Evidence(raw)
    paragraphs = []
    for block in blocks:
        look()
        if joined := _join(block, evidence):
            paragraphs.append(joined)
    text = "\n\n".join(paragraphs) if kept else " ".join(paragraphs)
    return text, (_spans(paragraphs) if kept else ())


def _spans(paragraphs: list[str]) -> tuple[Span, ...]:
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return tuple(spans)


def _blocks(raw: str, look: Callable[[], None]) -> tuple[list[str], bool]:
    """Paragraphs as runs of lines, and whether the breaks between them are the record's own."""
    raw = raw.strip()
    lines = [line for line in raw.split("\n") if line.strip()]
    if len(lines) <= 1:
        return lines, False
    blocks = [block for block in _BLANK_LINES.split(raw) if block.strip()]
    if not is_wrapped(lines):
        whole = _mend(lines, look)
        return whole, len(whole) > 1
    whole = _mend(blocks, look)
    longest = max(len(block) for block in whole)
    many = len(whole) > 5 and longest * 2 <= len(raw)
    return whole, many or longest <= LONGEST_PARAGRAPH


def is_wrapped(lines: list[str]) -> bool:
    """Are these lines of a narrow column, rather than one paragraph each?"""
    widths = sorted(len(line.rstrip()) for line in lines)
    if widths[-1] <= WRAP_WIDTH and len(widths) > 1:
        ends = sum(line.rstrip()[-1] in '.!?:;"”’)' for line in lines)
        return ends < len(lines) * 0.8 or median(widths) > 40
    return widths[int(len(widths) * 0.9)] <= WRAP_WIDTH


def _mend(blocks: list[str], look: Callable[[], None]) -> list[str]:
    """A break inside a sentence is not the record's own: join the parts, all of a run at once."""
    runs: list[list[str]] = []
    for block in blocks:
        look()
        if runs and _runs_on(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [_mended(run) for run in runs]


def _mended(run: list[str]) -> str:
    if len(run) == 1:
        return run[0]
    first, *inner, last = run
    return "\n".join([first.rstrip(), *(part.strip() for part in inner), last.lstrip()])


def _runs_on(before: str, after: str) -> bool:
    last, first = before.rstrip()[-1:], after.lstrip()[:1]
    if first.islower():
        return last.isalnum() or last == "-"
    return first.isalnum() and before.rsplit(None, 1)[-1] in _LEADS_ON


class _Evidence:
    """Words and compounds that stand inside lines, gathered only once a join asks for them."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._found: frozenset[str] | None = None

    def has(self, word: str) -> bool:
        if self._found is None:
            lines = self._raw.split("\n")
            self._found = frozenset(w.lower() for line in lines for w in _WORD.findall(line))
        return word in self._found


def _join(block: str, evidence: _Evidence) -> str:
    line = " ".join(block.split())
    parts: list[str] = []
    at = 0
    for match in _LINE_END_HYPHEN.finditer(line):
        joint = _joint(line, match, evidence)
        parts += (line[at : match.start()], joint)
        at = match.end()
    return "".join((*parts, line[at:]))


def _stands_apart(before: str, after: str, evidence: _Evidence) -> bool:
    """Does the hyphen wait for a second half or set off a clause, instead of joining one word?"""
    whole = f"{before}-{after}".lower()
    opens_clause = after in _CLAUSE and whole not in _COMPOUNDS and not evidence.has(whole)
    return after.lower() in _SUSPENDED or opens_clause


def _joint(line: str, match: re.Match[str], evidence: _Evidence) -> str:
    """What stands at the former line end: the hyphen, nothing, or hyphen and blank as written."""
    left = _LEFT.search(line[max(0, match.start() - 40) : match.start()])
    right = _RIGHT.match(line, match.end())
    if left is None or right is None:
        return match.group()
    before, after = left.group(), right.group()
    chained = line[right.end() : right.end() + 1] == "-"
    if not chained and _stands_apart(before, after, evidence):
        return match.group()
    if match.group()[0] == "\u00ad":
        return ""
    if not after.islower() or evidence.has(f"{before}-{after}".lower()):
        return "-"
    return "" if after in _ENDINGS or evidence.has((before + after).lower()) else "-"
