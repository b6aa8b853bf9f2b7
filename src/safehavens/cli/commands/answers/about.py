"""`safehavens about`: what the corpus holds, and what it rests on."""

from __future__ import annotations

from typing import Final

from safehavens.cli import options

EXAMPLE: Final = "safehavens about --json"


def run(json: options.Json = False, law: options.Law = None, alone: options.Alone = False) -> None:
    """Show how much law there is, and how much of it was read in which way.

    It counts rules by how the best source of their law was seen, and those of them that decide a
    standard request somewhere. That takes some seconds.
    """
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.speech import say

    corpus = options.load_corpus(law, alone)
    battery = corpus.lawbook.battery
    probes = 0 if battery is None else len(battery.probes)
    with count_progress(say("Asking every standard request"), probes) as tick:
        footing = corpus.about(tick)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(footing)
    else:
        from safehavens.cli.show.law.footing import show_footing

        show_footing(footing)
