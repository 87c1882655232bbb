"""Citations as tools give them: flat, each with an address that is never empty.

In: citations and hits of the wire, and where this service's pages begin (None where it has none). Out: the
flat shapes; the record's own address before the page here, and `onrecord:` where there is neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from api import schemas as wire
from api.schemas import tools as shape
from api.web.views import statement_address
from index.text.steering import web_address
from rag.citation.parts import with_day

SCHEME = "onrecord://"


def cited(citation: wire.Citation, base: str | None) -> shape.Cited:
    return shape.Cited.model_validate(_fields(citation, base))


def cited_passage(hit: wire.Hit, base: str | None) -> shape.CitedPassage:
    fields = _fields(hit.citation, base) | {"passage_id": hit.passage.id}
    return shape.CitedPassage.model_validate(fields)


def address(citation: wire.Citation, base: str | None) -> str:
    id = citation.statement.id
    here = f"{SCHEME}statement/{id}" if base is None else base + statement_address(id, citation.span)
    return web_address(citation.url) or here


def notes(found: Sequence[shape.Cited]) -> str:
    """The footnotes of some citations, a line each."""
    return "\n".join(f"[{one.number}] {one.citation} <{one.url}>{_leaning(one)}" for one in found)


def quoted(one: shape.Cited) -> str:
    return f"“{one.quote}” ({with_day(one.citation, one.date)}) <{one.url}>{_leaning(one)}"


def _leaning(one: shape.Cited) -> str:
    return f" It leans on the sentence before: “{one.leads}”" if one.leads else ""


def _fields(citation: wire.Citation, base: str | None) -> dict[str, object]:
    ref = citation.statement
    same = {name: getattr(citation, name) for name in SAME}
    return same | {
        "citation": citation.text,
        "url": address(citation, base),
        "statement_id": ref.id,
        "speaker": ref.speaker.name or ref.speaker.role,
        "delegation": ref.delegation,
        "meeting": ref.meeting,
        "date": ref.date,
    }


SAME = ("number", "quote", "paragraphs", "sentences", "page", "span", "flags", "leads", "quoting")
