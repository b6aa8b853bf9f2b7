"""What nobody foresaw, in one sentence: the outermost layer of the command line.

A traceback may show facts of a request, and helps few. `SAFEHAVENS_TRACEBACK=1` shows it.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Final

UNFORESEEN: Final = 70
"""The exit status where the program itself is at fault (EX_SOFTWARE of BSD's sysexits)."""
TRACEBACK: Final = "SAFEHAVENS_TRACEBACK"
"""The variable that asks for the traceback."""

OF_THE_MACHINE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM,
     errno.EMFILE, errno.ENFILE, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP,
     errno.ENAMETOOLONG, errno.EINVAL, errno.ENOMEM, errno.ENXIO, errno.EBADF}
)  # fmt: skip
"""What may go wrong with a file or a disk: nobody's mistake, and nothing to report."""


def wants_traceback() -> bool:
    """Whether the traceback is to be shown."""
    return os.environ.get(TRACEBACK, "") not in ("", "0")


def describe_failure(error: BaseException) -> tuple[str, int]:
    """What went wrong, in one sentence, and the exit status.

    Parameters
    ----------
    error : BaseException
        What no other part has made a sentence of.
    """
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        what = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
        subject = f"{what} cannot be used" if what else "A file or the output cannot be used"
        return f"{subject}: {error.strerror}.", 2
    if isinstance(error, MemoryError):
        return "There is not enough memory for this.", 2
    return (
        f"Something went wrong that should not have ({type(error).__name__} {_where(error)}). "
        f"Please report it, with what {TRACEBACK}=1 shows and no private fact; SECURITY.md and "
        "CONTRIBUTING.md of the project say how.",
        UNFORESEEN,
    )


def _where(error: BaseException) -> str:
    """The module of ours in which it went wrong."""
    trace, found = error.__traceback__, "before the program began"
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if isinstance(module, str) and module.startswith("safehavens."):
            found = f"in {module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


def open_closed_streams() -> None:
    """Let a standard stream that the caller closed be one that goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open to the end


def let_go_of_output() -> None:
    """Let what could not be written go nowhere, so that ending the program does not fail on it."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # standard output is closed, or no file
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - open to the end
