"""`safehavens whatif`: a table of requests under the law as it is and under another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options, table_options

if TYPE_CHECKING:
    from safehavens.api import Corpus

EXAMPLE: Final = "safehavens whatif marfa.yaml bookings.parquet --by facility -o marfa.svg"


def run(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[DRAFT] TABLE",
            help="A draft law file (optional), then the table: CSV, Excel, JSON Lines, Parquet or "
            "Arrow.",
            show_default=False,
        ),
    ],
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="ID",
            help="A rule, or a whole law, to leave out. Repeat for each.",
            show_default=False,
        ),
    ] = None,
    law_of: Annotated[
        str | None,
        typer.Option(
            "--law-of",
            metavar="DATE",
            help="Ask every row under the law of this date, YYYY-MM-DD.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            help="Also count by this column of the table. Repeat for each.",
            show_default=False,
        ),
    ] = None,
    changed: Annotated[
        Path | None,
        typer.Option(
            "--changed",
            metavar="FILE",
            help="A file for the rows whose answer changes.",
            show_default=False,
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        options.optional_file("A file for a picture of the changes: .svg, .png or .html."),
    ] = None,
    place: table_options.PlaceForAll = None,
    who: table_options.WhoForAll = None,
    action: table_options.ActionForAll = None,
    on: table_options.DateForAll = None,
    map: table_options.ColumnMap = None,
    maps: table_options.MapFile = None,
    blank: table_options.Blank = "unknown",
    state: table_options.State = None,
    country: table_options.Country = "us",
    dates: table_options.Dates = "auto",
    source_format: table_options.FileFormat = None,
    encoding: table_options.Encoding = None,
    delimiter: table_options.Delimiter = None,
    skip: table_options.Skip = None,
    sheet: table_options.Sheet = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show which answers in a table would change under other law.

    The other law is today's with a draft, without some rules, or the law of another date.
    """
    from safehavens.cli.lone_arrow import start_arrow

    start_arrow()
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.output.progress import table_progress
    from safehavens.cli.output.reading import report_reading
    from safehavens.cli.output.table_report import report_bad_rows, report_readings
    from safehavens.cli.screening import SOME_BAD
    from safehavens.cli.show.whatif import count_as_plain, show_changes
    from safehavens.cli.speech import say_count
    from safehavens.cli.terminal import tell
    from safehavens.compare.whatif import Law, other_law, whatif
    from safehavens.decide.request import BadRequest
    from safehavens.screen.files.read_options import format_of
    from safehavens.screen.files.sink import Sink
    from safehavens.screen.files.source import open_source

    if len(files) > 2:
        raise BadRequest(f"Name a draft and a table, or a table alone; not {len(files)} files.")
    *drafts, table = files
    draft = Path(drafts[0]) if drafts else None
    corpus = options.load_corpus(law, alone)
    day = options.read_date(law_of)
    other, other_name = _other_law(corpus, draft, without or (), day)
    reading = table_options.read_table_options(
        place, who, action, on, None, "", map or [], maps, blank, state, country, dates
    )
    if picture is not None:
        from safehavens.pictures.style import check_picture_path  # Altair is slow to import

        check_picture_path(picture)
    file_options = table_options.read_file_options(source_format, encoding, delimiter, skip, sheet)
    source = open_source(table, file_options)
    report_reading(source)
    sink = None
    if changed is not None:
        if changed.exists() and Path(table).exists() and changed.samefile(table):
            raise BadRequest(f"{changed} is read and cannot be written too; name another file.")
        sink = Sink(str(changed), format_of(str(changed), None, "a name"))
    now = Law(corpus.engine, reading)
    later = other_law(other.engine, reading, day, source.schema.names)
    try:
        with table_progress(source) as advance:
            counts = whatif(source, now, later, other_name, by or (), sink, advance)
    except BaseException:
        if sink is not None:
            sink.abandon()
        raise
    if json:
        print_json(count_as_plain(counts))
    else:
        show_changes(corpus, counts)
    report_readings(counts.readings)
    report_bad_rows(source, counts.bad)
    if counts.bad.rows:
        tell(
            say_count(
                "%(count)s row has no verdict and is left out of the counts",
                "%(count)s rows have no verdict and are left out of the counts",
                counts.bad.rows,
            )
        )
    if picture is not None:
        from safehavens.pictures.changed_answers import draw_changed_answers

        draw_changed_answers(counts, corpus.version).write(picture)
    if changed is not None:
        written = say_count(
            "%(count)s changed row written", "%(count)s changed rows written", counts.total.changed
        )
        tell(f"{written}: {changed}")
    if counts.bad.rows:
        raise typer.Exit(SOME_BAD)


def _other_law(
    corpus: Corpus, draft: Path | None, without: Sequence[str], law_of: date | None
) -> tuple[Corpus, str]:
    """The other law, and what to call it.

    Raises
    ------
    BadRequest
        Nothing says how the other law differs.
    """
    from safehavens.cli.speech import say, say_day
    from safehavens.decide.request import BadRequest

    other, differences = corpus, []
    if draft is not None:
        other = other.with_draft(draft)
        differences.append(say("with %(file)s", file=draft.name))
    if without:
        other = other.without(without)
        differences.append(say("without %(ids)s", ids=", ".join(without)))
    if law_of is not None:
        differences.append(say("of %(date)s for every row", date=say_day(law_of)))
    if not differences:
        raise BadRequest(
            "Say how the other law differs: name a draft before the table, or use --without ID or "
            "--law-of DATE."
        )
    return other, say("the law %(differences)s", differences=", ".join(differences))
