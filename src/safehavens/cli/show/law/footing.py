"""What a corpus rests on, as text."""

from __future__ import annotations

from safehavens.cli.output.console import (
    make_cell,
    make_table,
    print_line,
    print_title,
    wide_console,
)
from safehavens.cli.output.footer import footer_text
from safehavens.cli.speech import language, say
from safehavens.measure.footing import Footing
from safehavens.wording.labels import SEEN
from safehavens.wording.sentences import capitalize


def show_footing(footing: Footing) -> None:
    """Write how much law there is, and how it was read."""
    console = wide_console()
    count = language().number
    print_title(console, say("What the corpus rests on"))
    print_line(console, say(
        "%(norms)s rules from %(instruments)s instruments of %(places)s places, %(rulings)s "
        "rulings, and %(cases)s worked cases that check them.",
        norms=count(footing.norms), instruments=count(footing.instruments),
        places=count(footing.places), rulings=count(footing.rulings), cases=count(footing.cases),
    ))  # fmt: skip
    table = make_table(
        say("how the law was read"), say("rules"), say("that decide a standard request"),
        numbers=(1, 2),
    )  # fmt: skip
    deciding = footing.deciding_seen or {}
    for seen, norms in footing.seen.items():
        row = (capitalize(say(SEEN[seen])), count(norms), count(deciding.get(seen, 0)))
        table.add_row(*map(make_cell, row))
    every = (say("All"), count(footing.norms), count(footing.deciding or 0))
    table.add_row(*map(make_cell, every))
    console.print(table)
    print_line(console, say(
        "A rule counts by the best source of its law. The last column counts the rules that decide "
        "one of the %(count)s standard requests, or may, somewhere on some day.",
        count=count(footing.probes),
    ))  # fmt: skip
    print_line(console, footer_text(footing.corpus))
