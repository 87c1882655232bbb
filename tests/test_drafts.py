"""Every quotation of a draft is found, understood and checked, whatever the file it stands in."""

from __future__ import annotations

import pytest

from index.speakers.delegations import load_delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import check_draft
from rag.draft.model import Block, Note
from rag.draft.readers import read_draft
from rag.quotation.check import QuoteChecker
from tests.draft_files import ALTERED, BLOCK, FORMATS, MARKDOWN, OTHERS, TRUE
from tests.golden import golden

QUOTED = [
    # (text, what is quoted)
    ("He said “we will act at once” today.", ["we will act at once"]),
    ('He said "we will act at once" today.', ["we will act at once"]),
    ("Il a dit «we will act at once» hier.", ["we will act at once"]),
    ("Er sagte „we will act at once“ gestern.", ["we will act at once"]),
    ("He said ‘we will act at once’ today.", ["we will act at once"]),
    ("He said 'we will act at once', no more.", ["we will act at once"]),
    ("The Houthis' attacks and the rebels' reply, Council members' views", []),
    ("It’s the people’s will, the Council’s duty and the world’s hope", []),
    ("“We will act,” he said, “and act at once.”", ["We will act,", "and act at once."]),
    (
        "“These are ‘weapons of mass destruction’ indeed,” he said.",
        ["These are ‘weapons of mass destruction’ indeed,"],
    ),
    ('A 5" gun and a 7" gun', []),
    ('("We will act.")', ["We will act."]),
    ("“It was never closed", []),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_quotation_marks(text: str, quoted: list[str]) -> None:
    """Marks of every make quote; apostrophes and inches do not; inner quotations belong to the outer."""
    assert [span.of(text) for span in quoted_spans(text)] == quoted


@golden("drafts_attributing.tsv")
def test_attribution_in_the_sentence(
    sentence: str, delegation: str | None, speaker: str | None, meeting: str | None
) -> None:
    """The speaker is whoever the sentence says speaks, not whoever is spoken of."""
    reader = AttributionReader(load_delegations())
    (span,) = quoted_spans(sentence)
    found = reader.around(Block(sentence), span, (span,), Attributed())
    assert (found.delegation, found.speaker, found.meeting) == (delegation, speaker, meeting)


def test_pronouns_and_notes() -> None:
    """ "He added" is whoever spoke last; a note at the quotation's end names the meeting and the unnamed."""
    reader = AttributionReader(load_delegations())
    text = "He added: “We must act on it now.”"
    (span,) = quoted_spans(text)
    before = Attributed("Turkey", "Pamir", None)
    assert reader.around(Block(text), span, (span,), before) == before
    noted = Block("“We must act on it now.”", notes=(Note(24, "S/PV.7138, p. 5 (France)."),))
    (span,) = quoted_spans(noted.text)
    assert reader.around(noted, span, (span,), Attributed()) == Attributed("France", None, "S/PV.7138")


EXPECTED = [
    (TRUE, "verbatim", "France", "Mr. Araud (France), S/PV.7138, para. 9 (our numbering)"),
    (ALTERED, "altered", "Turkey", "Mr. Pamir (Turkey), S/PV.4726, para. 14 (our numbering)"),
    (OTHERS, "misattributed", "Egypt", None),
    (BLOCK, "verbatim", None, None),
]


@pytest.mark.parametrize("name", FORMATS)
def test_draft(checker: QuoteChecker, name: str) -> None:
    """One altered, one misattributed and two true quotations are told apart in every format."""
    report = check_draft(name, FORMATS[name](), checker)
    assert [(q.quote, q.check.verdict) for q in report.quotations] == [row[:2] for row in EXPECTED]
    for quotation, (_, _, delegation, footnote) in zip(report.quotations, EXPECTED, strict=True):
        assert quotation.attributed_to.delegation == delegation
        assert footnote is None or quotation.footnote == footnote
    assert report.quotations[0].attributed_to.meeting == "S/PV.7138"
    assert report.quotations[3].attributed_to.speaker == "Craft"


def test_places_point_at_the_words(checker: QuoteChecker) -> None:
    """Paragraph and span lead back to the words quoted."""
    blocks = read_draft("a.md", MARKDOWN.encode())
    for quotation in check_draft("a.md", MARKDOWN.encode(), checker).quotations:
        assert quotation.span.of(blocks[quotation.paragraph - 1].text) == quotation.quote
