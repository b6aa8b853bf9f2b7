"""The battery of probes, as text."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.output.console import make_cell, wide_console
from safehavens.cli.speech import say
from safehavens.measure.index import index_sentences
from safehavens.measure.probes import choose_battery


def show_probes(corpus: Corpus, probes: Path | None) -> None:
    """Print the battery: what there is to ask and to measure."""
    battery = choose_battery(corpus.lawbook, probes)
    console = wide_console()
    table = Table(say("probe"), say("domain"), say("weight"), say("what it stands for"), box=None)
    for probe in battery.probes.values():
        says = probe.says if probe.caution is None else f"{probe.says}\n{probe.caution}"
        row = (probe.id, probe.domain, f"{probe.weight:g}", says)
        table.add_row(*map(make_cell, row))
    console.print(table)
    table = Table(say("index"), say("what it says"), box=None)
    for id, says in index_sentences(battery).items():
        table.add_row(make_cell(id), make_cell(says))
    console.print(table)
