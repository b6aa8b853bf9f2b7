"""An entry that is typed as fields: read by its form, written, and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from safehavens.cli.asking.register_fields import read_fields, read_moment
from safehavens.cli.register_options import check_writer, opened_book
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.entry import Entry, NewEntry
from safehavens.register.entries.reading_bodies import read_body


def write_fields(
    address: str | None, by: str | None, kind: Kind, fields: Mapping[str, Any],
    words: Sequence[str] | None = None, *, case_no: str | None = None,
    moments: Mapping[str, str | None] | None = None, key_file: Path | None = None,
) -> Entry:  # fmt: skip
    """Write one entry.

    Parameters
    ----------
    address, by : str or None
        As the options give them.
    kind : str
    fields : mapping
        Fields that the command has arguments and options for; None: not given.
    words : sequence of str, optional
        Other fields, as FIELD=VALUE.
    case_no : str, optional
    moments : mapping, optional
        Fields that are times, as they are typed; None: now.

    Raises
    ------
    RegisterError
    """
    writer = check_writer(by)
    with opened_book(address, key_file) as book:
        zone = book.settings().settings.zone
        read = {
            **{name: value for name, value in fields.items() if value is not None},
            **{name: read_moment(text, zone, name) for name, text in (moments or {}).items()},
        }
        more = read_fields(kind, words or (), zone)
        return book.append([NewEntry(kind, read_body(kind, {**read, **more}), case_no)], by=writer)[
            0
        ]
