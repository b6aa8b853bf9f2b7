"""The command line: thin; every command asks the Python interface and shows what it says."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, suppress
from io import StringIO
from itertools import pairwise
from typing import Final, NoReturn, Protocol, runtime_checkable

EXTRAS: Final = {
    "altair": "pictures",
    "vl_convert": "pictures",
    "narwhals": "tables",
    "numpy": "tables",
    "pyarrow": "tables",
    "python_calamine": "tables",
    "protego": "links",
    "lxml": "links",
    "segno": "web",
    "sqlalchemy": "register",
    "alembic": "register",
    "cryptography": "register",
    "psycopg": "register",
    "pyspark": "spark",
    "diff_diff": "evaluate",
    "scipy": "evaluate",
    "z3": "prove",
    "fastapi": "web",
    "httpcore2": "links",
    "httpx2": "links",
    "jinja2": "web",
    "uvicorn": "web",
}
"""The extra that brings each optional part."""


@runtime_checkable
class _UsageError(Protocol):
    """What Typer raises where the words of a command line do not fit its options."""

    exit_code: int

    def show(self) -> None: ...

    def format_message(self) -> str: ...


def main() -> None:
    """Run the command line. Bad input: one clear sentence on standard error, exit status 2.

    With `--json` the sentence is on standard output too, as an object: `{"error": …}`. What nobody
    foresaw is one sentence as well, and the exit status 70 (`safehavens.cli.unforeseen`).
    """
    from safehavens.cli.unforeseen import open_closed_streams

    open_closed_streams()
    try:
        _run()
    except BrokenPipeError:
        _end_unread()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # Typer ends with status 1 then
            _end_unread()
        raise
    except Exception as error:
        _end_unforeseen(error)


def _end_unread() -> NoReturn:
    """End quietly: the reader of our output, such as `head`, has seen enough."""
    from safehavens.cli.unforeseen import let_go_of_output

    let_go_of_output()
    sys.exit(0)


def _run() -> None:
    from safehavens.cli.terminal import prepare_output, tell

    prepare_output()

    from typer import Abort

    from safehavens.cli.app import app
    from safehavens.cli.asking.facts import BadFact
    from safehavens.cli.completion.shell_words import VARIABLE, complete_words
    from safehavens.cli.speech import set_language
    from safehavens.corpus.errors import LawError
    from safehavens.corpus.places import UnknownPlace
    from safehavens.corpus.reading.law_files import NoLaw
    from safehavens.decide.request import BadRequest, NotFound
    from safehavens.files.whole import CannotWrite
    from safehavens.register.refusals import RegisterError
    from safehavens.wording.languages import UnknownLanguage

    set_language(None)
    try:
        if VARIABLE in os.environ:
            complete_words(app, os.environ)
        else:
            status = app(standalone_mode=False)
            sys.stdout.flush()
            sys.exit(status if isinstance(status, int) else 0)
    except (
        BadFact, BadRequest, CannotWrite, LawError, NoLaw, NotFound, RegisterError,
        UnknownLanguage, UnknownPlace,
    ) as error:  # fmt: skip
        _fail(str(error))
    except ModuleNotFoundError as error:
        part = (error.name or "").partition(".")[0]
        if part not in EXTRAS:
            raise
        _fail(f"This command needs {part}; pip install 'safehavens[{EXTRAS[part]}]' brings it.")
    except Abort as ended:  # a RuntimeError: Ctrl-C, or standard input ended at a question
        from safehavens.cli.speech import say

        tell(say("Aborted!"))
        sys.exit(130 if isinstance(ended.__context__, KeyboardInterrupt) else 1)
    except RuntimeError as error:
        if "home directory" not in str(error):
            raise
        _fail("There is no home folder to write to; set HOME.")
    except Exception as error:
        if not isinstance(error, _UsageError):
            raise
        _tell_usage(error)
        _print_error(error.format_message())
        sys.exit(error.exit_code)


def _tell_usage(error: _UsageError) -> None:
    """Show what does not fit the options of a command, so that no word steers the terminal."""
    shown = StringIO()
    with redirect_stderr(shown):
        error.show()
    from safehavens.cli.speech import say_message
    from safehavens.cli.terminal import tell

    tell("\n".join(map(say_message, shown.getvalue().removesuffix("\n").split("\n"))))


def _end_unforeseen(error: Exception) -> NoReturn:
    from safehavens.cli.speech import say_message
    from safehavens.cli.unforeseen import describe_failure, let_go_of_output, wants_traceback

    if wants_traceback():
        raise error
    sentence, status = describe_failure(error)
    let_go_of_output()  # half an answer is none
    with suppress(Exception):  # standard error may be full or closed too
        from safehavens.cli.terminal import warn

        warn(say_message(sentence))
    sys.exit(status)


def _fail(sentence: str) -> NoReturn:
    from safehavens.cli.speech import say_message
    from safehavens.cli.terminal import warn

    warn(say_message(sentence))
    _print_error(sentence)
    sys.exit(2)


def _print_error(sentence: str) -> None:
    """Print what is wrong as a JSON object, where the answer was to be JSON."""
    words = sys.argv[1:]
    if "--json" in words or "--as=json" in words or ("--as", "json") in pairwise(words):
        from safehavens.cli.output.json_text import print_json

        print_json({"error": sentence})
