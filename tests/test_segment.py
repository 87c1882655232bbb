"""A draft becomes a statement whose embedded texts fit the window under their header."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.ids import statement_id
from index.model import Delegation, Source, Speaker, StatementDraft, StatementRef
from index.segmentation.segment import context_header, embedded_text, segment
from tests.examples import examples

REF = StatementRef(
    "0" * 16, Speaker("Mr. Umarov"), Delegation("KAZ", "Kazakhstan"), "national", "S/PV.8534", "2020-05-27",
    "Protection of civilians in armed conflict", None, None, Source("c", "a.txt", ""),
)  # fmt: skip


def draft(text: str, procedural: bool = False) -> StatementDraft:
    return StatementDraft("", text, (), Speaker("Mr. Umarov"), None, "national", procedural=procedural)


def count(text: str) -> int:
    return len(re.findall(r"\w{1,6}|[^\w\s]", text)) + 2


def test_the_header_says_who_on_what_and_when() -> None:
    """Delegation, topic, date; the speaker where there is no delegation; nothing for what is unknown."""
    assert context_header(REF).startswith("Kazakhstan. Protection of civilians in armed conflict. ")
    assert "2020" in context_header(REF)
    bare = replace(REF, delegation=None, topic=None, date=None)
    assert context_header(bare) == "Mr. Umarov."
    assert context_header(replace(bare, speaker=Speaker(None))) == ""


def test_a_long_topic_is_cut_between_words() -> None:
    """The header stays short whatever the record calls its agenda item."""
    assert len(context_header(replace(REF, topic="word " * 200))) < 140


def test_ids_come_from_the_place() -> None:
    """The same place gives the same id, another key another one, and parts do not run together."""
    assert statement_id("c", "a", "1") == statement_id("c", "a", "1")
    assert len({statement_id("c", "a", "1"), statement_id("c", "a", "2"), statement_id("c", "a1", "")}) == 3
    assert re.fullmatch("[0-9a-f]{16}", statement_id("c", "\ud800", ""))


def test_the_embedded_text_is_header_and_passage() -> None:
    """The passage's own words follow the header on the next line."""
    statement = segment(draft("We act on this. They rest."), REF, count, 64)
    passage = statement.passages[0]
    assert embedded_text(statement, passage) == f"{context_header(REF)}\nWe act on this. They rest."


def test_a_procedural_draft_gives_procedural_passages() -> None:
    """The kind follows from the draft down to the passage."""
    statement = segment(draft("The floor is yours.", procedural=True), REF, count, 64)
    assert (
        {point.kind for point in statement.points} == {p.kind for p in statement.passages} == {"procedural"}
    )


def test_a_window_without_room_is_refused() -> None:
    """The message says what to configure."""
    with pytest.raises(InvalidInput, match="larger window"):
        segment(draft("We act."), REF, count, 12)


@settings(max_examples=examples(50))
@given(
    st.lists(
        st.sampled_from(["We act. ", "First, hospitals ", "unendingword" * 9, "\n\n", "no stop ", "和平。"]),
        max_size=60,
    )
)
def test_nothing_embedded_exceeds_the_window(parts: list[str]) -> None:
    """Header and passage together fit; every passage lies in its point."""
    statement = segment(draft("".join(parts)), REF, count, 64)
    by_number = {point.number: point for point in statement.points}
    for passage in statement.passages:
        assert count(embedded_text(statement, passage)) <= 64
        point = by_number[passage.point]
        assert point.span.start <= passage.span.start < passage.span.end <= point.span.end
