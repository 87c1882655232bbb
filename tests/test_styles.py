"""Every style says what the record says, flags what a reader must know, and can be read back."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.model import Delegation, Span, Speaker
from rag.citation.styles import STYLES, render
from rag.model import Citation, Range
from tests.drafts import UMAROV

REF = UMAROV
PAGED = Citation(
    number=1,
    statement=REF,
    paragraphs=Range(6, 6),
    sentences=Range(12, 13),
    page=3,
    span=Span(0, 5),
    quote="Words",
    text="S/PV.8422, p. 3 (Kazakhstan)",
    url="https://docs.un.org/en/S/PV.8422",
)
UNPAGED = replace(PAGED, page=None)
BARE_REF = replace(
    REF, speaker=Speaker(None), meeting=None, date=None, topic=None, organ=None, delegation=None
)
BARE = replace(UNPAGED, statement=BARE_REF, paragraphs=None, url=None)
FRENCH = replace(PAGED, statement=replace(REF, language="French"))
ASSEMBLY = replace(
    PAGED, statement=replace(REF, meeting="A/75/PV.3", organ="General Assembly", date="2020-05"), url=None
)
LABELLED = replace(UNPAGED, label="110–111")

GOLDEN = [
    # (citation, style, rendered)
    (PAGED, "un", "S/PV.8422, p. 3 (Kazakhstan)"),
    (PAGED, "short", "Kazakhstan, S/PV.8422, p. 3"),
    (UNPAGED, "short", "Kazakhstan, S/PV.8422, para. 6 (our numbering)"),
    (BARE, "short", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (LABELLED, "short", "Kazakhstan, S/PV.8422, paras. 110–111"),
    (
        PAGED,
        "chicago",
        "Mr. Umarov (Kazakhstan), statement to the Security Council, S/PV.8422, December 14, 2018, 3, "
        "https://docs.un.org/en/S/PV.8422.",
    ),
    (
        replace(PAGED, page_end=4, url=None),
        "chicago",
        "Mr. Umarov (Kazakhstan), statement to the Security Council, S/PV.8422, December 14, 2018, 3–4.",
    ),
    (BARE, "chicago", "S_PV.8422_E.pdf, statement, sentences 12–13 (our numbering)."),
    (PAGED, "oscola", "UNSC Verbatim Record (14 December 2018) UN Doc S/PV.8422, 3 (Mr Umarov, Kazakhstan)"),
    (
        UNPAGED,
        "oscola",
        "UNSC Verbatim Record (14 December 2018) UN Doc S/PV.8422, para 6 (our numbering) "
        "(Mr Umarov, Kazakhstan)",
    ),
    (BARE, "oscola", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (
        PAGED,
        "bluebook",
        "U.N. SCOR, 8422d mtg. at 3, U.N. Doc. S/PV.8422 (Dec. 14, 2018) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (
        ASSEMBLY,
        "bluebook",
        "U.N. GAOR, 75th Sess., 3d plen. mtg. at 3, U.N. Doc. A/75/PV.3 (May 2020) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (BARE, "bluebook", "S_PV.8422_E.pdf, sentences 12–13 (our numbering)"),
    (
        LABELLED,
        "bluebook",
        "U.N. SCOR, 8422d mtg., ¶¶ 110–111, U.N. Doc. S/PV.8422 (Dec. 14, 2018) "
        "(statement of Mr. Umarov, Kazakhstan)",
    ),
    (
        PAGED,
        "ris",
        "TY  - HEAR\r\nID  - a1b2c3d4e5f6\r\nTI  - Statement by Mr. Umarov (Kazakhstan): Peacekeeping\r\n"
        "AU  - Umarov\r\nT3  - Security Council\r\nM1  - S/PV.8422\r\nPY  - 2018\r\nDA  - 2018/12/14/\r\n"
        "UR  - https://docs.un.org/en/S/PV.8422\r\nER  - \r\n",
    ),
    (BARE, "ris", "TY  - HEAR\r\nID  - a1b2c3d4e5f6\r\nTI  - Statement in S_PV.8422_E.pdf\r\nER  - \r\n"),
    (
        PAGED,
        "bibtex",
        "@techreport{KAZ-2018-a1b2c3d4,\n"
        "  author = {{Umarov}},\n"
        "  title = {{Statement by Mr. Umarov (Kazakhstan): Peacekeeping}},\n"
        "  institution = {Security Council},\n"
        "  number = {S/PV.8422},\n"
        "  type = {Verbatim record},\n"
        "  year = {2018},\n"
        "  date = {2018-12-14},\n"
        "  url = {https://docs.un.org/en/S/PV.8422},\n"
        "  month = dec,\n"
        "}\n",
    ),
]

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


@pytest.mark.parametrize(("citation", "style", "rendered"), GOLDEN)
def test_rendered(citation: Citation, style: str, rendered: str) -> None:
    """Each style as its handbook or format has it, without what the record lacks."""
    assert render(citation, style) == rendered


@pytest.mark.parametrize("style", STYLES)
def test_translation_is_flagged(style: str) -> None:
    """A reader of any style learns that the English words are a translation."""
    assert "poke in French, official translation" in render(FRENCH, style)


@pytest.mark.parametrize("style", STYLES)
def test_our_numbering_is_said_to_be_ours(style: str) -> None:
    """Our paragraph number is marked as ours, or not printed at all."""
    text = render(UNPAGED, style)
    assert "(our numbering)" in text or "para" not in text


def test_unknown_style() -> None:
    """A style that is not in the table is refused, and the message names those that are."""
    with pytest.raises(InvalidInput, match="un, short, chicago"):
        render(PAGED, "harvard")


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
