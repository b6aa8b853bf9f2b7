"""What a book refuses, and why: light, so that the command line can name it without a database."""

from __future__ import annotations


class RegisterError(ValueError):
    """Something that the register refuses. The message is one sentence, without any value."""


class NoBook(RegisterError):
    """A book that is not there, or cannot be opened or made."""


class RefusedWriting(RegisterError):
    """Entries that were not written: nothing of the call was."""


class GuardsChanged(RegisterError):
    """The database's own guards are not as they were made: nothing is written any more."""


class BookBusy(RegisterError):
    """Others write, and their turn did not end in time. Nothing was written."""
