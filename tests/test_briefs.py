"""Briefings: every quotation verifies and passes the quotation check when the file is fed back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from index.errors import InvalidInput, NotFound
from index.model import Delegation, Filters, Speaker
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

FRANCE, CHINA = Delegation("FRA", "France"), Delegation("CHN", "China")
SAID = (
    (
        KAZAKHSTAN,
        "Mr. Umarov",
        "Kazakhstan thanks the briefers. Attacks on hospitals and medical care must end. Peace begins there.",
    ),
    (
        ESTONIA,
        "Mr. Jürgenson",
        "Medical care in hospitals is a *right* & attacks on it <b>must</b> end [now].",
    ),
    (FRANCE, "Mr. Delattre", "France said: “attacks on hospitals and medical care must end” and meant it."),
    (CHINA, "Mr. Yao", "Elections will be held in the spring and observers are invited to them."),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for number, (delegation, speaker, text) in enumerate(SAID):
            draft = a_draft(
                text, delegation=delegation, speaker=Speaker(speaker), date="2020-05-27", meeting="S/PV.8500"
            )
            tell(opened, draft, path=f"{number}.txt")
        yield opened


@pytest.mark.parametrize("format", ["docx", "md", "html"])
def test_quotations_pass_the_check_when_fed_back(service: OnRecord, format: str) -> None:
    """In every format: found, verbatim, and given to the right speaker."""
    data = service.brief("attacks on hospitals and medical care", (), Filters(), format)
    report = service.check_draft(f"brief.{format}", data)
    assert len(report.quotations) >= 2
    assert {found.check.verdict for found in report.quotations} == {"verbatim"}


def test_markdown_says_who_spoke_and_who_did_not(service: OnRecord) -> None:
    """Quotations under their speaker, a note for each, those silent by name, a table of sources."""
    text = service.brief("attacks on hospitals and medical care", (), Filters(), "md").decode()
    assert "Mr. Umarov (Kazakhstan), S/PV.8500, 27 May 2020:" in text
    assert "[^1]" in text
    assert "\n[^1]: " in text
    silent = text.split("## Did not address it")[1]
    assert "China" in silent
    assert "one statement of each" in silent
    assert "France" in silent  # it only quotes what others say
    assert "| Date | Meeting | Topic | Speakers | Record |" in text


def test_courtesies_are_not_quoted(service: OnRecord) -> None:
    """Thanks hold no position."""
    text = service.brief("attacks on hospitals and medical care", (), Filters(), "md").decode()
    assert "thanks the briefers" not in text


def test_passages_chosen_by_hand(service: OnRecord) -> None:
    """Each whole, once, in the order given."""
    ids = [service.search(words, Filters(), 1).hits[0].passage.id for words in ("elections", "hospitals")]
    text = service.brief(None, [*ids, ids[0]], Filters(), "md").decode()
    assert text.count("\n> ") == 2
    assert text.index("Elections") < text.index("ospitals")
    assert "Who stands where" not in text  # nobody was asked on what
    with pytest.raises(NotFound):
        service.brief(None, ["nowhere"], Filters(), "md")


@pytest.mark.parametrize(
    ("topic", "format"), [("quantum chromodynamics", "md"), ("medical care", "odt"), (None, "md")]
)
def test_what_cannot_be_briefed(service: OnRecord, topic: str | None, format: str) -> None:
    """Nothing said, no such format, nothing asked: each told in a sentence."""
    with pytest.raises(InvalidInput):
        service.brief(topic, (), Filters(), format)
