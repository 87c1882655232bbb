"""A request that names another's point is told from a point."""

from __future__ import annotations

import pytest

from index.speakers.delegations import Delegations, load_delegations
from rag.position.pointer import read_pointer


@pytest.fixture(scope="module")
def delegations() -> Delegations:
    return load_delegations()


NAMED = [
    (
        "What others said like Kazakhstan's point on new technologies in peacekeeping",
        "KAZ",
        "new technologies in peacekeeping",
    ),
    ("Kazakhstan’s position on the Arms Trade Treaty", "KAZ", "the Arms Trade Treaty"),
    ("the position of Kazakhstan on new technologies?", "KAZ", "new technologies"),
    ("who agrees with France on sanctions?", "FRA", "sanctions"),
    ("China's long-held view about unilateral sanctions", "CHN", "unilateral sanctions"),
]


@pytest.mark.parametrize(("text", "code", "topic"), NAMED)
def test_whose_point_and_on_what(delegations: Delegations, text: str, code: str, topic: str) -> None:
    """The delegation and the topic, as typed."""
    pointed = read_pointer(text, delegations)
    assert pointed is not None
    assert (pointed.delegation.code, pointed.topic) == (code, topic)


POINTS = [
    "The arms embargo on Somalia must be maintained.",
    "We agree with France on the need for reform of the Council.",
    "Kazakhstan acceded to the Arms Trade Treaty and calls on others to do the same.",
    "New technologies save the lives of peacekeepers.",
    "China's economy grew.",
]


@pytest.mark.parametrize("text", POINTS)
def test_a_point_names_none(delegations: Delegations, text: str) -> None:
    """A sentence that only speaks of a delegation is compared as it stands."""
    assert read_pointer(text, delegations) is None
