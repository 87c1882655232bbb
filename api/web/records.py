"""Statements and the whole record laid out for a page, and a statement as a file.

In: replies of the backend. Out: names and values, lists with addresses, text and Markdown; what is not known
is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from api import schemas as wire
from api.web.views import statement_address, who
from index.text.dates import spoken_date
from index.text.steering import without_steering
from index.text.symbols import permalink
from rag.question.names import Names

CAPACITIES = {
    "group": "a group",
    "president": "President",
    "secretariat": "the Secretariat",
}
FIGURES = (
    ("Statements", "statements"),
    ("Passages", "passages"),
    ("Delegations", "delegations"),
    ("Collections", "collections"),
    ("First day", "since"),
    ("Last day", "until"),
    ("Embedder", "embedder"),
    ("Segmentation", "segmentation"),
    ("State of the index", "index"),
    ("Vectors", "vectors"),
    ("Vector index", "detail"),
    ("Damaged statements", "damaged"),
    ("How to repair them", "damage"),
    ("Sides", "sides"),
    ("How to have them read twice", "sides_detail"),
)
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Around:
    """The statements before and after one in its meeting, as that is stored."""

    before: wire.StatementRef | None
    after: wire.StatementRef | None


def around(id: str, meeting: Sequence[wire.StatementRef]) -> Around:
    """Neighbours by the order of the list; none of a statement that is not on it."""
    ids = [ref.id for ref in meeting]
    if id not in ids:
        return Around(None, None)
    at = ids.index(id)
    return Around(meeting[at - 1] if at else None, meeting[at + 1] if at + 1 < len(ids) else None)


def meeting_address(ref: wire.StatementRef) -> str | None:
    """The page of a statement's meeting, where the record names one."""
    if not ref.meeting:
        return None
    return f"/meetings?{urlencode({'meeting': ref.meeting, 'collection': ref.source.collection})}"


def meeting_page(symbol: str) -> str:
    """The page of a meeting, over all collections."""
    return f"/meetings?{urlencode({'meeting': symbol})}"


def listing(name: str, value: str) -> str:
    """The page of the statements under one filter."""
    return f"/statements?{urlencode({name: value})}"


def delegation_page(code: str) -> str:
    """The page of one delegation."""
    return f"/delegations/{quote(code, safe='')}"


def history_page(code: str, issue: str) -> str:
    """The page of one delegation on an issue over time."""
    return f"/history?{urlencode({'delegation': code, 'issue': issue})}"


def removal(name: str, value: str) -> str:
    """Where the interface removes what is named so."""
    return f"/v1/statements?{urlencode({name: value})}"


def removed(ref: wire.StatementRef) -> str:
    """Where the interface removes one statement."""
    return f"/v1/statements/{quote(ref.id, safe='')}"


def years(held: Names) -> list[str]:
    """Every year with a statement, newest first."""
    return sorted({date[:4] for date in held.dates}, reverse=True)


def permanent(ref: wire.StatementRef) -> str | None:
    """The UN's own address for the record, where it has a UN symbol."""
    return permalink(ref.meeting) if ref.meeting else None


def facts(ref: wire.StatementRef) -> list[tuple[str, str]]:
    """What is known of a statement, on a page or in a file; what is not is left out."""
    known = (
        ("Delegation", ref.delegation and ref.delegation.name),
        ("Speaking as", CAPACITIES.get(ref.capacity)),
        ("On behalf of", ref.on_behalf_of),
        ("Meeting", ref.meeting),
        ("Date", spoken_date(ref.date)),
        ("Organ", ref.organ),
        ("Topic", ref.topic),
        ("Language spoken", ref.language),
        ("File", ref.source.path),
        ("Collection", ref.source.collection),
    )
    return [(name, without_steering(value)) for name, value in known if value]


def numbering(statement: wire.Statement) -> str:
    """Says whose the numbers beside the text are."""
    if not statement.paragraphs:
        return "The source has lost its paragraphs, so the text is shown by points, cut and numbered by us."
    ours = "The paragraphs are those of the record; their numbers are ours"
    if any(paragraph.page is not None for paragraph in statement.paragraphs):
        return f"{ours}; a page is given where a paragraph begins on it."
    return f"{ours}; its pages are not known."


def figures(status: wire.Status) -> list[tuple[str, str]]:
    """What the index holds, name and value."""
    shown = [(name, getattr(status, field)) for name, field in FIGURES]
    shown.append(("On disk", f"{status.bytes / MEGABYTE:,.1f} MB"))
    return [(name, f"{value:,}" if isinstance(value, int) else value) for name, value in shown if value]


def as_text(statement: wire.Statement) -> str:
    """The facts, a blank line, and the text to the character."""
    head = [who(statement), *(f"{name}: {value}" for name, value in facts(statement))]
    return "\n".join(head) + "\n\n" + statement.text + "\n"


def as_markdown(statement: wire.Statement) -> str:
    """Paragraphs, or points where they are lost, with our numbers; its marks are kept as words."""
    head = [f"# {_plain(who(statement))}", "", *(f"- {n}: {_plain(v)}" for n, v in facts(statement)), ""]
    body = [
        f"**{part.number}** {_plain(' '.join(statement.text[part.start : part.end].split()))}\n"
        for part in _parts(statement)
    ]
    return "\n".join([*head, numbering(statement), "", *body])


def _parts(
    statement: wire.Statement,
) -> Iterable[wire.StatementParagraph] | Iterable[wire.StatementPoint]:
    return statement.paragraphs or statement.points


def _plain(text: str) -> str:
    """Words that Markdown would take for marks, kept as words."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#" else char for char in text)


def told(ref: wire.StatementRef) -> str:
    """Day, meeting and topic of a statement in a list."""
    return " · ".join(part for part in (spoken_date(ref.date), ref.meeting, ref.topic) if part)


def address(ref: wire.StatementRef) -> str:
    return statement_address(ref.id)
