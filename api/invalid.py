"""What pydantic found wrong with a request, in our own words.

In: the errors of a validation. Out: field and message of each, never the value; one sentence for all of them.
Requests are built from loose fields here, and refused in those words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from api.schemas import InvalidField
from index.errors import InvalidInput

B = TypeVar("B", bound=BaseModel)

WORDS = {
    "extra_forbidden": "is not known here",
    "missing": "is missing",
    "json_invalid": "is not valid JSON",
    "model_attributes_type": "give a JSON object",
    "string_too_short": "is empty",
    "string_type": "give text",
    "string_unicode": "holds characters that are not text",
    "int_parsing": "give a whole number",
    "int_type": "give a whole number",
    "int_from_float": "give a whole number",
    "finite_number": "give a whole number",
    "bool_type": "give true or false",
    "list_type": "give a list",
}
"""Messages of our own, by pydantic's kind of error."""


def asked(shape: type[B], **given: object) -> B:
    """The request as the wire has it; raises InvalidInput with all that is wrong in one sentence, and with
    the fields there are where one is not known."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        strange = any(one["type"] == "extra_forbidden" and len(one["loc"]) == 1 for one in error.errors())
        names = [field.alias or name for name, field in shape.model_fields.items()]
        known = f" It takes: {', '.join(names)}." if strange else ""
        raise InvalidInput(sentence(invalid_fields(error.errors())) + known) from error


def invalid_fields(errors: Sequence[Any]) -> list[InvalidField]:
    """What pydantic found wrong, field by field, without the values."""
    return [InvalidField(field=_place(error), message=_message(error)) for error in errors]


def sentence(fields: Sequence[InvalidField]) -> str:
    """All that is wrong with a request in one sentence."""
    return "The request cannot be used: " + "; ".join(f"{f.field}: {f.message}" for f in fields) + "."


def _place(error: Mapping[str, Any]) -> str:
    where = [str(part) for part in error["loc"] if part not in ("body", "query", "path")]
    return "body" if error["type"] == "json_invalid" else ".".join(where) or "body"


def _message(error: Mapping[str, Any]) -> str:
    own = WORDS.get(error["type"])
    return own or str(error["msg"]).removeprefix("Value error, ")
