"""`safehavens panel`: tables of verdicts, of indices and of adoption, into files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_one_of, complete_place

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
            "The file to write, .parquet or .csv. Its indices, the agreements in force and a "
            "datapackage.json are written beside it."
        ),
    ] = None,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--places",
            autocompletion=complete_place,
            help="Which places: counties, states, corpus (places with law of their own), a "
            "place's name or code, or a .csv file of them. Repeat for each. If left out, counties "
            "are used.",
            show_default=False,
        ),
    ] = None,
    start: options.FirstMonth = None,
    end: options.LastMonth = None,
    freq: Annotated[
        str,
        typer.Option(
            "--freq",
            autocompletion=complete_one_of(("spell", "month", "quarter", "year")),
            help="How often a row is written: spell (a row for each stretch of one verdict), "
            "month, quarter or year.",
        ),
    ] = "spell",
    shape: Annotated[
        str,
        typer.Option(
            "--shape",
            autocompletion=complete_one_of(("long", "wide")),
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
    spells: Annotated[
        bool,
        typer.Option(
            "--spells",
            help="With --adoption: write a row for each time that a place met the condition.",
        ),
    ] = False,
    searched: Annotated[
        str,
        typer.Option(
            "--searched",
            metavar="WHICH",
            help="With --adoption: which governments must have been searched for a place without "
            "such law to count as never: all, state (nation and state), or none.",
        ),
    ] = "all",
    exposure: Annotated[
        str | None,
        typer.Option(
            "--exposure",
            metavar="CONDITION",
            help="Write instead, by county and time, the share of people who live in a city whose "
            "law meets a condition.",
            show_default=False,
        ),
    ] = None,
    crosswalk: Annotated[
        bool,
        typer.Option(
            "--crosswalk",
            help="Write instead the cities of each county, and which share of people they have.",
        ),
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="GROUP",
            help="Write instead the mean of each index over the places of each state, or of the "
            "nation, by population: state or nation. It needs --freq.",
            show_default=False,
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights",
            metavar="FILE",
            help="A .csv file of places with a column weight, used by --by instead of the places' "
            "people. The weight column of a --places file is used without it.",
            show_default=False,
        ),
    ] = None,
    census: Annotated[
        Path | None,
        typer.Option(
            "--census",
            metavar="FILE",
            help="A file of the people counted in 2020 by county and city, as "
            "scripts/census_2020.py makes it. --crosswalk and --exposure need it. Otherwise people "
            "are those of the gazetteer.",
            show_default=False,
        ),
    ] = None,
    codebook: Annotated[
        bool,
        typer.Option(
            "--codebook",
            help="Print the codebook, or write it with -o: each probe with its facts, what is "
            "presumed, its first day and how many norms stand behind it; each index.",
        ),
    ] = False,
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
    if codebook:
        _write_codebook(corpus, probes, out)
        return
    if out is None:
        raise BadRequest("Say which file to write, such as -o panel.parquet.")
    chosen = places or ["counties"]
    _tell_places(corpus, tell_places, chosen)
    if weights is not None and by is None:
        raise BadRequest("--weights goes with --by state or --by nation.")
    if adoption is None and (spells or searched != "all"):
        raise BadRequest("--spells and --searched go with --adoption.")
    if crosswalk or exposure is not None:
        if adoption or by or (crosswalk and exposure) or (freq, shape) != ("spell", "long"):
            raise BadRequest(
                "--crosswalk and --exposure each write one table; --adoption, --by, --freq and "
                "--shape do not go with them."
            )
        _write_cities(corpus, exposure, out, chosen, start, end, probes, census)
    elif by is not None:
        if adoption is not None or shape != "long":
            raise BadRequest(
                "--by writes one table of means; --adoption and --shape do not go with it."
            )
        _write_means(corpus, by, out, chosen, start, end, freq, probes, weights, census)
    elif adoption is None:
        _write_panel(corpus, out, chosen, start, end, freq, shape, probes, census)
    elif (freq, shape) == ("spell", "long"):
        _write_adoption(corpus, adoption, out, chosen, start, end, probes, searched, spells, census)
    else:
        raise BadRequest(
            "--adoption writes one row for each place; --freq and --shape do not go with it."
        )


def _tell_places(
    corpus: Corpus, tell_places: Callable[[Corpus, Iterable[str]], None], chosen: Sequence[str]
) -> None:
    """Tell how names were read, and what became of retired counties."""
    from safehavens.cli.terminal import tell
    from safehavens.measure.places.named_places import explain_code
    from safehavens.measure.places.places_file import is_places_file

    named = [name for name in chosen if not is_places_file(name)]
    # a code or an id is the county itself, whatever government it is part of
    tell_places(corpus, (name for name in named if name[:1].isalpha() and name[:4] != "ocd-"))
    for name in named:
        if (sentence := explain_code(corpus.engine, name)) is not None:
            tell(sentence)


def _write_codebook(corpus: Corpus, probes: Path | None, out: Path | None) -> None:
    """Print the codebook, or write it to a file."""
    from safehavens.files.whole import write_whole
    from safehavens.measure.probes import choose_battery
    from safehavens.measure.summaries.codebook import write_codebook

    text = write_codebook(corpus.engine, choose_battery(corpus.lawbook, probes))
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_whole(out, text)


def _write_means(
    corpus: Corpus,
    by: str,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    freq: str,
    probes: Path | None,
    weights: Path | None,
    census: Path | None,
) -> None:
    """Write means of indices over the places of groups, and their description."""
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.speech import say
    from safehavens.measure.panel import ask_panel
    from safehavens.measure.places.places_file import find_weights
    from safehavens.measure.publish import check_output, write_means
    from safehavens.measure.summaries.group_means import average_indices

    check_output(out)
    given = find_weights(corpus.engine, places, weights)
    with parts_progress() as begin:
        tick = begin(say("Asking every probe"))
        panel = ask_panel(corpus.engine, places, start, end, probes, tick, census=census)
    table = average_indices(panel, by, freq, given)
    _report([write_means(panel, table, out, by, freq, given is not None)])


def _write_panel(
    corpus: Corpus,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    freq: str,
    shape: str,
    probes: Path | None,
    census: Path | None,
) -> None:
    """Write a panel, its other tables and their description."""
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.speech import say
    from safehavens.measure.panel import ask_panel, read_layout
    from safehavens.measure.publish import check_output, write_panel

    table_layout = read_layout(freq, shape)
    check_output(out)
    with parts_progress() as begin:
        tick = begin(say("Asking every probe"))
        table = ask_panel(corpus.engine, places, start, end, probes, tick, census=census)
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
    searched: str,
    spells: bool,
    census: Path | None,
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
        adopted = find_adoption(
            corpus.engine, condition, places, start, end, probes, tick, searched, census
        )
    file = write_adoption(adopted, out, spells)
    _report([file])
    days = adopted.table["adopted"]
    number = language().number
    tell(say("%(met)s of %(rows)s places met the condition.",
             met=number(len(days) - days.null_count), rows=number(len(days))))  # fmt: skip
    unknown = adopted.table["ever"].null_count
    if unknown:
        tell(say("Of %(count)s places it is not known: their law was not searched for all of these "
                 "years.", count=number(unknown)))  # fmt: skip


def _write_cities(
    corpus: Corpus,
    condition: str | None,
    out: Path,
    places: Sequence[str],
    start: str | None,
    end: str | None,
    probes: Path | None,
    census: Path | None,
) -> None:
    """Write the shares of people under city law; without a condition, of those in each city."""
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.speech import say
    from safehavens.measure.places.census_file import describe_people
    from safehavens.measure.publish import check_output, write_crosswalk, write_exposure
    from safehavens.measure.summaries.exposure import find_exposure, make_crosswalk

    check_output(out)
    if condition is None:
        table = make_crosswalk(corpus.engine, census, places)
        _report([write_crosswalk(table, out, corpus.version, describe_people(census))])
        return
    with parts_progress() as begin:
        tick = begin(say("Asking every probe"))
        found = find_exposure(corpus.engine, condition, census, places, start, end, probes, tick)
    _report([write_exposure(found, out)])


def _report(files: Sequence[WrittenTable]) -> None:
    from safehavens.cli.speech import say, say_count
    from safehavens.cli.terminal import tell

    for file in files:
        tell(f"{file.path}: " + say_count("%(count)s row", "%(count)s rows", file.rows))
    description = files[0].path.parent / "datapackage.json"
    tell(say("%(file)s: a description of every column", file=description))
