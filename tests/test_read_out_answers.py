"""What a speaker reads out is nobody's position: in answers, similar points, tables and briefings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from api import present
from api.command_line import render
from index.model import Delegation, Filters, Speaker
from rag.citation.styles import STYLES
from rag.model import Citation
from rag.service import OnRecord
from tests.drafts import a_draft
from tests.small_stores import house, tell

MALTA, CHAD = Delegation("MLT", "Malta"), Delegation("TCD", "Chad")
THEIRS = ("We oppose the water mill with all our strength.", "No village has a right to a water mill.")
READ_OUT = (
    "The governor of the rebels told the radio on Monday:\n\n"
    f"“{THEIRS[0]} {THEIRS[1]}”\n\n"
    "Malta supports the water mill, paid by all villages. Malta asks for guards at the water mill."
)
ONLY = f"Hear what the rebels wrote: “{THEIRS[0]} {THEIRS[1]}”"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for number, (delegation, text) in enumerate(((MALTA, READ_OUT), (CHAD, ONLY))):
            draft = a_draft(text, delegation=delegation, speaker=Speaker("Mr. Borg"), meeting="S/PV.9001")
            tell(opened, draft, path=f"{number}.txt")
        yield opened


def holds_theirs(quote: str) -> bool:
    return any(sentence in quote for sentence in THEIRS)


@pytest.mark.parametrize(
    "question",
    [
        "What did Malta say about the water mill?",
        "Does Malta oppose the water mill?",
        "Which delegations oppose the water mill?",
        "What did Chad say about the water mill?",
        "What did Malta say?",
        "Why does Malta oppose the water mill with all its strength?",
    ],
)
def test_no_answer_gives_them_as_the_speakers(service: OnRecord, question: str) -> None:
    """Neither one delegation's answer nor a list nor an overview quotes what was read out."""
    found = service.ask(question, Filters(), 10)
    assert not any(holds_theirs(citation.quote) for citation in found.citations)


def test_asked_for_they_are_told_as_what_they_are(service: OnRecord) -> None:
    """In the text, the citation, every style and the terminal."""
    question = "What did the governor say: do we oppose the water mill with all our strength?"
    found = service.ask(question, Filters(delegations=("MLT",)), 10)
    (theirs,) = [one for one in found.citations if "governor" in (one.quoting or "")]
    assert theirs.quoting == "The governor of the rebels"
    assert "Malta), quoting The governor of the rebels, S/PV.9001, undated: “" in found.text
    assert "quoting The governor of the rebels" in theirs.text
    wire = present.answer(found)
    assert wire.citations[theirs.number - 1].quoting == theirs.quoting
    assert "quoting The governor" in render.answer(wire)


def test_every_style_says_it(service: OnRecord) -> None:
    """A citation in any style names whose words are read out."""
    (hit,) = service.search("oppose the water mill strength", Filters(delegations=("TCD",)), 1).hits
    assert all("uoting the rebels" in service.citation(hit.passage.id, style) for style in STYLES)


def test_no_position_is_made_of_them(service: OnRecord) -> None:
    """Similar points leave them out, and one who only reads out holds nothing."""
    for text in THEIRS:
        found = service.similar(text, None, Filters(), 10)
        evidence = [one for position in found.positions for one in position.evidence]
        assert not any(holds_theirs(one.citation.quote) for one in evidence)
        assert all(position.delegation != CHAD for position in found.positions)


def test_no_cell_and_no_briefing_holds_them(service: OnRecord) -> None:
    """In the table they are neither the words nor the nearest; in a briefing no line, no contradiction."""
    table = service.compare(["water mill", "oppose the water mill"], Filters())
    cells = [cell for row in table.rows for cell in row.cells]
    shown: list[Citation] = [one for cell in cells for one in (cell.citation, cell.nearest) if one]
    assert not any(holds_theirs(citation.quote) for citation in shown)
    brief = service.brief("water mill", (), Filters(), "md").decode()
    assert not holds_theirs(brief)


def test_a_passage_chosen_by_hand_is_told_as_read_out(service: OnRecord) -> None:
    """A briefing of chosen passages shows it whole, under a line that says whose words it gives."""
    (hit,) = service.search("oppose the water mill strength", Filters(delegations=("TCD",)), 1).hits
    brief = service.brief(None, (hit.passage.id,), Filters(), "md").decode()
    assert "quoting the rebels" in brief
