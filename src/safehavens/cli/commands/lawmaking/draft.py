"""`safehavens draft`: the group of commands about drafts."""

from __future__ import annotations

from typing import Final

from safehavens.cli.groups import Sections

HELP: Final = "Write a draft law file, or check one."
SECTIONS: Final[Sections] = {
    "Commands": {
        "new": "lawmaking.draft_new",
        "from": "lawmaking.draft_from",
        "check": "lawmaking.draft_check",
    }
}
