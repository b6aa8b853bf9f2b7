"""Forms as browsers send them."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from safehavens.http.limits import LIMITS
from safehavens.wording.labels import N_

_FORM: Final = "application/x-www-form-urlencoded"
NO_FORM: Final = N_(
    "The body must be a form, sent with Content-Type: application/x-www-form-urlencoded."
)


async def form_pairs(request: Request) -> list[tuple[str, str]]:
    """The names and values of a posted form, in order.

    Raises
    ------
    HTTPException
        415 where it is another kind of body, 400 where it cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != _FORM:
        raise HTTPException(415, NO_FORM)
    body = await request.body()
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=LIMITS.form_fields,
        )
    except ValueError:  # not text, or too many fields
        raise HTTPException(400) from None
