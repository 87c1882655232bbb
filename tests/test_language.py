"""Which questions are not in English, and what they are told."""

from __future__ import annotations

import pytest

from rag.question.language import in_english


@pytest.mark.parametrize(
    "question",
    [
        "Que dit la France sur le climat?",
        "¿Qué dijo Francia sobre el clima?",
        "Was hat Deutschland zum Jemen gesagt?",
        "Что сказала Россия о Сирии?",
        "ماذا قالت فرنسا عن المناخ؟",
        "法国对气候有何看法？",
        "O que disse Portugal sobre o clima?",
    ],
)
def test_another_language_is_seen(question: str) -> None:
    """By its small words, or by its letters."""
    assert not in_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did Côte d'Ivoire say about the force de frappe?",
        "Kenya on die-hard rebels",
        "sanctions Sudan 2020",
        "Viet Nam, Dien Bien Phu",
        "protection of civilians",
        "Who speaks for the Cour de justice de la Haye?",
        "S/PV.8713",
    ],
)
def test_english_and_key_words_are_left_alone(question: str) -> None:
    """A foreign name makes no foreign question."""
    assert in_english(question)
