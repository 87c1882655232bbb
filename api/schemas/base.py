"""What every shape on the wire is made of: its bounds, its kinds of text and number, its two bases.

In: JSON, query strings, options of the command line. Out: validated values; unknown keys are refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MAX_QUESTION = 2_000
MAX_TEXT = 20_000
MAX_NAME = 300
MAX_PLACE = 4_096
MAX_LIMIT = 50
MAX_PAGE = 100
MAX_VALUES = 100
DEFAULT_COLLECTION = "default"


def _day(value: str) -> str:
    try:
        known = len(value) == len("2020-05-27") and date.fromisoformat(value)
    except ValueError:
        known = False
    if not known:
        raise ValueError("give a day as YYYY-MM-DD")
    return value


def first_day(value: object) -> object:
    """ "2020" and "2020-05" as the first day they mean; all else as it is."""
    return _filled(value, last=False)


def last_day(value: object) -> object:
    """ "2020" and "2020-05" as the last day they mean; all else as it is."""
    return _filled(value, last=True)


def _filled(value: object, last: bool) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2})?", value.strip()):
        return value
    year, _, month = value.strip().partition("-")
    if not month:
        return f"{year}-12-31" if last else f"{year}-01-01"
    if year == "0000" or not 1 <= int(month) <= 12:
        return value
    return f"{year}-{month}-{monthrange(int(year), int(month))[1] if last else 1:02}"


def _number(value: object) -> object:
    """A number as JSON has it: neither text nor a truth value."""
    if isinstance(value, str | bool):
        raise ValueError(f"give a whole number, not {'text' if isinstance(value, str) else 'true or false'}")
    return value


Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
Own = Annotated[
    Name | None,
    Field(
        alias="as",
        description='The delegation that asks: whose "we" it is, and whom "others" leave out.',
        examples=["Kazakhstan"],
    ),
]
Names = Annotated[list[Name], Field(max_length=MAX_VALUES)]
Day = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_day),
    Field(json_schema_extra={"format": "date"}),
]
Since = Annotated[Day, BeforeValidator(first_day)]
Until = Annotated[Day, BeforeValidator(last_day)]
LimitText = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many hits at most, 1 to 50.")]
"""As an address has it, where every number is text."""
Limit = Annotated[LimitText, BeforeValidator(_number)]


class Request(BaseModel):
    """What comes in: keys that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)


class Reply(BaseModel):
    """What goes out: made from the service's own values, attribute by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True, serialize_by_alias=True)


class Lenient(BaseModel):
    """What another system made, or an answer of ours sent back: keys that are not known are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)
