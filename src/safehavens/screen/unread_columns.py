"""What to say of columns that are missing, and of those that are not read but look like ours."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.corpus.model import Lawbook
from safehavens.corpus.near import nearest
from safehavens.screen.column_map import TableMap
from safehavens.screen.column_names import PLACE_PARTS, REQUEST_COLUMNS
from safehavens.screen.reading.column_headers import HeaderReader, header_key

_FLAGS = {"date": "on"}


def missing_columns(missing: Sequence[str], names: Sequence[str], headers: HeaderReader) -> str:
    """The sentence about request columns that a table does not have, with what may be them."""
    ways = ", ".join(f"--{_FLAGS.get(name, name)}" for name in missing)
    proposals = [(name, headers.propose(name)) for name in names]
    wanted = {*missing, *(PLACE_PARTS if "place" in missing else ())}
    maps = [f"--map '{show(theirs)}={ours}'" for theirs, ours in proposals if ours in wanted]
    proposed = f" It may be {' '.join(maps)}." if maps else ""
    return (
        f"The table has no column {' or '.join(repr(n) for n in missing)} (its columns: "
        f"{', '.join(names)}); map one (--map THEIRS={missing[0]}), or give one value for all "
        f"rows ({ways}).{proposed} --guess proposes a map."
    )


def warn_of_passed(
    passed: Sequence[str],
    here: set[str],
    lawbook: Lawbook,
    maps: TableMap,
    headers: HeaderReader,
) -> list[str]:
    """Warnings about columns that are passed through although they look like ours."""
    facts = lawbook.facts
    known = [*REQUEST_COLUMNS, *(name for name in facts if not facts[name].derived)]
    warnings = []
    for name in passed:
        if maps.columns.get(name) == "":
            continue  # left alone on purpose
        if name in facts:  # derived: all others are read
            warnings.append(f"The column {name} is passed through; the place determines it.")
            continue
        near = _near(name, known, here, headers)
        if near is not None:
            kind = "the fact" if near in facts else "the column"
            other = ", which the table has too" if near in here else ""
            shown = show(name)
            warnings.append(
                f"The column {shown!r} is passed through unread; did you mean {kind} {near}"
                f"{other}? (--map '{shown}={near}', or --map '{shown}=' to leave it alone)"
            )
    return warnings


def _near(name: str, known: Sequence[str], here: set[str], headers: HeaderReader) -> str | None:
    plain = header_key(name).replace(" ", "_")
    bare = headers.bare(name).replace(" ", "_")
    near = nearest(plain, known, 1, 0.84) or nearest(bare, known, 1, 0.84)
    if near:
        return near[0]
    proposed = headers.propose(name)
    if proposed == "place.state" and "place" in here and proposed not in here:
        return proposed
    return proposed if proposed not in (None, *here, *PLACE_PARTS, *REQUEST_COLUMNS) else None


def show(name: str) -> str:
    """A header on one line."""
    return " ".join(name.split())
