"""The commands and their options. What they print is made in the modules beside this one."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from safehavens.cli import measuring, options, proofs

app = typer.Typer(
    name="safehavens",
    help="The law of safe-haven (sanctuary) jurisdictions, executable. Not legal advice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(show: bool) -> None:
    if show:
        from safehavens import __version__

        print(f"safehavens {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    pass


@app.command(
    epilog='Example: safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 '
    "warrant=administrative"
)
def ask(
    place: options.Place,
    action: options.Action,
    fact: options.Facts = None,
    who: options.Who = None,
    on: options.On = None,
    facts: options.FactFile = None,
    json: options.Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a memo for a file.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Every norm considered.")] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Ask one question: may, must or must not this agency do this here?

    On a terminal, without facts, it asks what matters, best question first.
    """
    from safehavens.cli.asking import choose_who
    from safehavens.cli.facts import read_facts
    from safehavens.cli.show.decision import show_decision
    from safehavens.decide.decision import Decision
    from safehavens.decide.request import Given, read_day

    corpus = options.corpus(law, alone)
    day = read_day(on)
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    agency = who or choose_who(corpus, place, action, day, terminal)
    known = read_facts(fact or (), facts, corpus.lawbook.facts)

    def decided(given: Given) -> Decision:
        return corpus.ask(place, action, who=agency, on=day, facts=given)

    if terminal and not known and not json and not markdown:
        from safehavens.cli.interview import interview

        decision = interview(corpus.lawbook, decided, known)
    else:
        decision = decided(known)
    if json:
        print(decision.to_json())
    elif markdown:
        from safehavens.cli.show.memo import memo

        print(memo(decision, date.today()), end="")
    else:
        show_decision(decision, explain)


@app.command(epilog='Example: safehavens place "Cook County, IL" --on 2024-05-01')
def place(
    name: options.Place,
    on: options.On = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """A place at a glance: every action, instruments, changes, rulings and events."""
    from safehavens.cli.show.place import show_place

    corpus = options.corpus(law, alone)
    match = corpus.place(name)
    view = corpus.overview(match.place.id, on)
    if json:
        _print_json(view)
    else:
        show_place(corpus, view, match.note)


@app.command(epilog='Example: safehavens history "Los Angeles" hold --who jail warrant=none')
def history(
    place: options.Place,
    action: options.Action,
    fact: options.Facts = None,
    who: options.Who = None,
    facts: options.FactFile = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """The verdict over time: each spell, what decides it, what began it."""
    from safehavens.cli.asking import choose_who
    from safehavens.cli.facts import read_facts
    from safehavens.cli.show.history import show_history

    corpus = options.corpus(law, alone)
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    agency = who or choose_who(corpus, place, action, date.today(), terminal)
    known = read_facts(fact or (), facts, corpus.lawbook.facts)
    spells = corpus.history(place, action, who=agency, facts=known)
    if json:
        _print_json(spells)
    else:
        show_history(corpus, place, action, agency, spells)


@app.command(epilog="Example: safehavens norm us/ca/values-act#hold")
def norm(
    id: Annotated[str, typer.Argument(help="instrument#norm", show_default=False)],
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """One norm in full: text, condition, spells, sources, rulings, cases."""
    from safehavens.cli.show.norm import show_norm

    corpus = options.corpus(law, alone)
    found = corpus.norm(id)
    if json:
        _print_json(found)
    else:
        show_norm(corpus, found)


@app.command(epilog="Example: safehavens search detainer administrative warrant")
def search(
    words: Annotated[list[str], typer.Argument(help="Words, or beginnings of words.",
                                               show_default=False)],
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 20,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Find instruments, norms, rulings, facts, actions and agency kinds by words."""
    from safehavens.cli.show.search import show_hits

    hits = options.corpus(law, alone).search(" ".join(words), limit)
    if json:
        _print_json(hits)
    else:
        show_hits(" ".join(words), hits)


@app.command(epilog="Example: safehavens cases my-cases.yaml")
def cases(
    files: Annotated[list[Path] | None, typer.Argument(help="YAML lists of cases. Left out: the "
                                                      "corpus's own.", show_default=False)] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Run worked cases. Exit status 1 where one fails."""
    from safehavens.cli.cases import run

    raise typer.Exit(run(options.corpus(law, alone), files or []))


@app.command(epilog="Example: safehavens check my-law/us/tx/marfa/policy.yaml")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Law files or folders. Left out: "
                                                      "the corpus.", show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Errors and warnings only.")] = False,
    json: options.Json = False,
) -> None:  # fmt: skip
    """Check law files: form, words, places, ids, conditions, dates, cases, sources, citations.

    Exit status 2 where there is an error, else 0.
    """
    from safehavens.cli.check import run

    raise typer.Exit(run(paths or [], quiet, json))


@app.command(epilog="Example: safehavens serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one.")]
    = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Serve the pages and the HTTP interface. Needs the extra `web`."""
    from safehavens.web.serve import serve as run

    run(options.corpus(law, alone), host, port)


@app.command(epilog="Example: safehavens schema > law.schema.json")
def schema() -> None:
    """Print the JSON Schema of law files, for editors."""
    from safehavens.corpus.reading.schema import schema_text

    print(schema_text(), end="")


def _print_json(value: object) -> None:
    import json

    from safehavens.decide.decision import plain

    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


proofs.add(app)
measuring.add(app)
