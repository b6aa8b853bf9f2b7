"""The forms a law file can take, as FORMAT.md describes them: one model a form.

They check shape and words; what needs the rest of the corpus (ids, facts, dates against each
other) is checked in `safehavens.corpus.reading.assemble` and
`safehavens.corpus.reading.file_warnings`. The published JSON Schema is generated from here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from safehavens.corpus.model import REACH_WITHIN, FactValue, Source, Spell
from safehavens.corpus.places.division import level, parent, short
from safehavens.corpus.reading.forms.consequence_forms import ClockForm, NoticeForm, RemedyForm
from safehavens.corpus.reading.forms.law_bounds import LONGEST_CITATION
from safehavens.corpus.reading.forms.sure_days import RulingDay, SureDay, read_date

NAME = r"^[a-z][a-z0-9_]*$"
NORM_ID = r"^[a-z0-9][a-z0-9-]*$"
FILE_ID = r"^[a-z0-9_-]+(/[a-z0-9_-]+)*$"
FULL_NORM_ID = r"^[a-z0-9_/-]+#[a-z0-9-]+$"
DIVISION = r"^ocd-division/(country:[a-z]{2}|region:[a-z]+)(/[a-z_]+:[a-z0-9._~-]+)*$"
ISSUER = f"^each$|{DIVISION}"


Day = Annotated[date, BeforeValidator(read_date)]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Citation = Annotated[str, Field(min_length=1, pattern=r"\S", max_length=LONGEST_CITATION)]
FactName = Annotated[str, Field(pattern=NAME)]
Word = Annotated[str, Field(pattern=NAME)]
Division = Annotated[str, Field(pattern=DIVISION, description="Open Civic Data division id")]
VerdictWord = Literal["prohibited", "required", "permitted", "conflict", "depends"]
NormRef = Annotated[str, Field(pattern=FULL_NORM_ID, description="instrument#norm")]


class Form(BaseModel):
    """What every form shares: unknown fields are errors, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SpellForm(Form):
    """`from` is the first day; `to` the first day it no longer holds."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    start: SureDay = Field(alias="from")
    end: SureDay | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        start, end = self.start, self.end
        if end is not None and end.latest <= start.earliest:
            raise ValueError(f"`to` ({end.latest}) must come after `from` ({start.earliest})")
        return self

    def spell(self) -> Spell:
        """The spell, with what its start and end say of each other."""
        earliest, start = self.start.earliest, self.start.latest
        if self.end is None:
            return Spell(start, None, _unless_same(earliest, start))
        latest = self.end.latest
        start = min(start, latest - timedelta(days=1))
        end = max(self.end.earliest, earliest + timedelta(days=1))
        return Spell(start, end, _unless_same(earliest, start), _unless_same(latest, end))


def _unless_same(bound: date, sure: date) -> date | None:
    return None if bound == sure else bound


class SourceForm(Form):
    """Where the text was read, how, and when."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    seen: Literal["official", "copy", "described", "recalled"] = Field(
        description="official: the text as its publisher has it; copy: the text, elsewhere; "
        "described: somebody's description of it; recalled: none, from general knowledge"
    )
    checked: Day | None = None

    @model_validator(mode="after")
    def _read_means_url(self) -> Self:
        if self.seen != "recalled" and self.url is None:
            raise ValueError(f"a source seen as {self.seen} needs its url")
        return self

    def source(self) -> Source:
        """The same as a noun."""
        return Source(self.url, self.seen, self.checked)


class DefinitionForm(Form):
    """What an instrument calls by the name of a shared fact."""

    says: Text = Field(description="in our own words, without a capital: it follows the title")
    es: Text | None = Field(default=None, description="`says` in Spanish")


class AcceptedFactForm(Form):
    """A finding of `safehavens lint` about a fact that is a true feature of the law."""

    finding: Literal["asked-though-answered", "needless-question"]
    because: Text = Field(
        description="how the two questions differ in law, or why the fact has to be asked"
    )


class FactForm(Form):
    """A fact that conditions may ask for."""

    type: Literal["bool", "enum", "number"]
    ask: Text | None = Field(default=None, description="the question, in plain words")
    values: list[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]] | None = Field(
        default=None, description="of an enum, in order"
    )
    labels: dict[str, Text] = Field(
        default={},
        description="of an enum: by value, what people are shown instead",
    )
    unit: Text | None = None
    es: Text | None = Field(default=None, description="`ask` in Spanish")
    labels_es: dict[str, Text] = Field(default={}, description="`labels` in Spanish")
    unit_es: Text | None = Field(default=None, description="`unit` in Spanish")
    presume: bool | int | float | str | None = Field(
        default=None, description="the value taken where the fact is left out"
    )
    presume_unless: Text | None = Field(
        default=None, description="a condition under which nothing is presumed"
    )
    implies: Text | None = Field(
        default=None, description="a condition that holds wherever the fact is true"
    )
    means: Text | None = Field(
        default=None, description="a condition that holds exactly where the fact is true"
    )
    private: bool = Field(
        default=False, description="about a person's own status: never stored or logged"
    )
    derived: bool = Field(default=False, description="read off the place; never given")
    lint: list[AcceptedFactForm] = Field(
        default=[], description="findings of `safehavens lint` that are true features of the law"
    )
    in_register: Annotated[str, Field(pattern=NORM_ID)] | None = Field(
        default=None,
        alias="register",
        description="the register that says more of some agencies than `presume`",
    )

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.ask is None and not self.derived:
            raise ValueError("a fact needs its question under `ask`")
        if (self.type == "enum") != bool(self.values):
            raise ValueError("an enum fact lists its `values`, and only an enum fact does")
        if self.values and len(set(self.values)) != len(self.values):
            raise ValueError("a value appears twice in `values`")
        if wrong := [value for value in self.labels if value not in (self.values or ())]:
            raise ValueError(f"`labels` names {wrong[0]!r}, which is not one of the `values`")
        if wrong := [value for value in self.labels_es if value not in self.labels]:
            raise ValueError(f"`labels_es` names {wrong[0]!r}, which has no label in `labels`")
        if self.implies is not None and self.means is not None:
            raise ValueError("a fact has `implies` or `means`, not both")
        if (self.implies or self.means) is not None and self.type != "bool":
            raise ValueError("only a bool fact can have `implies` or `means`")
        if self.presume_unless is not None and self.presume is None:
            raise ValueError("`presume_unless` stands beside `presume`")
        if self.presume_unless is not None and self.type == "number":
            raise ValueError("only a bool or enum fact can have `presume_unless`")
        if self.implies is not None and self.presume is True:
            raise ValueError("`presume: true` cannot stand beside `implies`")
        if self.presume is not None and not self._presumable():
            raise ValueError(f"{self.presume!r} is not a valid value of a {self.type} fact")
        return self

    def _presumable(self) -> bool:
        if self.type == "bool":
            return isinstance(self.presume, bool)
        if self.type == "enum":
            return self.presume in (self.values or ())
        return isinstance(self.presume, int | float) and not isinstance(self.presume, bool)


class AcceptedForm(Form):
    """A finding of `safehavens lint` that is a true feature of the law."""

    finding: Literal[
        "never-applies", "swallowed", "always-true", "idle-fact", "decides-nothing",
        "contradiction", "set-aside", "unlike-answers",
    ]  # fmt: skip
    because: Text = Field(description="why the law is so")


class NormForm(Form):
    """One rule: an agency must, must not or may do an action, on a condition."""

    id: Annotated[str, Field(pattern=NORM_ID)]
    cite: Citation = Field(description="the pinpoint")
    says: Text = Field(description="the rule in one sentence of our own")
    who: Annotated[list[Word], Field(min_length=1)]
    except_who: list[Word] = []
    action: Word | Annotated[list[Word], Field(min_length=1)]
    bodies: Literal["public", "private", "any"] | None = Field(
        default=None,
        description="whether it binds public or private bodies of a kind that may be either; the "
        "default is public, and any where a law that reaches within names such a kind",
    )
    modality: Literal["must", "must_not", "may"]
    grants: Literal["power", "no_duty"] | None = Field(
        default=None,
        description="what a `may` gives: a power or leave to act, or only that this law does not "
        "require the act",
    )
    when: Text | None = Field(default=None, description="SQL boolean over facts; absent: always")
    unless: Text | None = Field(default=None, description="the norm does not apply where true")
    defeats: list[NormRef] = []
    yields_to: list[NormRef] = []
    preempts: bool | Literal["disputed"] = False
    in_force: Annotated[list[SpellForm], Field(min_length=1)] | None = None
    confidence: Literal["high", "medium", "low"]
    sources: Annotated[list[SourceForm], Field(min_length=1)] | None = Field(
        default=None,
        description="where this norm was read, if elsewhere or seen otherwise than its instrument",
    )
    note: Text | None = None
    clock: ClockForm | None = Field(default=None, description="when the act must be done")
    notice: NoticeForm | None = Field(default=None, description="what must be told to whom")
    remedies: list[RemedyForm] = Field(default=[], description="what may follow a breach")
    says_es: Text | None = Field(
        default=None, description="a translation of `says` into Spanish; `says` is what counts"
    )
    lint: list[AcceptedForm] = Field(
        default=[], description="findings of `safehavens lint` that are true features of the law"
    )

    @model_validator(mode="after")
    def _grants_where_it_may(self) -> Self:
        if self.modality == "may" and self.grants is None:
            raise ValueError(
                "a `may` says what it gives under `grants`: power (a power or leave to act on) or "
                "no_duty (only that this law does not require the act)"
            )
        if self.modality != "may" and self.grants is not None:
            raise ValueError("only a `may` has `grants`; leave it out of a duty or a ban")
        return self

    def preempted(self) -> Literal["no", "yes", "disputed"]:
        """Whether it displaces all contrary law below, in a word."""
        if self.preempts == "disputed":
            return "disputed"
        return "yes" if self.preempts else "no"


class CaseForm(Form):
    """A worked example. `because`: norms among those that decide it."""

    name: Text
    place: Division
    who: Word
    action: Word
    date: Day
    facts: dict[FactName, FactValue | None] = {}
    expect: VerdictWord
    because: list[NormRef] = []


class InstrumentForm(Form):
    """One legal instrument with its norms and worked cases."""

    id: Annotated[str, Field(pattern=FILE_ID, description="the file's path without .yaml")]
    title: Text
    kind: Literal[
        "constitution", "treaty", "statute", "regulation", "case_law", "ordinance", "resolution",
        "executive_order", "agency_policy", "agreement", "consent_decree", "guidance",
    ]  # fmt: skip
    issuer: str = Field(
        pattern=ISSUER,
        description="Open Civic Data division id of the place that made it; each: every one of "
        "`applies_to` has it for itself",
    )
    reach: Literal["own", "within"] | None = Field(
        default=None,
        description="own: the issuer's own agencies; within: every place inside as well. "
        "Constitution, treaty, statute, regulation and case_law reach within; others reach own",
    )
    applies_to: Annotated[list[Division], Field(min_length=1)] | None = Field(
        default=None, description="the places it binds, where they are not the issuer's"
    )
    force: Literal["binding", "advisory"] = "binding"
    citation: Citation
    enacted: Day | None = None
    in_force: Annotated[list[SpellForm], Field(min_length=1)]
    sources: Annotated[list[SourceForm], Field(min_length=1)]
    facts: dict[FactName, FactForm] = {}
    defines: dict[FactName, DefinitionForm] = Field(
        default={}, description="by shared fact, what this law means by it, where laws differ"
    )
    terms: dict[FactName, Text] = {}
    norms: Annotated[list[NormForm], Field(min_length=1)]
    cases: list[CaseForm] = []
    note: Text | None = None

    @model_validator(mode="after")
    def _of_places_alike(self) -> Self:
        """What each of several places has stands as high in one as in another."""
        if self.issuer == "each":
            places = [short(place) for place in self.applies_to or ()]
            states = {parent(place) for place in places}
            if len(states) != 1 or any(level(place) != "county" for place in places):
                raise ValueError("`issuer: each` needs under `applies_to` counties of one state")
            reach = self.reach or ("within" if self.kind in REACH_WITHIN else "own")
            if reach != "own":
                raise ValueError("`issuer: each` binds its makers' own agencies: `reach: own`")
        return self


class ScopeForm(Form):
    """Whom an effect reaches, where that is not everybody."""

    places: list[Division] = []
    courts: list[Text] = Field(default=[], description="courts-db ids of circuits and districts")
    parties: list[Text] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.places or self.courts or self.parties):
            raise ValueError("a scope names places, courts or parties; leave it out for everybody")
        return self


class EffectForm(Form):
    """What the ruling does to one norm."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    norm: NormRef
    effect: Literal["enjoined", "stayed", "struck", "revived", "upheld", "narrowed"]
    start: RulingDay = Field(alias="from")
    end: RulingDay | None = Field(default=None, alias="to")
    scope: ScopeForm | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"`to` ({self.end}) must come after `from` ({self.start})")
        return self


class RulingForm(Form):
    """One court ruling."""

    id: Annotated[str, Field(pattern=FILE_ID)]
    title: Text
    citation: Citation
    court: Text = Field(description="courts-db id, or a national court's own short name")
    decided: Day
    issue: Literal[
        "tenth_amendment", "spending_clause", "fourth_amendment", "preemption",
        "intergovernmental_immunity", "first_amendment", "equal_protection", "standing",
        "state_law", "apa", "other",
    ]  # fmt: skip
    held: Text
    effects: list[EffectForm] = []
    outcome_for_haven: Literal["won", "lost", "mixed"]
    sources: Annotated[list[SourceForm], Field(min_length=1)]
    note: Text | None = None


class EventForm(Form):
    """A dated piece of history that no norm carries."""

    date: Day
    place: Division
    kind: Literal[
        "preemption_bill", "executive_order", "federal_list", "funding_threat", "lawsuit_filed",
        "repeal", "referendum", "adoption", "other",
    ]  # fmt: skip
    what: Text
    cite: Citation | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None
