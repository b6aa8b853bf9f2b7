"""The nouns: what a law file says, once it has been read and checked.

Conditions are still text here; `safehavens.logic` reads them. Places are canonical Open Civic
Data division ids. Everything is immutable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from safehavens.corpus.agencies.governments import NO_GOVERNMENTS, Governments
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.consequences import Clock, Notice, Remedy
from safehavens.corpus.papers import NO_SYNONYMS, Synonyms
from safehavens.corpus.searches import NO_COVERAGE, Coverage
from safehavens.corpus.sources import Confidence as Confidence
from safehavens.corpus.sources import Seen as Seen
from safehavens.corpus.sources import Source as Source
from safehavens.corpus.vocabulary import FactValue as FactValue
from safehavens.corpus.vocabulary import Vocabulary as Vocabulary
from safehavens.values.quick_dataclass import dataclass

if TYPE_CHECKING:
    from safehavens.corpus.report_templates import ReportTemplate

Modality = Literal["must", "must_not", "may"]
Grant = Literal["power", "no_duty"]
Bodies = Literal["public", "private", "any"]
Reach = Literal["own", "within"]
EffectKind = Literal["enjoined", "stayed", "struck", "revived", "upheld", "narrowed"]
Verdict = Literal["prohibited", "required", "permitted", "conflict", "depends"]

Basis = Literal["rule", "power", "outside", "no_duty", "silence"]

BASES: Final[tuple[Basis, ...]] = ("rule", "power", "outside", "no_duty", "silence")
"""What a verdict rests on, the firmest first."""
VERDICTS: Final[tuple[Verdict, ...]] = (
    "prohibited",
    "required",
    "permitted",
    "conflict",
    "depends",
)

Answer = Literal["prohibited", "required", "permitted", "conflict", "depends", "power"]
"""What indices and indicators count: a verdict; `power`, of what is permitted, only what a rule
grants (its basis is `power`)."""
TAKES_OUT: Final = frozenset({"enjoined", "stayed", "struck"})
REACH_WITHIN: Final = frozenset({"constitution", "treaty", "statute", "regulation", "case_law"})
"""Kinds of instrument that bind every place inside their issuer unless they say otherwise."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days: from its first day to the first day after it.

    Either may be known only between bounds.

    Attributes
    ----------
    start : date
        The latest that the first day can be: from here on it surely holds.
    end : date or None
        The earliest that the first day after it can be: until here it surely holds. None: open.
    starts_from : date or None
        The earliest that the first day can be; `date.min` where nothing is known of it. None: the
        first day is known, and is `start`.
    ends_by : date or None
        The latest that the first day after it can be. None: it is known, and is `end`.
    """

    start: date
    end: date | None = None
    starts_from: date | None = None
    ends_by: date | None = None

    @property
    def earliest_start(self) -> date:
        """The first day on which it may hold."""
        return self.start if self.starts_from is None else self.starts_from

    @property
    def latest_end(self) -> date | None:
        """The first day on which it can no longer hold; None: open."""
        return self.end if self.ends_by is None else self.ends_by

    @property
    def is_exact(self) -> bool:
        """Whether its first and last day are known."""
        return self.starts_from is None and self.ends_by is None

    def holds(self, on: date) -> bool:
        """Whether the day surely lies in the spell."""
        return self.start <= on and (self.end is None or on < self.end)

    def may_hold(self, on: date) -> bool:
        """Whether the day lies in the spell, or may."""
        latest = self.latest_end
        return self.earliest_start <= on and (latest is None or on < latest)

    def unsure_on(self, on: date) -> bool:
        """Whether it is not known that the day lies in the spell or outside."""
        return self.may_hold(on) and not self.holds(on)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding of `safehavens lint` that is a true feature of the law, and why."""

    finding: str
    because: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact about a request.

    `implies` is a condition (text) that holds wherever the fact is true; `means` is one that holds
    exactly where the fact is true. `labels` run along `values`, in words for people; one may be
    empty. `presume` is the value taken where the fact is left out; None: then it is not known.
    `presume_unless` is a condition (text) under which nothing is presumed.
    `register` names the register that says more of some agencies than `presume` does. `private`:
    about a person's own status, never stored or logged. `derived`: read off the place asked about,
    never given.
    """

    name: str
    type: Literal["bool", "enum", "number"]
    ask: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    presume: FactValue | None = None
    presume_unless: str | None = None
    implies: str | None = None
    means: str | None = None
    private: bool = False
    derived: bool = False
    file: str = ""
    line: int = 0
    register: str | None = None
    labels: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    def label(self, value: str) -> str | None:
        """What pages call a value of an enum; None: it has no label."""
        if not self.labels or value not in self.values:
            return None
        return self.labels[self.values.index(value)] or None


@dataclass(frozen=True, slots=True)
class Norm:
    """Who must, must not or may do what, when, and where that is written.

    `bodies` says whether it binds public or private bodies of an agency kind that may be either;
    None: what is usual (`safehavens.decide.norms.agency_law.find_bodies`).

    `id` is `instrument#norm`. `who` is spelled out: `any_agency` has become every agency kind it
    covers, and `except_who` has been taken out. `grants` is what a `may` gives: a power or leave,
    or only that a higher law does not require the act; None of a duty or ban. `says_es` is a
    translation of `says`, which is the text that counts.

    `sources` are its own, else those of its instrument, from the firmest. `seen` is how the first
    was seen; `rated` is how sure its coder is, and `confidence` the same, but no surer than that
    source allows
    (`safehavens.corpus.sources.cap_confidence`).
    """

    id: str
    instrument: str
    cite: str
    says: str
    who: frozenset[str]
    who_written: tuple[str, ...]
    except_who: tuple[str, ...]
    actions: tuple[str, ...]
    modality: Modality
    grants: Grant | None
    bodies: Bodies | None
    when: str | None
    unless: str | None
    defeats: tuple[str, ...]
    yields_to: tuple[str, ...]
    preempts: Literal["no", "yes", "disputed"]
    spells: tuple[Spell, ...]
    confidence: Confidence
    note: str | None
    file: str
    line: int
    condition_lines: tuple[int, int]  # of `when` and of `unless`
    accepted: tuple[Accepted, ...] = ()
    clock: Clock | None = None
    notice: Notice | None = None
    remedies: tuple[Remedy, ...] = ()
    says_es: str | None = None
    sources: tuple[Source, ...] = ()
    seen: Seen = "official"
    rated: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal instrument: a statute, an ordinance, an order, a policy, a rule made by courts.

    `bound` are the places it binds: its `applies_to`, else its issuer. With reach `own` it binds
    the agencies of those places; with `within`, those of every place inside them as well.
    `sources` run from the firmest (`safehavens.corpus.sources.order_sources`). `defines` says, by
    shared fact, what this law means by it.

    `each`: what is said of many places alike, each of which has it for itself. Its `issuer` is then
    the first of `bound`, which stand alike, and every one of them is among its `makers`.
    """

    id: str
    title: str
    kind: str
    issuer: str
    reach: Reach
    bound: tuple[str, ...]
    binding: bool
    citation: str
    enacted: date | None
    spells: tuple[Spell, ...]
    sources: tuple[Source, ...]
    defines: dict[str, str]
    terms: dict[str, str]
    term_lines: dict[str, int]
    norms: tuple[Norm, ...]
    note: str | None
    file: str
    each: bool = False

    @property
    def makers(self) -> tuple[str, ...]:
        """The places whose own law it is."""
        return self.bound if self.each else (self.issuer,)

    @property
    def home(self) -> str:
        """The place under which it is listed: its maker, or what all its makers lie in."""
        return self.issuer.rpartition("/")[0] if self.each else self.issuer

    def maker_for(self, place: str) -> str:
        """The place whose law it is, for the agencies of a place."""
        return place if self.each and place in self.bound else self.issuer


@dataclass(frozen=True, slots=True)
class Effect:
    """What a ruling does to one norm, when and for whom.

    `places` empty and `everywhere` False: it reaches nobody beyond the named parties.
    """

    ruling: str
    norm: str
    kind: EffectKind
    spell: Spell
    everywhere: bool
    places: tuple[str, ...]
    courts: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A court's decision and what it did to norms."""

    id: str
    title: str
    citation: str
    court: str
    decided: date
    issue: str
    held: str
    effects: tuple[Effect, ...]
    outcome_for_haven: Literal["won", "lost", "mixed"]
    sources: tuple[Source, ...]
    note: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Event:
    """A dated piece of history that no norm carries."""

    date: date
    place: str
    kind: str
    what: str
    cite: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: a question, and the answer read from the law."""

    name: str
    place: str
    who: str
    action: str
    date: date
    facts: dict[str, FactValue | None]
    expect: Verdict
    because: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Probe:
    """A standard request, asked everywhere alike.

    `counts` is what each answer counts in indices (0 where it is not there), and `weight` how
    much the probe counts beside others. `caution` is what to know before its verdicts are used.
    """

    id: str
    says: str
    domain: str
    who: str
    action: str
    facts: dict[str, FactValue | None]
    weight: float
    counts: dict[Answer, float]
    caution: str | None = None


RAW: Final = "_raw"
"""What the name of an index ends in where its raw value is a column of tables."""


@dataclass(frozen=True, slots=True)
class Index:
    """The weighted mean, over `probes`, of what their answers count.

    `counts` is by probe: each probe's own, or what the index says in its place. `centered`: what
    national law alone gives is taken off.
    """

    id: str
    says: str
    probes: tuple[str, ...]
    counts: dict[str, dict[Answer, float]]
    centered: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """1 where every probe of `all`, and one of `any` if it is not empty, has an answer listed."""

    id: str
    says: str
    all: dict[str, tuple[Answer, ...]]
    any: dict[str, tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Battery:
    """The probes, and what is read off their verdicts; each by id, no id twice."""

    probes: dict[str, Probe]
    indices: dict[str, Index]
    indicators: dict[str, Indicator]


@dataclass(frozen=True, slots=True)
class Lawbook:
    """All that a corpus holds, read and checked. `version` is a digest of its files' contents."""

    vocabulary: Vocabulary
    facts: dict[str, Fact]
    instruments: Mapping[str, Instrument]
    rulings: dict[str, Ruling]
    events: Sequence[Event]
    cases: Sequence[Case]
    version: str
    norms: Mapping[str, Norm]
    places: frozenset[str]
    """Every place that the files name."""
    battery: Battery | None = None
    """The probes of `probes.yaml`, where the corpus has one."""
    synonyms: Synonyms = NO_SYNONYMS
    """What people call things: `synonyms.yaml`, where the corpus has one."""
    coverage: Coverage = NO_COVERAGE
    """What was searched, and the days that are answered: `coverage/`, where the corpus has it."""
    governments: Governments = NO_GOVERNMENTS
    """Which agencies governments have: `governments/`, where the corpus has it."""
    registers: dict[str, Register] = field(default_factory=dict)
    """Lists that give a fact of agencies, by id: `registers/`, where the corpus has it."""
    reports: Mapping[str, ReportTemplate] = field(default_factory=dict)
    """Reports that laws demand of agencies, by id: the folders `reports/`, where there are any."""
    ready: Mapping[str, Any] = field(init=False, compare=False, repr=False, default_factory=dict)
    """What was worked out of this very lawbook and kept beside it, by name; each part is made where
    it is not here. A changed copy of a lawbook has none."""
