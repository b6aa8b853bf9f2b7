"""What is wrong with a request's form, in one sentence; no value of it is repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

NOT_JSON: Final = "The body must be JSON, sent with Content-Type: application/json."
_FACT_VALUE: Final = "{where} must be text, true or false, a number, or null where it is not known."
_FORMS: Final[Mapping[str, str]] = {
    "missing": "{where} is missing.",
    "json_invalid": "The body of the request is not valid JSON.",
    "extra_forbidden": "There is no field {where}.",
    "string_type": "{where} must be text.",
    "string_too_long": "{where} may have at most {max_length} characters.",
    "string_too_short": "{where} is empty.",
    "int_parsing": "{where} must be a whole number.",
    "int_type": "{where} must be a whole number.",
    "bool_parsing": "{where} must be true or false.",
    "bool_type": "{where} must be true or false.",
    "greater_than_equal": "{where} must be at least {ge}.",
    "less_than_equal": "{where} may be at most {le}.",
    "literal_error": "{where} must be one of {expected}.",
    "too_long": "{where} may have at most {max_length} entries.",
    "too_short": "{where} must have at least {min_length} entries.",
    "list_type": "{where} must be a list.",
    "dict_type": "{where} must be an object of names and values.",
    "model_attributes_type": "The body must be a JSON object.",
    "model_type": "The body must be a JSON object.",
}  # fmt: skip
_DAY: Final = "{where} must be a day that exists, written YYYY-MM-DD."
_MONTH: Final = "{where} must be a month, written YYYY-MM."
_OTHER: Final = "{where} cannot be read."


def is_no_json(error: RequestValidationError) -> bool:
    """Whether a body came that says of itself that it is something other than JSON."""
    return isinstance(error.body, bytes) and any(
        item["type"] in ("model_attributes_type", "model_type") for item in error.errors()
    )


def first_mistake(error: RequestValidationError) -> str:
    """The first thing wrong with a request's form; no value of it."""
    first = error.errors()[0]
    loc = [str(part) for part in first["loc"][1:]]
    if loc[:1] == ["facts"] and len(loc) > 2:  # the branches of a union complain one by one
        return _FACT_VALUE.format(where=".".join(loc[:2]))
    where = ".".join(loc) or "The body of the request"
    return _form_of(first).format(where=where, **first.get("ctx", {}))


def _form_of(item: Mapping[str, Any]) -> str:
    kind = str(item["type"])
    if kind.startswith("date"):
        return _DAY
    if kind == "string_pattern_mismatch" and "[12][0-9]" in str(item.get("ctx", {}).get("pattern")):
        return _MONTH
    return _FORMS.get(kind, _OTHER)
