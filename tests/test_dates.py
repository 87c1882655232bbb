"""Dates as records write them."""

from __future__ import annotations

from index.text.dates import find_date, parse_date
from tests.golden import golden


@golden("dates_written.tsv")
def test_a_date_is_read_as_far_as_it_is_written(written: str, iso: str | None) -> None:
    """A day that no calendar has is no date, and no month either."""
    assert parse_date(written) == iso


def test_a_year_in_a_sentence_is_no_date() -> None:
    """Only months and days of a line count."""
    assert find_date("Resolution 1325 of the year 2000 was adopted.") is None
