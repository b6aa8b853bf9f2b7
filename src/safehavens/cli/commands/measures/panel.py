"""`safehavens panel`: tables of verdicts, of indices and of adoption, into files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.measure.table_files import WrittenTable

EXAMPLE: Final = (
    "safehavens panel -o panel.parquet --freq month; safehavens panel -o cook.csv "
    '--places "Cook County, IL" --adoption "detainer_needs_judge >= 1"'
)


def run(
    out: Annotated[
        Path | None,
        options.optional_file(
            "The file to write, .parquet or .csv. Its indices and a datapackage.json are "
            "written beside it."
        ),
    ] = None,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--places",
            help="Which places: counties, states, corpus (places with law of their own), or a "
            "place's name. Repeat for each. If left out, counties are used.",
            show_default=False,
        ),
    ] = None,
    start: options.FirstMonth = None,
    end: options.LastMonth = None,
    freq: Annotated[
        str,
        typer.Option(
            "--freq",
            help="How often a row is written: spell (a row for each stretch of one verdict), "
            "month, quarter or year.",
        ),
    ] = "spell",
    shape: Annotated[
        str,
        typer.Option(
            "--shape",
            help="The table's shape: long (a row for each probe) or wide (a column for each "
            "probe).",
        ),
    ] = "long",
    probes: options.Probes = None,
    adoption: Annotated[
        str | None,
        typer.Option(
            "--adoption",
            metavar="CONDITION",
            help="Write instead the first day on which each place met a condition on probes and "
            'indices, such as "custody >= 0.5".',
            show_default=False,
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the probes and indices.")] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Measure policy by place and time, into a table.

    Standard requests (probes) are asked everywhere in the same way. By month, quarter or year, a
    row has the verdict of the first day.
    """
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.decide.request import BadRequest

    corpus = options.load_corpus(law, alone)
    if list_:
        from safehavens.cli.show.probes import show_probes

        show_probes(corpus, probes)
        return
    if out is None:
        raise BadRequest("Say which file to write, such as -o panel.parquet.")
    chosen = places or ["counties"]
    # a code or an id is the county itself, whatever government it is part of
    tell_places(corpus, (name for name in chosen if name[:1].isalpha() and name[:4] != "ocd-"))
    if adoption is None:
        _write_panel(corpus, out, chosen, start, end, freq, shape, probes)
    elif (freq, shape) == ("spell", "long"):
        _write_adoption(corpus, adoption, out, chosen, start, end, probes)
    else:
        raise BadRequest(
            "--adoption writes one row for each place; --freq and --shape do not go with it."
        )


def _write_panel(
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
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.speech import say
    from safehavens.measure.panel import ask_panel, read_layout
    from safehavens.measure.publish import check_output, write_panel

    table_layout = read_layout(freq, shape)
    check_output(out)
    with parts_progress() as begin:
        table = ask_panel(
            corpus.engine, places, start, end, probes, begin(say("Asking every probe"))
        )
        files = write_panel(table, out, table_layout, begin)
    _report(files)


def _write_adoption(
    corpus: Corpus,
    condition: str,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    probes: Path | None,
) -> None:
    """Write a table of adoption and its description."""
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.speech import language, say
    from safehavens.cli.terminal import tell
    from safehavens.measure.adoption import find_adoption
    from safehavens.measure.publish import check_output, write_adoption

    check_output(out)
    with parts_progress() as begin:
        tick = begin(say("Asking every probe"))
        adopted = find_adoption(corpus.engine, condition, places, start, end, probes, tick)
    file = write_adoption(adopted, out)
    _report([file])
    days = adopted.table["adopted"]
    number = language().number
    tell(say("%(met)s of %(rows)s places met the condition.",
             met=number(len(days) - days.null_count), rows=number(file.rows)))  # fmt: skip


def _report(files: Sequence[WrittenTable]) -> None:
    from safehavens.cli.speech import say, say_count
    from safehavens.cli.terminal import tell

    for file in files:
        tell(f"{file.path}: " + say_count("%(count)s row", "%(count)s rows", file.rows))
    description = files[0].path.parent / "datapackage.json"
    tell(say("%(file)s: a description of every column", file=description))
