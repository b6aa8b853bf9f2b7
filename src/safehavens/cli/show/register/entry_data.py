"""An entry as data: what `--json` prints."""

from __future__ import annotations

import json
from typing import Any

from safehavens.register.chain.linking import write_time
from safehavens.register.entries.entry import Entry


def entry_data(entry: Entry) -> dict[str, Any]:
    """An entry with its body, without what only verifying needs."""
    return {
        "no": entry.no,
        "at": write_time(entry.at),
        "by": entry.by,
        "kind": entry.kind,
        "case": entry.case_no,
        "target": entry.target,
        "hash": entry.hash.hex(),
        "body": None if entry.text is None else json.loads(entry.text),
    }
