"""Similar positions: others' points by delegation, the own left out, opposed ones apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import InvalidInput, NotFound
from index.model import Delegation, Filters, Speaker
from rag.citation.cite import verify
from rag.position.model import DelegationPosition
from rag.position.similar import SimilarResult
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

FRANCE, SOMALIA, CHINA, TUNISIA, NIGER = (
    Delegation("FRA", "France"),
    Delegation("SOM", "Somalia"),
    Delegation("CHN", "China"),
    Delegation("TUN", "Tunisia"),
    Delegation("NER", "Niger"),
)
POINT = "The arms embargo on Somalia must be maintained until the security forces can control weapons."
AGREED = "We believe the arms embargo on Somalia must be maintained until forces can control all weapons."
AGAINST = (
    "We reject the arms embargo on Somalia being maintained until the security forces can control weapons."
)
COPIED = "In our view the arms embargo on Somalia must be maintained until the security sector is ready."
ELSEWHERE = AGAINST.replace("Somalia", "the Central African Republic")
REPORTED = "The representative of Kenya said that the arms embargo on Somalia must be maintained until then."
SAID = (
    (KAZAKHSTAN, "Mr. Umarov", POINT, "2019-01-02"),
    (KAZAKHSTAN, "Mr. Tumysh", AGREED, "2021-01-02"),
    (ESTONIA, "Mr. Jürgenson", AGREED, "2020-05-02"),
    (ESTONIA, "Mr. Auväärt", AGREED.replace("We believe", "Again,"), "2018-05-02"),
    (SOMALIA, "Mr. Osman", AGAINST, "2020-06-02"),
    (FRANCE, "Mr. Delattre", COPIED, "2020-07-02"),
    (CHINA, "Mr. Yao", REPORTED, "2020-08-02"),
    (TUNISIA, "Mr. Ladeb", ELSEWHERE, "2020-09-02"),
    (NIGER, "Mr. Abarry", POINT.replace("Somalia", "Libya"), "2020-09-03"),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for number, (delegation, speaker, text, date) in enumerate(SAID):
            draft = a_draft(
                text, delegation=delegation, speaker=Speaker(speaker), date=date, meeting="S/PV.8735"
            )
            tell(opened, draft, path=f"{number}.txt")
        tell(opened, a_draft("I thank you for the arms embargo briefing.", delegation=CHINA), path="t.txt")
        yield opened


def codes(result: SimilarResult) -> list[str]:
    return [position.delegation.code for position in result.positions if position.delegation]


def of(result: SimilarResult, delegation: Delegation) -> DelegationPosition:
    return next(position for position in result.positions if position.delegation == delegation)


def test_all_who_are_left_out_are_named(service: OnRecord) -> None:
    """The point's own delegation and the one that asks; nobody who was asked for."""
    both = service.similar(POINT, None, Filters(), 20, own=FRANCE)
    assert both.left_out == (KAZAKHSTAN, FRANCE)
    assert {"KAZ", "FRA"}.isdisjoint(codes(both))
    assert service.similar(POINT, None, Filters(), 20, include_own=True, own=FRANCE).left_out == ()
    named = Filters(delegations=("KAZ", "EST"))
    assert service.similar(POINT, None, named, 20).left_out == ()


def test_a_text_put_together_from_several_places_is_nobodys_point(service: OnRecord) -> None:
    """It may say the contrary of where its words stand; one with a slip is found."""
    words = POINT.split()
    far = " ".join(
        [*words[:4], "is", "no", "longer", "of", "any", "use", "to", "them", "at", "all", *words[-2:]]
    )
    assert service.similar(far, None, Filters(), 20).delegation is None


def test_the_own_delegation_is_left_out(service: OnRecord) -> None:
    """A pasted sentence is found in the record, and its delegation with it."""
    result = service.similar(POINT, None, Filters(), 20)
    assert result.delegation == KAZAKHSTAN
    assert "KAZ" not in codes(result)
    assert {"EST", "SOM", "FRA"} <= set(codes(result))


def test_the_own_delegation_on_request(service: OnRecord) -> None:
    """Asked for, the delegation's other statements are kept; the passage itself never is."""
    result = service.similar(POINT, None, Filters(), 20, include_own=True)
    assert [hit.text for hit in of(result, KAZAKHSTAN).hits] == [AGREED]
    named = service.similar(POINT, None, Filters(delegations=("KAZ",)), 20)
    assert [hit.text for hit in of(named, KAZAKHSTAN).hits] == [AGREED]


def test_a_point_may_be_named(service: OnRecord) -> None:
    """Whose it is and on what: the delegation's own passage is compared, shown, and left out."""
    result = service.similar("Kazakhstan's position on the arms embargo on Somalia", None, Filters(), 20)
    assert result.point is not None
    assert result.point.quote in (POINT, AGREED)
    assert verify(result.point, service.statement(result.point.statement.id))
    assert "KAZ" not in codes(result)
    assert {"EST", "SOM", "FRA"} <= set(codes(result))


def test_a_point_never_made_is_said_so(service: OnRecord) -> None:
    """Nothing of that delegation on the topic: one sentence that says so."""
    with pytest.raises(InvalidInput, match="China is not found to speak to"):
        service.similar("China's position on whaling quotas", None, Filters(), 20)


def test_what_is_said_of_another_country_takes_no_side(service: OnRecord) -> None:
    """To reject or to want one embargo says nothing of another; the same words on the same country do."""
    result = service.similar(POINT, None, Filters(), 20)
    assert of(result, SOMALIA).stance == "opposes"
    for elsewhere in (TUNISIA, NIGER):
        (evidence,) = of(result, elsewhere).evidence
        assert (evidence.stance, evidence.reason) == ("unclear", "speaks of another country")


def test_a_stored_passage_embeds_nothing(service: OnRecord) -> None:
    """By its id a passage gives the same as its words, from its stored vectors."""
    passage = service.search("arms embargo", Filters(speakers=("Umarov",)), 1).hits[0].passage
    by_id = service.similar(None, passage.id, Filters(), 20)
    assert set(codes(by_id)) == set(codes(service.similar(POINT, None, Filters(), 20)))
    with pytest.raises(NotFound):
        service.similar(None, "nowhere", Filters(), 20)


def test_those_who_oppose_come_last(service: OnRecord) -> None:
    """Opposed positions stand apart."""
    result = service.similar(POINT, None, Filters(), 20)
    stances = [position.stance for position in result.positions]
    assert stances == sorted(stances, key=["agrees", "unclear", "opposes"].index)
    (evidence,) = of(result, SOMALIA).evidence
    assert evidence.stance == "opposes"


def test_others_words_are_no_position(service: OnRecord) -> None:
    """What a speaker says another said is shown as that, and takes no side."""
    position = of(service.similar(POINT, None, Filters(), 20), CHINA)
    assert position.stance == "unclear"
    assert position.evidence[0].reported


def test_shared_text_is_marked(service: OnRecord) -> None:
    """Eight words in a row in common are shown, and only there."""
    result = service.similar(POINT, None, Filters(), 20)
    assert of(result, FRANCE).shared_text
    assert of(result, FRANCE).evidence[0].common_runs == (
        "the arms embargo on Somalia must be maintained until the security",
    )


def test_a_text_said_twice_by_one_delegation_counts_once(service: OnRecord) -> None:
    """Copies collapse."""
    assert len(of(service.similar(POINT, None, Filters(), 20), ESTONIA).hits) == 1


def test_words_of_nobody_leave_nobody_out(service: OnRecord) -> None:
    """A sentence that is not on record excludes no delegation."""
    result = service.similar("Keep the arms embargo on Somalia in force for now.", None, Filters(), 20)
    assert result.delegation is None
    assert "KAZ" in codes(result)


def test_limit_counts_hits_in_all(service: OnRecord) -> None:
    """Ranks run through from 1, and every delegation has its best before any has a second."""
    result = service.similar(POINT, None, Filters(), 3)
    ranks = [hit.rank for position in result.positions for hit in position.hits]
    assert ranks == [1, 2, 3]
    assert [e.rank for p in result.positions for e in p.evidence] == ranks


def test_one_delegation_over_time(service: OnRecord) -> None:
    """By date, oldest first."""
    wanted = Filters(delegations=("KAZ",))
    result = service.similar("The arms embargo on Somalia", None, wanted, 20, by_date=True)
    assert [hit.statement.date for hit in result.positions[0].hits] == ["2019-01-02", "2021-01-02"]


def test_courtesies_are_no_points(service: OnRecord) -> None:
    """Thanks for a briefing on the matter are not found."""
    result = service.similar("arms embargo briefing", None, Filters(), 20)
    assert not any(hit.text.startswith("I thank") for position in result.positions for hit in position.hits)


def test_every_citation_verifies(service: OnRecord) -> None:
    """Evidence is cited from the stored statement."""
    for position in service.similar(POINT, None, Filters(), 20).positions:
        for evidence in position.evidence:
            assert verify(evidence.citation, service.statement(evidence.citation.statement.id))


@pytest.mark.parametrize("text", ["", "?!", "a. " * 7000])
def test_texts_that_cannot_be_compared(service: OnRecord, text: str) -> None:
    """Told in a sentence."""
    with pytest.raises(InvalidInput):
        service.similar(text, None, Filters(), 20)


def test_nothing_under_the_filters(service: OnRecord) -> None:
    """An empty list, no error."""
    assert service.similar(POINT, None, Filters(meetings=("S/PV.1",)), 20).positions == ()


def test_a_sentence_brings_the_passage_it_stands_in(service: OnRecord) -> None:
    """What a pasted sentence leaves to the words around it is looked for with them; a free one has none."""
    encoder = service._analysis._positions._encoder
    sentence = "A declaration that commits States to act in that regard would be a good first step."
    draft = a_draft(
        f"Explosive weapons in towns kill civilians every day. {sentence} It must be signed by all of them.",
        delegation=FRANCE,
    )
    tell(service, draft, path="declaration.txt")
    known = encoder.encode_text(sentence, known=True)
    assert known.own is not None
    assert known.around is not None
    assert len(known.context) > len(known.tokens)
    assert encoder.encode_text(sentence).around is None


@pytest.mark.parametrize("gone", [1, 2])
def test_what_is_gone_since_the_snapshot_is_passed_over(tmp_path: Path, gone: int) -> None:
    """Passages that were removed, or withdrawn as damaged, while a search runs are no error and not found."""
    with closing(house(tmp_path)) as opened:
        for number, (delegation, speaker, text, date) in enumerate(SAID[:3]):
            draft = a_draft(text, delegation=delegation, speaker=Speaker(speaker), date=date)
            tell(opened, draft, path=f"{number}.txt")
        finder = opened._analysis._positions._finder
        taken, store = finder.snapshot(), opened._store
        store.remove([column.id for column in taken.statements[:gone]])
        encoded = opened._analysis._positions._encoder.encode_text("arms embargo on Somalia")
        allowed = np.ones(len(taken.rows), bool)
        found = (*finder.nearest(taken, encoded, allowed), *finder.on_topic(taken, encoded, allowed, 3))
        looked = finder.looked_at(taken, encoded, [allowed])
    left = {column.id for column in taken.statements[gone:]}
    assert {neighbour.scored.statement for neighbour in (*found, *looked[0][1])} == left
