"""What the shell offers for each kind of word. Whatever goes wrong, it offers nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from safehavens.cli.completion.shell_words import fact_before_equals

if TYPE_CHECKING:
    from safehavens.cli.completion.known_words import KnownWords

Offer = tuple[str, str]
"""A word that is offered, and a few words on it."""
Completer = Callable[[typer.Context, str], list[Offer]]

_MOST_PLACES: Final = 12
_LONGEST: Final = 70
"""Characters of what is said of a word."""


def _quietly(complete: Callable[..., Iterable[Offer]]) -> Completer:
    """A completer that offers nothing where it fails: a message has nowhere to stand."""

    @wraps(complete)
    def safe(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            offers = [(word, _short(says)) for word, says in complete(ctx, incomplete)]
        except Exception:
            return []
        return [offer for offer in offers if offer[0] != incomplete] or offers

    safe.__annotations__ = {"ctx": typer.Context, "incomplete": str, "return": list}
    return safe


def _short(says: str) -> str:
    line = " ".join(says.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _words(ctx: typer.Context) -> KnownWords:
    from safehavens.cli.completion.known_words import load_words  # only Tab needs them

    law = ctx.params.get("law") or os.environ.get("SAFEHAVENS_LAW")
    return load_words(Path(law) if law else None, bool(ctx.params.get("alone")))


def _beginning(words: Mapping[str, str], begin: str) -> Iterator[Offer]:
    folded = begin.casefold()
    for word, says in words.items():
        if word.casefold().startswith(folded):
            yield begin + word[len(begin) :], says


def _places(begin: str) -> Iterator[Offer]:
    """Places whose names begin so, as they were begun: the shell keeps what was typed."""
    from safehavens.corpus.places import load
    from safehavens.search.place_names import PlaceNames

    if not begin.strip():
        return
    for place in PlaceNames(load()).beginning_with(begin, _MOST_PLACES):
        if place.name.casefold().startswith(begin.casefold()):
            yield begin + place.name[len(begin) :], ""


def _facts(words: KnownWords, begin: str, given: Iterable[str] = ()) -> Iterator[Offer]:
    """Facts with each of their values, such as `warrant=judicial`; all of them only if begun."""
    name, equals, value = begin.partition("=")
    if equals:
        for offer, says in _beginning(words.values.get(name, {}), value):
            yield f"{name}={offer}", says
        return
    for fact in words.facts if begin else words.shared:
        if fact.startswith(begin) and fact not in given:
            values = words.values.get(fact) or {"": ""}
            yield from ((f"{fact}={each}", words.facts[fact]) for each in values)


# ---- one kind of word ---------------------------------------------------------------------------


@_quietly
def complete_place(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Places by the beginning of their name."""
    return _places(incomplete)


@_quietly
def complete_action(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Actions; after a comma, the next of a list."""
    before, comma, begin = incomplete.rpartition(",")
    for word, says in _beginning(_words(ctx).actions, begin):
        yield f"{before}{comma}{word}", says


@_quietly
def complete_agency(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Agency kinds."""
    return _beginning(_words(ctx).agencies, incomplete)


@_quietly
def complete_measure(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Indices and indicators."""
    return _beginning(_words(ctx).measures, incomplete)


@_quietly
def complete_probe(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Standard requests."""
    return _beginning(_words(ctx).probes, incomplete)


@_quietly
def complete_instrument(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Ids of laws."""
    return _beginning(_words(ctx).instruments, incomplete)


@_quietly
def complete_norm(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Ids of rules."""
    return _beginning(_words(ctx).norms, incomplete)


def complete_one_of(choices: Sequence[str]) -> Completer:
    """A completer of a few fixed words."""

    @_quietly
    def complete(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
        return _beginning(dict.fromkeys(choices, ""), incomplete)

    return complete


@_quietly
def complete_replication(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Replications by id."""
    from safehavens.evidence.replications import read_replications

    titles = {name: one.title for name, one in read_replications().items()}
    return _beginning(titles, incomplete)


# ---- the words of a request ---------------------------------------------------------------------


@_quietly
def complete_request(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """The words of a request: the place first; then what is not said yet."""
    before = [str(word) for word in ctx.params.get("words") or ()]
    yield from _complete_request(ctx, before, incomplete, with_place=True)


@_quietly
def complete_action_and_facts(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """An action, then facts."""
    before = [str(word) for word in ctx.params.get("words") or ctx.params.get("facts") or ()]
    yield from _complete_request(ctx, before, incomplete, with_place=False)


def _complete_request(
    ctx: Any, before: list[str], incomplete: str, with_place: bool
) -> Iterator[Offer]:
    words = _words(ctx)
    if (fact := fact_before_equals(before, os.environ)) is not None:
        yield from _beginning(words.values.get(fact, {}), incomplete)
        return
    given = {word.partition("=")[0] for word in before}
    says_action = not given.isdisjoint({*words.actions, *words.papers})
    says_agency = bool(ctx.params.get("who")) or not given.isdisjoint(words.agencies)
    if with_place and not (given - {*words.actions, *words.papers, *words.agencies, *words.facts}):
        yield from _places(incomplete)
        if not before:
            if incomplete:
                yield from _beginning(words.actions, incomplete)
            return
    if not says_action and not ctx.params.get("action"):
        yield from _beginning(words.actions, incomplete)
        if with_place:
            yield from _beginning(words.papers, incomplete)
    if with_place and not says_agency:
        yield from _beginning(words.agencies, incomplete)
    if incomplete or (says_action and says_agency):
        yield from _facts(words, incomplete, given)
