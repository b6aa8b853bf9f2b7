"""The commands about all requests at once, and their options: compare, order, lint, draft, whatif.

What they print is made in the modules beside this one, which are imported when they are needed.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from safehavens.cli import options

Order = Annotated[
    str | None,
    typer.Option(
        "--order",
        help="Order of strictness: limiting, compelling or serving. Default: serving for "
        "services and duties to inform, else limiting.",
        show_default=False,
    ),
]
Actions = Annotated[
    list[str] | None,
    typer.Option("--action", help="An action; once for each. Default: all.", show_default=False),
]
Whos = Annotated[
    list[str] | None,
    typer.Option(
        "--who", help="An agency kind; once for each. Default: all the law speaks of.",
        show_default=False,
    ),
]  # fmt: skip
Check = Annotated[
    bool, typer.Option("--check", help="Prove everything a second time, with the solver Z3.")
]


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: safehavens compare Illinois California --action hold")(compare)
    app.command(epilog="Example: safehavens order Illinois California Texas --action hold")(order)
    app.command(epilog="Example: safehavens lint my-law/us/tx/marfa/policy.yaml")(lint)
    drafts = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Write a draft law file; check one."
    )
    drafts.command("new", epilog='Example: safehavens draft new "Marfa, TX" -o marfa.yaml')(
        draft_new
    )
    drafts.command(
        "from",
        epilog='Example: safehavens draft from "Chicago, IL" --for "Peoria, IL" -o peoria.yaml',
    )(draft_after)
    drafts.command("check", epilog="Example: safehavens draft check marfa.yaml")(draft_check)
    app.add_typer(drafts, name="draft")
    app.command(
        epilog="Example: safehavens whatif marfa.yaml bookings.parquet --by facility -o marfa.svg"
    )(whatif)


def compare(
    a: options.Place,
    b: Annotated[str | None, typer.Argument(help="Another place. Left out: the same one, with "
                                            "--on-b.", show_default=False)] = None,
    action: Actions = None,
    who: Whos = None,
    on: options.On = None,
    on_b: Annotated[str | None, typer.Option("--on-b", help="The day whose law is asked of the "
                                             "second, where it is another.",
                                             show_default=False)] = None,
    order: Order = None,
    check: Check = False,
    full: Annotated[bool, typer.Option("--full", help="Also list who is under the same norms.")
                    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Compare two places, or one at two dates: who goes further, for every request.

    For each action: proved, or the simplest request where it is not so, with both answers.
    """
    from safehavens.cli.compare import show_comparison
    from safehavens.decide.request import BadRequest

    if b is None and on_b is None:
        raise BadRequest("Compare with what? Name a second place, or a second day with --on-b.")
    corpus = options.corpus(law, alone)
    found = corpus.compare(a, b, action=action, who=who, on=on, on_b=on_b, order=order, check=check)
    if json:
        print_json(found)
    else:
        show_comparison(corpus, found, full)


def order(
    places: Annotated[list[str], typer.Argument(help="Places; states for all of the United States.",
                                                show_default=False)],
    action: Annotated[str, typer.Option("--action", help="What is asked for: hold, "
                                        "inquire_status…", show_default=False)],
    who: options.Who = None,
    on: options.On = None,
    order: Order = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Also draw it: an SVG file.",
                                             show_default=False)] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Order places by strictness: who goes further than whom, who cannot be compared."""
    from safehavens.cli.order import order_of, show_order, write_picture
    from safehavens.compare.strictness import strictness
    from safehavens.decide.request import read_day

    corpus, day = options.corpus(law, alone), read_day(on)
    chosen = None if order is None else strictness(order)
    found = order_of(corpus, places, action, who, day, chosen)
    if out is not None:
        write_picture(found, out)
    if json:
        print_json(found)
    else:
        show_order(corpus, found, day)


def lint(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[FILES]...", help="Law files, "
                                                       "drafts or folders. Left out: the corpus.",
                                                       show_default=False)] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day for which it is said that higher "
                                           "law sets norms aside, YYYY-MM-DD. Default: today, or "
                                           "the day a draft comes into force.",
                                           show_default=False)] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also notes, and findings that the law files "
                                       "accept as true features of the law.")] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Find what is odd in law that is well formed: norms that never apply or decide nothing,
    contradictions, idle exceptions and facts, what higher law sets aside.

    Each finding has a request that shows it. Exit status 1 where one is not accepted.
    """
    from safehavens.cli.lint import run
    from safehavens.decide.request import read_day

    day = None if on is None else read_day(on)
    raise typer.Exit(run(options.corpus(law, alone), paths or [], day, all_, json))


Start = Annotated[
    str | None,
    typer.Option("--from", help="The first day on which it would be law, YYYY-MM-DD. Default: "
                 "1 January next.", show_default=False),
]  # fmt: skip
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", help="The file to write. Default: standard output.",
                 show_default=False),
]  # fmt: skip
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def draft_new(
    place: options.Place,
    start: Start = None,
    out: Out = None,
    force: Force = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write a commented law file for a new ordinance."""
    from safehavens.cli.draft import write_new

    write_new(options.corpus(law, alone), place, _first_day(start), out, force)


def draft_after(
    source: Annotated[str, typer.Argument(metavar="PLACE", help="The place whose instrument is "
                                          "taken over.", show_default=False)],
    place: Annotated[str, typer.Option("--for", help="The place that the draft is for.",
                                       show_default=False)],
    instrument: Annotated[str | None, typer.Option("--instrument", help="Its id. Default: the one "
                                                   "with most norms in force.",
                                                   show_default=False)] = None,
    start: Start = None,
    out: Out = None,
    force: Force = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Write a law file after another place's instrument."""
    from safehavens.cli.draft import write_from

    corpus = options.corpus(law, alone)
    write_from(corpus, source, place, instrument, _first_day(start), out, force)


def draft_check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A law file, or a folder laid out "
                                         "as the corpus is.", show_default=False)],
    on: Annotated[str | None, typer.Option("--on", help="The day whose law is asked. Default: "
                                           "today, or the first day on which the draft would be "
                                           "law.", show_default=False)] = None,
    order: Order = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Check a draft: its form and cases, lint, what higher law does to it, what it changes.

    Exit status 1 where something in it has to be looked at.
    """
    from safehavens.cli.draft import check
    from safehavens.compare.strictness import strictness
    from safehavens.decide.request import read_day

    day = None if on is None else read_day(on)
    chosen = None if order is None else strictness(order)
    raise typer.Exit(check(options.corpus(law, alone), path, day, chosen, json))


def _first_day(text: str | None) -> date:
    from safehavens.decide.request import read_day

    return date(date.today().year + 1, 1, 1) if text is None else read_day(text)


def whatif(
    files: Annotated[list[str], typer.Argument(metavar="[DRAFT] TABLE", help="A draft law file, if "
                                               "that is what is to be other; then the table: CSV, "
                                               "JSON Lines, Parquet or Arrow.",
                                               show_default=False)],
    without: Annotated[list[str] | None, typer.Option("--without", metavar="ID", help="A norm or "
                                                      "an instrument taken out; once for each.",
                                                      show_default=False)] = None,
    law_of: Annotated[str | None, typer.Option("--law-of", metavar="DATE", help="Ask every row "
                                               "under the law of this day.",
                                               show_default=False)] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="COLUMN", help="Count by a column "
                                                 "of the table too; once for each.",
                                                 show_default=False)] = None,
    changed: Annotated[Path | None, typer.Option("--changed", metavar="FILE", help="Write the rows "
                                                 "with another answer.",
                                                 show_default=False)] = None,
    picture: Annotated[Path | None, typer.Option("-o", "--out", help="Draw it: .svg, .png or "
                                                 ".html.", show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help="One place for all rows.")] = None,
    who: options.Who = None,
    action: Annotated[str | None, typer.Option("--action", help="One action for all.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="One day for all, YYYY-MM-DD.")] = None,
    map: Annotated[list[str] | None, typer.Option(
        "--map", metavar="THEIRS=OURS", help="Which of the table's columns is which of ours.",
        show_default=False)] = None,
    maps: Annotated[Path | None, typer.Option("--maps", metavar="FILE", help="The same for many "
                                              "columns, and for values, in YAML.")] = None,
    blank: Annotated[str, typer.Option("--blank", metavar="unknown|presumed", help="What a blank "
                                       "cell of a fact says.")] = "unknown",
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """What would change: a table of requests under the law as it is and under another.

    The other law is the same with a draft, without some norms, or that of another day.
    """
    from safehavens.cli import whatif as work
    from safehavens.cli.screen import options_of
    from safehavens.decide.request import BadRequest, read_day

    if len(files) > 2:
        raise BadRequest(f"Name a draft and a table, or a table alone; not {len(files)} files.")
    *drafts, table = files
    draft = Path(drafts[0]) if drafts else None
    corpus = options.corpus(law, alone)
    day = None if law_of is None else read_day(law_of)
    other, what = work.other_law(corpus, draft, without or (), day)
    chosen = options_of(place, who, action, on, None, "", map or [], maps, blank)
    work.run(corpus, other, what, table, chosen, day, by or (), changed, picture, json)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    import json

    from safehavens.decide.decision import plain

    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2)
    print()
