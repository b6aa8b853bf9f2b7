"""What the interface answers with, for its description (OpenAPI) and for reading requests.

Answers are those of Python; most are its own dataclasses. These are the rest.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)
from pydantic_core import PydanticCustomError

from safehavens.corpus.model import Basis, Confidence, Fact, Instrument, Seen, Verdict
from safehavens.corpus.places.place import Level, Place
from safehavens.decide.cited import RulingTouch
from safehavens.decide.place_law import ActionView, ChangedAnswer
from safehavens.decide.survey.law_changes import LawChange
from safehavens.http.limits import LIMITS

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _check_written(given: object) -> object:
    """A day as it is written. A number would be one, too: so many seconds after 1970."""
    if isinstance(given, str) and not _WRITTEN.fullmatch(given):
        raise PydanticCustomError("date_parsing", "a day is written YYYY-MM-DD")
    if isinstance(given, (int, float)):
        raise PydanticCustomError("date_type", "a day is written YYYY-MM-DD")
    return given


WrittenDay = Annotated[datetime.date, BeforeValidator(_check_written)]
"""A day of a request: YYYY-MM-DD and nothing else."""

Value = StrictBool | StrictInt | StrictFloat | StrictStr | None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="A relative address that names the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="One clear sentence.")
    near: list[str] | None = Field(None, description="Names that are spelled alike.")


class RequestBody(BaseModel):
    """One request: place, who, what, which day, and what is known."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "place": "Chicago, IL",
                    "who": "police",
                    "action": "hold",
                    "on": "2024-05-01",
                    "facts": {"warrant": "administrative", "court_order": None},
                }
            ]
        },
    )

    place: Annotated[
        str,
        Field(
            min_length=1, max_length=LIMITS.place_characters, description="Name, id or FIPS code"
        ),
    ]
    who: Annotated[
        str, Field(max_length=LIMITS.word_characters, description="Agency kind; see vocabulary")
    ]
    action: Annotated[str, Field(max_length=LIMITS.word_characters, description="See vocabulary")]
    on: Annotated[
        WrittenDay | None, Field(description="The day whose law is asked; today if left out")
    ] = None
    facts: Annotated[
        dict[str, Value],
        Field(
            max_length=LIMITS.facts,
            description="What is known, by fact; null says that it is not known. A fact that is "
            "left out is presumed where it has a presumption. Facts marked private may be "
            "given here and only here.",
        ),
    ] = {}


class PlaceEvent(BaseModel):
    """A dated piece of history that no norm carries."""

    date: datetime.date
    place: str
    kind: str
    what: str
    cite: str | None
    url: str | None


class PlaceOnDay(BaseModel):
    """A place on a day: `safehavens.Corpus.overview`, with what is above it and inside it."""

    level: Level
    fips: str | None
    population: int | None
    place: str
    place_name: str
    on: datetime.date
    actions: list[ActionView]
    instruments: list[Instrument]
    last: list[LawChange]
    next: list[LawChange]
    next_answers: list[ChangedAnswer]
    rulings: list[RulingTouch]
    events: list[PlaceEvent]
    above: list[Place]
    inside: list[Place]
    corpus: str


class VocabularyAnswer(BaseModel):
    """The words in which questions are asked."""

    who: dict[str, str]
    actions: dict[str, str]
    domains: dict[str, list[str]]
    facts: dict[str, Fact]
    verdicts: list[Literal["prohibited", "required", "permitted", "conflict", "depends"]]
    corpus: str


class PlaceName(BaseModel):
    """A place whose name begins as asked."""

    id: str
    name: str
    level: Level


class _PanelRow(BaseModel):
    """A place, and what was asked or read off."""

    place: str = Field(description="Open Civic Data id")
    fips: str | None
    name: str
    government: str = Field(
        description="Whose law it is: the place itself, or the consolidated government it is in"
    )
    kind: Literal["probe", "index"] = Field(description="Probes have verdicts, indices values")
    measure: str = Field(description="The probe's or the index's name")
    verdict: Verdict | None
    basis: Basis | None = Field(description="What the verdict rests on; of probes")
    confidence: Confidence | None = Field(description="Along the deciding path; of probes")
    seen: Seen | None = Field(description="How a deciding norm's source was seen; of probes")
    searched: bool = Field(
        description="Whether the law of these days was looked for, by all levels"
    )
    value: float | None = Field(
        description="Of an index, what it is above or below that of national law alone"
    )
    raw: float | None = Field(description="The value with national law; of indices")
    deciding: list[str] = Field(description="Norms that decide, by id; of probes")


class PanelSpell(_PanelRow):
    """One answer for as long as it stays the same."""

    start: datetime.date = Field(description="First day, cut to the months asked for")
    end: datetime.date = Field(description="First day after")


class PanelDay(_PanelRow):
    """The answer of the first day of a year."""

    day: datetime.date


class PanelAnswer(BaseModel):
    """A slice of the panel: places × probes and indices × time."""

    corpus: str
    start: datetime.date = Field(description="First day")
    end: datetime.date = Field(description="First day after")
    freq: Literal["spell", "year"]
    measures: dict[str, str] = Field(description="What each probe and index says, by name")
    rows: list[PanelSpell | PanelDay] = Field(description="By kind, place, measure and day")


Plain = dict[str, Any]
