"""`safehavens panel`: tables of verdicts, of indices and of adoption, into files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from safehavens.api import Corpus
from safehavens.cli.show.tables import wide_console
from safehavens.measure.index import said
from safehavens.measure.panel import layout, panel
from safehavens.measure.probe_spells import Tick
from safehavens.measure.probes import choose_battery
from safehavens.measure.publish import Watch, check_output, write_adoption, write_panel
from safehavens.measure.write import Made


def run(
    corpus: Corpus,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    freq: str,
    shape: str,
    probes: Path | None,
) -> None:
    """Write a panel, its indices and their description."""
    wanted = layout(freq, shape)
    check_output(out)
    with _progress() as watch:
        asked = panel(corpus.engine, places, start, end, probes, watch("asking every probe"))
        made = write_panel(asked, out, wanted, watch)
    _report(made)


def run_adoption(
    corpus: Corpus,
    of: str,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    probes: Path | None,
) -> None:
    """Write a table of adoption and its description."""
    from safehavens.measure.adoption import adoption  # sqlglot is slow to import

    check_output(out)
    with _progress() as watch:
        tick = watch("asking every probe")
        found = adoption(corpus.engine, of, places, start, end, probes, tick)
    made = write_adoption(found, out)
    _report([made])
    adopted = found.table["adopted"]
    print(f"{len(adopted) - adopted.null_count:,} of {made.rows:,} places did.", file=sys.stderr)


def show_probes(corpus: Corpus, probes: Path | None) -> None:
    """Print the battery: what there is to ask and to measure."""
    from rich.table import Table

    battery = choose_battery(corpus.lawbook, probes)
    found = Table("probe", "domain", "weight", "what it stands for", box=None)
    for probe in battery.probes.values():
        found.add_row(probe.id, probe.domain, f"{probe.weight:g}", probe.says)
    console = wide_console()
    console.print(found)
    found = Table("index", "what it says", box=None)
    for id, says in said(battery).items():
        found.add_row(id, says)
    console.print(found)


def _report(made: Sequence[Made]) -> None:
    for one in made:
        print(f"{one.path}: {one.rows:,} rows", file=sys.stderr)
    print(f"{made[0].path.parent / 'datapackage.json'}: every column described", file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Watch]:
    """Progress bars on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bars = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console, transient=True) as progress:

        def watch(what: str) -> Tick:
            task = progress.add_task(what, total=1.0)
            return lambda part: progress.update(task, completed=part)

        yield watch
