"""Citations for other programs (CSL, RIS, BibTeX) fit their schema and can be read back."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from index.model import Delegation, Speaker
from rag.citation.styles import render
from rag.model import Citation
from tests.cited import PAGED, REF

# The part of the CSL input schema (type, properties, name and date variables) that our items may use.
CSL_SCHEMA = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["hearing", "speech"]},
            "id": {"type": ["string", "number"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
            },
            **{name: {"type": "string"} for name in ("title", "authority", "number", "URL", "note")},
        },
    },
}


def test_csl_item() -> None:
    """The CSL item carries the fields of a hearing, and no locator."""
    (item,) = json.loads(render(PAGED, "csl"))
    assert item == {
        "id": "a1b2c3d4e5f6",
        "type": "hearing",
        "title": "Statement by Mr. Umarov (Kazakhstan): Peacekeeping",
        "author": [{"literal": "Umarov"}],
        "authority": "Security Council",
        "number": "S/PV.8422",
        "issued": {"date-parts": [[2018, 12, 14]]},
        "URL": "https://docs.un.org/en/S/PV.8422",
    }


NASTY = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
DATES = st.sampled_from([None, "2003", "2003-03", "2003-03-09"])


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    ref = replace(
        REF,
        speaker=Speaker(draw(st.none() | NASTY)),
        delegation=draw(st.none() | st.builds(Delegation, st.just("XXX"), NASTY)),
        topic=draw(st.none() | NASTY),
        organ=draw(st.none() | NASTY),
        date=draw(DATES),
        language=draw(st.sampled_from([None, "en", "fr", "Spanish"])),
        on_behalf_of=draw(st.none() | NASTY),
    )
    return replace(PAGED, statement=ref, page=draw(st.none() | st.integers(1, 99)))


@given(citations())
def test_csl_fits_the_schema(citation: Citation) -> None:
    """Whatever the record holds, the item is valid CSL data."""
    jsonschema.validate(json.loads(render(citation, "csl")), CSL_SCHEMA)


@given(citations())
def test_ris_reads_back(citation: Citation) -> None:
    """Every line is a tag and a value, and the title comes back as it went in but for white space."""
    lines = render(citation, "ris").split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    fields = dict(line.split("  - ", 1) for line in lines[:-1])
    assert (lines[0], lines[-2], lines[-1]) == ("TY  - HEAR", "ER  - ", "")
    if citation.statement.topic and citation.statement.topic.isprintable():
        assert fields["TI"].endswith(" ".join(citation.statement.topic.split()))


@given(citations())
def test_bibtex_reads_back(citation: Citation) -> None:
    """Braces balance, the entry closes where it should, and the organ comes back unescaped."""
    text = render(citation, "bibtex")
    fields = read_bibtex(text)
    organ = citation.statement.organ
    if organ and organ.isprintable() and organ.split():
        assert fields["institution"] == " ".join(organ.split())


def read_bibtex(text: str) -> dict[str, str]:
    """A reader of one entry: braces are counted, escapes undone."""
    assert re.match(r"@techreport\{[A-Za-z0-9-]+,\n", text)
    fields = {}
    for key, value in re.findall(r"^  (\w+) = (.*),$", text, re.M):
        depth = 0
        plain = re.sub(r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\.", "", value)
        for character in plain:
            depth += (character == "{") - (character == "}")
            assert depth >= 0
        assert depth == 0
        fields[key] = unescaped(value[1:-1]) if value.startswith("{") else value
    return fields


def unescaped(value: str) -> str:
    special = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    return re.sub(
        r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\([{}&%$#_])",
        lambda found: special.get(found.group(), found.group(1) or ""),
        value,
    )
