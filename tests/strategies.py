"""Random law and random requests, for property-based tests.

A lawbook is drawn as *law files* would say it (a `Book`), and made into the engine's types in two
ways: directly (`Book.lawbook`, fast) and by writing YAML and reading it (`Book.write`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

from safehavens.corpus.agencies.governments import (
    NO_GOVERNMENTS,
    GovernmentFact,
    Governments,
    SchoolGovernment,
    Service,
)
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.model import (
    Confidence,
    Effect,
    Fact,
    FactValue,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
    Seen,
    Source,
    Spell,
    Vocabulary,
)
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.tables.coverage_rows import find_last_day
from safehavens.corpus.searches import CAME, DEPTHS, NO_COVERAGE, Coverage, FirstDay, Search
from safehavens.corpus.vocabulary import AgencyKind, Deed
from safehavens.decide.decision import plain
from safehavens.decide.engine import Engine
from safehavens.decide.request import Request
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import (
    FALSE,
    TRUE,
    Among,
    And,
    Compares,
    Comparison,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    facts_of,
)
from tests.drawn_registers import make_register, near, write_register

US = "ocd-division/country:us"
CA = f"{US}/state:ca"
FRESNO_COUNTY = f"{CA}/county:fresno"
ALIKE = (f"{CA}/county:alameda", FRESNO_COUNTY)
"""Counties that have something each for itself."""
FRESNO = f"{CA}/place:fresno"
IL = f"{US}/state:il"
CHICAGO = f"{IL}/place:chicago"
COOK_COUNTY = f"{IL}/county:cook"
EU = "ocd-division/region:eu"
PLACES = (US, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO)

WHO = {
    "police": "a police department",
    "jail": "whoever runs the jail",
    "any_agency": "every agency",
    "school": "a school",
    "clinic": "a clinic",
    "legislature": "the body that adopts local policy",
    "federal_immigration": "national immigration officers",
}
AGENCIES = frozenset({"police", "jail", "school", "clinic", "any_agency"})
OWNERSHIP = {
    "police": "public", "jail": "public", "school": "presumed_public", "clinic": "asked",
    "any_agency": "public",
}  # fmt: skip
FIXES = {"transfer": {"kind": "stop"}}
"""What an action fixes, where the corpus has the fact."""
PRESUMES: dict[str, dict[str, tuple[FactValue, ...]]] = {
    "hold": {"adult": (False,), "distance": (7,)},
    "inform_person": {"age": (16,), "kind": ("none", "stop")},
}
"""What an action presumes, where the corpus has the fact and no register says anything of it."""
ACTIONS = {
    "custody": {"hold": "keep a person", "transfer": "hand a person over"},
    "governance": {"inform_person": "tell the person", "report_requests": "report requests"},
}
COURTS = {
    "ca9": [f"{US}/state:{s}" for s in ("ak", "az", "ca", "hi", "id", "mt", "nv", "or", "wa")]
    + [f"{US}/territory:gu", f"{US}/territory:mp"],
    "ilnd": [IL],
    "scotus": [US],
}

# Every kind of fact, tied by implications in chains, in a fork and to a number.
FACTS: dict[str, dict[str, Any]] = {
    "calm": {"type": "bool"},
    "court_order": {"type": "bool", "presume": False},
    "warned": {"type": "bool", "presume": True},
    "felony": {"type": "bool"},
    "violent": {"type": "bool", "implies": "felony"},
    "listed": {"type": "bool", "presume": False, "implies": "violent OR kind = 'raid'"},
    "adult": {"type": "bool", "implies": "age >= 18"},
    "of_age_now": {"type": "bool", "implies": "age = 18 AND NOT warned"},
    "minor": {"type": "bool", "presume": False, "means": "age < 18"},
    "status": {"type": "bool", "private": True, "implies": "calm"},
    "papers": {
        "type": "enum", "values": ["paper_none", "paper_visa"], "private": True,
        "presume": "paper_none",
    },
    "kind": {"type": "enum", "values": ["none", "raid", "stop"]},
    "purpose": {
        "type": "enum", "values": ["civil", "criminal"], "presume": "civil",
        "presume_unless": "kind = 'raid' OR felony",
    },
    "ownership": {"type": "enum", "values": ["public", "private"]},
    "age": {"type": "number", "unit": "years", "presume": 40},
    "distance": {"type": "number", "presume": 2},
    "agency_level": {
        "type": "enum", "values": ["national", "state", "county", "place"], "derived": True,
    },
}  # fmt: skip
IMPLIED: dict[str, Expression] = {
    "violent": Holds("felony"),
    "listed": Or((Holds("violent"), Among("kind", frozenset({"raid"})))),
    "adult": Compares("age", ">=", 18),
    "of_age_now": And((Compares("age", "=", 18), Not(Holds("warned")))),
    "minor": Compares("age", "<", 18),
    "status": Holds("calm"),
}
PRESUMED_UNLESS: dict[str, Expression] = {
    "purpose": Or((Among("kind", frozenset({"raid"})), Holds("felony"))),
}
NUMBERS = (0, 5, 18)
DAYS = tuple(date(year, 1, 1) for year in range(2014, 2020))
_SEEN: tuple[Seen, ...] = ("official", "copy", "described", "recalled")
_RATED: tuple[Confidence, ...] = ("high", "medium", "low")


# ---- conditions ----------------------------------------------------------------------------------


def atoms_on(name: str) -> list[Expression]:
    """Every kind of atom on a fact."""
    form = FACTS[name]
    if form["type"] == "bool":
        return [Holds(name)]
    if form["type"] == "enum":
        values = form["values"]
        return [
            *(Among(name, frozenset({value})) for value in values),
            Among(name, frozenset(values[1:])),
            Among(name, frozenset(values[:2])),
        ]
    relations: tuple[Comparison, ...] = ("=", "<", "<=", ">", ">=")
    return [Compares(name, relation, n) for n in NUMBERS for relation in relations]


def make_expression(chance: Random, facts: Sequence[str], depth: int) -> Expression:
    """A condition over these facts, nested at most this deep; now and then with a constant."""
    kind = chance.random()
    if depth > 1 and kind < 0.65:
        if kind < 0.15:
            return Not(make_expression(chance, facts, depth - 1))
        count = chance.choice((2, 2, 3))
        parts = tuple(make_expression(chance, facts, depth - 1) for _ in range(count))
        return And(parts) if kind < 0.4 else Or(parts)
    if kind > 0.98:
        return Constant(chance.random() < 0.5)
    return chance.choice(atoms_on(chance.choice(facts)))


@st.composite
def expressions(draw: st.DrawFn, facts: Sequence[str] = tuple(FACTS), depth: int = 3) -> Expression:
    """A condition over these facts, nested at most this deep."""
    return make_expression(draw(chances), facts, depth)


def sql(expression: Expression) -> str:
    """The condition as a law file would write it."""
    match expression:
        case Constant(value):
            return "TRUE" if value else "FALSE"
        case Holds(fact):
            return fact
        case Among(fact, values):
            listed = ", ".join(f"'{value}'" for value in sorted(values))
            return f"{fact} IN ({listed})"
        case Compares(fact, relation, number):
            return f"{fact} {relation} {number:g}"
        case Not(part):
            return f"NOT ({sql(part)})"
        case And(parts):
            return " AND ".join(f"({sql(part)})" for part in parts)
        case Or(parts):
            return " OR ".join(f"({sql(part)})" for part in parts)


# ---- law -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NormDraft:
    id: str
    who: tuple[str, ...]
    except_who: tuple[str, ...]
    actions: tuple[str, ...]
    modality: str
    when: Expression | None
    unless: Expression | None
    defeats: tuple[str, ...]
    yields_to: tuple[str, ...]
    preempts: str
    spells: tuple[Spell, ...]
    grants: str = "power"
    bodies: str | None = None


@dataclass(frozen=True)
class InstrumentDraft:
    id: str
    kind: str
    issuer: str
    reach: str | None
    applies_to: tuple[str, ...]
    binding: bool
    norms: tuple[NormDraft, ...]

    @property
    def each(self) -> bool:
        """Whether several counties have it, each for itself."""
        return self.applies_to == ALIKE


@dataclass(frozen=True)
class EffectDraft:
    norm: str
    kind: str
    spell: Spell
    scope: dict[str, list[str]] | None


@dataclass(frozen=True)
class CoverageDraft:
    """What the tables of `coverage/` say: searches, and the first day of each domain."""

    searches: tuple[Search, ...]
    first_days: dict[str, date]

    def coverage(self, norms: Iterable[Norm]) -> Coverage:
        by_place: dict[str, list[Search]] = {}
        for search in self.searches:
            by_place.setdefault(search.place, []).append(search)
        return Coverage(
            {place: tuple(sorted(rows, key=Coverage.order)) for place, rows in by_place.items()},
            {domain: FirstDay(domain, day, WHY) for domain, day in self.first_days.items()},
            find_last_day(norms) if by_place else None,
        )

    def write(self, folder: Path) -> None:
        folder.mkdir()
        rows = [
            [s.place, ";".join(s.domains), s.back_to, s.through, s.depth, s.queries, s.came, ""]
            for s in self.searches
        ]
        header = ["place", "domain", "back_to", "through", "depth", "queries", "came", "note"]
        _write_csv(folder / "drawn.csv", header, rows)
        days = [[domain, day, WHY] for domain, day in self.first_days.items()]
        _write_csv(folder / "domains.csv", ["domain", "first_day", "why"], days)


def _write_csv(path: Path, header: list[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


WHY = "nothing earlier is coded"


@dataclass(frozen=True)
class Ties:
    """Facts with what they imply, mean or are presumed to be, in place of what `FACTS` says."""

    forms: dict[str, dict[str, Any]]
    implied: dict[str, Expression]
    presumed_unless: dict[str, Expression]


@dataclass(frozen=True)
class Book:
    """A corpus before it is made: what its files say."""

    facts: tuple[str, ...]
    instruments: tuple[InstrumentDraft, ...]
    rulings: dict[str, tuple[EffectDraft, ...]] = field(default_factory=dict)
    coverage: CoverageDraft | None = None
    register: Register | None = None
    governments: Governments = NO_GOVERNMENTS
    ties: Ties | None = None
    """What facts imply and what is presumed of them, where it is not as in `FACTS`."""
    presumes_of: dict[str, dict[str, tuple[FactValue, ...]]] = field(
        default_factory=lambda: PRESUMES
    )
    """What actions presume, where the corpus has the fact and no register says anything of it."""

    # ---- directly ----

    def lawbook(self) -> Lawbook:
        instruments = {draft.id: _instrument(draft) for draft in self.instruments}
        norms = {norm.id: norm for i in instruments.values() for norm in i.norms}
        drawn = self.coverage
        return Lawbook(
            vocabulary=Vocabulary(
                who=WHO,
                actions={a: said for words in ACTIONS.values() for a, said in words.items()},
                domains={domain: tuple(words) for domain, words in ACTIONS.items()},
                domain_of={a: domain for domain, words in ACTIONS.items() for a in words},
                kinds={
                    who: AgencyKind(
                        who,
                        says,
                        who.replace("_", " "),
                        agency=who in AGENCIES,
                        ownership=OWNERSHIP.get(who),  # type: ignore[arg-type]
                    )
                    for who, says in WHO.items()
                },
                deeds={
                    action: Deed(
                        action,
                        says,
                        action.replace("_", " "),
                        domain,
                        self.fixes(action),
                        presumes=self.presumes(action),
                    )
                    for domain, words in ACTIONS.items()
                    for action, says in words.items()
                },
            ),
            facts={name: _fact(name, self.form(name), self.register) for name in self.facts},
            instruments=instruments,
            rulings={id: _ruling(id, drafts) for id, drafts in self.rulings.items()},
            events=(),
            cases=(),
            version="0" * 64,
            norms=norms,
            coverage=NO_COVERAGE if drawn is None else drawn.coverage(norms.values()),
            registers={} if self.register is None else {self.register.id: self.register},
            governments=self.governments,
            places=frozenset(PLACES) | {EU},
        )

    def fixes(self, action: str) -> dict[str, FactValue]:
        """What an action fixes of the facts that the corpus has."""
        fixes: dict[str, FactValue] = {**FIXES.get(action, {})}
        return {name: value for name, value in fixes.items() if name in self.facts}

    def presumes(self, action: str) -> dict[str, tuple[FactValue, ...]]:
        """What an action presumes of the facts that the corpus has."""
        listed = None if self.register is None else self.register.fact
        return {
            name: values
            for name, values in self.presumes_of.get(action, {}).items()
            if name in self.facts and name != listed
        }

    def conditions(self) -> Conditions:
        norms = [norm for instrument in self.instruments for norm in instrument.norms]
        when = {norm.id: norm.when or TRUE for norm in norms}
        unless = {norm.id: norm.unless or FALSE for norm in norms}
        return Conditions(
            applies={id: And((when[id], Not(unless[id]))) for id in when},
            when=when,
            unless=unless,
            implied=self._of_facts(IMPLIED if self.ties is None else self.ties.implied),
            defined=frozenset(name for name in self.facts if "means" in self.form(name)),
            presumed_unless=self._of_facts(
                PRESUMED_UNLESS if self.ties is None else self.ties.presumed_unless
            ),
        )

    def form(self, name: str) -> dict[str, Any]:
        """A fact as law files declare it."""
        return FACTS[name] if self.ties is None else self.ties.forms[name]

    def _of_facts(self, conditions: dict[str, Expression]) -> dict[str, Expression]:
        return {name: one for name, one in conditions.items() if name in self.facts}

    def engine(self) -> Engine:
        return Engine(self.lawbook(), self.conditions(), GAZETTEER)

    # ---- as files ----

    def write(self, folder: Path) -> None:
        """Write the corpus as law files."""
        documents: dict[str, Any] = {
            "vocabulary": {
                "who": {
                    who: {
                        "says": says,
                        **({} if who in AGENCIES else {"agency": False}),
                        **({"ownership": OWNERSHIP[who]} if who in OWNERSHIP else {}),
                    }
                    for who, says in WHO.items()
                },
                "actions": {
                    domain: {
                        action: {
                            "says": says,
                            "fixes": self.fixes(action),
                            "presumes": {
                                name: values[0] if len(values) == 1 else list(values)
                                for name, values in self.presumes(action).items()
                            },
                        }
                        for action, says in words.items()
                    }
                    for domain, words in ACTIONS.items()
                },
                "facts": {
                    name: _fact_form(name, self.form(name), self.register) for name in self.facts
                },
            }
        }
        documents |= {draft.id: _instrument_form(draft) for draft in self.instruments}
        documents |= {id: _ruling_form(id, drafts) for id, drafts in self.rulings.items()}
        for id, document in documents.items():
            text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
            (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
        if self.coverage is not None:
            self.coverage.write(folder / "coverage")
        if self.register is not None:
            write_register(self.register, folder / "registers")


GAZETTEER = load_gazetteer().with_ids({*PLACES, EU})


def _fact_form(name: str, form: dict[str, Any], register: Register | None) -> dict[str, Any]:
    if register is not None and register.fact == name:
        form = {**form, "register": register.id}
    return form if form.get("derived") else {**form, "ask": f"What of {name}?"}


def _fact(name: str, form: dict[str, Any], register: Register | None) -> Fact:
    form = {**_fact_form(name, form, register)}
    form["values"] = tuple(form.get("values", ()))
    return Fact(name=name, **{"ask": "", "file": "vocabulary.yaml", "line": 1, **form})


def _norm(instrument: str, draft: NormDraft) -> Norm:
    who = set(draft.who)
    if "any_agency" in who:
        who |= AGENCIES
    return Norm(
        id=draft.id,
        instrument=instrument,
        cite="§ 1",
        says="Says so.",
        who=frozenset(who - set(draft.except_who)),
        who_written=draft.who,
        except_who=draft.except_who,
        actions=draft.actions,
        modality=draft.modality,  # type: ignore[arg-type]
        grants=draft.grants if draft.modality == "may" else None,  # type: ignore[arg-type]
        bodies=draft.bodies,  # type: ignore[arg-type]
        when=None if draft.when is None else sql(draft.when),
        unless=None if draft.unless is None else sql(draft.unless),
        defeats=draft.defeats,
        yields_to=draft.yields_to,
        preempts=draft.preempts,  # type: ignore[arg-type]
        spells=draft.spells,
        confidence=_confidence(instrument, draft.id),
        note=None,
        file=f"{instrument}.yaml",
        line=1,
        condition_lines=(1, 1),
        sources=(_source(instrument),),
        seen=_seen(instrument),
        rated=_rated(draft.id),
    )


def _seen(id: str) -> Seen:
    """How the source of an instrument was seen: by its id, so that the same law is drawn again."""
    return _SEEN[sum(map(ord, id)) % 4]


def _rated(norm: str) -> Confidence:
    return _RATED[sum(map(ord, norm)) % 3]


def _confidence(instrument: str, norm: str) -> Confidence:
    """What a norm is rated, but at most medium if described and low if recalled."""
    may_be = {"described": _RATED[1:], "recalled": _RATED[2:]}.get(_seen(instrument), _RATED)
    return _rated(norm) if _rated(norm) in may_be else may_be[0]


def _source(id: str) -> Source:
    return Source("https://example.org/law", _seen(id), DAYS[0])


def _instrument(draft: InstrumentDraft) -> Instrument:
    within = draft.kind in ("constitution", "statute")
    return Instrument(
        id=draft.id,
        title=f"Instrument {draft.id}",
        kind=draft.kind,
        issuer=draft.applies_to[0] if draft.each else draft.issuer,
        reach=draft.reach or ("within" if within else "own"),  # type: ignore[arg-type]
        bound=draft.applies_to or (draft.issuer,),
        binding=draft.binding,
        citation="1 Code 1",
        enacted=None,
        spells=(Spell(DAYS[0]),),
        sources=(_source(draft.id),),
        defines={},
        terms={},
        term_lines={},
        norms=tuple(_norm(draft.id, norm) for norm in draft.norms),
        note=None,
        file=f"{draft.id}.yaml",
        each=draft.each,
    )


def _effect(ruling: str, draft: EffectDraft) -> Effect:
    scope = draft.scope or {}
    places = list(scope.get("places", []))
    if not places:
        places += [place for court in scope.get("courts", []) for place in COURTS[court]]
        places += [p for p in scope.get("parties", []) if p.startswith("ocd-division/")]
    return Effect(
        ruling=ruling,
        norm=draft.norm,
        kind=draft.kind,  # type: ignore[arg-type]
        spell=draft.spell,
        everywhere=draft.scope is None,
        places=tuple(dict.fromkeys(places)),
        courts=tuple(scope.get("courts", [])),
        parties=tuple(scope.get("parties", [])),
    )


def _ruling(id: str, drafts: tuple[EffectDraft, ...]) -> Ruling:
    return Ruling(
        id=id,
        title=f"Ruling {id}",
        citation="1 F.3d 1",
        court="ca9",
        decided=DAYS[0],
        issue="other",
        held="Held.",
        effects=tuple(_effect(id, draft) for draft in drafts),
        outcome_for_haven="mixed",
        sources=(Source(None, "recalled", None),),
        note=None,
        file=f"{id}.yaml",
    )


def _spell_form(spell: Spell) -> dict[str, Any]:
    form: dict[str, Any] = {"from": _day_form(spell.earliest_start, spell.start)}
    if spell.end is not None:
        form["to"] = _day_form(spell.end, spell.latest_end)
    return form


def _day_form(earliest: date, latest: date | None) -> Any:
    """A day, or what is known of it: not later than one, or between two."""
    if earliest == latest:
        return latest.isoformat()
    bounds = {"after": earliest, "by": latest}
    return {k: str(day) for k, day in bounds.items() if day is not None and day != date.min}


def _norm_form(draft: NormDraft) -> dict[str, Any]:
    form: dict[str, Any] = {
        "id": draft.id.partition("#")[2],
        "cite": "§ 1",
        "says": "Says so.",
        "who": list(draft.who),
        "action": draft.actions[0] if len(draft.actions) == 1 else list(draft.actions),
        "modality": draft.modality,
        **({} if draft.bodies is None else {"bodies": draft.bodies}),
        **({"grants": draft.grants} if draft.modality == "may" else {}),
        "in_force": [_spell_form(spell) for spell in draft.spells],
        "confidence": _rated(draft.id),
        "preempts": {"no": False, "yes": True, "disputed": "disputed"}[draft.preempts],
    }
    if draft.modality == "may":
        form["grants"] = draft.grants
    for name in ("except_who", "defeats", "yields_to"):
        if getattr(draft, name):
            form[name] = list(getattr(draft, name))
    for name in ("when", "unless"):
        if (condition := getattr(draft, name)) is not None:
            form[name] = sql(condition)
    return form


def _instrument_form(draft: InstrumentDraft) -> dict[str, Any]:
    form: dict[str, Any] = {
        "id": draft.id,
        "title": f"Instrument {draft.id}",
        "kind": draft.kind,
        "issuer": "each" if draft.each else draft.issuer,
        "force": "binding" if draft.binding else "advisory",
        "citation": "1 Code 1",
        "in_force": [_spell_form(Spell(DAYS[0]))],
        "sources": [plain(_source(draft.id))],
        "norms": [_norm_form(norm) for norm in draft.norms],
    }
    if draft.reach is not None:
        form["reach"] = draft.reach
    if draft.applies_to:
        form["applies_to"] = list(draft.applies_to)
    return form


def _ruling_form(id: str, drafts: tuple[EffectDraft, ...]) -> dict[str, Any]:
    return {
        "id": id,
        "title": f"Ruling {id}",
        "citation": "1 F.3d 1",
        "court": "ca9",
        "decided": DAYS[0].isoformat(),
        "issue": "other",
        "held": "Held.",
        "effects": [
            {"norm": draft.norm, "effect": draft.kind, **_spell_form(draft.spell)}
            | ({} if draft.scope is None else {"scope": draft.scope})
            for draft in drafts
        ],
        "outcome_for_haven": "mixed",
        "sources": [{"seen": "recalled"}],
    }


# ---- drawn ---------------------------------------------------------------------------------------

ISSUERS = {
    US: ("constitution", "statute", "statute", "executive_order"),
    CA: ("statute", "statute", "statute", "executive_order"),
    IL: ("statute",),
    FRESNO_COUNTY: ("ordinance", "statute"),
    FRESNO: ("ordinance",),
    CHICAGO: ("ordinance",),
    EU: ("statute",),
}
EXTENTS: dict[str, list[tuple[str, ...]]] = {
    EU: [(US,), (CA, CHICAGO)],
    FRESNO_COUNTY: [(), (FRESNO,), ALIKE],
    IL: [(), (CHICAGO,)],
}
NEEDS = {
    "listed": ("violent", "felony", "kind"),
    "violent": ("felony",),
    "adult": ("age",),
    "minor": ("age",),
    "of_age_now": ("age", "warned"),
    "status": ("calm",),
    "purpose": ("kind", "felony"),
}
SCOPES: tuple[dict[str, list[str]] | None, ...] = (
    None,
    None,
    {"places": [CA]},
    {"places": [FRESNO_COUNTY, CHICAGO]},
    {"places": [CHICAGO], "courts": ["ca9"], "parties": [FRESNO]},
    {"courts": ["ca9"]},
    {"courts": ["ilnd"], "parties": ["a church"]},
    {"courts": ["scotus"]},
    {"parties": ["a church"]},
    {"parties": ["a church", FRESNO, IL]},
)

# Hypothesis draws the size of things and a seed: choice by choice it would be ten times slower.
chances = st.integers(0, 2**48).map(Random)


@st.composite
def books(draw: st.DrawFn, most_norms: int = 9, most_facts: int = 5) -> Book:
    """A small corpus. Most of its norms speak of one action in one place, so that they meet."""
    chance = draw(chances)
    facts = make_facts(chance, draw(st.integers(1, most_facts)))
    return _draw_book(draw, chance, facts, most_norms)


@st.composite
def tied_books(draw: st.DrawFn, most_norms: int = 9, most_facts: int = 5) -> Book:
    """A small corpus whose facts imply others of which something is presumed, as it comes.

    Chains of implications, terms (`means`) of several facts, presumptions unless a condition holds.
    """
    chance = draw(chances)
    numbers = [name for name in FACTS if FACTS[name]["type"] == "number"]
    others = [n for n in FACTS if n not in numbers and not FACTS[n].get("derived")]
    count = draw(st.integers(2, max(2, most_facts)))
    chosen = {*chance.sample(others, count - 1), chance.choice((*others, *numbers))}
    chosen.add(chance.choice([n for n in others if FACTS[n]["type"] == "bool"]))
    ties = make_ties(chance, sorted(chosen))
    facts = (*(name for name in FACTS if name in chosen), "agency_level")
    book = _draw_book(draw, chance, facts, most_norms)
    return replace(book, ties=ties, presumes_of=_make_presumes(chance))


def _make_presumes(chance: Random) -> dict[str, dict[str, tuple[FactValue, ...]]]:
    """What actions presume: some of a fact that it is one of several values."""
    presumes: dict[str, dict[str, tuple[FactValue, ...]]] = {**PRESUMES}
    for action in ("hold", "inform_person"):
        mine = presumes[action] = {**PRESUMES[action]}
        mine.pop("kind", None)
        if chance.random() < 0.6:
            mine["kind"] = tuple(chance.sample(("none", "raid", "stop"), 2))
        if chance.random() < 0.3:
            mine["purpose"] = (chance.choice(("civil", "criminal")),)
    return presumes


def make_ties(chance: Random, facts: Sequence[str]) -> Ties:
    """What these facts imply, mean and are presumed to be; as it comes."""
    order = chance.sample(facts, len(facts))
    forms: dict[str, dict[str, Any]] = {"agency_level": FACTS["agency_level"]}
    implied: dict[str, Expression] = {}
    unless: dict[str, Expression] = {}
    for i, name in enumerate(order):
        kept = ("type", "values", "unit", "private")
        form = {key: value for key, value in FACTS[name].items() if key in kept}
        others, before = [n for n in order if n != name], order[:i]
        if form["type"] == "bool" and others:
            tie = chance.choice((None, "implies", "implies", "means"))
            among = others if tie == "implies" else before
            if tie is not None and among:
                implied[name] = _make_tie(chance, among)
                form[tie] = sql(implied[name])
        if chance.random() < 0.7:
            values = {"bool": (False, True), "number": (7, 18, 40)}
            either = values.get(form["type"]) or form["values"]
            form["presume"] = False if "implies" in form else chance.choice(either)
            if before and form["type"] != "number" and chance.random() < 0.5:
                unless[name] = _make_tie(chance, before)
                form["presume_unless"] = sql(unless[name])
        forms[name] = form
    return Ties(forms, implied, unless)


def _make_tie(chance: Random, facts: Sequence[str]) -> Expression:
    """A condition that asks for something; mostly a short one."""
    while True:
        made = make_expression(chance, facts, chance.choice((1, 1, 2, 2, 3)))
        if facts_of(made):
            return made


def _draw_book(draw: st.DrawFn, chance: Random, facts: tuple[str, ...], most_norms: int) -> Book:
    count = draw(st.integers(1, most_norms))
    ids = [f"law{chance.randrange(5)}#n{i}" for i in range(count)]
    drafts: dict[str, list[NormDraft]] = {}
    for id in ids:
        drafts.setdefault(id.partition("#")[0], []).append(_make_norm(chance, id, ids, facts))
    instruments = []
    for id, norms in sorted(drafts.items()):
        issuer = chance.choice(
            (US, CA, FRESNO) * 4 + (FRESNO_COUNTY, FRESNO_COUNTY, IL, CHICAGO, EU)
        )
        applies_to = chance.choice(EXTENTS.get(issuer, [()]))
        reaches = ("own",) if applies_to == ALIKE else (None,) * 6 + ("within", "within", "own")
        instruments.append(
            InstrumentDraft(
                id=id,
                kind=chance.choice(ISSUERS[issuer]),
                issuer=issuer,
                reach=chance.choice(reaches),
                applies_to=applies_to,
                binding=chance.random() < 0.85,
                norms=tuple(norms),
            )
        )
    found = [_make_effect(chance, ids) for _ in range(draw(st.integers(0, 3)))]
    cut = chance.randint(0, len(found))
    rulings = {"case0": tuple(found[:cut]), "case1": tuple(found[cut:])}
    return Book(facts, tuple(instruments), {id: e for id, e in rulings.items() if e})


@st.composite
def covered_books(draw: st.DrawFn, **kinds: Any) -> Book:
    """A small corpus that says what was searched, and refuses some days."""
    book, chance = draw(books(**kinds)), draw(chances)
    domains = tuple(ACTIONS)
    searches = []
    for line in range(2, 2 + draw(st.integers(0, 8))):
        days = sorted(chance.sample([day + timedelta(days=d) for day in DAYS for d in (0, 1)], 2))
        searches.append(
            Search(
                place=chance.choice((FRESNO,) * 3 + (*PLACES, COOK_COUNTY)),
                domains=chance.choice((domains[:1], domains[1:], domains)),
                back_to=days[0],
                through=chance.choice(days),
                depth=chance.choice(DEPTHS),
                queries="a query",
                came=chance.choice(CAME),
                note=None,
                file="coverage/drawn.csv",
                line=line,
            )
        )
    first_days = {domain: chance.choice(DAYS[:3]) for domain in domains if chance.random() < 0.7}
    return replace(book, coverage=CoverageDraft(tuple(searches), first_days))


@st.composite
def governed_books(draw: st.DrawFn, **kinds: Any) -> Book:
    """A small corpus that says which agencies governments have, and whose serve whom."""
    book, chance = draw(books(**kinds)), draw(chances)
    return replace(book, governments=make_governments(chance))


def make_governments(chance: Random) -> Governments:
    """Facts of agencies of cities and counties, schools, an agency that serves another place."""
    seen = {
        "source": "A source", "seen": "copy", "checked": date(2026, 11, 29), "note": None,
        "file": "governments/drawn.csv", "line": 2,
    }  # fmt: skip
    facts = {}
    for place in (FRESNO_COUNTY, FRESNO, CHICAGO):
        for who in ("police", "jail", "clinic"):
            if chance.random() < 0.6:
                facts[place, None, who] = GovernmentFact(
                    place=place,
                    level=None,
                    who=who,
                    has=chance.choice(("yes", "yes", "no", "not_known")),
                    by=None,
                    elected=chance.choice((None, "yes", "no", "not_known")),
                    run_by=chance.choice((None, "sheriff", "county", "not_known"))
                    if who == "jail"
                    else None,
                    **seen,  # type: ignore[arg-type]
                )
    days = sorted(chance.sample(DAYS, 2))
    row = Service(
        place=FRESNO,
        who=chance.choice(("jail", "police")),
        by=FRESNO_COUNTY,
        by_who="jail",
        since=chance.choice((None, days[0])),
        until=chance.choice((None, days[1])),
        **seen,  # type: ignore[arg-type]
    )
    schools = {
        place: SchoolGovernment(place=place, cite="§ 1", since=None, until=None, **seen)  # type: ignore[arg-type]
        for place in (FRESNO, CHICAGO)
        if chance.random() < 0.5
    }
    return Governments(
        facts=facts,
        services={FRESNO: (row,)} if chance.random() < 0.5 else {},
        schools=schools,
        nations=frozenset({US}),
    )


LISTED = ("calm", "court_order", "warned", "felony", "kind", "purpose")
"""Facts that a register may give: with and without a presumption, some tied to others."""


@st.composite
def listed_books(draw: st.DrawFn, **kinds: Any) -> Book:
    """A small corpus with a register of one of its facts."""
    book, chance = draw(books(**kinds)), draw(chances)
    names = [name for name in LISTED if name in book.facts] or ["kind"]
    fact = chance.choice(names)
    form = FACTS[fact]
    register = make_register(
        chance,
        fact,
        tuple(form["values"]) if form["type"] == "enum" else (False, True),
        chance.choice(((US, CA, FRESNO, FRESNO), (CA, FRESNO_COUNTY, FRESNO), PLACES)),
        ("police", "jail"),
        ("hold", "transfer"),
        near(DAYS),
    )
    facts = tuple(name for name in FACTS if name in {*book.facts, fact})
    return replace(book, facts=facts, register=register)


def make_facts(chance: Random, count: int) -> tuple[str, ...]:
    """A few facts, with all that their implications ask for; the level is always there."""
    chosen = set(chance.sample(sorted(FACTS), count)) | {"agency_level"}
    for name, needed in NEEDS.items():
        if name in chosen:
            chosen |= set(needed)
    return tuple(name for name in FACTS if name in chosen)


def _make_spells(chance: Random) -> tuple[Spell, ...]:
    """Mostly one open spell; sometimes one that ends or begins late, or two with a gap; or one
    of which a day is not known."""
    days = sorted(chance.sample(DAYS, 3))
    if chance.random() < 0.25:
        return chance.choice(
            (
                (Spell(days[1], None, starts_from=days[0]),),
                (Spell(days[1], None, starts_from=date.min),),
                (Spell(days[0], days[1], ends_by=days[2]),),
                (Spell(days[2], days[1], starts_from=days[0], ends_by=date(2021, 1, 1)),),
                (Spell(days[0], days[1], ends_by=days[2]), Spell(days[2])),
            )
        )
    return chance.choice(
        (
            *((Spell(DAYS[0]),),) * 7,
            (Spell(days[0], days[1]),),
            (Spell(days[0]),),
            (Spell(days[0], days[1]), Spell(days[2])),
        )
    )


def _make_effect(chance: Random, norms: list[str]) -> EffectDraft:
    start = chance.randrange(len(DAYS))
    end = chance.randint(start, len(DAYS) + 2)
    kinds = ("enjoined", "stayed", "struck", "revived", "revived", "upheld", "narrowed")
    return EffectDraft(
        norm=chance.choice(norms),
        kind=chance.choice(kinds),
        spell=Spell(DAYS[start], DAYS[end] if start < end < len(DAYS) else None),
        scope=chance.choice(SCOPES),
    )


def _make_norm(chance: Random, id: str, ids: list[str], facts: tuple[str, ...]) -> NormDraft:
    others = [other for other in ids if other != id]

    def some() -> tuple[str, ...]:
        rarely = chance.choice((0, 0, 0, 1, 2))
        return tuple(chance.sample(others, min(rarely, len(others))))

    every, jail = ("any_agency",), ("jail",)
    who = (every,) * 6 + (
        jail, ("police", "jail"), ("legislature",), (*every, "legislature"), ("school", "clinic"),
    )  # fmt: skip
    return NormDraft(
        id=id,
        who=chance.choice(who),
        except_who=chance.choice(((),) * 7 + (("police",),)),
        actions=chance.choice((("hold",),) * 8 + (("hold", "transfer"), ("inform_person",))),
        modality=chance.choice(("must", "must_not", "must_not", "may")),
        when=make_expression(chance, facts, 3) if chance.random() < 0.7 else None,
        unless=make_expression(chance, facts, 2) if chance.random() < 0.3 else None,
        defeats=some(),
        yields_to=some(),
        preempts=chance.choice(("no", "no", "no", "yes", "disputed")),
        spells=_make_spells(chance),
        grants=chance.choice(("power", "power", "no_duty")),
        bodies=chance.choice((None,) * 8 + ("public", "private", "any")),
    )


@st.composite
def requests(draw: st.DrawFn, facts: tuple[str, ...]) -> Request:
    """A request near one of the days on which law changes; some facts given, some left open."""
    chance = draw(chances)
    open_ = chance.random()
    given: dict[str, FactValue | None] = {}
    for name in facts:
        if FACTS[name].get("derived"):
            continue
        if chance.random() > open_:
            given[name] = chance.choice(values_of(name))
        elif chance.random() < 0.4:
            given[name] = None
    day = chance.choice(DAYS) + timedelta(days=chance.choice((-1, 0, 1)))
    return Request(
        place=chance.choice((FRESNO,) * 8 + (FRESNO_COUNTY, CA, CHICAGO, IL, US)),
        who=chance.choice(
            ("jail",) * 5 + ("police", "any_agency", "school", "clinic", "legislature")
        ),
        action=chance.choice(("hold",) * 10 + ("transfer", "inform_person")),
        on=day,
        facts=given,
    )


def values_of(name: str) -> Sequence[FactValue]:
    """Values that a fact can be given: every one, or numbers at and around the thresholds."""
    form = FACTS[name]
    if form["type"] == "bool":
        return (False, True)
    if form["type"] == "enum":
        return tuple(form["values"])
    return (*(() if form.get("unit") == "years" else (-3,)), 0, 0.5, 2, 5, 11.5, 17, 18, 18.25, 40)
