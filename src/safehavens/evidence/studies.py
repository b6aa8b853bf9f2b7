"""The nouns of evidence: a study, its estimates, a claim, and how a study bears on a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Status = Literal[
    "published", "working_paper", "report", "thesis", "conference", "book", "draft"
]  # fmt: skip
Seen = Literal["primary", "secondary", "recall"]
Direction = Literal["limiting", "compelling", "service", "none"]
DesignKind = Literal[
    "experiment", "quasi_experiment", "panel", "before_after", "cross_section", "descriptive",
    "review",
]  # fmt: skip
Scale = Literal[
    "proportion", "log", "pp", "share_points", "share", "rate_per_100k", "rate_per_10k",
    "odds_ratio", "risk_ratio", "grams", "sd", "score_points", "count", "usd", "usd_per_year",
    "days", "hours", "periods", "ratio", "gap", "interaction", "correlation", "ordered_logit",
    "qualitative",
]  # fmt: skip
Sign = Literal["negative", "zero", "positive", "mixed"]
ErrorSource = Literal["reported", "ci", "p", "stars", "none"]
Side = Literal["for", "against", "null", "mixed"]
Topic = Literal[
    "crime", "victimization", "crime_reporting", "trust", "deportation", "detainer_compliance",
    "benefits", "health", "birth_outcomes", "education", "labor", "economy", "housing",
    "migration", "elections", "public_opinion",
]  # fmt: skip

TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
SIDES: Final[tuple[Side, ...]] = ("for", "against", "null", "mixed")
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
DESIGN_KINDS: Final[tuple[DesignKind, ...]] = get_args(DesignKind)

FEWEST: Final = 3
"""How many independent studies it takes to pool."""

STRENGTH: Final[dict[DesignKind, int]] = {
    "experiment": 3,
    "quasi_experiment": 3,
    "panel": 2,
    "before_after": 1,
    "cross_section": 1,
    "descriptive": 1,
    "review": 1,
}
"""How well a design tells an effect from other differences: 3 best, 1 least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number, or one finding without a number, of a study.

    Attributes
    ----------
    outcome, text : str
        What was measured, and what the study says of it, in our words.
    effect : float or None
        The change in the outcome when the study's policy is present, on `scale`.
    scale : str
        One of `Scale`.
    se, ci, p, n : optional
        Standard error, 95% interval, p-value and number of observations, only where they were read.
    se_from : str
        Where the error comes from: ``reported``, the interval (``ci``), an exact ``p``, only
        ``stars`` of significance (a bound, never pooled), or ``none``.
    sign : str
        ``zero``: not told apart from no change.
    family : str
        What kind of outcome it is, such as ``violent-crime``; one family is pooled at a time.
    oriented : 1, -1 or None
        What to multiply the effect by, so that more than 0 says: limits go with more of what the
        family names. None: the number is a level or a count, and says nothing of limits.
    primary : bool
        Whether it stands for its study in its family.
    baseline : float or None
        The level that the change starts from.
    seen : str
        ``primary``: in the study itself; ``secondary``: in an account of it; ``recall``: from
        memory, to be checked.
    """

    outcome: str
    scale: Scale
    se_from: ErrorSource
    sign: Sign
    family: str
    seen: Seen
    text: str = ""
    effect: float | None = None
    se: float | None = None
    ci: tuple[float, float] | None = None
    p: float | str | None = None
    n: int | None = None
    oriented: Literal[1, -1] | None = None
    primary: bool = False
    baseline: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study of what a policy does.

    Attributes
    ----------
    id, cite : str
    doi : str or None
    doi_seen : bool or None
        Whether the DOI stood in a text that was read.
    direction : str
        What its policy does to help for immigration enforcement: ``limiting``, ``compelling``,
        ``service`` (whether a service asks for status), ``none`` (no policy is studied).
    laws : tuple of str
        The kinds of law that it studies, of ``laws.yaml``; empty: none of these.
    closes : bool
        Whether a policy of `service` closes the service.
    design, design_kind : str
        In words, and as one of `DesignKind`.
    overlaps : tuple of str
        Studies that are not independent of it: other versions, or the same data. Of these, one is
        pooled.
    """

    id: str
    cite: str
    status: Status
    seen: Seen
    topic: Topic
    policy: str
    direction: Direction
    unit: str
    place_period: str
    design: str
    design_kind: DesignKind
    estimates: tuple[Estimate, ...]
    doi: str | None = None
    doi_seen: bool | None = None
    url: str | None = None
    laws: tuple[str, ...] = ()
    closes: bool = False
    overlaps: tuple[str, ...] = ()
    notes: str = ""

    @property
    def is_mirror(self) -> bool:
        """Whether its policy goes the other way: enforcement added, or a service closed."""
        return self.direction == "compelling" or self.closes

    @property
    def strength(self) -> int:
        """How well its design tells an effect from other differences, 1 to 3."""
        return STRENGTH[self.design_kind]

    def find_primary(self, family: str) -> Estimate | None:
        """The estimate that stands for the study in a family."""
        return next((e for e in self.estimates if e.primary and e.family == family), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How a study bears on a claim.

    Attributes
    ----------
    study : str
    bears : str
        One of `SIDES`; ``null``: no effect where the claim says one.
    direct : bool
        Whether the study's policy is the one that the claim is about; otherwise its evidence is
        mirror evidence, or of no policy.
    note : str
    """

    study: str
    bears: Side
    direct: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of the public debate.

    Attributes
    ----------
    about : tuple of str
        The directions of policy that it is about.
    families : tuple of str
        The families of outcomes that it is about.
    said_by, standing, confidence, gaps : str
        Who says it; our reading of the whole; how sure that reading is; what was not measured.
    """

    id: str
    claim: str
    about: tuple[Direction, ...]
    families: tuple[str, ...]
    said_by: str
    standing: str
    confidence: str
    gaps: str
    bears: tuple[Bearing, ...]
