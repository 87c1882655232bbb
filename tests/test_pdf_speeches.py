"""Where a speech begins and ends in layouts of which no record is kept here."""

from __future__ import annotations

from tests.pdf_records import AGENDA, BELGIUM, FRONT, FULL, SPEECH, TITLE, assembly, council, drafts, rows
from tests.pdf_writer import body, cover


def test_a_quotation_may_end_in_a_reference_in_italics() -> None:
    """Its last line belongs to it, though most of its letters are set like a direction."""
    left = [
        *SPEECH,
        ">**Mr. Goffin** (Belgium): She said that",
        "",
        ">“our weakness seems to lie in the fact",
        ">at large.” (_A/PV.1753, para. 54_)",
        "",
        ">I should like to stress this.",
    ]
    said = drafts(council("S/PV.8699", left))[1].text.split("\n\n")
    assert said[1:] == [
        "“our weakness seems to lie in the fact at large.” (A/PV.1753, para. 54)",
        "I should like to stress this.",
    ]


def test_a_speech_runs_over_column_and_page_and_keeps_its_paragraphs() -> None:
    """The page of a paragraph is that on which it begins."""
    left = [*SPEECH, *BELGIUM[:1], *[FULL] * 40]
    right = [
        *[FULL] * 6,
        "and here the first paragraph ends.",
        "",
        ">A second paragraph begins on this page and",
        *[FULL] * 30,
    ]
    sheets = [
        cover("S/PV.8699", "Security Council", TITLE, FRONT, AGENDA),
        body(2, 3, "S/PV.8699", left, right),
        body(
            3,
            3,
            "S/PV.8699",
            [FULL, "where it ends.", "", ">A third one follows.", "", ">_The meeting rose at 5 p.m._"],
        ),
    ]
    _, belgium = drafts(sheets)
    assert [paragraph.page for paragraph in belgium.paragraphs] == [2, 2, 3]
    assert belgium.text.endswith("where it ends.\n\nA third one follows.")


def test_a_vote_between_two_speeches_of_the_president_is_in_neither() -> None:
    """Labels, countries and "None"."""
    left = [
        *SPEECH,
        *rows(""">_A vote was taken by show of hands._

_In favour_:
>Belgium, China, France

_Against_:
>None

_Abstaining_:
>Viet Nam

>**The President**: The draft has been adopted."""),
    ]
    first, second = drafts(council("S/PV.8699", left))
    assert (first.text, second.text) == (
        "I give the floor to the representative of Belgium.", "The draft has been adopted.",
    )  # fmt: skip


def test_a_record_without_bold_type_is_read_by_its_titles() -> None:
    """Older fonts tell nothing."""
    left = rows(""">The President: I give the floor to the
representative of Belgium.

>Mr. GOFFIN (Belgium) (interpretation
from French): We thank you.""")
    _, belgium = drafts(council("S/PV.3000", left))
    assert (belgium.speaker.name, belgium.language, belgium.text) == ("Mr. GOFFIN", "French", "We thank you.")


def test_a_bold_name_without_a_title_opens_a_speech() -> None:
    """As children and artists are named."""
    _, child = drafts(council("S/PV.8756", [*SPEECH, ">**Hadiza**: My name is Hadiza."]))
    assert (child.speaker.name, child.text) == ("Hadiza", "My name is Hadiza.")


def test_a_name_may_run_over_two_lines() -> None:
    """A name that fills its line is no heading."""
    left = [
        *SPEECH,
        ">**Mr. Mohamed Abdallahi Ould Cheikh El-**",
        "**Ghazouani** (Mauritania) (_spoke in_",
        "_Arabic_): We thank the President.",
    ]
    _, mauritania = drafts(council("S/PV.8699", left))
    assert mauritania.speaker.name == "Mr. Mohamed Abdallahi Ould Cheikh El-Ghazouani"
    assert (mauritania.language, mauritania.text) == ("Arabic", "We thank the President.")


def test_speeches_of_a_few_words_stay_apart() -> None:
    """Though most letters of their only line are bold."""
    left = [
        *SPEECH,
        ">**The Secretary-General**: I am here.",
        "",
        ">**The Deputy Secretary-General**: I too.",
    ]
    assert [draft.text for draft in drafts(council("S/PV.8699", left))[1:]] == ["I am here.", "I too."]


def test_a_speech_in_two_languages_is_translated_in_part() -> None:
    """The header names both."""
    left = [
        *SPEECH,
        ">**Mr. Goffin** (Belgium) (_spoke in English; continued in_",
        "_French_): We thank you.",
    ]
    belgium = drafts(council("S/PV.8699", left))[1]
    assert (belgium.language, belgium.flags) == ("English", ("translated",))


def test_a_meeting_suspended_in_a_speech_does_not_end_it() -> None:
    """The direction stands apart, the speech goes on."""
    left = [
        *SPEECH, *BELGIUM, "", ">_The meeting was suspended at 1.10 p.m. and resumed at_", ">_3.05 p.m._", "",
        ">We call for more.",
    ]  # fmt: skip
    assert drafts(council("S/PV.8699", left))[1].text.endswith("of Viet Nam.\n\nWe call for more.")


def test_a_recorded_vote_of_the_assembly_is_in_no_speech() -> None:
    """Lists, result and the delegations that explain themselves in brackets."""
    left = rows(""">**The President**: A recorded vote has been requested.

>_A recorded vote was taken._

_In favour_:
>Afghanistan, Albania, Algeria, Andorra, Angola,
>Antigua and Barbuda

_Against_:
>Israel

_Abstaining_:
>Egypt, India, Pakistan

>_Draft resolution I was adopted by 150 votes to 2,_
>_with 3 abstentions (resolution 74/45)._

>[Subsequently, the delegation of Benin informed the
>Secretariat that it had intended to vote in favour.]

>**The President**: I now call on delegations.""")
    assert [draft.text for draft in drafts(assembly(left))] == [
        "A recorded vote has been requested.", "I now call on delegations.",
    ]  # fmt: skip


def test_what_follows_the_end_of_the_meeting_is_nobodys_speech() -> None:
    """Annexes are not put in the last speaker's mouth."""
    left = [
        *SPEECH, *BELGIUM, "", ">_The meeting rose at 1 p.m._", "", "**Annex I**", "",
        ">We, the undersigned, thank the presidency.",
    ]  # fmt: skip
    assert drafts(council("S/PV.8699", left))[-1].text == "We thank the presidency of Viet Nam."
