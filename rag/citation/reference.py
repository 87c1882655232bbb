"""What reference managers import: CSL-JSON, RIS and BibTeX for the statement cited.

In: a `Citation`. Out: one item in that format. Page and paragraph are locators of a citation, no fields of
the item: they are left out. Names stay as the record writes them, in one piece; nothing unknown is filled in.
"""

from __future__ import annotations

import json
import re
import unicodedata

from index.model import StatementRef
from index.text.lexicon import MONTHS
from rag.citation.parts import author_name, file_name, speaker_name, speaker_with_delegation, translation_note
from rag.model import Citation

BIBTEX_MONTHS = tuple(name[:3].lower() for name in MONTHS)
BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""})


def title(ref: StatementRef) -> str:
    """What the statement is called: who made it, and on what where the record says."""
    who = speaker_with_delegation(ref)
    called = f"Statement by {who}" if who else f"Statement in {file_name(ref)}"
    return f"{called}: {ref.topic}" if ref.topic else called


def remarks(citation: Citation) -> str | None:
    """What the item's note must say."""
    ref = citation.statement
    quoting = f"Quoting {citation.quoting}" if citation.quoting else None
    parts = [quoting, f"On behalf of {ref.on_behalf_of}" if ref.on_behalf_of else None, translation_note(ref)]
    known = [part[0].upper() + part[1:] for part in parts if part]
    return "; ".join(known) or None


def csl_json(citation: Citation) -> str:
    """A JSON array with the one item, as the CSL schema of input data wants it."""
    ref = citation.statement
    name = author_name(ref)
    item: dict[str, object | None] = {
        "id": ref.id,
        "type": "hearing" if ref.meeting or ref.organ else "speech",
        "title": title(ref),
        "author": [{"literal": name}] if name else None,
        "authority": ref.organ,
        "number": ref.meeting,
        "issued": {"date-parts": [[int(part) for part in ref.date.split("-")]]} if ref.date else None,
        "URL": citation.url,
        "note": remarks(citation),
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)


def ris(citation: Citation) -> str:
    """RIS lines from TY to ER; M1 is the document number and T3 the body, as Zotero reads a hearing."""
    ref = citation.statement
    date = ref.date.split("-") if ref.date else []
    fields = [
        ("TY", "HEAR"),
        ("ID", ref.id),
        ("TI", title(ref)),
        ("AU", (author_name(ref) or "").replace(",", "")),
        ("T3", ref.organ),
        ("M1", ref.meeting),
        ("PY", date[0] if date else None),
        ("DA", "/".join([*date, *[""] * (4 - len(date))]) if date else None),
        ("UR", citation.url),
        ("N1", remarks(citation)),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def bibtex(citation: Citation) -> str:
    """A @techreport entry; braces keep names and titles as they are."""
    ref = citation.statement
    date = ref.date.split("-") if ref.date else []
    name, note = author_name(ref), remarks(citation)
    fields = [
        ("author", f"{{{escaped(name)}}}" if name else None),
        ("title", f"{{{escaped(title(ref))}}}"),
        ("institution", escaped(ref.organ) if ref.organ else None),
        ("number", escaped(ref.meeting) if ref.meeting else None),
        ("type", "Verbatim record" if "PV." in (ref.meeting or "") else None),
        ("year", date[0] if date else None),
        ("date", ref.date),
        ("url", citation.url.translate(URL_ESCAPES) if citation.url else None),
        ("note", escaped(note) if note else None),
    ]
    lines = [f"  {key} = {{{value}}}," for key, value in fields if value]
    if len(date) > 1:
        lines.append(f"  month = {BIBTEX_MONTHS[int(date[1]) - 1]},")
    return "\n".join([f"@techreport{{{entry_key(ref)},", *lines, "}", ""])


def entry_key(ref: StatementRef) -> str:
    """Letters and digits only: delegation or speaker, year, and the statement's id to keep it unique."""
    who = ref.delegation.code if ref.delegation else speaker_name(ref) or "statement"
    parts = [who, (ref.date or "")[:4], ref.id[:8]]
    return "-".join(filter(None, (_ascii(part) for part in parts)))


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "", plain)


def one_line(text: str) -> str:
    """RIS and BibTeX know no line breaks inside a value."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def escaped(text: str) -> str:
    return "".join(BIBTEX_ESCAPES.get(character, character) for character in one_line(text))
