"""How a table was read, for the person who named the file."""

from __future__ import annotations

from safehavens.cli.speech import say
from safehavens.cli.terminal import tell
from safehavens.screen.files.read_options import DELIMITERS
from safehavens.screen.files.source import Source


def report_reading(source: Source) -> None:
    """Say on standard error how a file was read, where that is not what one would expect."""
    notes = []
    for template, values in source.reading.notes:
        words = {
            name: say(str(value)) if value in DELIMITERS.values() else value
            for name, value in values.items()
        }
        notes.append(say(template, **words))
    if notes:
        tell(say("Read as: %(how)s.", how=", ".join(notes)))
