"""A book as JSON lines: all that is needed to verify it without this program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from safehavens.register.chain.linking import write_time
from safehavens.register.entries.entry import Entry


def write_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Each entry as a line, in the order of the book; digests are in hexadecimal digits.

    The leaf is a digest of the body as canonical JSON: keys sorted, no blanks, ASCII.
    """
    for entry in entries:
        line = {
            "agency": entry.agency,
            "no": entry.no,
            "at": write_time(entry.at),
            "by": entry.by,
            "kind": entry.kind,
            "case_no": entry.case_no,
            "target": entry.target,
            "leaf": entry.leaf.hex(),
            "prev": entry.prev.hex(),
            "hash": entry.hash.hex(),
            "salt": None if entry.salt is None else entry.salt.hex(),
            "body": None if entry.text is None else json.loads(entry.text),
            "key": entry.key,
        }
        yield json.dumps(line, separators=(",", ":"), ensure_ascii=True) + "\n"
