"""What `safehavens sql` is given, and the SELECT that it prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safehavens.api import Corpus
from safehavens.decide.request import read_day


def show_select(
    corpus: Corpus,
    place: str,
    action: str,
    who: str,
    start: str | None,
    end: str | None,
    dialect: str,
    table: str,
    date_column: str | None,
    facts: Sequence[str],
    only: bool,
) -> None:
    """Print the SELECT. Raises BadRequest and UnknownPlace, one sentence each."""
    named = [name.strip() for several in facts for name in several.split(",") if name.strip()]
    text = corpus.sql(
        place,
        action,
        who=who,
        start=_day(start),
        end=_day(end),
        dialect=dialect,
        table=table,
        date_column=date_column,
        facts=named,
        only=only,
    )
    print(text, end="")


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text)
