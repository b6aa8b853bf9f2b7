"""Answers as JSON."""

from __future__ import annotations

import json
import sys

from safehavens.cli.terminal import is_unicode
from safehavens.decide.decision import plain


def print_json(value: object) -> None:
    """Print a value as JSON: the same bytes for the same value, in any process.

    Where standard output does not write UTF-8, characters beyond ASCII are written as JSON
    escapes, so that no value changes.
    """
    print(json.dumps(plain(value), ensure_ascii=not is_unicode(sys.stdout), indent=2))
