"""Speaker lines in every form the records use, and texts that have none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.speakers.headers import parse_header

# text, speaker, delegation, role, language, first words of the speech
FORMS = [
    ("Mr. Umarov (Kazakhstan): I thank the", "Mr. Umarov", "Kazakhstan", None, None, "I thank"),
    (
        "Mr. Churkin (Russian Federation) (spoke in Russian): We",
        "Mr. Churkin",
        "Russian Federation",
        None,
        "Russian",
        "We",
    ),
    (
        "Mr. Churkin (Russian Federation)(spoke in Russian): We",
        "Mr. Churkin",
        "Russian Federation",
        None,
        "Russian",
        "We",
    ),
    ("Mr. Oh Joon (Republic ofKorea): We", "Mr. Oh Joon", "Republic ofKorea", None, None, "We"),
    (
        "Mr. Nakayama (Japan) (spoke in Japanese; interpretation\nprovided by the delegation): It",
        "Mr. Nakayama",
        "Japan",
        None,
        "Japanese",
        "It",
    ),
    ("Mr. Michon (spoke in French) (France): My", "Mr. Michon", "France", None, "French", "My"),
    (
        "Mr. Pleuger (Germany): My delegation fully\nsupports",
        "Mr. Pleuger",
        "Germany",
        None,
        None,
        "My delegation",
    ),
    (
        "Mr. Ramirez Carreño (Bolivarian Republic of\nVenezuela) (spoke in Spanish): Once",
        "Mr. Ramirez Carreño",
        "Bolivarian Republic of Venezuela",
        None,
        "Spanish",
        "Once",
    ),
    (
        "Mr. Llorentty Solíz (Bolivia (Plurinational State of)) (spoke in Spanish): We",
        "Mr. Llorentty Solíz",
        "Bolivia (Plurinational State of)",
        None,
        "Spanish",
        "We",
    ),
    (
        "The President (spoke I thank Mr. Cherif (Chad). in French): I now",
        None,
        None,
        "President",
        "French",
        "I now",
    ),
    ("Mr. Umarov, Kazakhstan: We", "Mr. Umarov", "Kazakhstan", None, None, "We"),
    (
        "H.E. Mr. Kairat Umarov, Permanent Representative of Kazakhstan: We",
        "H.E. Mr. Kairat Umarov",
        "Permanent Representative of Kazakhstan",
        None,
        None,
        "We",
    ),
    ("Mr. Ban Ki-moon, Secretary-General: We", "Mr. Ban Ki-moon", "Secretary-General", None, None, "We"),
    ("The President: I now", None, None, "President", None, "I now"),
    ("The President (spoke in French): I now", None, None, "President", "French", "I now"),
    (
        "The President (spoke I thank Mr. Lowcock for his briefing. in French): I now",
        None,
        None,
        "President",
        "French",
        "I now",
    ),
    ("The PRESIDENT (interpretation from Spanish): I", None, None, "President", "Spanish", "I"),
    ("Mr. President (spoke in French): I", None, None, "President", "French", "I"),
    ("The Acting President (spoke in Arabic): I", None, None, "Acting President", "Arabic", "I"),
    ("The Secretary-General: I am", None, None, "Secretary-General", None, "I am"),
    ("The Secretary-\nGeneral: I am", None, None, "Secretary-General", None, "I am"),
    ("The Deputy Secretary-General: I am", None, None, "Deputy Secretary-General", None, "I am"),
    ("The Under-Secretary-General: I am", None, None, "Under-Secretary-General", None, "I am"),
    ("The Vice-President: I am", None, None, "Vice-President", None, "I am"),
    ("The Co-Chair: I am", None, None, "Co-Chair", None, "I am"),
    ("Mr. Lacroix (spoke in French): I", "Mr. Lacroix", None, None, "French", "I"),
    ("Mrs. Nakamitsu: At", "Mrs. Nakamitsu", None, None, None, "At"),
    ("Sir Mark Lyall Grant (United Kingdom): We", "Sir Mark Lyall Grant", "United Kingdom", None, None, "We"),
    ("President Abbas (spoke in Arabic): I", "President Abbas", None, None, "Arabic", "I"),
    ("King Philippe (spoke in French): I", "King Philippe", None, None, "French", "I"),
    ("Archbishop Auza (Holy See): I", "Archbishop Auza", "Holy See", None, None, "I"),
    ("Hadiza (spoke in French): I", "Hadiza", None, None, "French", "I"),
    ("Dato Lim Jock Hoi: I", "Dato Lim Jock Hoi", None, None, None, "I"),
    ("Baroness Amos: I", "Baroness Amos", None, None, None, "I"),
    (
        "Mr. Al-Mouallimi (Saudi Arabia) (spoke in Arabic): I",
        "Mr. Al-Mouallimi",
        "Saudi Arabia",
        None,
        "Arabic",
        "I",
    ),
    ("Mr.Smith (Canada):I", "Mr.Smith", "Canada", None, None, "I"),
    ("Umarov (Kazakhstan): I", "Umarov", "Kazakhstan", None, None, "I"),
    ("Mr. al-Ja'afari: I", "Mr. al-Ja'afari", None, None, None, "I"),
    ("Mr. ldris: I", "Mr. ldris", None, None, None, "I"),
    ("Mrs. ngu (Nigeria): I", "Mrs. ngu", "Nigeria", None, None, "I"),
    ("Prime Minister Modi: I", "Prime Minister Modi", None, None, None, "I"),
    ("General Anderson (spoke in French): I", "General Anderson", None, None, "French", "I"),
    ("Major General Mood: I", "Major General Mood", None, None, None, "I"),
    ("Her Royal Highness Queen Rania: I", "Her Royal Highness Queen Rania", None, None, None, "I"),
]

NONE = [
    "",
    "I thank the President for convening this meeting.",
    "First, we need to address the special needs of each group: women, children and others.",
    "Mr. President, I thank you: it is an honour to speak.",
    "Mr. President,\nTheme of the session: multilateralism",
    "MR. PRESIDENT, DISTINGUISHED LADIES AND GENTLEMEN:\nThe theme chosen",
    "Resolution 1325 (2000) says: protect.",
    "At 10 a.m.: the meeting began.",
    "The situation in Iraq (see S/2003/1) is grave. We say: stop.",
    "SOURCE: the United Nations",
    "Note (draft): buy milk",
    "Note (France): of the Secretariat",
    "Message (French): la paix",
    "Chapter Seven (Charter): action with respect to threats",
    "Sustainable Development (SDG 16): peace and justice",
    "Secondly, Yemen: the war goes on",
    "Mr. President, Yemen: the war goes on",
    "Prime Minister Modi said: peace.",
    "President Tokayev said: we stand together.",
    "Mr. Lavrov said (Russian Federation): no.",
    "His message: peace.",
    "General Assembly: seventy-fifth session",
    "Justice Reform: a plan",
    "General Comments: a list",
    "Major Achievements: a list",
    "Rev. 1: of the draft",
    "Prime Minister: a word",
    "Secretary of State: a word",
    "Madam Minister: I thank you.",
    "Mr. Annan's Plan: peace",
    "Mr. Lacroix agrees. (spoke in French): I",
]


def test_forms_of_address() -> None:
    """Each printed form gives speaker, delegation, office, language and the place where the speech starts."""
    for text, speaker, delegation, role, language, speech in FORMS:
        header = parse_header(text)
        assert header is not None, text
        told = (header.speaker, header.delegation_text, header.role, header.language)
        assert (text, *told) == (text, speaker, delegation, role, language)
        assert text[header.end :].startswith(speech), text


# what stands in the parentheses, language, words given back to the speech
ASIDES = [
    ("spoke in French", "French", ""),
    ("Spoke in Spanish", "Spanish", ""),
    ("spoke in Arabic and English", "Arabic", ""),
    ("spoke in English; continued in French", "English", ""),
    ("spoke through an interpreter in Dari", "Dari", ""),
    ("spoke in Japanese; interpretation provided by the delegation", "Japanese", ""),
    ("spoke in Spanish, English text provided by the delegation", "Spanish", ""),
    ("interpretation from Russian", "Russian", ""),
    (
        "spoke I thank Mr. Lowcock for his briefing. in French",
        "French",
        "I thank Mr. Lowcock for his briefing.",
    ),
    ("spoke Thanks go to Mr. Lowcock in French", "French", "Thanks go to Mr. Lowcock"),
    ("spoke His briefing was of use. in Frcnch", "Frcnch", "His briefing was of use."),
    ("spoke That was said in Geneva. in French", "French", "That was said in Geneva."),
    ("spoke in That was of use. French", "French", "That was of use."),
    ("spoke in French Let us act in Darfur.", "French", "Let us act in Darfur."),
    ("All of us agree. spoke in French", "French", "All of us agree."),
    ("spoke All of us agree", None, "All of us agree"),
    ("I thank you all. ", None, "I thank you all."),
]


@pytest.mark.parametrize(("aside", "language", "displaced"), ASIDES)
def test_words_in_the_parentheses_are_said(aside: str, language: str | None, displaced: str) -> None:
    """What is no language, nor how it came into English, is the speech's, whatever it begins with."""
    text = f"The President ({aside}): Now"
    header = parse_header(text)
    assert header is not None
    assert (header.language, header.displaced) == (language, displaced)
    assert header.said(text) == f"{displaced} Now".strip()


def test_text_without_address() -> None:
    """Prose with colons and parentheses is not taken for a speaker line."""
    assert [text for text in NONE if parse_header(text)] == []


def test_a_rank_before_a_name_is_no_heading_where_a_speaker_line_is_expected() -> None:
    """Every speech of a meeting in person begins with one; other texts may begin with "General Comments:"."""
    header = parse_header("General Anderson: I thank you.", expected=True)
    assert header is not None
    assert header.speaker == "General Anderson"
    assert parse_header("General Assembly: session", expected=True) is None


@given(st.text(max_size=400))
def test_end_is_inside_any_text(text: str) -> None:
    """Whatever the text, the header ends inside it."""
    header = parse_header(text)
    assert header is None or 0 < header.end <= len(text)


def test_time_does_not_grow_with_hostile_text() -> None:
    """Repeated openings of the pattern cost no more on a megabyte than on a page."""
    hostile = ["Mr. " * 250_000, "The President (" * 70_000, "Mr. A (spoke " * 70_000, "\n" * 1_000_000]
    start = time.process_time()
    assert [parse_header(text) for text in hostile] == [None] * 4
    assert time.process_time() - start < 1
