"""Random law and random requests, for property-based tests.

A lawbook is drawn as *law files* would say it (a `Book`), and made into the engine's types in two
ways: directly (`Book.lawbook`, fast) and by writing YAML and reading it (`Book.write`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from safehavens.corpus.model import (
    Effect,
    Fact,
    FactValue,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
    Source,
    Spell,
    Vocabulary,
)
from safehavens.corpus.places import load as load_gazetteer
from safehavens.decide.engine import Engine
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import (
    FALSE,
    TRUE,
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
)

US = "ocd-division/country:us"
CA = f"{US}/state:ca"
FRESNO_COUNTY = f"{CA}/county:fresno"
FRESNO = f"{CA}/place:fresno"
IL = f"{US}/state:il"
CHICAGO = f"{IL}/place:chicago"
EU = "ocd-division/region:eu"
PLACES = (US, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO)

WHO = {
    "police": "a police department",
    "jail": "whoever runs the jail",
    "any_agency": "every agency",
    "legislature": "the body that adopts local policy",
    "federal_immigration": "national immigration officers",
}
AGENCIES = frozenset({"police", "jail", "any_agency"})
ACTIONS = {
    "custody": {"hold": "keep a person", "transfer": "hand a person over"},
    "governance": {"inform_person": "tell the person", "report_requests": "report requests"},
}
COURTS = {
    "ca9": [f"{US}/state:{s}" for s in "ak az ca hi id mt nv or wa".split()]
    + [f"{US}/territory:gu", f"{US}/territory:mp"],
    "ilnd": [IL],
    "scotus": [US],
}

# Every kind of fact, tied by implications in chains, in a fork and to a number.
FACTS: dict[str, dict[str, Any]] = {
    "calm": {"type": "bool"},
    "order": {"type": "bool", "presume": False},
    "warned": {"type": "bool", "presume": True},
    "felony": {"type": "bool"},
    "violent": {"type": "bool", "implies": "felony"},
    "listed": {"type": "bool", "presume": False, "implies": "violent OR kind = 'raid'"},
    "adult": {"type": "bool", "implies": "age >= 18"},
    "of_age_now": {"type": "bool", "implies": "age = 18 AND NOT warned"},
    "status": {"type": "bool", "private": True, "implies": "kind <> 'none'"},
    "papers": {
        "type": "enum", "values": ["paper_none", "paper_visa"], "private": True,
        "presume": "paper_none",
    },
    "kind": {"type": "enum", "values": ["none", "raid", "stop"]},
    "purpose": {"type": "enum", "values": ["civil", "criminal"], "presume": "civil"},
    "age": {"type": "number", "unit": "years"},
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
    "status": Not(Among("kind", frozenset({"none"}))),
}
NUMBERS = (0, 5, 18)
DAYS = tuple(date(year, 1, 1) for year in range(2014, 2020))


# ---- conditions ----------------------------------------------------------------------------------


def atoms(facts: list[str]) -> st.SearchStrategy[Expression]:
    """An atom on one of these facts, or rarely a constant."""
    return st.one_of(
        st.sampled_from([atom for name in facts for atom in _atoms_on(name)]),
        st.sampled_from(facts).flatmap(lambda name: st.sampled_from(_atoms_on(name))),
    )


def _atoms_on(name: str) -> list[Expression]:
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
    relations = ("=", "<", "<=", ">", ">=")
    return [Compares(name, relation, n) for n in NUMBERS for relation in relations]  # type: ignore[arg-type]


def expressions(facts: list[str], depth: int = 3) -> st.SearchStrategy[Expression]:
    """A condition over these facts, nested at most this deep."""
    found: st.SearchStrategy[Expression] = atoms(facts)
    if depth > 1:
        inner = expressions(facts, depth - 1)
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        found = st.one_of(found, found, inner.map(Not), parts.map(And), parts.map(Or))
    return found


constants = st.sampled_from([TRUE, FALSE])


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


@dataclass(frozen=True)
class InstrumentDraft:
    id: str
    kind: str
    issuer: str
    reach: str | None
    applies_to: tuple[str, ...]
    binding: bool
    norms: tuple[NormDraft, ...]


@dataclass(frozen=True)
class EffectDraft:
    norm: str
    kind: str
    spell: Spell
    scope: dict[str, list[str]] | None


@dataclass(frozen=True)
class Book:
    """A corpus before it is made: what its files say."""

    facts: tuple[str, ...]
    instruments: tuple[InstrumentDraft, ...]
    rulings: dict[str, tuple[EffectDraft, ...]] = field(default_factory=dict)

    # ---- directly ----

    def lawbook(self) -> Lawbook:
        instruments = {draft.id: _instrument(draft) for draft in self.instruments}
        return Lawbook(
            vocabulary=Vocabulary(
                who=WHO,
                actions={a: said for words in ACTIONS.values() for a, said in words.items()},
                domains={domain: tuple(words) for domain, words in ACTIONS.items()},
                domain_of={a: domain for domain, words in ACTIONS.items() for a in words},
            ),
            facts={name: _fact(name) for name in self.facts},
            instruments=instruments,
            rulings={id: _ruling(id, drafts) for id, drafts in self.rulings.items()},
            events=(),
            cases=(),
            version="0" * 64,
            norms={norm.id: norm for i in instruments.values() for norm in i.norms},
            places=frozenset(PLACES) | {EU},
        )

    def conditions(self) -> Conditions:
        norms = [norm for instrument in self.instruments for norm in instrument.norms]
        when = {norm.id: norm.when or TRUE for norm in norms}
        unless = {norm.id: norm.unless or FALSE for norm in norms}
        return Conditions(
            applies={id: And((when[id], Not(unless[id]))) for id in when},
            when=when,
            unless=unless,
            implied={name: IMPLIED[name] for name in self.facts if name in IMPLIED},
        )

    def engine(self) -> Engine:
        return Engine(self.lawbook(), self.conditions(), GAZETTEER)

    # ---- as files ----

    def write(self, folder: Path) -> None:
        """Write the corpus as law files."""
        documents: dict[str, Any] = {
            "vocabulary": {
                "who": WHO,
                "actions": ACTIONS,
                "facts": {name: _fact_form(name) for name in self.facts},
            }
        }
        documents |= {draft.id: _instrument_form(draft) for draft in self.instruments}
        documents |= {id: _ruling_form(id, drafts) for id, drafts in self.rulings.items()}
        for id, document in documents.items():
            text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
            (folder / f"{id}.yaml").write_text(text, encoding="utf-8")


GAZETTEER = load_gazetteer().with_ids({*PLACES, EU})


def _fact_form(name: str) -> dict[str, Any]:
    form = FACTS[name]
    return form if form.get("derived") else {**form, "ask": f"What of {name}?"}


def _fact(name: str) -> Fact:
    form = {**_fact_form(name)}
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
        when=None if draft.when is None else sql(draft.when),
        unless=None if draft.unless is None else sql(draft.unless),
        defeats=draft.defeats,
        yields_to=draft.yields_to,
        preempts=draft.preempts,  # type: ignore[arg-type]
        spells=draft.spells,
        confidence="high",
        note=None,
        file=f"{instrument}.yaml",
        line=1,
        condition_lines=(1, 1),
    )


def _instrument(draft: InstrumentDraft) -> Instrument:
    within = draft.kind in ("constitution", "statute")
    return Instrument(
        id=draft.id,
        title=f"Instrument {draft.id}",
        kind=draft.kind,
        issuer=draft.issuer,
        reach=draft.reach or ("within" if within else "own"),  # type: ignore[arg-type]
        bound=draft.applies_to or (draft.issuer,),
        binding=draft.binding,
        citation="1 Code 1",
        enacted=None,
        spells=(Spell(DAYS[0]),),
        sources=(Source(None, "recall", None),),
        terms={},
        term_lines={},
        norms=tuple(_norm(draft.id, norm) for norm in draft.norms),
        note=None,
        file=f"{draft.id}.yaml",
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
        sources=(Source(None, "recall", None),),
        note=None,
        file=f"{id}.yaml",
    )


def _spell_form(spell: Spell) -> dict[str, str]:
    end = {} if spell.end is None else {"to": spell.end.isoformat()}
    return {"from": spell.start.isoformat(), **end}


def _norm_form(draft: NormDraft) -> dict[str, Any]:
    form: dict[str, Any] = {
        "id": draft.id.partition("#")[2],
        "cite": "§ 1",
        "says": "Says so.",
        "who": list(draft.who),
        "action": draft.actions[0] if len(draft.actions) == 1 else list(draft.actions),
        "modality": draft.modality,
        "in_force": [_spell_form(spell) for spell in draft.spells],
        "confidence": "high",
        "preempts": {"no": False, "yes": True, "disputed": "disputed"}[draft.preempts],
    }
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
        "issuer": draft.issuer,
        "force": "binding" if draft.binding else "advisory",
        "citation": "1 Code 1",
        "in_force": [_spell_form(Spell(DAYS[0]))],
        "sources": [{"seen": "recall"}],
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
        "sources": [{"seen": "recall"}],
    }


# ---- drawn ---------------------------------------------------------------------------------------

ISSUERS = {
    US: ("constitution", "statute", "executive_order"),
    CA: ("statute", "executive_order"),
    IL: ("statute",),
    FRESNO_COUNTY: ("ordinance", "statute"),
    FRESNO: ("ordinance",),
    CHICAGO: ("ordinance",),
    EU: ("statute",),
}
EXTENTS = {EU: [(US,), (CA, CHICAGO)], FRESNO_COUNTY: [(), (), (FRESNO,)], IL: [(), (CHICAGO,)]}


@st.composite
def fact_names(draw: st.DrawFn, most: int = 5) -> tuple[str, ...]:
    """A few facts, with all that their implications ask for; the level is always there."""
    chosen = set(
        draw(st.lists(st.sampled_from(sorted(FACTS)), min_size=1, max_size=most, unique=True))
    )
    for name in ("listed", "violent", "adult", "of_age_now", "status"):
        if name in chosen:
            chosen |= _NEEDS[name]
    return tuple(name for name in FACTS if name in chosen | {"agency_level"})


_NEEDS = {
    "listed": {"violent", "felony", "kind"},
    "violent": {"felony"},
    "adult": {"age"},
    "of_age_now": {"age", "warned"},
    "status": {"kind"},
}


@st.composite
def spells(draw: st.DrawFn) -> tuple[Spell, ...]:
    """Mostly one open spell; sometimes one that ends, or two with a gap."""
    kind = draw(st.integers(0, 5))
    if kind <= 2:
        return (Spell(DAYS[0]),)
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=3, max_size=3, unique=True)))
    if kind == 3:
        return (Spell(days[0], days[1]), Spell(days[2]))
    return (Spell(days[0], days[1]),) if kind == 4 else (Spell(days[0]),)


@st.composite
def effects(draw: st.DrawFn, norms: list[str]) -> EffectDraft:
    start = draw(st.integers(0, len(DAYS) - 1))
    end = draw(st.integers(start, len(DAYS) + 2))
    return EffectDraft(
        norm=draw(st.sampled_from(norms)),
        kind=draw(
            st.sampled_from(
                ["enjoined", "stayed", "struck", "revived", "revived", "upheld", "narrowed"]
            )
        ),
        spell=Spell(DAYS[start], DAYS[end] if start < end < len(DAYS) else None),
        scope=draw(
            st.sampled_from(
                [
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
                ]
            )
        ),
    )


@st.composite
def books(draw: st.DrawFn, most_norms: int = 8, most_facts: int = 5) -> Book:
    """A small corpus. Its norms speak of one action more often than of others, so that they meet."""
    facts = draw(fact_names(most_facts))
    count = draw(st.integers(1, most_norms))
    owner = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    ids = [f"law{owner[i]}#n{i}" for i in range(count)]
    drafts: dict[str, list[NormDraft]] = {}
    for id in ids:
        drafts.setdefault(id.partition("#")[0], []).append(_draw_norm(draw, id, ids, list(facts)))
    instruments = []
    for id, norms in sorted(drafts.items()):
        issuer = draw(st.sampled_from([US, CA, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO, EU]))
        instruments.append(
            InstrumentDraft(
                id=id,
                kind=draw(st.sampled_from(ISSUERS[issuer])),
                issuer=issuer,
                reach=draw(st.sampled_from([None, None, None, "within", "own"])),
                applies_to=draw(st.sampled_from(EXTENTS.get(issuer, [()]))),
                binding=draw(st.sampled_from([True, True, True, False])),
                norms=tuple(norms),
            )
        )
    found = draw(st.lists(effects(ids), max_size=4))
    cut = draw(st.integers(0, len(found)))
    rulings = {"case0": tuple(found[:cut]), "case1": tuple(found[cut:])}
    return Book(facts, tuple(instruments), {id: e for id, e in rulings.items() if e})


def _draw_norm(draw: st.DrawFn, id: str, ids: list[str], facts: list[str]) -> NormDraft:
    others = [other for other in ids if other != id]
    some = st.lists(st.sampled_from(others), max_size=2, unique=True) if others else st.just([])
    rarely = st.one_of(st.just([]), st.just([]), some)
    condition = st.one_of(st.none(), expressions(facts), expressions(facts), constants)
    return NormDraft(
        id=id,
        who=draw(
            st.sampled_from(
                [("any_agency",), ("jail",), ("police", "jail"), ("legislature",),
                 ("any_agency", "legislature")]
            )
        ),
        except_who=draw(st.sampled_from([(), (), (), ("police",)])),
        actions=draw(st.sampled_from([("hold",), ("hold",), ("hold", "transfer"),
                                      ("inform_person",)])),
        modality=draw(st.sampled_from(["must", "must_not", "must_not", "may"])),
        when=draw(condition),
        unless=draw(st.one_of(st.none(), expressions(facts, 2))),
        defeats=tuple(draw(rarely)),
        yields_to=tuple(draw(rarely)),
        preempts=draw(st.sampled_from(["no", "no", "no", "yes", "disputed"])),
        spells=draw(spells()),
    )  # fmt: skip


@dataclass(frozen=True)
class Request:
    place: str
    who: str
    action: str
    on: date
    facts: dict[str, FactValue | None]


@st.composite
def requests(draw: st.DrawFn, facts: tuple[str, ...], known: bool = False) -> Request:
    """A request near one of the days on which law changes; `known`: no fact is left open."""
    given: dict[str, FactValue | None] = {}
    for name in facts:
        form = FACTS[name]
        if form.get("derived"):
            continue
        if known or draw(st.integers(0, 3)) > 1:
            given[name] = draw(values(name))
        elif draw(st.booleans()):
            given[name] = None
    day = draw(st.sampled_from(DAYS)) + timedelta(days=draw(st.sampled_from([-1, 0, 1])))
    return Request(
        place=draw(st.sampled_from([FRESNO, FRESNO_COUNTY, CA, CHICAGO, IL, US])),
        who=draw(st.sampled_from(["jail", "jail", "police", "any_agency", "legislature"])),
        action=draw(st.sampled_from(["hold", "hold", "hold", "transfer", "inform_person"])),
        on=day,
        facts=given,
    )


def values(name: str) -> st.SearchStrategy[FactValue]:
    form = FACTS[name]
    if form["type"] == "bool":
        return st.booleans()
    if form["type"] == "enum":
        return st.sampled_from(form["values"])
    least = [] if form.get("unit") == "years" else [-3]
    return st.sampled_from([*least, 0, 0.5, 2, 5, 11.5, 17, 18, 18.25, 40])
