"""Dates as records write them."""

from __future__ import annotations

import pytest

from index.text.dates import find_date, parse_date

WRITTEN = [
    ("2020-05-27", "2020-05-27"),
    ("8 January 2020", "2020-01-08"),
    ("Wednesday, 8 January 2020, 10 a.m.", "2020-01-08"),
    ("January 8th, 2020", "2020-01-08"),
    ("16/01/2020", "2020-01-16"),
    ("May 2020", "2020-05"),
    ("2020-05", "2020-05"),
    ("2003", "2003"),
    ("31 February 2020", None),
    ("31st February 2020", None),
    ("2020-02-31", None),
    ("2020-13-01", None),
    ("no date", None),
]


@pytest.mark.parametrize(("written", "iso"), WRITTEN)
def test_a_date_is_read_as_far_as_it_is_written(written: str, iso: str | None) -> None:
    """A day that no calendar has is no date, and no month either."""
    assert parse_date(written) == iso


def test_a_year_in_a_sentence_is_no_date() -> None:
    """Only months and days of a line count."""
    assert find_date("Resolution 1325 of the year 2000 was adopted.") is None
