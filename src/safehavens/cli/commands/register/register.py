"""`safehavens register`: the group of commands about the book of requests."""

from __future__ import annotations

from typing import Final

from safehavens.cli.groups import Sections

HELP: Final = (
    "Keep the register: what was asked, what the law said, what was done. No person is in it."
)
SECTIONS: Final[Sections] = {
    "Write entries": {
        "add": "register.entries.add",
        "correct": "register.entries.correct",
    },
    "Read the book": {
        "list": "register.reading.list",
        "show": "register.reading.show",
        "due": "register.reading.due",
        "report": "register.reading.report",
        "verify": "register.reading.verify",
        "scan": "register.reading.scan",
        "export": "register.reading.export",
    },
    "Keep the book": {
        "init": "register.keeping.init",
        "head": "register.keeping.head",
        "key": "register.keeping.key",
        "backup": "register.keeping.backup",
        "restore": "register.keeping.restore",
        "destroy": "register.keeping.destroy",
    },
}
