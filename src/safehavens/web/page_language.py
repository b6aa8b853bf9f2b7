"""Which language a page is in, by its address."""

from __future__ import annotations

from collections.abc import Mapping

from safehavens.wording.languages import DEFAULT, Language


def split_language(path: str, known: Mapping[str, Language]) -> tuple[str, str]:
    """The language of a path and the path without it: `/es/place/…`; English has no prefix."""
    head, _, rest = path[1:].partition("/")
    if head != DEFAULT and head in known:
        return head, "/" + rest
    return DEFAULT, path
