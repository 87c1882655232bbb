"""Questions for what was said last, first or how it changed, and for everybody but some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from index.model import Delegation, Filters, Speaker
from index.speakers.delegations import load_delegations
from rag.question.model import RecordFacts
from rag.question.ordering import NO_ORDER, asked_order
from rag.question.understand import understand
from rag.service import OnRecord
from tests.drafts import a_draft
from tests.golden import golden
from tests.small_stores import house, tell


@pytest.mark.parametrize(
    ("question", "none"),
    [
        ("How lasting is the calm, in Peru's view?", True),
        ("Does Peru think the calm will last?", True),
        ("What is Peru's latest position on copper?", False),
        ("What did Peru last say about copper?", False),
    ],
)
def test_words_of_time_that_ask_for_no_order(question: str, none: bool) -> None:
    """How lasting or current a thing is asks for no order of what was said of it."""
    found = asked_order(question)
    assert (found is not None and found.order == NO_ORDER) is none


@golden("orders.tsv")
def test_the_order_asked_for(question: str, order: str | None, words: str | None) -> None:
    """Of what was said, not of what is spoken of; the words that ask for it are no topic."""
    found = asked_order(question)
    assert (found and found.order) == order
    assert (found and found.span.of(question)) == words


LEFT_OUT = [
    ("Which delegations other than Kenya spoke about kelp?", ("KEN",)),
    ("Who spoke about kelp, not Kenya?", ("KEN",)),
    ("Who but Kenya spoke about kelp?", ("KEN",)),
    ("In addition to Kenya, who mentioned kelp?", ("KEN",)),
    ("Which delegations, with the exception of Kenya, mentioned kelp?", ("KEN",)),
    ("Which delegations not including Kenya spoke about kelp?", ("KEN",)),
    ("Which other delegations than Kenya spoke about kelp?", ("KEN",)),
    ("Which non-Kenyan delegations mentioned kelp?", ("KEN",)),
    ("Which delegations bar Kenya spoke of kelp?", ("KEN",)),
    ("Which delegations spoke of kelp save Kenya?", ("KEN",)),
    ("Who mentioned kelp besides Kenya and Norway?", ("KEN", "NOR")),
    ("What did Kenya say about kelp?", ()),
    ("Which delegations did not mention kelp?", ()),
]


@pytest.mark.parametrize(("question", "without"), LEFT_OUT)
def test_whom_a_question_leaves_out(question: str, without: tuple[str, ...]) -> None:
    """Their words are no answer, and the words that leave them out no topic."""
    facts = RecordFacts(frozenset(("KEN", "NOR", "PER")), (), frozenset(), ("2019", "2020"))
    query = understand(question, Filters(), facts, load_delegations())
    assert query.without == without
    assert not without or not {"Kenya", "Kenyan", "Norway"}.intersection(query.topic.split())


MALTA, CHAD = Delegation("MLT", "Malta"), Delegation("TCD", "Chad")
SAID = (
    ("2019-05-02", "Malta has no view on the water mill yet."),
    ("2023-11-02", "Malta licenses the water mill and will double the number of water mill keepers."),
    ("2021-03-02", "Malta bans the water mill until the rivers are mapped."),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for number, (day, text) in enumerate(SAID):
            draft = a_draft(text, delegation=MALTA, speaker=Speaker("Mr. Borg"), date=day)
            tell(opened, draft, path=f"{number}.txt")
        chair = a_draft(
            "The meeting is called to order.", delegation=CHAD, speaker=Speaker("Ms. Deby", "President"),
            capacity="president", procedural=True,
        )  # fmt: skip
        tell(opened, chair, path="chair.txt")
        yield opened


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What is Malta's latest position on the water mill?", ["2023-11-02", "2021-03-02", "2019-05-02"]),
        ("What did Malta first say about the water mill?", ["2019-05-02", "2021-03-02", "2023-11-02"]),
        ("How has Malta's position on the water mill changed?", ["2019-05-02", "2021-03-02", "2023-11-02"]),
    ],
)
def test_answers_stand_in_the_order_asked_for_and_say_when(
    service: OnRecord, question: str, days: list[str]
) -> None:
    found = service.ask(question, Filters(), 10)
    dated = [citation.date for citation in found.citations]
    assert dated == [day for day in days if day in dated]
    assert dated[0] == days[0]
    assert "2 November 2023: “" in found.text or "2023-11-02" not in dated


def test_who_only_presides_is_not_said_to_be_silent(service: OnRecord) -> None:
    """What is said of a silence is true: Chad speaks, but for no delegation."""
    found = service.ask("What did Chad say about the water mill?", Filters(), 10)
    assert found.refusal is not None
    assert found.refusal.message == "Chad speaks in this record only as who presides, for no delegation."
