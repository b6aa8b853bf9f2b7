"""`safehavens data`: the group of commands about data sets."""

from __future__ import annotations

from typing import Final

from safehavens.cli.groups import Sections

HELP: Final = "List data sets of outcomes, show one, or fetch one onto this machine."
SECTIONS: Final[Sections] = {
    "Commands": {
        "list": "evidence.data_list",
        "show": "evidence.data_show",
        "fetch": "evidence.data_fetch",
    }
}
