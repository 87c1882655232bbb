"""Words that several parts need: inflected by one rule, looked up by one table."""

from __future__ import annotations

import pytest

from index.tables import rows_of
from index.text.lexicon import MONTH_NUMBERS, MONTHS, NUMBER_KINDS, SAYING, forms_of


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("claim", "claim claims claimed claiming"),
        ("state", "state states stated stating"),
        ("deny", "deny denies denied denying"),
        ("convey", "convey conveys conveyed conveying"),
        ("express", "express expresses expressed expressing"),
        ("preach", "preach preaches preached preaching"),
    ],
)
def test_regular_verbs_are_inflected(verb: str, forms: str) -> None:
    """Base form, third person, past and participle."""
    assert forms_of(verb) == tuple(forms.split())


def test_irregular_verbs_of_saying_are_listed() -> None:
    """What no rule gives stands in the table; what a wrong rule would give is no word."""
    assert {"said", "told", "wrote", "spoken", "held", "submitted", "replied"} <= SAYING
    assert not {"sayes", "sayed", "telled", "denys", "submited"} & SAYING


def test_months_are_known_by_every_name() -> None:
    """In full and short, as records and people write them."""
    assert (len(MONTHS), MONTHS[8], MONTH_NUMBERS["sept"], MONTH_NUMBERS["sep"]) == (12, "September", 9, 9)
    assert {MONTH_NUMBERS[name.casefold()] for name in MONTHS} == set(range(1, 13))


@pytest.mark.parametrize(
    ("package", "name"),
    [
        *(
            ("index", f"lexicon/{name}")
            for name in ("months", "numbers", "particles", "look_alikes", "saying")
        ),
        ("index", "speaker_offices"),
        ("rag", "question_words"),
        ("rag", "draft_words"),
        ("rag", "introducing"),
        ("rag", "remark_words"),
        ("rag.evaluation", "edit_words"),
    ],
)
def test_every_row_names_its_source(package: str, name: str) -> None:
    """A table without a source is an opinion."""
    assert all(row["source"] for row in rows_of(package, f"{name}.tsv"))


def test_number_words_have_a_kind() -> None:
    """So that each user takes the kinds it needs."""
    assert set(NUMBER_KINDS.values()) == {"cardinal", "multiple", "part", "ordinal", "times"}
