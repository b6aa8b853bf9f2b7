"""Facts about a person's own status are refused in every address, because addresses are kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from safehavens.corpus.model import Fact
from safehavens.web.problem import PrivateInAddress, Problem, problem_of

_NAMING_WORDS: Final = ("asked", "change")
"""Words of an address whose value is the name of a fact."""

_DECODED: Final = 4
"""A name is decoded as often as this: what was encoded twice was meant all the same."""

RenderProblem = Callable[[Request, Problem], Awaitable[Response]]


def names_private_fact(pairs: Iterable[tuple[str, str]], declared: Mapping[str, Fact]) -> bool:
    """Whether names and values of an address or a form name a private fact.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Decoded once, as a query is.
    declared : mapping of str to Fact
        The facts that there are.
    """
    return any(
        is_private(declared, name) or (name in _NAMING_WORDS and is_private(declared, value))
        for name, value in pairs
    )


def is_private(declared: Mapping[str, Fact], name: str) -> bool:
    """Whether a name is that of a fact about a person's own status."""
    fact = declared.get(name)
    return fact is not None and fact.private


class PrivateFactGuard:
    """Refuses every address that names a private fact, before anything can keep it.

    Parameters
    ----------
    app : ASGIApp
    declared : mapping of str to Fact
    render : callable
        Makes the answer.
    """

    def __init__(self, app: ASGIApp, declared: Mapping[str, Fact], render: RenderProblem) -> None:
        self.app = app
        self.declared = {name: fact for name, fact in declared.items() if fact.private}
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["query_string"]:
            query = scope["query_string"].decode("latin-1")
            pairs = [(_plain(n), _plain(v)) for n, v in parse_qsl(query, keep_blank_values=True)]
            if names_private_fact(pairs, self.declared):
                response = await self.render(Request(scope), problem_of(PrivateInAddress()))
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _plain(text: str) -> str:
    """A name without encoding, case or blanks, however it was written."""
    for _ in range(_DECODED):
        if "%" not in text:
            break
        text = unquote_plus(text)
    return text.strip().casefold()
