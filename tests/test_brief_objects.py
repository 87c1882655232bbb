"""Of which State a quotation speaks: a table of sentences; and what two quotations are said to share."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from api.command_line.commands_positions import _chosen
from index.errors import InvalidInput
from index.model import Statement
from index.speakers.delegations import load_delegations
from index.text.terms import content_terms
from rag.answer.objects import Objects, states_in
from rag.briefing.objects import by_object, spoken_of
from rag.briefing.pairs import _says_something
from rag.citation.cite import cite
from rag.model import Citation
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement
from tests.golden import golden

HELD: dict[str, Statement] = {}
STATES = partial(states_in, load_delegations())


def said(words: str, agenda: str | None = None) -> Citation:
    """Estonia's words under an item of the agenda."""
    statement = a_statement("s", words, delegation=ESTONIA)
    statement = replace(statement, ref=replace(statement.ref, topic=agenda))
    HELD[statement.ref.id] = statement
    return cite(statement, statement.sentences[0])


@golden("topics_of_quotations.tsv")
def test_a_quotation_speaks_of_the_state_its_topic_is_linked_to(
    topic: str, words: str, agenda: str | None, about: str | None
) -> None:
    """One that is only mentioned, or is one of several, is no object."""
    (one,), elsewhere = spoken_of(Objects(topic, STATES), [said(words, agenda)], HELD.__getitem__)
    assert (one.about, elsewhere) == (about, 0)


ASKED = [
    ("We call for the lifting of sanctions on Mali.", None, 1),
    ("We call for the lifting of sanctions on the Sudan.", None, 0),
    ("The sanctions must be lifted at once.", "The situation in Mali", 1),
    ("The sanctions must be lifted at once.", "The situation in Libya", 0),
    ("Sanctions hurt the poor first of all.", None, 0),
    ("Sanctions hurt the poor first of all.", "The situation in Mali", 1),
    ("Sanctions hurt the poor first of all. Mali knows it.", None, 1),
    ("We observe all sanctions that struck the regime in Libya.", None, 0),
    ("The Sudan must leave that list of sanctions at once.", "Reports on the Sudan and Mali", 0),
    ("Ghana helped so that sanctions may end.", "The situation in Mali", 1),
    ("Estonia bears its part of the sanctions.", "The situation in Mali", 1),
]


@pytest.mark.parametrize(("words", "agenda", "kept"), ASKED)
def test_a_state_asked_about_leaves_the_others_out(words: str, agenda: str | None, kept: int) -> None:
    found, elsewhere = spoken_of(
        Objects("sanctions on Mali", STATES), [said(words, agenda)], HELD.__getitem__
    )
    assert (len(found), elsewhere) == (kept, 1 - kept)


@pytest.mark.parametrize(
    ("run", "says"),
    [
        ("to the United Nations Framework Convention on Climate Change", False),
        ("of the Charter of the United Nations, and", False),
        ("attacks on hospitals and medical workers must end now", True),
        ("the call for an immediate global truce on", False),
    ],
)
def test_a_name_is_no_shared_text(run: str, says: bool) -> None:
    """Nor is the topic's."""
    assert _says_something(run, frozenset(content_terms("the global truce"))) is says


def test_passages_of_a_file_are_the_first_words_of_its_lines(tmp_path: Path) -> None:
    """Remarks and empty lines are passed over; a file of nothing else is refused."""
    file = tmp_path / "chosen.txt"
    file.write_text("# for the minister\n\nabc123 the strongest\n  def456\n", encoding="utf-8")
    assert _chosen(file) == ["abc123", "def456"]
    file.write_text("# nothing yet\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"chosen\.txt names no passage"):
        _chosen(file)


def test_what_only_names_a_state_is_no_matter_of_other_states() -> None:
    """Where several speak of that State; a State that one alone names is no part."""
    objects = Objects("sanctions", STATES)
    words = (
        ("We support sanctions on Mali.", ESTONIA),
        ("The sanctions on Mali must go on.", KAZAKHSTAN),
        ("Sanctions must spare all who hunger, in Mali too.", ESTONIA),
        ("Sanctions must spare all who hunger, in Chad too.", ESTONIA),
        ("Sanctions must spare all who hunger, in Mali and in Chad.", ESTONIA),
        ("Estonia bears its part of the sanctions.", ESTONIA),
    )
    cited = [
        cite(one, one.sentences[0])
        for at, (text, who) in enumerate(words)
        for one in [a_statement(f"s{at}", text, delegation=who)]
    ]
    said, _ = spoken_of(objects, cited, HELD.__getitem__)
    parts = by_object(said)
    assert [(part.about, len(part.said)) for part in parts] == [("MLI", 3), (None, 3)]
