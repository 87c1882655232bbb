"""What stands before the colon is read as what it is: capacity, group, circumstance, office, language."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.readers.statement import Known, draft_of
from index.readers.turns import split_turns, take_cover
from index.speakers.headers import Header, parse_header
from rag.evaluation.gold import json_lines
from tests.golden import golden

FIELDS = ("speaker", "delegation_text", "role", "language", "office", "group", "circumstance")
LINES = Path(__file__).parent / "data" / "readers"
FORMS = tuple(json_lines(LINES / "speaker_line_forms.jsonl"))
"""Lines written by hand: parts between name and colon, behind a bracket, or in the place of a name."""
PROSE = [
    "Mr. Ban, esteemed representative of all: we",
    "Ms. X (France) made three points: we",
    "Ms. X (France), in her wisdom, made three points: we",
    "The Committee of the Whole: we",
    "The President, tired and old: we",
    "Mr. Lavrov, speaking in Moscow yesterday, said the following: we",
    "Mr. Blair, speaking in the House of Commons, put it so: we",
    "Mr. Ban, Secretary-General of the United Nations, ladies and gentlemen: we",
    "Mr. X (Spain), whose view was long: y",
    "Mr. President, Yemen: the war goes on",
    "Members: Mr. Petrov (Bulgaria)\nMr. Sato (Japan)",
    "Speaking on a point of order: this is wrong",
]


def told(header: Header | None) -> dict[str, str]:
    return {f: value for f in FIELDS if header is not None and (value := getattr(header, f)) is not None}


def test_each_part_of_a_line_is_told_as_what_it_is() -> None:
    """Nothing of the line is lost, nothing goes into the name."""
    right = {row["line"]: row["told"] for row in FORMS}
    assert {line: told(parse_header(line)) for line in right} == right


def test_prose_with_a_title_a_comma_and_a_colon_is_no_speaker_line() -> None:
    """Words after a comma make a line only where they are of a known kind."""
    assert [line for line in PROSE if parse_header(line)] == []


def test_real_speaker_lines_are_read_as_before() -> None:
    """Lines of Council records. The values were taken down from the parser and then read through by eye.

    None of these records prints an office, a group or a circumstance; those forms stand in `FORMS`.
    """
    rows = list(json_lines(LINES / "speaker_lines.jsonl"))
    assert len(rows) >= 300
    wrong = [row["line"] for row in rows if told(parse_header(row["line"])) != row["told"]]
    assert wrong == []


def test_a_speaker_on_a_point_of_order_is_not_swallowed() -> None:
    """One speech a speaker, whatever stands between State and colon."""
    said = "We ask that the ballot be repeated.\n\n"
    lines = [row["line"] for row in FORMS if row["form"] == "aside" and row["line"].endswith(":")]
    text = "".join(f"{line} {said}" for line in lines)
    assert len(split_turns(text)) == len(lines)


def test_an_office_of_a_body_opens_a_turn_in_a_record_only() -> None:
    """Where States speak it is a speaker line; in a speech it may be a heading."""
    record = "Mr. Sato (Japan): Grain.\n\nMs. Lind (Sweden): Grain.\n\nThe Director of the Centre: We count."
    assert len(split_turns(record)) == 3
    assert len(split_turns("Mr. Sato (Japan): Grain.\n\nThe Director of the Centre: Ten years on.")) == 1


@pytest.mark.parametrize(
    "line",
    ["The Chair:", "The Chairperson:", "The Acting President (spoke in French):", "The Vice-President:",
     "The Co-Chair:", "The Temporary President:", "The President of the General Assembly:"],
)  # fmt: skip
def test_whoever_is_in_the_chair_presides(line: str) -> None:
    draft = draft_of(f"{line} I give the floor to Peru.", Known(delegation="Slovenia"))
    assert (draft.capacity, draft.procedural) == ("president", True)


@golden("groups_spoken_for.tsv")
def test_a_statement_for_a_group_stays_its_States(own: str, line: str, words: str, code: str) -> None:
    """It is found under the group besides."""
    assert groups_of(own, line, words) == [code]


FOR_NO_GROUP = [
    (
        "Indonesia",
        "It is my honour to speak on behalf of Viet Nam and Indonesia, the two "
        "States members of the Association of Southeast Asian Nations.",
    ),
    ("Japan", "I speak on behalf of the Group of Friends of the African Union."),
    ("Egypt", "I align myself with the statement made on behalf of the Group of 77 and China."),
    ("Fiji", "Fiji aligns itself with the statement of the Group of 77 and China."),
    (
        "India",
        "We associate ourselves with the statement to be delivered on behalf of the Non-Aligned Movement.",
    ),
    ("Peru", "I speak on behalf of my Government and of the people of Peru."),
]


@pytest.mark.parametrize(("own", "words"), FOR_NO_GROUP)
def test_a_statement_for_no_group_that_is_known(own: str, words: str) -> None:
    """Aligning oneself with a group's statement is not speaking for the group."""
    assert groups_of(own, "", words) == []


def groups_of(own: str, line: str, words: str) -> list[str]:
    """The groups of the draft, whose delegation is the State that speaks."""
    draft = draft_of(f"{line} {words} The delta must be cleaned.".strip(), Known("Mr. A", own))
    assert draft.delegation is not None
    assert draft.delegation.name == own
    return [group.code for group in draft.groups]


CHAIR = [
    # the President's words, conduct of the meeting
    ("We shall now consider the draft resolution on kelp. The draft resolution invites all States.", True),
    ("Under agenda item 63, the Assembly has before it a draft. A recorded vote was requested.", True),
    ("The Assembly will now hear the remaining speakers on the list. I give the floor to Peru.", True),
    (
        "I shall now make a statement in my national capacity. Slovenia wants the kelp forests of all oceans "
        "to be mapped and kept, for the sake of those who fish and those who come after them.",
        False,
    ),
    (
        "I shall now make a statement in my capacity as the representative of Slovenia. We oppose the sale "
        "of kelp licences to those who do not live on the coast, and shall vote against the draft.",
        False,
    ),
    ("Members will recall that the Assembly decided to include item 26. May I take it that it agrees?", True),
]


@pytest.mark.parametrize(("words", "conduct"), CHAIR)
def test_who_presides_speaks_for_nobody_but_in_a_national_capacity(words: str, conduct: bool) -> None:
    """The conduct of a meeting is no State's position."""
    known = Known("Mr. Novak", "Slovenia", "President of the General Assembly", president=True)
    draft = draft_of(words, known)
    assert (draft.capacity == "president", draft.procedural) == (conduct, conduct)


COVERS = [
    ("S/PV.9999\nTuesday, 4 June 2024\n\n", "S/PV.9999", "2024-06-04"),
    ("Security Council\n9999th meeting\n\n", None, None),
    ("A/78/PV.30\n\n", "A/78/PV.30", None),
    ("4 June 2024\n\n", None, "2024-06-04"),
    ("S/PV.8699 (Resumption 1)\n10 a.m.\nNew York\n\n", "S/PV.8699 (Resumption 1)", None),
    ("\n\n", None, None),
]


@pytest.mark.parametrize(("cover", "meeting", "date"), COVERS)
def test_symbol_and_day_above_the_first_speaker_are_the_meetings(
    cover: str, meeting: str | None, date: str | None
) -> None:
    """And the speeches begin with the first speaker line."""
    known, rest = take_cover(f"{cover}Mr. Sato (Japan): Grain.\n\nMs. Lind (Sweden): Grain.")
    assert (known.meeting, known.date) == (meeting, date)
    assert rest.lstrip().startswith("Mr. Sato")


def test_words_above_the_first_speaker_are_no_cover() -> None:
    """They may be speech: nothing is dropped."""
    text = "We are for grain.\n\nMr. Sato (Japan): Grain."
    assert take_cover(text) == (Known(), text)
