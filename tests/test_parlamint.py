"""ParlaMint: machine translations told as such, persons found in the corpus's lists, as of the day."""

from __future__ import annotations

import pytest

from index.ingest.drafting import ref_of
from index.model import StatementDraft
from index.readers.base import ReadFile
from index.readers.tei import ParlaMint
from index.readers.walk import read_uploads
from index.store.sources import Location
from rag.citation.parts import translation_note
from tests.read_files import one

AT = Location("c", "a.xml", "a.xml", "", "0" * 64)
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
LIST = f"""<listPerson {TEI}><person xml:id="НоваОлена.1970">
<persName xml:lang="uk"><surname>Нова</surname><forename>Олена</forename></persName>
<persName xml:lang="en" from="2012-06-01"><surname>Hai</surname><forename>Olena</forename></persName>
<persName xml:lang="en" to="2012-05-31"><surname>Nova</surname><forename>Olena</forename></persName>
<affiliation role="member" ref="#party.GREEN" from="2004-01-01" to="2010-12-31"/>
<affiliation role="member" ref="#party.ORANGE" from="2012"/></person></listPerson>"""


def sitting(
    day: str = "2008-09-30",
    corpus: str = "ParlaMint-QQ",
    language: str = "en",
    header: str = "",
    utterance: str = "",
    who: str = "#НоваОлена.1970",
) -> str:
    return f"""<TEI {TEI} xml:id="{corpus}_{day}" xml:lang="{language}"><teiHeader>{header}
<profileDesc><settingDesc><setting><date when="{day}"/></setting></settingDesc></profileDesc></teiHeader>
<text><body><div>
<u xml:id="u1" who="{who}" {utterance}><seg>The marsh must be paid for.</seg></u></div></body></text></TEI>"""


def read_with(name: str, text: str, lists: dict[str, str]) -> StatementDraft:
    files = {name: text.encode(), **{path: told.encode() for path, told in lists.items()}}
    (found,) = [file for file in read_uploads(files) if isinstance(file, ReadFile)]
    return found.drafts[0]


@pytest.mark.parametrize(
    ("day", "language", "name", "party"),
    [
        ("2008-09-30", "en", "Olena Nova", "GREEN"),
        ("2012-05-31", "en", "Olena Nova", "ORANGE"),
        ("2012-06-01", "en", "Olena Hai", "ORANGE"),
        ("2020-01-01", "en", "Olena Hai", "ORANGE"),
        ("2011-06-01", "en", "Olena Nova", None),
        ("2003-12-31", "en", "Olena Nova", None),
        ("2010-12-31", "uk", "Олена Нова", "GREEN"),
        ("2020-01-01", "uk-UA", "Олена Нова", "ORANGE"),
    ],
)
def test_names_and_parties_are_those_of_the_day(
    day: str, language: str, name: str, party: str | None
) -> None:
    """In the language of the sitting; a party of another day is none."""
    text = sitting(day, language=language)
    draft = read_with(f"ParlaMint-QQ_{day}.xml", text, {"ParlaMint-QQ-listPerson.xml": LIST})
    assert (draft.speaker.name, draft.speaker.role, draft.flags) == (name, party, ())


@pytest.mark.parametrize(
    ("file", "corpus", "list_name"),
    [
        ("ParlaMint-QQ_2008-09-30.xml", "ParlaMint-QQ", "ParlaMint-QQ-listPerson.xml"),
        ("ParlaMint-QQ-en_2008-09-30.xml", "ParlaMint-QQ-en", "ParlaMint-QQ-listPerson.xml"),
        ("ParlaMint-QQ-en_2008-09-30.xml", "ParlaMint-QQ-en", "ParlaMint-QQ-en-listPerson.xml"),
        ("2008/ParlaMint-QQ-en_2008-09-30.ana.xml", "ParlaMint-QQ-en", "ParlaMint-QQ-listPerson.xml"),
        ("a/2008/ParlaMint-ES-CT_2008.xml", "ParlaMint-ES-CT", "a/ParlaMint-ES-CT-listPerson.xml"),
        ("ParlaMint-QQ_2008-09-30.xml", "other", "ParlaMint-QQ-listPerson.xml"),
        ("sitting.xml", "ParlaMint-QQ", "ParlaMint-QQ-listPerson.xml"),
    ],
)
def test_lists_are_found_where_the_corpus_keeps_them(file: str, corpus: str, list_name: str) -> None:
    """Beside the file or above it, by the corpus of the file or of its source."""
    draft = read_with(file, sitting(corpus=corpus), {list_name: LIST})
    assert draft.speaker.name == "Olena Nova"


def test_a_list_without_persons_does_not_hide_the_next() -> None:
    """As where a folder keeps an empty one."""
    files = {"p/ParlaMint-QQ-listPerson.xml": f"<listPerson {TEI}/>", "ParlaMint-QQ-listPerson.xml": LIST}
    assert read_with("p/ParlaMint-QQ_2008-09-30.xml", sitting(), files).speaker.name == "Olena Nova"


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("#КітІван.1960", "Кіт Іван"),
        ("#StephenKinnock", "Stephen Kinnock"),
        ("#NovaOlena.1970", "Nova Olena"),
        ("ParlaMint-QQ.xml#ÖzÇelik", "Öz Çelik"),
        ("#Ana_Ruiz", "Ana Ruiz"),
        ("", None),
    ],
)
def test_an_unlisted_speaker_is_what_the_id_spells(who: str, name: str | None) -> None:
    """Flagged, since nobody wrote it as a name."""
    draft = one(ParlaMint(), "ParlaMint-QQ_2008-09-30.xml", sitting(who=who))
    assert (draft.speaker.name, draft.flags) == (name, ("speaker-id",) if who else ())


RESP = "<fileDesc><titleStmt><respStmt><resp>{}</resp></respStmt></titleStmt></fileDesc>"


@pytest.mark.parametrize(
    ("header", "utterance", "flagged"),
    [
        (RESP.format("Machine translation to English"), "", True),
        (RESP.format("Automatically translated, not corrected"), "", True),
        (
            "<fileDesc><titleStmt><title>ParlaMint-QQ, machine-translated</title></titleStmt></fileDesc>",
            "",
            True,
        ),
        ('<encodingDesc><listPrefixDef><prefixDef ident="mt-src"/></listPrefixDef></encodingDesc>', "", True),
        ("", 'corresp="mt-src:ParlaMint-QQ_2008-09-30.u1"', True),
        (RESP.format("Translation of the taxonomy"), "", False),
        (RESP.format("Machine learning"), 'corresp="#u0"', False),
        ("", "", False),
    ],
)
def test_machine_translations_are_told_as_such(header: str, utterance: str, flagged: bool) -> None:
    """In the flags, and in every citation."""
    draft = one(ParlaMint(), "a.xml", sitting(header=header, utterance=utterance))
    assert ("machine-translation" in draft.flags) is flagged
    assert translation_note(ref_of(draft, AT, "s")) == ("machine translation" if flagged else None)
