"""A statement that stands in the record twice is found; two statements of one day are two."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest

from index.model import Source, Span, Statement
from rag.answer.copies import copies_among
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement

SAID = (
    "We regret that the convoy was turned back at the northern gate again. ",
    "Nobody who has seen the hospital would call that a matter of routine. ",
    "Estonia will put the question of fuel on the agenda of the committee. ",
)
OTHER = (
    "The fishing season opens in the second week of the month of October. ",
    "Quotas were set too high for three years, and everybody here knows it. ",
)


def said(id: str, sentences: tuple[str, ...], date: str | None = "2020-01-08", **fields: object) -> Statement:
    ends = list(accumulate(map(len, sentences)))
    spans = tuple(Span(end - len(one), end) for end, one in zip(ends, sentences, strict=True))
    return replace(a_statement(id, "".join(sentences), date=date, **fields), sentences=spans)


def test_a_copy_in_another_file_is_found() -> None:
    """Though the other reader kept a dash otherwise, cut a sentence off, or dated it by the year alone."""
    text = said("text", SAID, delegation=ESTONIA)
    pdf = said("pdf", (SAID[0].replace(" ", "  "), SAID[1], *OTHER[:1]), delegation=ESTONIA)
    year = said("year", SAID, "2020", delegation=ESTONIA)
    assert copies_among([text, pdf, year]) == {"pdf", "year"}
    assert copies_among([pdf, text]) == {"text"}


@pytest.mark.parametrize(
    "other",
    [
        said("other", OTHER, delegation=ESTONIA),
        said("other", SAID, "2020-01-09", delegation=ESTONIA),
        said("other", SAID, None, delegation=ESTONIA),
        said("other", SAID, delegation=KAZAKHSTAN),
        said("other", SAID, delegation=ESTONIA, source=Source("council", "text.txt", "0" * 64, key="2")),
        said("other", ("Thank you. ",), delegation=ESTONIA),
    ],
)
def test_what_may_be_another_statement_is_kept(other: Statement) -> None:
    """Other words, another day or none, another delegation, the same file, nothing but thanks."""
    assert not copies_among([said("text", SAID, delegation=ESTONIA), other])
