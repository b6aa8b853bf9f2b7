"""Completions as a shell takes them: bash takes each line as it is, so names are quoted for it."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

VARIABLE: Final = "_SAFEHAVENS_COMPLETE"
"""What the shell's function sets when it asks for completions."""
_SPECIAL: Final = re.compile(r"(?=[^\w@%+=:,./#~-])")
_IN_QUOTES: Final = re.compile(r'(?=["\\$`])')


def complete_words(app: Callable[[], object], environment: Mapping[str, str]) -> None:
    """Print what the shell asks for; nothing where that fails, since a prompt cannot say it.

    Parameters
    ----------
    app : callable
        The command line, which reads what is asked for from the environment.
    environment : mapping of str to str
    """
    lines = io.StringIO()
    stop: SystemExit | None = None
    try:
        with contextlib.redirect_stdout(lines):
            app()
    except SystemExit as told:  # fish asks by the exit status whether there is anything
        stop = told
    except Exception:
        stop = SystemExit(1)
    text = lines.getvalue().lstrip("\n")
    if environment[VARIABLE] == "complete_bash":
        quote = _open_quote(environment)
        text = "".join(f"{quote_word(line, quote)}\n" for line in text.splitlines())
    print(text, end="")
    if stop is not None:
        raise stop


def quote_word(word: str, quote: str = "") -> str:
    """A word as it is typed in bash; `quote`: the quote that is open already."""
    if quote == "'":
        return word.replace("'", "'\\''")
    return (_IN_QUOTES if quote else _SPECIAL).sub(r"\\", word)


def fact_before_equals(before: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """The fact whose value is typed, where bash takes `warrant=ad` for three words; else None.

    Parameters
    ----------
    before : sequence of str
        The words before the one under the cursor.
    environment : mapping of str to str
    """
    if before and _word_under_cursor(environment) == "=":
        return before[-1]
    return before[-2] if len(before) > 1 and before[-1] == "=" else None


def _word_under_cursor(environment: Mapping[str, str]) -> str:
    words = environment.get("COMP_WORDS", "").split("\n")
    at = environment.get("COMP_CWORD", "")
    return words[int(at)] if at.isdigit() and int(at) < len(words) else ""


def _open_quote(environment: Mapping[str, str]) -> str:
    """The quote that the word under the cursor begins with, if it does."""
    first = _word_under_cursor(environment)[:1]
    return first if first in ('"', "'") else ""
