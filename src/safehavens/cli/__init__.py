"""The command line: thin; every command asks the Python interface and shows what it says."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line. Bad input: one clear sentence on standard error, exit status 2."""
    from safehavens.api import NotFound
    from safehavens.cli.app import app
    from safehavens.cli.facts import BadFact
    from safehavens.corpus.errors import LawError
    from safehavens.corpus.files import NoLaw
    from safehavens.corpus.places import UnknownPlace
    from safehavens.decide.request import BadRequest

    try:
        app()
    except (BadFact, BadRequest, LawError, NoLaw, NotFound, UnknownPlace) as error:
        print(f"safehavens: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
