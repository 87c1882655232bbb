"""The corpus of the general debate: its layouts, codes, numbers and page furniture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read_folders import DATA, SEEDS, drafts


def test_general_debate_layouts() -> None:
    """Printed numbers become labels, lost breaks stay lost, a line is a paragraph in recent sessions."""
    found = {path.rpartition("/")[2]: d for path, d in drafts(DATA / "ungdc").items()}
    old, wrapped, recent = (found[n] for n in ("BEL_25_1970.txt", "AUS_60_2005.txt", "TUV_75_2020.txt"))
    assert [p.label for p in old.paragraphs[:3]] == ["176", "177", "178"]
    assert old.paragraphs[0].span.of(old.text).startswith("No doubt each of us")
    assert wrapped.paragraphs == ()
    assert "  " not in wrapped.text
    assert len(recent.paragraphs) > 10
    assert (recent.date, recent.organ, recent.meeting) == ("2020", "General Assembly", None)
    assert recent.speaker.name is None
    assert recent.delegation is not None
    assert recent.delegation.code == "TUV"


@pytest.mark.parametrize(("code", "meant"), [("YDYE", "YMD"), ("EU", "EU"), ("DHY", "BEN")])
def test_the_general_debates_own_codes(tmp_path: Path, code: str, meant: str) -> None:
    """Democratic Yemen's has four letters, the European Union's two."""
    (tmp_path / f"{code}_30_1975.txt").write_text("We shall work for peace.")
    (draft,) = drafts(tmp_path).values()
    assert draft.delegation is not None
    assert (draft.delegation.code, draft.organ) == (meant, "General Assembly")


def test_numbers_that_open_a_statement_are_labels_before_a_long_quotation(tmp_path: Path) -> None:
    """HTI_25_1970 counts to 4, then reads out a declaration whose paragraphs have no numbers."""
    counted = [
        f"{number}.\tMr. President, {'this is what we say, ' * 8}all of us." for number in (1, 2, 3, 4)
    ]
    read_out = [f'"The Charter {"has a place for all and " * 8}is for all.'] * 20
    (tmp_path / "HTI_25_1970.txt").write_text("\n".join([*counted, *read_out]))
    (draft,) = drafts(tmp_path).values()
    assert [p.label for p in draft.paragraphs] == ["1", "2", "3", "4", *[None] * 20]
    assert draft.text.startswith("Mr. President, this")


def test_a_few_numbers_in_a_statement_are_its_words(tmp_path: Path) -> None:
    """A list of three at the head is no numbering of paragraphs."""
    counted = [f"{number}. We ask {'for peace in all regions and ' * 8}for justice." for number in (1, 2, 3)]
    thanks = [f"We thank {'all who serve and ' * 10}all who served."] * 20
    (tmp_path / "HTI_75_2020.txt").write_text("\n".join([*counted, *thanks]))
    (draft,) = drafts(tmp_path).values()
    assert [p.label for p in draft.paragraphs] == [None] * 23
    assert draft.text.startswith("1. We ask")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("the Trust in\n05-51226 3 \nour people", "the Trust in our people"),
        ("the Trust in\n2 05-51226\nour people", "the Trust in our people"),
        ("the Trust in\n\f12\nour people", "the Trust in our people"),
        ("the Trust in\n15-29658 23/54\nA/70/PV.15 28/09/2015\nour people", "the Trust in our people"),
        (
            "the Trust in\n62/91\n21-00394\n13/01/2021\nA/75/592/Add.8\nour people",
            "the Trust in our people",
        ),
        (
            "We share one\nworld”. (A/60/PV.2)\nWe agree.",
            "We share one world”. (A/60/PV.2) We agree.",
        ),
        (
            "we fall together”\n(A/60/PV.2, p. 5).\nWe agree.",
            "we fall together” (A/60/PV.2, p. 5). We agree.",
        ),
    ],
)
def test_page_furniture_goes_and_a_reference_in_the_speech_stays(tmp_path: Path, raw: str, said: str) -> None:
    """Job numbers stood inside sentences; "world”." and the like were lost with the symbol after them."""
    (tmp_path / "TKM_60_2005.txt").write_text(raw)
    (draft,) = drafts(tmp_path).values()
    assert " ".join(draft.text.split()) == said


def test_paragraphs_are_spans_of_the_text() -> None:
    """Numbered from 1, in order, without blank ends, in every sample."""
    for draft in drafts(DATA, SEEDS).values():
        assert [p.number for p in draft.paragraphs] == list(range(1, len(draft.paragraphs) + 1))
        for paragraph in draft.paragraphs:
            words = paragraph.span.of(draft.text)
            assert words
            assert words == words.strip()
