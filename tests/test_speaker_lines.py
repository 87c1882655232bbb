"""What stands before the colon is read as what it is: capacity, group, circumstance, office, language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.readers.statement import Known, draft_of
from index.readers.turns import split_turns, take_cover
from index.speakers.headers import Header, parse_header

Line = tuple[str, dict[str, str | None]]
FIELDS = ("speaker", "delegation_text", "role", "language", "office", "group", "circumstance")
GOLDEN = Path(__file__).parent / "data" / "readers" / "speaker_lines.jsonl"

LINES: list[Line] = [
    (
        "Mr. Okafor (Nigeria), speaking on a point of order:",
        {
            "speaker": "Mr. Okafor",
            "delegation_text": "Nigeria",
            "circumstance": "speaking on a point of order",
        },
    ),
    (
        "Ms. Lind (Sweden), on behalf of the Nordic countries:",
        {"speaker": "Ms. Lind", "delegation_text": "Sweden", "group": "the Nordic countries"},
    ),
    (
        "Mr. Haddad (Lebanon) [point of order]:",
        {"speaker": "Mr. Haddad", "delegation_text": "Lebanon", "circumstance": "point of order"},
    ),
    (
        "Mr. Sato (Japan), Rapporteur:",
        {"speaker": "Mr. Sato", "delegation_text": "Japan", "office": "Rapporteur"},
    ),
    (
        "Mr. Merk (during the vote) (Austria):",
        {"speaker": "Mr. Merk", "delegation_text": "Austria", "circumstance": "during the vote"},
    ),
    ("Mr. Al-Thani, Chef de Cabinet:", {"speaker": "Mr. Al-Thani", "office": "Chef de Cabinet"}),
    (
        "Mrs. Costa (Brazil) (spoke in Portuguese), in exercise of the right of reply:",
        {
            "speaker": "Mrs. Costa",
            "delegation_text": "Brazil",
            "language": "Portuguese",
            "circumstance": "in exercise of the right of reply",
        },
    ),
    (
        "Mr. Leroy (Belgium, also on behalf of Luxembourg and the Netherlands):",
        {"speaker": "Mr. Leroy", "delegation_text": "Belgium", "group": "Luxembourg and the Netherlands"},
    ),
    (
        "Ms. Park (Republic of Korea), Vice-Chair of the Committee, introducing the draft resolution:",
        {
            "speaker": "Ms. Park",
            "delegation_text": "Republic of Korea",
            "office": "Vice-Chair of the Committee",
            "circumstance": "introducing the draft resolution",
        },
    ),
    (
        "Mr. Tan (Singapore) (via video link):",
        {"speaker": "Mr. Tan", "delegation_text": "Singapore", "circumstance": "via video link"},
    ),
    ("Mr. Petrov (Bulgaria)- Bulgaria ships.", {"speaker": "Mr. Petrov", "delegation_text": "Bulgaria"}),
    (
        "Ms. Ngata (New Zealand)\nNew Zealand sends butter to all.",
        {"speaker": "Ms. Ngata", "delegation_text": "New Zealand"},
    ),
    ("A member of the public:", {"speaker": "A member of the public"}),
    ("Mr. Antonio (African Union):", {"speaker": "Mr. Antonio", "delegation_text": "African Union"}),
    ("Mr. Smith, Jr. (Canada):", {"speaker": "Mr. Smith, Jr.", "delegation_text": "Canada"}),
    (
        "The President (Finland), speaking in her national capacity:",
        {
            "role": "President",
            "delegation_text": "Finland",
            "circumstance": "speaking in her national capacity",
        },
    ),
]
BEHIND: list[Line] = [
    (
        "Mr. Edoh (Togo) – on a point of order:",
        {"speaker": "Mr. Edoh", "delegation_text": "Togo", "circumstance": "on a point of order"},
    ),
    (
        "Mr. Edoh (Togo) speaking on a second point of order:",
        {
            "speaker": "Mr. Edoh",
            "delegation_text": "Togo",
            "circumstance": "speaking on a second point of order",
        },
    ),
    (
        "Mr. Edoh (Togo) — Rapporteur:",
        {"speaker": "Mr. Edoh", "delegation_text": "Togo", "office": "Rapporteur"},
    ),
    (
        "Ms. Vale (Fiji) representing the Pacific small island developing States:",
        {
            "speaker": "Ms. Vale",
            "delegation_text": "Fiji",
            "group": "the Pacific small island developing States",
        },
    ),
    (
        "Mr. Khan (Pakistan) speaking on behalf of the Group of 77 and China:",
        {"speaker": "Mr. Khan", "delegation_text": "Pakistan", "group": "the Group of 77 and China"},
    ),
    (
        "Mr. Ghosh (India), second intervention:",
        {"speaker": "Mr. Ghosh", "delegation_text": "India", "circumstance": "second intervention"},
    ),
    (
        "Mr. Roy (Canada), turning to the Secretariat:",
        {"speaker": "Mr. Roy", "delegation_text": "Canada", "circumstance": "turning to the Secretariat"},
    ),
    (
        "Mr. Nkosi (South Africa) (speaking in his capacity as Chair of the Committee):",
        {
            "speaker": "Mr. Nkosi",
            "delegation_text": "South Africa",
            "circumstance": "speaking in his capacity as Chair of the Committee",
        },
    ),
    (
        "Mr. Abdi (Somalia), as Chair of the Group of 77:",
        {"speaker": "Mr. Abdi", "delegation_text": "Somalia", "group": "the Group of 77"},
    ),
    (
        "Mr. Abdi (Somalia) (read out by Mr. Osman):",
        {"speaker": "Mr. Abdi", "delegation_text": "Somalia", "circumstance": "read out by Mr. Osman"},
    ),
    (
        "Mr. Costa (Portugal), introducing draft resolution A/C.3/78/L.1:",
        {
            "speaker": "Mr. Costa",
            "delegation_text": "Portugal",
            "circumstance": "introducing draft resolution A/C.3/78/L.1",
        },
    ),
    (
        "Ms. Bird (Australia) (also speaking for Canada and New Zealand):",
        {"speaker": "Ms. Bird", "delegation_text": "Australia", "group": "Canada and New Zealand"},
    ),
    ("Mr. Costa (for Portugal):", {"speaker": "Mr. Costa", "delegation_text": "Portugal"}),
    ("Mr. Costa — Portugal:", {"speaker": "Mr. Costa", "delegation_text": "Portugal"}),
    ("Mr. Abe (Japan)*:", {"speaker": "Mr. Abe", "delegation_text": "Japan"}),
    ("Mr. Abe (Japan)2:", {"speaker": "Mr. Abe", "delegation_text": "Japan"}),
    (
        "Prof. Sachs (Columbia University):",
        {"speaker": "Prof. Sachs", "delegation_text": "Columbia University"},
    ),
    (
        "Mr. GROMYKO (Union of Soviet Socialist Republics) (translation from Russian):",
        {
            "speaker": "Mr. GROMYKO",
            "delegation_text": "Union of Soviet Socialist Republics",
            "language": "Russian",
        },
    ),
]
OFFICES: list[Line] = [
    ("The representative of Cuba:", {"speaker": "The representative of Cuba", "delegation_text": "Cuba"}),
    (
        "The representative of Cuba (spoke in Spanish):",
        {"speaker": "The representative of Cuba", "delegation_text": "Cuba", "language": "Spanish"},
    ),
    (
        "The Observer for the Holy See:",
        {"speaker": "The Observer for the Holy See", "delegation_text": "Holy See"},
    ),
    ("The Secretary of the Committee:", {"role": "Secretary of the Committee"}),
    ("The President of the Security Council:", {"role": "President of the Security Council"}),
    ("The High Commissioner for Human Rights:", {"role": "High Commissioner for Human Rights"}),
    (
        "The Executive Director of UNICEF:",
        {"role": "Executive Director of UNICEF", "delegation_text": "UNICEF"},
    ),
    ("The Under-Secretary-General for Legal Affairs:", {"role": "Under-Secretary-General for Legal Affairs"}),
    ("The Moderator:", {"role": "Moderator"}),
]
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


@pytest.mark.parametrize(("line", "right"), [*LINES, *BEHIND, *OFFICES])
def test_each_part_of_a_line_is_told_as_what_it_is(line: str, right: dict[str, str]) -> None:
    """Nothing of the line is lost, nothing goes into the name."""
    assert told(parse_header(line)) == right


@pytest.mark.parametrize("line", PROSE)
def test_prose_with_a_title_a_comma_and_a_colon_is_no_speaker_line(line: str) -> None:
    """Words after a comma make a line only where they are of a known kind."""
    assert parse_header(line) is None


def test_real_speaker_lines_are_read_as_before() -> None:
    """Lines of Council records. The values were taken down from the parser and then read through by eye.

    None of these records prints an office, a group or a circumstance; those forms stand in `LINES`.
    """
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    wrong = [row["line"] for row in rows if told(parse_header(row["line"])) != row["told"]]
    assert wrong == []


def test_a_speaker_on_a_point_of_order_is_not_swallowed() -> None:
    """One speech a speaker, whatever stands between State and colon."""
    said = "We ask that the ballot be repeated.\n\n"
    text = "".join(f"{line} {said}" for line, _ in LINES if line.endswith(":"))
    assert len(split_turns(text)) == sum(line.endswith(":") for line, _ in LINES)


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


# own delegation, speaker line, opening words, the codes under which the statement is found besides its State
GROUPS = [
    ("Pakistan", "", "I have the honour to speak on behalf of the Group of 77 and China.", ["G77"]),
    ("Kenya", "", "I deliver this statement on behalf of the A3.", ["A3"]),
    (
        "Mozambique",
        "",
        "I speak on behalf of the three African countries that are members of the Security "
        "Council, namely Gabon, Ghana and my own country, Mozambique.",
        ["A3"],
    ),
    ("Sweden", "Ms. Lind (Sweden), on behalf of the Nordic countries:", "We will pay.", ["NORDIC"]),
    ("Portugal", "", "I am speaking on behalf of the European Union and its member States.", ["EU"]),
    (
        "Bangladesh",
        "",
        "I deliver this statement on behalf of the Movement of Non-Aligned Countries (NAM).",
        ["NAM-UN"],
    ),
    (
        "Estonia",
        "",
        "I speak on behalf of the Baltic States, Latvia, Lithuania and my own country, Estonia.",
        ["BALTIC"],
    ),
    ("Canada", "", "I have the honour to speak on behalf of Canada, Australia and New Zealand.", ["CANZ"]),
    ("Brazil", "", "On behalf of the BRICS countries, I wish to make the following points.", ["BRICS"]),
    (
        "Indonesia",
        "",
        "It is my honour to speak on behalf of Viet Nam and Indonesia, the two States members "
        "of the Association of Southeast Asian Nations.",
        [],
    ),
    (
        "Thailand",
        "",
        "I speak on behalf of the member States of the Association of Southeast Asian Nations.",
        ["ASEAN"],
    ),
    ("Paraguay", "", "I speak on behalf of the Latin American and Caribbean Group.", ["GRULACGROUP"]),
    ("Saint Vincent and the Grenadines", "", "I speak on behalf of the African members plus one.", ["A3"]),
    ("Japan", "", "I speak on behalf of the Group of Friends of the African Union.", []),
    ("Egypt", "", "I align myself with the statement made on behalf of the Group of 77 and China.", []),
    ("Fiji", "", "Fiji aligns itself with the statement of the Group of 77 and China.", []),
    (
        "India",
        "",
        "We associate ourselves with the statement to be delivered on behalf of the Non-Aligned Movement.",
        [],
    ),
    ("Peru", "", "I speak on behalf of my Government and of the people of Peru.", []),
]


@pytest.mark.parametrize(("own", "line", "words", "codes"), GROUPS)
def test_a_statement_for_a_group_stays_its_States(own: str, line: str, words: str, codes: list[str]) -> None:
    """Aligning oneself with a group's statement is not speaking for the group."""
    draft = draft_of(f"{line} {words} The delta must be cleaned.".strip(), Known("Mr. A", own))
    assert [group.code for group in draft.groups] == codes
    assert draft.delegation is not None
    assert draft.delegation.name == own


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
