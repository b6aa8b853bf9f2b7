"""Who may write what. A writer is a role and a number, such as clerk-7: never a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from safehavens.register.entries.closed_lists import Kind, Role
from safehavens.register.refusals import RefusedWriting

_WRITER: Final = re.compile(r"(clerk|supervisor|auditor|system)-[1-9][0-9]{0,5}")
_DAILY: Final[frozenset[Kind]] = frozenset({
    "request", "answer", "decision", "act", "duty", "withdrawal", "correction",
})  # fmt: skip
MAY_WRITE: Final[Mapping[Role, frozenset[Kind]]] = {
    "clerk": _DAILY | {"head"},
    "system": _DAILY | {"head"},
    "supervisor": _DAILY | {"tally", "nil", "report", "settings", "hold", "head", "key", "destroy"},
    "auditor": frozenset({"head", "destroy"}),
}
"""What each role may write. A clerk's corrections are few (`corrections_allowed`)."""


def read_role(by: str) -> Role:
    """The role of a writer. Raises RefusedWriting where it is not a role and a number."""
    found = _WRITER.fullmatch(by)
    if found is None:
        raise RefusedWriting(
            "Say who writes as a role and a number, such as clerk-7; the roles are clerk, "
            "supervisor, auditor and system. No name is kept."
        )
    return cast("Role", found[1])


def check_role(role: Role, kind: Kind) -> None:
    """Raise RefusedWriting where a role may not write entries of a kind."""
    if kind not in MAY_WRITE[role]:
        allowed = " or ".join(name for name, kinds in MAY_WRITE.items() if kind in kinds)
        raise RefusedWriting(f"Entries of kind {kind} are written by a {allowed}.")
