"""What is read from each format, and what is refused with which words."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from index.errors import UnreadableRecord
from index.readers.akn import AkomaNtoso
from index.readers.base import Reader, ReadFile, Skipped
from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.rows import RowsReader
from index.readers.table import READERS
from index.readers.tei import ParlaMint
from index.readers.walk import read_paths, read_uploads
from tests.read_files import DATA, one, read, spoken


def test_akoma_ntoso_gives_speeches_questions_and_answers_with_their_ids() -> None:
    """Persons and roles by the ids of the document, the nearest heading as topic."""
    drafts = read(AkomaNtoso(), "ke_Debate_Bungeni_2011-06-10.xml")
    assert [d.speaker.name for d in drafts[:4]] == ["Mr. Alfa", "Mr. epsilon", None, None]
    assert drafts[2].speaker.role == "Mr. Speaker"
    assert (drafts[2].capacity, drafts[2].procedural) == ("president", True)
    answer = drafts[-1]
    assert answer.key == "dbsect_6__dbsect_1__dbsect_1__answer_1"
    assert (answer.speaker.name, answer.speaker.role) == ("Mr. Eta", "Minister for Education and Sports")
    assert answer.topic == "Professional Training in the Republic of BUNGENI"
    assert len(answer.paragraphs) == 5
    assert (answer.date, answer.meeting, answer.language) == (
        "2011-06-10",
        "/akn/ke/debaterecord/2011-06-10",
        "English",
    )
    assert [d.order for d in drafts] == list(range(1, 12))


def test_akoma_ntoso_sets_scenes_and_votes_apart() -> None:
    """What was not said is in no speech."""
    whole = "".join(d.text for d in read(AkomaNtoso(), "ke_Debate_Bungeni_2011-06-10.xml"))
    for apart in ("Applause", "Question carried", "Division Bell was rung", "AYES: Mr."):
        assert apart not in whole


def test_parlamint_gives_utterances_with_their_ids() -> None:
    """Names spelt by ids are flagged; notes and gaps stay outside."""
    drafts = read(ParlaMint(), "ParlaMint-GB_2017-09-07-commons.xml")
    assert [d.key.rpartition(".")[2] for d in drafts] == ["u1", "u2", "u581", "u582"]
    assert (drafts[0].speaker.name, drafts[0].flags) == ("Stephen Kinnock", ("speaker-id",))
    assert (drafts[0].date, drafts[0].organ, drafts[0].language) == (
        "2017-09-07",
        "House of Commons",
        "English",
    )
    assert drafts[0].topic == "Membership of the European Economic Area"
    assert len(drafts[3].paragraphs) == 3
    assert not any("SAMPLING" in d.text or "House adjourned" in d.text for d in drafts)


PERSONS = """<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="StephenKinnock"><persName>
<surname>Kinnock</surname><forename>Stephen</forename></persName>
<affiliation ref="#party.LAB" role="member" from="2015-05-07"/></person></listPerson>"""


def test_parlamint_takes_names_and_parties_from_the_list_beside_it() -> None:
    """The corpus's listPerson file, which is no record itself."""
    name = "ParlaMint-GB_2017-09-07-commons.xml"
    files = {name: (DATA / name).read_bytes(), "ParlaMint-GB-listPerson.xml": PERSONS.encode()}
    (outcome,) = read_uploads(files)
    assert isinstance(outcome, ReadFile)
    first = outcome.drafts[0]
    assert (first.speaker.name, first.speaker.role, first.flags) == ("Stephen Kinnock", "LAB", ())


def test_annotated_parlamint_is_joined_as_the_corpus_says() -> None:
    """Words and punctuation of `.ana.xml`."""
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="X_2020"><text><body><div>'
        '<u who="#A" xml:id="u1" ana="#chair"><seg><s><w>We</w><w join="right">agree</w><pc>.</pc></s>'
        '<s><w join="right">Order</w><pc>!</pc></s></seg></u></div></body></text></TEI>'
    )
    draft = one(ParlaMint(), "a.ana.xml", text)
    assert (draft.text, draft.speaker.role, draft.capacity) == ("We agree. Order!", "Chair", "president")


def test_annotated_words_of_a_note_or_of_another_speaker_are_no_words_of_the_speech() -> None:
    """As in files that are not annotated."""
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="X_2020"><text><body><div>'
        '<u who="#A" xml:id="u1"><w>We</w><note><w>Applause</w></note><w>agree</w>'
        '<u who="#B" xml:id="u2"><seg><w>Never</w></seg></u></u></div></body></text></TEI>'
    )
    assert [draft.text for draft in read(ParlaMint(), "a.ana.xml", text)] == ["We agree", "Never"]


HEAD_OF_DELEGATION = "Head of the Delegation of the European Union to the United Nations"
DELIVERED = [
    # the opening, then name, role, delegation, date, topic
    ("Statement by Ambassador Karen Pierce, UK Permanent Representative to the UN, at the Security Council "
     "briefing on Syria\n\n29 January 2020\n\nThank you, Mr President. We agree.",
     "Ambassador Karen Pierce", "UK Permanent Representative to the UN", "GBR", "2020-01-29", "Syria"),
    ("Remarks by Ambassador Kelly Craft, U.S. Representative to the United Nations, at a UN Security Council "
     "Briefing on Colombia\n\nThank you, Mr. President, for this.",
     "Ambassador Kelly Craft", "U.S. Representative to the United Nations", "USA", None, "Colombia"),
    ("Statement on behalf of the European Union and its Member States by H.E. Mr. Olof Skoog, Head of the "
     'Delegation of the European Union to the United Nations, at the Open Debate on "Upholding the Charter"'
     "\n\nNew York, 9 January 2020\n\nMr. President, I have the honour to speak.",
     "Mr. Olof Skoog", HEAD_OF_DELEGATION, "EU", "2020-01-09", "Upholding the Charter"),
    ("Mr. Umarov (Kazakhstan) (spoke in Russian): We thank you.", "Mr. Umarov", None, "KAZ", None, None),
    ("---\nspeaker: Ms. Alva\ncountry: Peru\ndate: 2 April 2019\n---\n# Intervention\n\nWe agree.",
     "Ms. Alva", None, "PER", "2019-04-02", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "role", "code", "day", "topic"), DELIVERED)
def test_opening_lines_tell_who_speaks_when_on_what(
    text: str, name: str, role: str | None, code: str, day: str | None, topic: str | None
) -> None:
    """As missions publish their statements."""
    draft = one(Markdown(), "a.md", text)
    assert (draft.speaker.name, draft.speaker.role) == (name, role)
    assert draft.delegation is not None
    assert (draft.delegation.code, draft.date, draft.topic) == (code, day, topic)
    assert draft.text.split()[0] in ("Thank", "Mr.", "We")


def test_a_speaker_without_a_delegation_is_taken_as_named() -> None:
    """The title names the person only, and "President," alone opens the speech."""
    title = "Remarks by Ambassador ZHANG Jun at the Council Briefing on Syria"
    text = f"{title}\n\n2020-02-19\n\nPresident,\n\nI thank him."
    draft = one(Markdown(), "a.md", text)
    assert (draft.speaker.name, draft.delegation, draft.date) == ("Ambassador ZHANG Jun", None, "2020-02-19")
    assert draft.text == "President,\n\nI thank him."


def test_a_country_that_is_only_the_subject_is_not_the_speaker() -> None:
    """A briefing on Syria does not speak for Syria."""
    draft = one(
        Markdown(),
        "a.md",
        "Statement by Ambassador Geng Shuang at the Briefing on Syria\n\nMadam President, yes.",
    )
    assert draft.delegation is None


def test_a_sidecar_wins_over_opening_lines() -> None:
    """What the user says of a file counts first."""
    note = b'speaker = "Ms. Alva"\ndelegation = "Peru"\ntopic = "Treaties"\n'
    files = {"a.html": (DATA / "china.html").read_bytes(), "a.meta.toml": note}
    (outcome,) = read_uploads(files)
    assert isinstance(outcome, ReadFile)
    (draft,) = outcome.drafts
    assert draft.delegation is not None
    assert (draft.speaker.name, draft.delegation.code, draft.topic) == ("Ms. Alva", "PER", "Treaties")


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.csv"])
def test_rows_give_a_statement_each(name: str) -> None:
    """Named columns, countries by name or code, dates in any of the house's forms."""
    first, second = read(RowsReader(), name)
    assert first.delegation is not None
    assert second.delegation is not None
    assert (first.speaker.name, first.delegation.code, first.date) == ("Ms. Alva", "PER", "2019-04-02")
    assert (second.delegation.code, second.date) == ("KAZ", "2018-12-13" if name.endswith("l") else "2018-12")
    assert spoken(first)[1] == "We call on all States to join it."


BAD_ROWS = [
    ("a.jsonl", '{"speaker": "A", "text": "Yes."}\n{"speaker": "A"}\nnope\n',
     ["line 2 (it has no text)", "line 3 (it is not a JSON"]),
    ("a.jsonl", '{"text": "Yes."}', ["line 1 (it names neither speaker nor delegation)"]),
    ("a.jsonl", '{"text": "Yes.", "speaker": true}', ["'speaker' holds a truth value"]),
    ("a.jsonl", '{"text": "Yes.", "country": "Atlantis"}', ["'Atlantis' is not a delegation we know"]),
    ("a.jsonl", '{"text": "Yes.", "speaker": "A", "date": "soon"}', ["'soon' is not a date"]),
    ("a.jsonl", '{"text": "Yes.", "speaker": "A", "mood": "good"}', ["'mood' is not a column", "'x_mood'"]),
    ("a.jsonl", '{"text": "Yes.", "speaker": "A", "id": "1"}\n{"text": "No.", "speaker": "B", "id": "1"}',
     ["line 2 (its id '1' is also that of line 1)"]),
    ("a.csv", "speaker,text\nA,Yes.\nB\n", ["line 3 (it has 1 cells where the first line names 2)"]),
    ("a.csv", 'speaker,text\nA,"Yes\n', ["line 2 (it is not a valid row"]),
    ("a.csv", "speaker,text\n", ["holds no rows"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), BAD_ROWS)
def test_bad_rows_are_named_by_their_line_and_nothing_is_added(name: str, text: str, told: list[str]) -> None:
    """All or nothing, with what is wrong in each row."""
    with pytest.raises(UnreadableRecord) as refusal:
        read(RowsReader(), name, text)
    assert all(part in str(refusal.value) for part in told), str(refusal.value)


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz"])
def test_an_archive_reads_as_its_folder_would(mode: str, tmp_path: Path) -> None:
    """The same statements under paths inside the archive; tables beside it serve its members."""
    names = ["china.html", "corpus.csv", "corpus.jsonl", "kazakhstan.md"]
    path = tmp_path / {"zip": "a.zip", "w": "a.tar", "w:gz": "a.tar.gz"}[mode]
    if mode == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(DATA / name, f"in/{name}")
    else:
        with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
            for name in names:
                archive.add(DATA / name, f"./in/{name}")
    inside = {o.path: o.drafts for o in read_paths([path]) if isinstance(o, ReadFile)}
    outside = {
        o.path: o.drafts for o in read_paths([DATA / name for name in names]) if isinstance(o, ReadFile)
    }
    assert inside == {f"{path.name}/in/{name}": drafts for name, drafts in outside.items()}
    assert list(tmp_path.iterdir()) == [path]


SPEAKERLESS = "Just some words that nobody is said to have spoken."


@pytest.mark.parametrize("reader", [Markdown(), WebPage()])
def test_a_text_that_names_nobody_is_refused_with_a_way_out(reader: Reader) -> None:
    """The sentence shows what to write."""
    with pytest.raises(UnreadableRecord, match=r"\.meta\.toml"):
        read(reader, f"a{reader.suffixes[0]}", SPEAKERLESS)


def test_every_suffix_is_said_in_the_documentation() -> None:
    """docs/formats.md names what is read."""
    text = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [suffix for reader in READERS for suffix in reader.suffixes if f"`{suffix}`" not in text] == []


def test_what_is_no_record_is_skipped_with_a_reason(tmp_path: Path) -> None:
    """XML of another kind, and a picture."""
    (tmp_path / "a.xml").write_text("<note><to>Tove</to></note>")
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    outcomes = list(read_paths([tmp_path]))
    assert all(isinstance(outcome, Skipped) for outcome in outcomes)
