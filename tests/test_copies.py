"""A statement that stands in the record twice counts once, and is listed once; two of one day are two."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.model import Filters, Source, Statement, StatementRef
from index.search.snapshot import Snapshot, load
from rag.model import Facets
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement
from tests.examples import examples
from tests.small_stores import filters, holding, house_over

SAID = (
    "We regret that the convoy was turned back at the northern gate again. Nobody who has seen the hospitals "
    "would call that a matter of routine. Estonia will put fuel on the agenda of the committee. "
)
OTHER = (
    "The fishing season opens in the second week of October near hospitals. Quotas were set too high for "
    "three years, and everybody here knows it. The ministers will meet in the spring to lower them again. "
)
CUT = SAID.replace("Estonia will put fuel on the agenda of the committee.", "Estonia will do so.")


def said(id: str, text: str = SAID, date: str | None = "2020-01-08", **fields: Any) -> Statement:
    known = {"delegation": ESTONIA, "meeting": "S/PV.8699"} | fields
    return a_statement(id, text, date=date, **known)


def ids_once(snapshot: Snapshot, wanted: Filters) -> set[str]:
    mask = snapshot.once(snapshot.mask(wanted))
    return {snapshot.statements[at].id for at in snapshot.owner[mask]}


@pytest.mark.parametrize(
    ("copy", "best"),
    [
        (said("copy"), "text"),
        (said("copy", SAID.replace(" ", "  ").replace("again", "a-gain")), "text"),
        (said("copy", CUT), "text"),
        (said("copy", date="2020"), "text"),
        (said("copy", meeting=None), "text"),
        (said("copy", organ="Security Council"), "copy"),
        (said("copy", source=Source("assembly", "text.txt", "0" * 64)), "text"),
    ],
)
def test_a_copy_in_another_file_is_found(tmp_path: Path, copy: Statement, best: str) -> None:
    """Though its reader kept a dash otherwise, lost some words, or tells less; the one that tells more stays.
    Narrowed to the copy, it is the one."""
    with holding(tmp_path, said("text"), copy) as store:
        snapshot = load(store)
        assert ids_once(snapshot, Filters()) == {best}
        assert snapshot.copies.number == 1
        assert ids_once(snapshot, Filters(statements=("copy",))) == {"copy"}
        both = {snapshot.statements[at].id for at in snapshot.owner[snapshot.one_with("copy")]}
        assert both == {"text", "copy"}


@pytest.mark.parametrize(
    "other",
    [
        said("other", OTHER),
        said("other", date="2020-01-09"),
        said("other", date=None),
        said("other", meeting="S/PV.8700"),
        said("other", delegation=KAZAKHSTAN),
        said("other", source=Source("council", "text.txt", "0" * 64, key="2")),
        said("other", SAID + OTHER),
        said("other", "I thank you, Mr. President, and wish you success."),
    ],
)
def test_what_may_be_another_statement_is_kept(tmp_path: Path, other: Statement) -> None:
    """Other words, another day or none, another meeting or delegation, the same file, much more, nothing but
    thanks."""
    with holding(tmp_path, said("text"), other) as store:
        snapshot = load(store)
        assert ids_once(snapshot, Filters()) == {"text", "other"}
        assert snapshot.copies.number == 2


FIELDS = {
    "text": st.sampled_from([SAID, OTHER, CUT]),
    "delegation": st.sampled_from([ESTONIA, KAZAKHSTAN]),
    "date": st.sampled_from(["2020-01-08", "2020", "2019-05-02"]),
    "meeting": st.sampled_from([None, "S/PV.1", "S/PV.2"]),
    "organ": st.sampled_from([None, "Security Council"]),
    "capacity": st.sampled_from(["national", "group"]),
    "collection": st.sampled_from(["council", "assembly"]),
}


@st.composite
def records(draw: st.DrawFn) -> list[Statement]:
    """Statements of few words, days and meetings, so that many are copies of each other."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        drawn = {name: draw(values) for name, values in FIELDS.items()}
        source = Source(drawn.pop("collection"), f"{number}.txt", str(number) * 64)
        found.append(said(f"s{number}", source=source, **drawn))
    return found


def narrowed(field: str, value: str, by: Filters) -> Filters:
    """What choosing a value of a facet filters by."""
    if field == "years":
        return replace(by, since=f"{value}-01-01", until=f"{value}-12-31")
    return replace(by, **{field: (value,)})


@settings(
    deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(them=records(), wanted=filters)
def test_counts_are_those_of_rows(
    tmp_path_factory: pytest.TempPathFactory, them: list[Statement], wanted: Filters
) -> None:
    """Law: each number told is that of rows given, for every value of every facet, in the timeline, the
    coverage and a list; no two rows are copies."""
    with house_over(tmp_path_factory.mktemp("house"), *them) as service:
        facets = facets_of(service, wanted)
        assert facets.statements == rows(service, wanted)
        for field in ("delegations", "years", "meetings", "organs"):
            for one in getattr(facets, field):
                within = narrowed(field, one.value, wanted)
                found = facets_of(service, within)
                assert (one.statements, one.passages) == (found.statements, found.passages)
                assert one.statements == rows(service, within)
        timeline = service.timeline("hospitals", wanted)
        assert sum(one.statements for one in timeline.periods) == timeline.statements
        assert all(one.statements <= one.searched for one in timeline.periods)
        everything = service.coverage("year", Filters(procedural=True))
        assert service.coverage("year", wanted).statements == timeline.searched
        counts = service.ask("Which delegations mentioned hospitals?", wanted).counts
        assert counts is None or (counts.searched, counts.in_all) == (
            timeline.searched,
            everything.statements,
        )


def facets_of(service: OnRecord, wanted: Filters) -> Facets:
    facets = service.search("hospitals", wanted, 1, facets=True).facets
    assert facets is not None
    return facets


def rows(service: OnRecord, wanted: Filters) -> int:
    """How many statements the timeline lists."""
    listed = [one.statement for one in service.timeline("hospitals", wanted, limit=50).citations]
    for one, other in combinations(listed, 2):
        texts = [service.statement(ref.id).text for ref in (one, other)]
        assert not may_be_one(one, other, texts)
    return len(listed)


def may_be_one(one: StatementRef, other: StatementRef, texts: list[str]) -> bool:
    """Told plainly, for statements made of the texts above."""
    dates = [ref.date or "" for ref in (one, other)]
    return (
        one.delegation == other.delegation
        and (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0]))
        and (one.meeting is None or other.meeting is None or one.meeting == other.meeting)
        and (OTHER in texts) == (texts == [OTHER, OTHER])
    )
