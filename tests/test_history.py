"""What changed between two sentences, and histories of one delegation: certain, or not told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient

from api import present
from api.command_line import render_positions
from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.tables import rows_of
from rag.citation.cite import cite
from rag.model import Side
from rag.position.change import REASONS, Said, compare_said, in_order
from rag.position.gather import Gathered
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

ROWS = Path(__file__).parent / "data" / "history" / "relations.tsv"
"""An issue, an earlier and a later sentence with their sides, the relation, empty where none may be told."""


def rows() -> list[dict[str, str]]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["later"])
def test_relations(row: dict[str, str]) -> None:
    """Told where it is certain, and only there; always with a reason."""
    before, after = cast(Side, row["before"]), cast(Side, row["after"])
    one, other = Said(row["earlier"], "2018-01-01", before), Said(row["later"], "2019-01-01", after)
    found = compare_said(row["issue"], one, other, told_before=before != "unclear")
    assert (found.relation or "") == row["relation"], found.reason
    assert found.reason in REASONS.values()


def test_the_words_that_told_are_shown() -> None:
    """Of both sentences, modifiers with them."""
    one = Said("We condemn attacks on hospitals.", "2018", "unclear")
    other = Said("We strongly condemn attacks on hospitals.", "2019", "unclear")
    found = compare_said("attacks on hospitals", one, other, told_before=False)
    assert (found.earlier, found.later) == (("condemn",), ("strongly condemn",))


def test_countries_named_must_not_be_others() -> None:
    """Where both sentences name countries, and none in common, nothing is compared."""
    one = Said("We oppose sanctions.", "2018", "against", frozenset({"SDN"}))
    other = Said("We support sanctions.", "2019", "for", frozenset({"YEM"}))
    assert compare_said("sanctions", one, other, told_before=True).relation is None


def test_a_side_is_new_once() -> None:
    """Where an earlier sentence took a side, a later one is not the first."""
    one, other = (
        Said("The report speaks of whaling.", "2018", "unclear"),
        Said("We oppose whaling.", "2019", "against"),
    )
    assert compare_said("whaling", one, other, told_before=True).relation is None


@pytest.mark.parametrize(
    ("earlier", "later", "known"),
    [
        ("2018", "2019", True), ("2019-01-01", "2019-01-01", True), ("2018-12-31", "2019", True),
        ("2019", "2019-05-01", False), (None, "2019", False), ("2019", None, False),
    ],
)  # fmt: skip
def test_the_order_must_be_known(earlier: str | None, later: str | None, known: bool) -> None:
    assert in_order(earlier, later) is known
    one, other = Said("We oppose whaling.", earlier, "against"), Said("We support whaling.", later, "for")
    assert (compare_said("whaling", one, other, told_before=True).relation == "reversed") is known


def test_every_degree_has_its_source() -> None:
    assert all(row["source"].startswith("Gruenberg 2009") for row in rows_of("rag", "degrees.tsv"))


SAID = {
    "2016-01-01": "The report speaks of whaling in every ocean.",
    "2018-02-02": "We oppose whaling in every ocean. The weather was fine in the port that day.",
    "2017-05-05": "We oppose whaling in every ocean.",
    "2019-03-03": "We support whaling in every ocean.",
    "2020-04-04": "Kazakhstan planted a million trees this spring.",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Kazakhstan turns on whaling and once speaks of trees; Estonia speaks of whaling too."""
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        tell(
            opened,
            *(a_draft(text, key=day, date=day, meeting=f"S/PV.{day[:4]}") for day, text in SAID.items()),
        )
        tell(
            opened,
            a_draft("We love whaling in every ocean.", delegation=ESTONIA, date="2019-01-01"),
            path="e.txt",
        )
        yield opened


def test_a_history_is_dated_and_oldest_first(service: OnRecord) -> None:
    """Only its own statements that speak to the issue, and how many were searched."""
    history = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 20)
    assert [one.date for one in history.moments] == ["2016-01-01", "2017-05-05", "2018-02-02", "2019-03-03"]
    assert [one.meeting for one in history.moments] == ["S/PV.2016", "S/PV.2017", "S/PV.2018", "S/PV.2019"]
    assert (history.statements, history.searched, history.next) == (4, 5, None)
    assert [one.side for one in history.moments] == ["unclear", "against", "against", "for"]


def test_neighbours_are_related_with_both_sentences(service: OnRecord) -> None:
    """The first has no change; each other shows the sentences compared, which verify."""
    moments = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 20).moments
    relations = [one.change.relation if one.change else "none" for one in moments]
    assert relations == ["none", "new", "same", "reversed"]
    for before, after in pairwise(moments):
        assert after.change is not None
        assert after.change.before in before.citations
        assert after.change.after in after.citations
        for citation in (after.change.before, after.change.after):
            statement = service.statement(citation.statement.id)
            assert cite(statement, citation.span, citation.number).quote == citation.quote


def test_pages_of_a_history_join(service: OnRecord) -> None:
    """Parts are the whole, changes over the edge of a page included."""
    whole = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 20).moments
    first = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 3)
    rest = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 3, str(first.next))
    assert (*first.moments, *rest.moments) == whole
    assert rest.next is None


def test_filters_narrow_a_history(service: OnRecord) -> None:
    """By date; a delegation in the filters is one too many."""
    found = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(since="2018-01-01"), 20)
    assert [one.date for one in found.moments] == ["2018-02-02", "2019-03-03"]
    with pytest.raises(InvalidInput, match="one delegation"):
        service.history(KAZAKHSTAN, "whaling", Filters(delegations=("EST",)), 20)


def test_silence_is_an_empty_history(service: OnRecord) -> None:
    """Nothing is made of what was not said, and how much was looked at is told."""
    history = service.history(KAZAKHSTAN, "tariffs on bananas", Filters(), 20)
    assert (history.moments, history.statements, history.searched) == ((), 0, 5)


def test_what_is_reported_of_others_is_no_position(tmp_path: Path) -> None:
    """A sentence that gives another's view stands in no history."""
    with closing(house(tmp_path)) as service:
        text = "Some delegations claim that whaling in every ocean is a right of every people."
        tell(service, a_draft(text, date="2019-01-01"))
        assert service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 20).moments == ()


def test_history_over_http(client: TestClient) -> None:
    """Items with citations and sides; "we" where it is said who asks; a cursor of another list is refused."""
    body = {"delegation": "KAZ", "issue": "unarmed civilian protection"}
    history = client.post("/v1/history", json=body).json()
    assert history["delegation"]["code"] == "KAZ"
    assert history["statements"] == len(history["items"]) == 1
    assert history["items"][0]["change"] is None
    assert history["items"][0]["citations"][0]["side"] == history["items"][0]["side"]
    ours = client.post("/v1/history", json=body | {"delegation": "we", "as": "Kazakhstan"}).json()
    assert ours["items"] == history["items"]
    nobody = client.post("/v1/history", json=body | {"delegation": "we"})
    assert (nobody.status_code, "say which delegation asks" in nobody.json()["detail"]) == (422, True)
    assert client.post("/v1/history", json=body | {"cursor": "bm9uZQ"}).status_code == 422


def test_a_printed_history_says_what_changed(service: OnRecord) -> None:
    """The relation, the sentences by number, why; then the words themselves."""
    found = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 20)
    printed = render_positions.history(present.history(found, "more"))
    assert "2019-03-03, S/PV.2019, for\n  reversed, [3] to [4]: takes the other side" in printed
    assert "--cursor more" in printed
    silent = service.history(KAZAKHSTAN, "tariffs on bananas", Filters(), 20)
    assert "5 statements searched" in render_positions.history(present.history(silent, None))


def test_a_printed_history_tells_no_statement_from_silence(service: OnRecord) -> None:
    """And shows the sentence that a quotation leans on."""
    nobody = service.history(Delegation("FJI", "Fiji"), "tariffs on bananas", Filters(), 20)
    printed = render_positions.history(present.history(nobody, None))
    assert printed == "There is no statement of Fiji to look at."
    found = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 1)
    (moment,) = found.moments
    leaning = replace(moment, citation=replace(moment.citation, leads="Whales were many."))
    told = render_positions.history(present.history(replace(found, moments=(leaning,)), None))
    assert "It leans on the sentence before: “Whales were many.”" in " ".join(told.split())


def test_what_may_belong_stands_apart_and_makes_the_count_at_least(
    service: OnRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the last page, numbered on; never in the count."""
    gatherer = service._analysis.history.__self__._gatherer  # type: ignore[attr-defined]
    found = gatherer.on_topic("whaling in every ocean", Filters(delegations=("KAZ",)))
    assert found.counts is not None
    unsure = Gathered(found.sure[:-1], found.sure[-1:], replace(found.counts, certain=False))
    monkeypatch.setattr(gatherer, "on_topic", lambda *_: unsure)
    first = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 2)
    assert (first.certain, first.perhaps, first.statements) == (False, (), 3)
    last = service.history(KAZAKHSTAN, "whaling in every ocean", Filters(), 2, str(first.next))
    assert [(one.number, one.quote) for one in last.perhaps] == [(4, found.sure[-1].quote)]
    printed = render_positions.history(present.history(last, None))
    assert "at least 3 statements of 5 statements searched" in printed
    assert "May speak to it too:" in printed
    nothing = replace(last, moments=(), statements=0)
    printed = " ".join(render_positions.history(present.history(nothing, None)).split())
    assert "No statement of Kazakhstan was found that surely speaks to this; 5 statements" in printed
