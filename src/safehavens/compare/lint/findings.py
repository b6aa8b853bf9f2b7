"""What lint finds in law: one finding is one norm, one request that shows it, one suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from safehavens.corpus.model import FactValue, Norm
from safehavens.decide.request import Request

Kind = Literal[
    "never-applies",
    "swallowed",
    "always-true",
    "idle-fact",
    "decides-nothing",
    "contradiction",
    "set-aside",
    "asked-though-answered",
    "needless-question",
    "unlike-answers",
    "national-alone",
    "silent",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Example:
    """A request that shows a finding. What it does not say is presumed, or has no bearing."""

    place: str
    who: str
    action: str
    on: date
    facts: dict[str, FactValue]


@dataclass(frozen=True, slots=True)
class LintFinding:
    """Something odd that lint finds in law that is well formed.

    (What `safehavens check` finds in the form of files is `safehavens.corpus.errors.Finding`.)

    Attributes
    ----------
    kind : str
    file, line
        Where it is.
    norm : str or None
        The norm's id, or None where the finding is about the whole file.
    message : str
        What is so, in a sentence.
    example : Example or None
        A request that shows it, or None where no request can (a norm that never applies).
    suggestion : str
        What to write.
    others : tuple of str
        Other norms that have part in it.
    accepted : str or None
        Why it is a true feature of the law, where the norm's `lint` field says so.
    note : bool
        Worth knowing to whoever drafts law; in law that is enacted, no fault.
    actions : tuple of str
        Of what is not there: the actions of which nothing is said.
    """

    kind: Kind
    file: str
    line: int
    norm: str | None
    message: str
    example: Example | None
    suggestion: str
    others: tuple[str, ...] = ()
    accepted: str | None = None
    note: bool = False
    actions: tuple[str, ...] = ()


def show_request(request: Request) -> Example:
    """A request as an example; what it gives as not known is left out."""
    facts = {name: value for name, value in request.facts.items() if value is not None}
    return Example(request.place, request.who, request.action, request.on, facts)


def find_in_norm(
    kind: Kind,
    norm: Norm,
    message: str,
    suggestion: str,
    example: Example | None = None,
    others: tuple[str, ...] = (),
    line: int | None = None,
    note: bool = False,
) -> LintFinding:
    """A finding about a norm, with the reason for which its `lint` field accepts it."""
    because = next((a.because for a in norm.accepted if a.finding == kind), None)
    at = norm.line if line is None else line
    return LintFinding(
        kind, norm.file, at, norm.id, message, example, suggestion, others, because, note
    )
