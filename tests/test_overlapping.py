"""Parts of a question that read in two ways, or lie over one another, never raise: any of them in any order.

A meeting whose symbol is a date, a month that is a name, a State within a State's name, marks in between.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.followups.conversation import Completer, Turn
from rag.question.meant import meant_by
from rag.question.network import QuestionNetwork
from rag.question.own import voiced
from rag.question.reader import QuestionReader
from rag.question.understand import understand
from tests.examples import examples
from tests.question_table import record

TABLE = load_delegations()
HELD = record(TABLE)
CALLED = (
    ("Mr. May", "GBR"), ("Ms. April Jones", "USA"), ("Mr. March", "AUS"), ("Ms. Jordan", "USA"),
    ("Mr. Chad", "FRA"), ("Mr. Second", "FRA"), ("Mr. 2020", None), ("The President", None),
)  # fmt: skip
MET = frozenset({"S/PV.2020", "S/PV.2020 (Resumption 1)", "S/2020/27", "A/75/PV.5"})
FACTS = replace(
    HELD,
    speakers=(*HELD.speakers, *CALLED),
    meetings=HELD.meetings | MET,
    spoken_by=(("GBR", "Mr. May"),),
)
"""The record of the table of questions, with persons who are called as months and States are."""
DATES = (
    "27 May 2020|May 2020|May 27|2020-05-27|27/05/2020|the 27th of May|27 and 28 May|2020|27|3rd|since 2014"
    "|between 2015 and 2017|from May to July 2020|in late May 2020|the May 2020 debate|last year|this March"
)
MEETINGS = (
    "S/PV.2020|S/2020/27|S/2020/465|S/PV.8534 (Resumption 1)|A/75/PV.5|the 8713th meeting|meeting 2020"
    "|the 2020th meeting on 27 May|resolution 2020 (2009)|Security Council|Council members in 2020"
)
PERSONS = (
    "May|Mr. May|Ms. April Jones|Mr. March|March|August|June|Ms. Jordan|Mr. Chad|Mr. Second|Mr. 2020|Power"
    "|King|The President|the Secretary-General|Zhang Jun|Mr. De Rivière|Ambassador May of Chad"
)
NAMES = (
    "Jordan|Chad|Georgia|Guinea|Equatorial Guinea|Papua New Guinea|Sudan|the Sudan and South Sudan|Ireland"
    "|Northern Ireland|Republic of Korea|Democratic Republic of the Congo|Niger|Nigeria|Israel/Palestine"
    "|Bosnia and Herzegovina|US|us|IT|it|WHO|who|P5|EU|AU|the five permanent members|Nordic countries|we|our"
)
WORDS = (
    "what did|which delegations|say about|support|oppose|on behalf of|besides|other than|unlike|not|than"
    "|and in|what about|no, I meant|last|first|until|of|to|the|'s|’s"
)
PIECES = st.sampled_from("|".join((DATES, MEETINGS, PERSONS, NAMES, WORDS)).split("|"))
BETWEEN = st.sampled_from(
    [*" " * 8, "", "-", "–", "/", ", ", ": ", "? ", ". ", " (", ") ", "\n", "“", "”", "'"]
)
ASKED = st.lists(st.tuples(PIECES, BETWEEN).map("".join), min_size=1, max_size=10).map("".join)
UNDONE = ("dates", "meetings", "organs", "scope", "side", "order")
GIVEN = st.sampled_from(
    [
        Filters(),
        Filters(("SWE",)),
        Filters(meetings=("S/2020/465",)),
        Filters(since="2020-05", until="2020-06"),
    ]
)


@pytest.fixture(scope="module", params=["words", pytest.param("models", marks=pytest.mark.model)])
def reader(request: pytest.FixtureRequest) -> QuestionReader:
    """What tells the parts' roles."""
    return QuestionReader(QuestionNetwork()) if request.param == "models" else QuestionReader()


@settings(max_examples=examples(200), deadline=None)
@given(ASKED, GIVEN, st.sampled_from([None, "GBR", "JOR"]), st.sampled_from(UNDONE))
def test_overlapping_parts_are_understood(
    reader: QuestionReader, question: str, filters: Filters, own: str | None, undone: str
) -> None:
    """No word is taken twice, words remain, and what was taken for something can be taken back."""
    asker = TABLE.by_code(own) if own else None
    taken = meant_by(voiced(" ".join(question.split()), asker), filters, FACTS, TABLE, reader, ()).taken
    assert all(one.end <= other.start for one, other in pairwise(taken))
    query = understand(question, filters, FACTS, TABLE, reader, asker)
    assert bool(query.text) == bool(query.topic) == bool(query.text.strip())
    found = query.filters
    assert found.since is None or found.until is None or found.since <= found.until
    names = {holder.words for holder in query.interpreted.holders}
    understand(question, filters, FACTS, TABLE, reader, asker, undone={undone, *names})


@settings(max_examples=examples(100), deadline=None)
@given(asked=ASKED, before=st.lists(ASKED, min_size=1, max_size=3))
def test_a_conversation_of_overlapping_parts_is_completed(
    reader: QuestionReader, asked: str, before: list[str]
) -> None:
    """To a question that is understood in its turn."""
    completer = Completer(lambda: FACTS, TABLE, reader)
    done = completer.complete(asked, [Turn(question) for question in before])
    assert understand(done.question, done.filters, FACTS, TABLE, reader).question.strip()
