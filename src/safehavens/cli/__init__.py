"""The command line: thin; every command asks the Python interface and shows what it says."""

from __future__ import annotations

import os
import sys
from typing import Final

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
    "pyspark": "spark",
    "z3": "prove",
    "fastapi": "web",
    "httpcore2": "links",
    "httpx2": "links",
    "jinja2": "web",
    "uvicorn": "web",
}
"""The extra that brings each optional part."""


def main() -> None:
    """Run the command line. Bad input: one clear sentence on standard error, exit status 2."""
    from safehavens.cli.terminal import prepare_output, warn

    prepare_output()

    from safehavens.api import NotFound
    from safehavens.cli.app import app
    from safehavens.cli.asking.facts import BadFact
    from safehavens.cli.completion.shell_words import VARIABLE, complete_words
    from safehavens.cli.speech import set_language
    from safehavens.corpus.errors import LawError
    from safehavens.corpus.places import UnknownPlace
    from safehavens.corpus.reading.law_files import NoLaw
    from safehavens.decide.request import BadRequest
    from safehavens.files.whole import CannotWrite
    from safehavens.wording.languages import UnknownLanguage

    set_language(None)
    try:
        if VARIABLE in os.environ:
            complete_words(app, os.environ)
        else:
            app()
    except (
        BadFact, BadRequest, CannotWrite, LawError, NoLaw, NotFound, UnknownLanguage, UnknownPlace
    ) as error:  # fmt: skip
        warn(error)
        sys.exit(2)
    except ModuleNotFoundError as error:
        part = (error.name or "").partition(".")[0]
        if part not in EXTRAS:
            raise
        warn(f"This command needs {part}; pip install 'safehavens[{EXTRAS[part]}]' brings it.")
        sys.exit(2)
    except RuntimeError as error:
        if "home directory" not in str(error):
            raise
        warn("There is no home folder to write to; set HOME.")
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
