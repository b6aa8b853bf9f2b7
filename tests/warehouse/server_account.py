"""Who runs a throwaway server: the servers refuse to run as root."""

from __future__ import annotations

import os
import pwd
from typing import Any

import pytest


def find_account(server: str, *names: str) -> dict[str, Any]:
    """How `subprocess` is to run a server: as the user of the tests, or, for root, as one of
    these users without rights."""
    if os.geteuid() != 0:
        return {}
    for name in (*names, "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip(f"root cannot run {server}, and there is no user {names[0]} or nobody to do so.")
