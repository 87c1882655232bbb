"""Several delegations named in one question: each is asked alone where no sentence answers for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.model import Delegation, Filters
from index.speakers.delegations import load_delegations
from rag.service import OnRecord
from tests.drafts import a_statement, halved
from tests.small_stores import house_over

SAID = {
    "PER": "Fishing quotas protect the anchovy, and we will keep them for our children.",
    "CHL": "Quotas ruin our small harbours; the boats lie idle and the nets rot.",
    "NOR": "Our lighthouses were painted in the spring.",
}


def named(code: str) -> Delegation:
    found = load_delegations().by_code(code)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    told = [a_statement(code, halved(text), delegation=named(code)) for code, text in SAID.items()]
    rest = [a_statement(f"o{n}", halved(f"Hospitals were destroyed {n} times.")) for n in range(10)]
    with house_over(tmp_path_factory.mktemp("store"), *told, *rest) as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "How do Peru and Chile differ on quotas for the anchovy boats of the north?",
        "What do Peru and Chile think of quotas, children, nets and anchovy?",
        "Compare Peru and Chile on boats and children.",
    ],
)
def test_each_is_quoted(service: OnRecord, question: str) -> None:
    answer = service.ask(question, Filters())
    assert {one.statement.id for one in answer.citations} == {"PER", "CHL"}


def test_who_says_nothing_of_it_is_not_quoted(service: OnRecord) -> None:
    """And that is said."""
    answer = service.ask(
        "How do Norway and Peru differ on quotas for the anchovy boats of the north?", Filters()
    )
    assert [one.statement.id for one in answer.citations] == ["PER"]
    assert "Norway" in " ".join(answer.interpreted.notes)
