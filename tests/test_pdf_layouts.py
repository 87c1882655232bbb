"""Layouts of which no record is kept here, set as the United Nations prints them and read back."""

from __future__ import annotations

import pytest

from index.errors import UnreadableRecord
from index.readers.pdf.cover import LEADERS
from index.readers.pdf.speeches import TOOK_CHAIR
from index.readers.pdf.text import Vocabulary, join_lines
from tests.pdf_records import BELGIUM, FULL, SPEECH, assembly, council, drafts, record, rows
from tests.pdf_writer import Sheet, body


@pytest.mark.parametrize(("printed", "symbol"), [
    ("S/PV.8699 (Resumption 1)", "S/PV.8699 (Resumption 1)"),
    ("S/PV.8699 (Resumption 2)*", "S/PV.8699 (Resumption 2)"),
    ("S/PV.8699", "S/PV.8699"),
    ("S/PV.8699 (Part II)", "S/PV.8699 (Part II)"),
])  # fmt: skip
def test_symbols_with_resumptions_are_read(printed: str, symbol: str) -> None:
    """As the United Nations writes them."""
    assert record(council(printed, SPEECH + BELGIUM)).cover.symbol == symbol


def test_a_resumption_without_headings_has_the_agenda_of_its_cover() -> None:
    """The body of a resumption begins in the middle."""
    left = [">_The meeting resumed at 3 p.m._", "", *SPEECH, *BELGIUM]
    first, second = drafts(council("S/PV.8699 (Resumption 1)", left))
    assert second.topic == "Upholding the Charter of the United Nations"
    assert second.url == "https://docs.un.org/en/S/PV.8699(Resumption1)"
    assert (second.language, second.flags) == ("French", ("translated",))
    assert first.speaker.name == "Mr. Dang"


def test_a_letter_may_be_the_item_itself() -> None:
    """Headings that elsewhere are documents under an item."""
    left = [
        *rows("""**Adoption of the agenda**

>_The agenda was adopted._

**Letter dated 28 February 2014 from**
**Ukraine (S/2014/136)**
"""),
        *SPEECH,
        *BELGIUM,
    ]
    assert (
        drafts(council("S/PV.8699", left))[0].topic
        == "Letter dated 28 February 2014 from Ukraine (S/2014/136)"
    )


def test_a_footnote_is_not_said() -> None:
    """Smaller type at the bottom of the column."""
    sheets = council("S/PV.8699", SPEECH + BELGIUM + [FULL] * 12)
    sheets[1].line(60, 100, "* Resumed for technical reasons on 10 January.", 7)
    assert "technical" not in "".join(draft.text for draft in drafts(sheets))


def test_records_in_other_languages_are_refused() -> None:
    """The job number says which."""
    sheets = council("S/PV.8699", SPEECH + BELGIUM)
    sheets[0].drawn = [part.replace(r"20-00001 \(E\)", r"20-00001 \(F\)") for part in sheets[0].drawn]
    with pytest.raises(UnreadableRecord, match="French version"):
        record(sheets)


def test_a_record_that_lacks_pages_is_refused() -> None:
    """Its feet say how many there are."""
    sheets = council("S/PV.8699", SPEECH + BELGIUM)
    with pytest.raises(UnreadableRecord, match="2 of the 9 pages"):
        record([sheets[0], body(2, 9, "S/PV.8699", SPEECH + BELGIUM)])


def test_a_scan_is_taken_with_a_warning_or_refused() -> None:
    """By how much of its text layer is words."""
    sheets = council("S/PV.500", SPEECH + BELGIUM)
    for sheet in sheets:
        sheet.picture()
    assert all("ocr" in draft.flags for draft in drafts(sheets))
    noisy = council("S/PV.500", [*SPEECH, *BELGIUM, *["l-]e ~%r {} |^ a;8d x9q w0rcl t}h |e p7z"] * 30])
    for sheet in noisy:
        sheet.picture()
    with pytest.raises(UnreadableRecord, match="too poor"):
        record(noisy)


JOINED = [
    (["the Secretary-", "General said"], "the Secretary-General said"),
    (["in Nur-", "Sultan"], "in Nur-Sultan"),
    (["short- and", "long-term"], "short- and long-term"),
    (["short-", "and long-term"], "short- and long-term"),
    (["international cooper-", "ation grows"], "international cooperation grows"),
    (["a co\u00ad", "operation"], "a cooperation"),
    (["peace —", "and only then"], "peace — and only then"),
    (["in 2019-", "2020"], "in 2019-2020"),
]


@pytest.mark.parametrize(("lines", "text"), JOINED)
def test_hyphens_at_line_ends_are_judged(lines: list[str], text: str) -> None:
    """Real ones stay, dividing ones go on the record's own evidence."""
    vocabulary = Vocabulary(["cooperation among States", "the Secretary-General"])
    assert join_lines(lines, vocabulary)[0] == text


def test_a_corrigendum_is_refused_with_what_to_add_instead() -> None:
    """It holds no speeches."""
    sheets = council("S/PV.8422/Corr.1", [">On page 3, replace “one” with “two”."])
    with pytest.raises(UnreadableRecord, match="corrigendum"):
        record(sheets)


def test_items_considered_together_are_all_the_topic() -> None:
    """A report may itself be an item of the agenda; documents under items are set in."""
    left = rows("""**Agenda items 31 and 110**

**Report of the Secretary-General on the work of the**
**Organization**

**Strengthening of the United Nations system**

>**Draft resolution (A/74/L.4)**

>**The President**: We begin.""")
    assert drafts(assembly(left))[0].topic == (
        "Report of the Secretary-General on the work of the Organization; "
        "Strengthening of the United Nations system"
    )


def typed_record() -> list[Sheet]:
    """A record of 1990: typed, scanned, in one column without rules or bold type."""
    first, second, third = Sheet(), Sheet(), Sheet()
    for sheet in (first, second, third):
        sheet.picture()
    first.column(90, 760, [
        "UNITED NATIONS", "SECURITY COUNCIL", "S/PV.2963", "29 November 1990", "",
        "PROVISIONAL VERBATIM RECORD", "Held at Headquarters, New York,",
        "on Thursday, 29 November 1990, at 3 p.m.", "", "President: Mr. BAKER (United States of America)",
    ])  # fmt: skip
    for sheet, number in ((second, "2"), (third, "3")):
        sheet.line(60, 760, "RM/3")
        sheet.line(300, 760, "S/PV.2963")
        sheet.line(300, 748, number)
    second.column(90, 720, [
        "The meeting was called to order at 3.20 p.m.", "", "ADOPTION OF THE AGENDA", "",
        ">The PRESIDENT: I should like to begin today's meeting with a", "quotation.", "",
        ">Mr. AL-ANBARI (Iraq) (interpretation from Arabic): At the outset, I",
        "should like to congratulate you, Sir, on your assumption of the presidency.",
    ])  # fmt: skip
    third.column(
        90, 732, ["(Mr. Al-Anbari, Iraq)", "", "", ">In conclusion, we reject this draft resolution."]
    )
    return [first, second, third]


def test_a_typed_record_is_read_without_its_running_heads() -> None:
    """Cover without rules, headers in capitals, "(Mr. Al-Anbari, Iraq)" at the head of a page."""
    president, iraq = drafts(typed_record())
    assert (president.speaker.name, president.date) == ("Mr. BAKER", "1990-11-29")
    assert president.text == "I should like to begin today's meeting with a quotation."
    assert iraq.text.endswith("presidency.\n\nIn conclusion, we reject this draft resolution.")
    assert "ocr" in iraq.flags


def test_a_record_in_two_languages_side_by_side_is_refused() -> None:
    """As those of the first years are printed."""
    english = ["The text of the draft is in the hands of the members of the Council."] * 8
    french = ["Le texte du projet est dans les mains des membres du Conseil et une"] * 8
    with pytest.raises(UnreadableRecord, match="another language"):
        record(council("S/PV.492", [*SPEECH, *english], french))


@pytest.mark.parametrize("unit", [", Mr. A ", "Mr. " + "a" * 60, "Mr. A (", " ", "\t", ". ", "\u2004"])
def test_patterns_come_to_an_end_on_endless_repetition(unit: str) -> None:
    """A hostile page is laid out in a child, but its text is understood in the service."""
    endless = unit * (40_000 // len(unit))
    assert TOOK_CHAIR.search(endless) is None
    assert len(LEADERS.sub("", endless)) <= len(endless)
