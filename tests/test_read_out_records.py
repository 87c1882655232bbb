"""Real records: every sentence that stands inside quotation marks is known as another's."""

from __future__ import annotations

import re

import pytest

from index.segmentation.sentences import split_sentences
from rag.discourse.read_out import mostly, quoted_words
from tests.test_pdf import drafts_of

PAIR = re.compile(r"“[^“”]{12,}”")
"""Marks read without the house's own reader: the nearest of each make."""
AMENDED = "“and in accordance with the humanitarian principles"
"""Words that a delegation proposes for a draft resolution are its own: "We propose that the words ..."."""


@pytest.mark.parametrize(
    "name",
    [
        "S_PV.3756_E.pdf",
        "S_PV.8422_E.pdf",
        "S_PV.8700_E.pdf",
        pytest.param("A_76_PV.102_E.pdf", marks=pytest.mark.process),
    ],
)
def test_no_sentence_inside_marks_is_the_speakers(name: str) -> None:
    """Sentences wholly inside a pair of marks, in every speech of a record."""
    offered = []
    for draft in drafts_of(name):
        pairs = [found.span() for found in PAIR.finditer(draft.text)]
        quoted = quoted_words(draft.text, [paragraph.span for paragraph in draft.paragraphs])
        inside = [
            sentence
            for sentence in split_sentences(draft.text)
            if any(start <= sentence.start and sentence.end <= end for start, end in pairs)
        ]
        offered += [one.of(draft.text) for one in inside if mostly(draft.text, one, quoted) is None]
    assert [words for words in offered if not words.startswith(AMENDED)] == []


def test_the_speech_of_an_enemy_is_his() -> None:
    """S/PV.3756: the representative of Israel reads out a speech of Hamas."""
    (speech,) = [draft.text for draft in drafts_of("S_PV.3756_E.pdf") if "continuous jihad" in draft.text]
    quoted = quoted_words(speech)
    theirs = [span.of(speech) for span in split_sentences(speech) if mostly(speech, span, quoted)]
    assert any("We should not have mercy on our enemies." in words for words in theirs)
    assert not any("This was said" in words for words in theirs)
