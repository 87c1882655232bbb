"""Narrow topics: who speaks of the wider debate only is named apart, once somebody speaks of the topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index.segmentation.sentences import split_sentences
from rag.answer.focus import Focus
from rag.answer.listing import Listed
from rag.answer.narrow import PLAINLY, best_met, of_whole_topic
from tests.drafts import a_statement, halved
from tests.weighed import found_for

LIKELY, SURE, APART = 0.9, 0.5, 0.25
WIDE = "We support narwhal hunting, as we said {} times."


def chances(folder: Path, question: str, *sentences: str, plain: float = 1.0) -> dict[str, float]:
    """The chance that is left to each sentence found, of those given and of ten of the wider debate, where
    all were as likely; from `plain` on words do not count."""
    texts = [halved(text) for text in (*sentences, *map(WIDE.format, range(10)))]
    them = [
        replace(a_statement(f"s{at}", text), sentences=tuple(split_sentences(text)))
        for at, text in enumerate(texts)
    ]
    with found_for(question, folder, *them) as (wording, found):
        alike = [Listed(one, LIKELY, 0.0) for one in found]
        told = of_whole_topic(wording.focus, alike, best_met(wording.focus, found), SURE, APART, plain)
    return {one.sentence.span.of(one.sentence.statement.text): one.chance for one in told}


@pytest.mark.parametrize(
    "whole",
    [
        "We support nocturnal narwhal hunting.",
        "We support nocturnal hunting.",
        "No nocturnal narwhal hunting.",
    ],
)
def test_those_without_the_rare_word_are_named_apart(tmp_path: Path, whole: str) -> None:
    """Who has it is not, whatever else is lacking."""
    left = chances(tmp_path, "Which delegations mentioned nocturnal narwhal hunting?", whole)
    assert left[whole] == LIKELY
    assert left[WIDE.format(1)] == APART


def test_what_is_plain_enough_may_use_other_words(tmp_path: Path) -> None:
    """A sentence behind the others stays where it is likely enough."""
    question, whole = (
        "Which delegations mentioned nocturnal narwhal hunting?",
        "We support nocturnal narwhal hunting.",
    )
    assert chances(tmp_path, question, whole, plain=LIKELY)[WIDE.format(1)] == LIKELY


def test_where_nobody_has_the_rare_word_nobody_is_behind(tmp_path: Path) -> None:
    """The record may say it in other words throughout."""
    left = chances(tmp_path, "Which delegations mentioned nocturnal narwhal hunting?")
    assert left[WIDE.format(1)] == LIKELY


def test_a_sentence_has_the_rare_word_of_the_one_it_leans_on(tmp_path: Path) -> None:
    before, leaning = "We support nocturnal narwhal hunting.", "This hunting feeds whole villages."
    left = chances(tmp_path, "Which delegations mentioned nocturnal narwhal hunting?", f"{before} {leaning}")
    assert left[leaning] == LIKELY


def test_a_name_is_met_by_a_part_of_it(tmp_path: Path) -> None:
    """Who says "Ruritania" speaks of the Zemblan and Ruritanian one."""
    whole, part = (
        "We support narwhal hunting in Zembla and Ruritania.",
        "Narwhal hunting in Ruritania goes on.",
    )
    left = chances(tmp_path, "Which delegations mentioned hunting in Zembla and Ruritania?", whole, part)
    assert (left[whole], left[part], left[WIDE.format(1)]) == (LIKELY, LIKELY, APART)


WORDS = ("Zembla", "annexing", "parts", "of", "the", "West", "Bank")
RARE, COMMON = 4.5, 2.0


def behind(met: float, chance: float = LIKELY, annexing: float = RARE, words: Sequence[str] = WORDS) -> bool:
    """Is a sentence that meets the names, and "annexing" this far, named apart beside one that meets all?"""
    rarity = np.array([RARE, annexing, COMMON, 0, 0, RARE, RARE], np.float32)
    focus = Focus(tuple(words), rarity, np.zeros(7, np.int64), np.eye(7, dtype=np.float32), np.arange(7))
    whole, some = (np.array([[0.9, one, one, 1, 1, 0.9, 0.9]], np.float32) for one in (0.9, met))
    found = [SimpleNamespace(at=0, lead=None, pieces=SimpleNamespace(bests=bests)) for bests in (whole, some)]
    told = of_whole_topic(
        focus,
        [Listed(one, chance, 0.0) for one in found],  # type: ignore[arg-type]
        best_met(focus, found),  # type: ignore[arg-type]
        SURE,
        APART,
        1.0,
    )
    assert told[0].chance == chance
    return told[1].chance == APART


def test_what_a_topic_says_of_what_it_names_is_looked_at_by_itself() -> None:
    """Who welcomes the withdrawal from parts of the West Bank meets its names as well as any."""
    assert behind(0.55)
    assert not behind(0.7)


def test_what_is_plain_may_say_it_of_the_name_in_other_words() -> None:
    assert not behind(0.55, chance=PLAINLY)


def test_a_common_word_beside_a_name_may_be_another() -> None:
    """As in the Minsk "agreements"; and where nothing is named, a topic is one."""
    assert not behind(0.6, annexing=0.8 * RARE)
    assert not behind(0.6, words=[word.lower() for word in WORDS])
