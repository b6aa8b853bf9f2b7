"""The commands about all requests at once, and their options: compare, order, lint, draft, whatif.

What they print is made in the modules beside this one, which are imported when they are needed.
"""

from __future__ import annotations

import sys
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
    app.command(epilog='Example: safehavens order Illinois California Texas --action hold')(order)
    app.command(epilog="Example: safehavens lint my-law/us/tx/marfa/policy.yaml")(lint)


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
    from safehavens.api import as_date
    from safehavens.cli.order import order_of, show_order, write_picture
    from safehavens.compare.strictness import strictness

    corpus, day = options.corpus(law, alone), as_date(on)
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
    from safehavens.api import as_date
    from safehavens.cli.lint import run

    day = None if on is None else as_date(on)
    raise typer.Exit(run(options.corpus(law, alone), paths or [], day, all_, json))


def print_json(value: object) -> None:
    """Print a value as JSON."""
    import json

    from safehavens.decide.decision import plain

    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2)
    print()
