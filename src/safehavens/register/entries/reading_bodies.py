"""Read the body of an entry, and refuse what no form has. No value is ever told.

A jail system that sends a name or a birth date learns at once which *field* is not taken; nothing
of it is kept, logged or repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from safehavens.corpus.model import Lawbook
from safehavens.register.entries.bodies import (
    FORMS,
    AnswerBody,
    Body,
    DecisionBody,
    DutyBody,
    RequestBody,
)
from safehavens.register.entries.closed_lists import Kind, OtherForm
from safehavens.register.entries.status_facts import asks_kept_outside, is_kept_outside
from safehavens.register.privacy.lexicon import load_listed_words
from safehavens.register.refusals import RegisterError

MOST_YEARS: Final = 150
MOST: Final = 999_999
"""Facts that are numbers are too short for a number that is given to a person."""
_FIELD_WORDS: Final = frozenset({
    "alien", "birth", "birthdate", "booking", "citizenship", "country", "dob", "fbi", "fin",
    "first", "full", "gender", "id", "inmate", "last", "middle", "name", "nationality", "no", "num",
    "number", "phone", "race", "sex", "ssn", "status", "subject", "surname",
})  # fmt: skip


class RefusedEntry(RegisterError):
    """An entry that cannot be written. Its message names fields, never what they held."""


def read_body(kind: Kind, fields: Mapping[str, Any]) -> Body:
    """The body of an entry.

    Parameters
    ----------
    kind : str
    fields : mapping
        As JSON gives them: days and times are text.

    Raises
    ------
    RefusedEntry
        A field is unknown, missing or holds what its form does not take.
    """
    try:
        return FORMS[kind].model_validate_json(json.dumps(dict(fields)))
    except ValidationError as wrong:
        raise RefusedEntry(_tell(kind, wrong)) from None
    except (TypeError, ValueError, RecursionError):
        raise RefusedEntry(f"A {kind} entry takes JSON values only.") from None


def write_body(body: Body) -> str:
    """The canonical text of a body: sorted keys, no spaces, ASCII, nothing that was not given.

    Raises
    ------
    RefusedEntry
        The body was not read by `read_body` and holds what JSON has not. Pydantic's own warnings
        and errors would tell what.
    """
    try:
        told = body.model_dump(
            mode="json", exclude_none=True, exclude_defaults=False, warnings=False
        )
    except (PydanticSerializationError, TypeError, ValueError):
        raise RefusedEntry("The body is not of its form.") from None
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def check_words(body: Body, lawbook: Lawbook) -> None:
    """Check the words that the corpus lists: papers, actions, agencies, norms, public facts.

    What a decision rests on, and what became of a duty, must not tell a private fact: a norm that
    asks for one is no ground, and a duty that does is only ever done, which says that it was dealt
    with.

    Raises
    ------
    RefusedEntry
        A word is not in the corpus, or tells a private fact.
    """
    actions = lawbook.vocabulary.actions
    if isinstance(body, RequestBody):
        papers = [*(paper.id for paper in lawbook.synonyms.papers), *get_args(OtherForm)]
        if body.form not in papers:
            raise RefusedEntry(f"form: allowed are {', '.join(papers)}.")
        for at, asked in enumerate(body.asks, 1):
            if asked not in actions:
                raise RefusedEntry(f"asks, number {at}: not an action of the vocabulary.")
        if body.information is not None:
            _check_fact(lawbook, "information", "information", body.information)
    elif isinstance(body, AnswerBody):
        if body.action not in actions or body.who not in lawbook.vocabulary.who:
            raise RefusedEntry("action, who: a word is not in the vocabulary.")
        for name, value in body.facts.items():
            _check_fact(lawbook, "facts", name, value)
    elif isinstance(body, DecisionBody):
        if body.action not in actions:
            raise RefusedEntry("action: not an action of the vocabulary.")
        if "#" in body.ground and _is_private(lawbook, "ground", body.ground):
            raise RefusedEntry(
                "ground: that norm depends on a fact of the person's status. Write: law."
            )
    elif isinstance(body, DutyBody):
        told = body.state != "done" or body.act is not None or body.why is not None
        if _is_private(lawbook, "norm", body.norm) and told:
            raise RefusedEntry(
                "state: that duty depends on a fact of the person's status. Write only: done, "
                "which says that it was dealt with."
            )


def _is_private(lawbook: Lawbook, field: str, id: str) -> bool:
    norm = lawbook.norms.get(id)
    if norm is None:
        raise RefusedEntry(f"{field}: not a norm of the corpus.")
    return asks_kept_outside(lawbook, norm)


def _check_fact(lawbook: Lawbook, field: str, name: str, value: bool | int | str | None) -> None:
    fact = lawbook.facts.get(name)
    if fact is None or is_kept_outside(fact):
        raise RefusedEntry(f"{field}: a fact is of a status, or not in the vocabulary.")
    if value is None:
        return  # not known
    if fact.type == "enum":
        if value not in fact.values:
            raise RefusedEntry(f"{field}, {name}: allowed are {', '.join(fact.values)}.")
    elif (fact.type == "bool") != isinstance(value, bool) or isinstance(value, str):
        raise RefusedEntry(f"{field}, {name}: takes a {fact.type}.")
    elif value > (MOST_YEARS if fact.unit == "years" else MOST):
        raise RefusedEntry(f"{field}, {name}: larger than such a number can be.")


def _tell(kind: Kind, wrong: ValidationError) -> str:
    """Field by field, what is wrong, without any value."""
    allowed = ", ".join(sorted(set(FORMS[kind].model_fields) - {"v"}))
    told = []
    for one in wrong.errors(include_url=False, include_context=True, include_input=False):
        where = ".".join(str(part) for part in one["loc"][:1]) or kind
        if one["type"] == "extra_forbidden":
            told.append(
                f"{_safe(where)}: an entry of kind {kind} has no such field. Its fields: {allowed}."
            )
        elif one["type"] == "missing":
            told.append(f"{where}: missing.")
        elif one["type"] == "literal_error":
            told.append(f"{where}: allowed are {one['ctx']['expected']}.")
        elif one["type"] == "timezone_aware":
            told.append(f"{where}: a time needs its zone, such as 2026-11-29T03:12-08:00.")
        else:
            told.append(f"{where}: not what this field takes.")
    return " ".join(dict.fromkeys(told))


def _safe(name: str) -> str:
    """The name of a field that no form has, if each part of it is a word of offices or of forms:
    a name of a person may stand there, too."""
    listed = load_listed_words().office | _FIELD_WORDS
    parts = name.lower().split("_")
    short = name.isascii() and len(name) <= 40 and all(part in listed for part in parts)
    return name if short else "A field"
