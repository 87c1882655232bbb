"""Another's words that a speaker reads out: found as they are marked, named as the statement names them."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Delegation
from index.segmentation.sentences import split_sentences
from rag.discourse.read_out import mostly, quoted_in, quoted_words
from rag.question.quoted import asks_for_quoted
from tests.drafts import a_statement

GRIM = "The mill belongs to us. We will burn it tonight."
"""What no delegation of these rows says of itself."""
MARKS = [
    (f"The warlord told the press: “{GRIM}” We condemn him.", "The warlord"),
    (f'The warlord told the press: "{GRIM}" We condemn him.', "The warlord"),
    (f"The warlord told the press: «{GRIM}» We condemn him.", "The warlord"),
    (f"The warlord told the press: „{GRIM}“ We condemn him.", "The warlord"),
    (f"The warlord told the press: ‘{GRIM}’ We condemn him.", "The warlord"),
    (f"The warlord told the press: »{GRIM}« We condemn him.", "The warlord"),
    (f"The warlord told the press: ”{GRIM}” We condemn him.", "The warlord"),
    (f"The warlord told the press: ‹{GRIM}› We condemn him.", "The warlord"),
    (f"The warlord told the press: ``{GRIM}'' We condemn him.", "The warlord"),
    (f"The warlord told the press: ''{GRIM}'' We condemn him.", "The warlord"),
    (f"The warlord told the press: <<{GRIM}>> We condemn him.", "The warlord"),
    (f"The warlord told the press: 「{GRIM}」 We condemn him.", "The warlord"),
    (f"“{GRIM}” said the warlord. We condemn him.", "the warlord"),
    (f"“{GRIM}” This was said by the leader of a gang. We condemn him.", "the leader of a gang"),
    (f"The chief of a band spoke on Monday. Let me read from his speech: “{GRIM}”", "The chief of a band"),
    (f"Hear this.\n\n“{GRIM}”\n\nWe condemn it.", None),
    (f"The father of our nation said: “{GRIM}” We remember him.", "The father of our nation"),
    (f"Let me end my statement by quoting a text of the miller: “{GRIM}”", "a text of the miller"),
    (f"As Mr. Ozdil, head of the band, wrote in May, “{GRIM}” That is grave.", "Mr. Ozdil"),
]
BLOCKS = [
    ("The chief wrote to us:\n\n“The mill is ours.\n\n“We will burn it.”\n\nMy delegation weeps.", 2),
    ("The chief wrote:\n\n“The mill is ours.\n\n“We will burn it.\n\n“We will not stop.”\n\nWe weep.", 3),
    ('The chief wrote:\n\n"The mill is ours.\n\n"We will burn it."\n\nMy delegation weeps.', 2),
    ("The chief wrote: “The mill is ours.\n\n“We will burn it.”\n\nMy delegation weeps.", 2),
    ("He wrote:\n\n«The mill is ours.\n\n«We will burn it.»\n\nMy delegation weeps.", 2),
    ("The chief wrote:\n\n“The mill is ours.\n\nWe will burn it.”\n\nMy delegation weeps.", 2),
    ("He wrote: “The mill is ours. We like it. “We will burn it. “We will not stop.” We all weep.", 4),
    ("He wrote:\n\n“The ‘old mill’ is ours.\n\n“We say ‘burn it’ to all.”\n\nMy delegation weeps.", 2),
]
SPOKEN = [
    ("The chief said, and I quote, the mill must burn tonight. End of quote. We weep.", "The chief"),
    ("The chief said — I quote — the mill must burn tonight — unquote. We weep.", "The chief"),
    ("The chief wrote to us. I quote: The mill is ours. We will burn it. Unquote. We weep.", "The chief"),
    ("I quote: The mill is ours. We will burn it. End of quotation. We weep.", None),
    ("The chief said, quote: the mill must burn tonight. Unquote. We weep.", "The chief"),
    (
        "Let me quote what the chief wrote: The mill is ours. We will burn it. End quote. We weep.",
        "the chief",
    ),
    ("The chief said, and I quote: the mill must burn tonight. We weep.", "The chief"),
    ("I am quoting the order: the mill must burn tonight. End quote. We weep.", None),
    ("Here I begin the quotation: the mill must burn tonight. I end the quotation. We weep.", None),
]
DOCUMENTS = [
    ("The order reads as follows: Burn the mill. Spare no one.\n\nMy delegation weeps.", "The order"),
    ("The order of the general reads as follows:\n\nBurn the mill. Spare no one.\n\nWe weep.", None),
    (
        "Resolution 900 (1994) states the following: The mill shall be open.\n\nWe weep.",
        "Resolution 900 (1994)",
    ),
    (
        "The order, signed by a colonel, reads:\n\n1. All mills shall be closed.\n\n2. All millers shall be "
        "shot.\n\nWe weep.",
        "The order",
    ),
    ("The ultimatum reads: Leave the mill. You have two days.\n\nMy delegation weeps.", None),
    ("The letter reads: The mill is ours. We will burn it.\n\nMy delegation weeps.", "The letter"),
    ("The court ruled: “The mill belongs to the town. It shall be given back.” We agree.", "The court"),
    ("The Charter provides: “All Members shall keep their mills open.” We agree.", "The Charter"),
    ("Paragraph 4 of the decree reads, “The mill shall be burnt and never rebuilt.” We weep.", None),
]
SLOGANS = [
    "They chanted “Death to the millers!” in the square. We weep.",
    "The crowd shouted: “Burn the mill!” We weep.",
    "Their leaflets read: “No mill, no peace.” We weep.",
    "The banner said, “Drown the millers.” We weep.",
    "Posters cried “The mill must burn!” all night. We weep.",
    "“Burn the mill!” they screamed. We weep.",
]
UNBALANCED = [
    "The chief said: “The mill is ours. We will burn it.\n\nMy delegation condemns this. We weep.",
    'The chief said: "The mill is ours. We will burn it.\n\nMy delegation condemns this. We weep.',
    "The chief said: “The mill is ours. We will burn it. My delegation condemns this. We weep.",
    'The chief said: "The mill is ours. We will burn it. Those words are grave. We weep.',
    "The chief’s men said: “The mill is ours. We will burn it.\n\nThe millers’ fear is ours. We weep.",
    "The chief said: “The mill is ours. We will burn it.\n\nWe say “enough” to that. We weep.",
    "The mill is ours.” So he said: “We will burn it.” We weep.",
]
OWN = [
    "We reject the so-called “zones” and want them gone.",
    "We welcome the debate on “Women and peace and security in the whole of the north”.",
    "This year’s theme is “The mill we want, the town we need: reaffirming our bond”.",
    "I said here last year: “The mill must stay open. It feeds us all.”",
    "My President wrote: “The mill must stay open. It feeds us all.”",
    "We say to them: “The mill must stay open.”",
    "The Houthis' attacks and the rebels' reply are the Council members' worry.",
    "Our message is clear: “The mill must stay open.”",
    'The mill’s roof is 5" too low, and its door is 7" too wide.',
    "The message is clear: the mill must stay open.",
    "We support the principle of “common but differentiated duties of mills”.",
]


LED_UP = [
    ('I recall what the band wrote last week to all of us here: "The millers are cowards.', True),
    ("Our colleague from the coast put it in these words many years ago: “The mill must stay open.”", True),
    ("As the governor of the northern province once said to us all, “the mill must stay open.”", True),
    ("The governor said “no mill, no peace” and we could not disagree with him on that point.", False),
    ("My delegation says to the millers of the whole wide world: “The mill must stay open.”", False),
    ("We welcome the report and its first words, “Mills for all”, which we have long asked for.", False),
]


@pytest.mark.parametrize(("sentence", "quoted"), LED_UP)
def test_a_sentence_that_only_leads_up_to_anothers_words_is_theirs(sentence: str, quoted: bool) -> None:
    """However long the words are that introduce them."""
    text = f'{sentence} We shall burn the mill."' if sentence.count('"') == 1 else sentence
    assert (mostly(text, split_sentences(text)[0], quoted_words(text)) is not None) is quoted


def read_out(text: str) -> list[str]:
    """The sentences that are another's words."""
    quoted = quoted_words(text)
    return [span.of(text) for span in split_sentences(text) if mostly(text, span, quoted)]


@pytest.mark.parametrize(("text", "whose"), MARKS)
def test_marks_of_every_style(text: str, whose: str | None) -> None:
    """Both sentences are another's, the speaker's own are not, and the one quoted is named as there."""
    (found,) = quoted_words(text)
    assert found.span.of(text) == GRIM
    assert found.whose == whose


@pytest.mark.parametrize(("text", "sentences"), BLOCKS)
def test_blocks_that_reopen(text: str, sentences: int) -> None:
    """A quotation over paragraphs is one, whether each opens its mark again or not."""
    (found,) = quoted_words(text)
    assert found.kind == "block" or "\n" not in found.span.of(text)
    assert len([one for one in read_out(text) if "weep" not in one]) == sentences or sentences == len(
        split_sentences(found.span.of(text))
    )
    assert "weep" not in found.span.of(text)


@pytest.mark.parametrize(("text", "whose"), SPOKEN)
def test_spoken_marks(text: str, whose: str | None) -> None:
    """ "I quote" opens and "unquote" closes what has no marks."""
    (found,) = quoted_words(text)
    assert found.kind == "spoken"
    assert whose is None or found.whose == whose
    assert "burn" in found.span.of(text)
    assert "weep" not in found.span.of(text)


@pytest.mark.parametrize(("text", "whose"), DOCUMENTS)
def test_documents_read_out(text: str, whose: str | None) -> None:
    """Resolutions, letters, orders and rulings, with marks or without."""
    (found,) = quoted_words(text)
    assert whose is None or found.whose == whose
    assert "mill" in found.span.of(text).lower()
    assert not {"weep", "agree"} & set(found.span.of(text).strip(".").split())


@pytest.mark.parametrize("text", SLOGANS)
def test_slogans(text: str) -> None:
    """Short as they are, slogans are those of the crowd."""
    (found,) = quoted_words(text)
    assert "weep" not in found.span.of(text)


@pytest.mark.parametrize("text", UNBALANCED)
def test_a_mark_that_is_never_closed_does_not_swallow_the_rest(text: str) -> None:
    """What is quoted is found, and the speaker is heard again behind it."""
    said = read_out(text)
    assert "We will burn it." in " ".join(said)
    assert "weep" not in " ".join(said)


@pytest.mark.parametrize("text", OWN)
def test_the_speakers_own_words_stay_own(text: str) -> None:
    """Titles, terms, scare quotes, apostrophes, and what speakers quote of themselves."""
    assert read_out(text) == []


@pytest.mark.parametrize(
    ("question", "whose", "asks"),
    [
        ("Whom did Austria quote on the mill?", None, True),
        ("Which letter did Austria read out?", "the miller", True),
        ("What did the chief of the band say about the mill?", "The chief of the band", True),
        ("What was in the letter from the warlord?", "the warlord", True),
        ("What did Austria say about the mill?", "The chief of the band", False),
        ("Quote Austria on the mill.", "the warlord", False),
        ("Can you quote what Austria said about the mill?", None, False),
        ("Does Austria oppose the mill?", None, False),
    ],
)
def test_a_question_asks_for_quoted_words(question: str, whose: str | None, asks: bool) -> None:
    """Only where it asks whom someone quoted, or for the words of the one who is quoted."""
    assert asks_for_quoted(question, whose) is asks


def test_a_message_that_is_the_statement_is_delivered() -> None:
    """An ambassador who reads out his President's address gives the position of the State; one who reads
    out another's speech at length does not."""
    speech = "\n\n".join(["“The mill must stay open for all who live in the valley."] * 60) + "”"
    kenya = Delegation("KEN", "Kenya")
    own = a_statement("a", f"I have a message from the President of Kenya.\n\n{speech}", delegation=kenya)
    other = a_statement("b", f"The warlord told the press:\n\n{speech}", delegation=kenya)
    assert quoted_in(replace(own, paragraphs=())) == ()
    assert quoted_in(replace(other, paragraphs=())) != ()


@settings(deadline=None)
@given(st.text(alphabet="Aab .:\n“”\"'‘’«»", max_size=200))
def test_stretches_lie_in_the_text_in_order_and_apart(text: str) -> None:
    """Whatever the marks, the stretches are spans of the text that do not meet."""
    at = 0
    for found in quoted_words(text):
        assert at <= found.span.start < found.span.end <= len(text)
        at = found.span.end


@pytest.mark.parametrize(
    "unit", ["“", "”", '"a ', "“a ", "«»", "“A b. ", "I quote: a ", "The order reads: ", "“a\n\n"]
)
@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.process)])
def test_read_in_linear_time(unit: str, share: int) -> None:
    """Twenty thousand characters of nothing but marks are read in seconds; the fast suite tries a quarter."""
    begun = time.process_time()
    quoted_words(unit * (20_000 // share // len(unit)))
    assert time.process_time() - begun < 5 / share
