"""`safehavens sheet`: a page to print and hand out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.speech import language, say
from safehavens.decide.sheets.audiences import AUDIENCES

EXAMPLE: Final = 'safehavens sheet "Newark, NJ" --for school -o sheet.html'


def run(
    name: options.Place,
    audience: Annotated[
        str,
        typer.Option("--for", metavar="WHOM", help=f"Whom it is for: {', '.join(AUDIENCES)}."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")
    ],
    on: options.On = None,
    site: Annotated[
        str | None,
        typer.Option(
            "--site",
            metavar="ADDRESS",
            help="Where a copy of these pages is served, such as https://law.example. The sheet "
            "then has its address and a QR code.",
        ),
    ] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write a sheet to hand out: the ten questions of an agency with their answers, on one page.

    It names the day whose law it is and the last day on which it may be used: the day before the
    next known change, at most 60 days on. No sheet is made for a place whose own law was not
    searched.
    """
    from safehavens.cli.output.page import Page
    from safehavens.decide.request import read_day
    from safehavens.decide.sheets.sheet import make_sheet
    from safehavens.files.whole import check_target, write_whole
    from safehavens.web.parts.sheet_html import place_sheet, write_sheet
    from safehavens.web.site import Site

    check_target(output)
    corpus = options.load_corpus(law, alone)
    place = corpus.place(name).place
    sheet = make_sheet(language(), corpus.engine, place, audience, read_day(on))
    address = None if site is None else place_sheet(language(), sheet, site)
    write_whole(output, write_sheet(Site(corpus), language(), sheet, address))
    page = Page()
    page.line(
        say(
            "%(file)s: law of %(on)s, not to be used after %(until)s.",
            file=output,
            on=language().day(sheet.on),
            until=language().day(sheet.until),
        )
    )
    page.show()
