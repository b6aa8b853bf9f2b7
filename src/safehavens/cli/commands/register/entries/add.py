"""`safehavens register add`: the group of commands that write entries."""

from __future__ import annotations

from typing import Final

from safehavens.cli.groups import Sections

HELP: Final = "Write an entry: a request that came in, or what was decided and done."
SECTIONS: Final[Sections] = {
    "Of a case": {
        "request": "register.entries.add_request",
        "decision": "register.entries.add_decision",
        "act": "register.entries.add_act",
        "duty": "register.entries.add_duty",
        "withdrawal": "register.entries.add_withdrawal",
    },
    "Of the agency": {
        "tally": "register.entries.add_tally",
        "nil": "register.entries.add_nil",
        "settings": "register.entries.add_settings",
        "hold": "register.entries.add_hold",
    },
}
