"""De-wrapping: paragraphs kept, real hyphens kept, soft ones joined on evidence, nothing else touched."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dewrap import dewrap

# wrapped text, joined text
JOINS = [
    ("next week in Nur-\nSultan, Kazakhstan", "next week in Nur-Sultan, Kazakhstan"),
    ("the security-\ndevelopment nexus", "the security-development nexus"),
    ("As the Secretary- General pointed out", "As the Secretary-General pointed out"),
    ("both short- and long-term plans", "both short- and long-term plans"),
    ("in pre- and post-conflict settings", "in pre- and post-conflict settings"),
    ("the settle-\nment of disputes", "the settlement of disputes"),
    ("the govern-\nors met; the governors left", "the governors met; the governors left"),
    ("a post-\nwar world, a postwar and post-war order", "a post-war world, a postwar and post-war order"),
    ("the embargo - and\nwe see it", "the embargo - and we see it"),
    ("the delegation- that is clear", "the delegation- that is clear"),
    ("protection- of-civilians mandates", "protection-of-civilians mandates"),
    ("the follow-\non mission", "the follow-on mission"),
    ("the follow- on presence", "the follow-on presence"),
    ("a roll-\non ship, the roll-on ship", "a roll-on ship, the roll-on ship"),
    ("the Organization- has survived", "the Organization- has survived"),
    ("the COVID-\n19 pandemic", "the COVID-19 pandemic"),
    ("co\u00ad\noperation is", "cooperation is"),
    ("from 2019-\n2020 on", "from 2019-2020 on"),
]


@pytest.mark.parametrize(("raw", "joined"), JOINS)
def test_line_end_hyphens(raw: str, joined: str) -> None:
    """A line-end hyphen stays unless the text or its ending shows that it is soft."""
    assert dewrap(raw)[0] == joined


def test_paragraphs_of_wrapped_text() -> None:
    """Blank lines part paragraphs; line breaks inside them are blanks."""
    raw = "I thank the presidency\nfor this debate on civilians.\n\nFirst, we need\nto act.\n"
    text, spans = dewrap(raw)
    assert [s.of(text) for s in spans] == [
        "I thank the presidency for this debate on civilians.",
        "First, we need to act.",
    ]


def test_blank_line_inside_a_sentence() -> None:
    """A page break inside a sentence is no paragraph break."""
    raw = "We support the work of\nthe Council and its\n\nmembers, who have worked\nhard on this file."
    assert len(dewrap(raw)[1]) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the words of", "Secretary-General Guterres"),
        ("parts of the", "United Nations"),
        ("its", "50 members"),
    ],
)
def test_a_break_after_a_word_that_leads_on_is_none(before: str, after: str) -> None:
    """One paragraph per line, broken before a capital: the sentence is whole again."""
    lines = [
        "We meet at a time of trial. " * 8,
        f"{'We thank all of you here. ' * 6}We heard {before}",
        after,
    ]
    text, spans = dewrap("\n".join([*lines, "Peace is needed in all regions. " * 9]))
    assert len(spans) == 3
    assert f"{before} {after}" in text


def test_one_paragraph_per_line() -> None:
    """Long lines are a paragraph each, without blank lines between them."""
    lines = ["Mr. President,", "We meet at a time of trial. " * 8, "Peace is needed in all regions. " * 9]
    text, spans = dewrap("\n".join(lines))
    assert [s.of(text) for s in spans] == [line.strip() for line in lines]


def test_one_line_has_lost_its_breaks() -> None:
    """A one-line file gives text and no paragraphs."""
    assert dewrap("We support the mandate. It must be renewed.\r\n") == (
        "We support the mandate. It must be renewed.",
        (),
    )


def test_wrapped_without_any_break_has_lost_them() -> None:
    """A long column without a blank line gives no paragraphs rather than one false one."""
    text, spans = dewrap("The United Nations has worked for peace\nand security in the world.\n" * 120)
    assert text
    assert spans == ()


@given(st.text(alphabet=st.sampled_from("abcdef AB.,-\n\t é—1"), max_size=600))
def test_only_white_space_and_hyphens_change(raw: str) -> None:
    """Every other character is kept, in order; spans cover the text."""
    text, spans = dewrap(raw)
    assert re.sub(r"[\s-]", "", text) == re.sub(r"[\s-]", "", raw)
    if spans:
        assert "".join(s.of(text) for s in spans) == text.replace("\n\n", "")
    assert all(s.of(text) == s.of(text).strip() and len(s) for s in spans)


@given(
    st.lists(
        st.sampled_from(["Nur-\nSultan", "the settle-\nment", "peace", "Secretary- General", "pre- and"]),
        max_size=9,
    )
)
def test_dewrapping_twice_changes_nothing(words: list[str]) -> None:
    """De-wrapped text is stable."""
    once = dewrap(" ".join(words))[0]
    assert dewrap(once)[0] == once


def test_linear_time() -> None:
    """A fifth of a megabyte of one word, hyphens or line breaks is no trouble."""
    start = time.process_time()
    for hostile in ("a" * 200_000, "a- " * 60_000, "\n \n" * 60_000, "ab-\n" * 50_000):
        dewrap(hostile)
    assert time.process_time() - start < 4
