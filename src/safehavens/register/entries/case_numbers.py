"""Case numbers: agency, year, running number, check digit. The jail's own number stays outside."""

from __future__ import annotations

import re
from typing import Final

_SHAPE: Final = re.compile(r"^([A-Z]{2,6})-(\d{4})-(\d{5,7})-([0-9X])$")


def make_case_number(agency: str, year: int, running: int) -> str:
    """A case number with its check digit.

    Parameters
    ----------
    agency : str
        Two to six capitals.
    year : int
    running : int
        From 1.

    Examples
    --------
    >>> make_case_number("SHR", 2026, 41)
    'SHR-2026-00041-2'
    """
    digits = f"{year:04d}{running:05d}"
    return f"{agency}-{year:04d}-{running:05d}-{_check_digit(digits)}"


def is_case_number(text: str) -> bool:
    """Whether a text has the form of a case number and its check digit is right."""
    found = _SHAPE.match(text)
    return found is not None and _check_digit(found[2] + found[3]) == found[4]


def read_running_number(number: str) -> int:
    """The running number of a case number. Raises ValueError for any other text."""
    found = _SHAPE.match(number)
    if found is None:
        raise ValueError("not a case number")
    return int(found[3])


def _check_digit(digits: str) -> str:
    """ISO/IEC 7064, MOD 11-2: finds every wrong digit and every two that changed places."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]
