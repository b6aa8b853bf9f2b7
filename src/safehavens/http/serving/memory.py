"""How much memory a process takes, and giving back what it no longer needs."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def measure_memory(pid: int | str = "self") -> int:
    """The bytes of a process; of memory that it shares with others, its part (PSS).

    Parameters
    ----------
    pid : int or str
        Left out: this process.

    Returns
    -------
    int
        0 where the system does not say, or there is no such process.
    """
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def give_back_memory() -> None:
    """Give the system the memory that is free: a tenth of a second of work or two, for idle times.

    Where the allocator cannot (it is not glibc's), only what circles hold is freed.
    """
    gc.collect()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
