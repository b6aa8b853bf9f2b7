"""The rules of docs/semantics.md, a second time: written to be read, not to be fast.

Nothing here comes from `safehavens.decide`, and of `safehavens.logic` only the types that a
condition is made of. Facts not known are tried out: every completion, one after the other. What
this module and the engine answer must be the same, always.

Places are taken as their ids spell them, so parts of a consolidated government do not belong here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import Effect, Fact, FactValue, Instrument, Lawbook, Norm
from safehavens.corpus.searches import Search
from safehavens.decide.request import Request
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    substitute,
)
from tests.reference_agencies import (
    answers,
    binds,
    fixed_facts,
    level,
    lies_in,
    usual_values,
    with_bodies,
)

Facts = dict[str, FactValue]


class Impossible(Exception):
    """What is given breaks an implication."""


@dataclass(frozen=True)
class Answer:
    """The verdict; the verdicts that are possible; the norms that decide in some completion.

    `basis` is the weakest in any completion, `bases` the weakest of each possible verdict;
    `uncertain_in_time` the norms whose unsure day makes a difference in some completion, and
    `may_not_bind` those of which that is so of whether they bind the agency.
    """

    verdict: str
    basis: str
    bases: dict[str, str]
    possible: frozenset[str]
    deciding: frozenset[str]
    uncertain_in_time: frozenset[str] = frozenset()
    may_not_bind: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Settled:
    """What is known once implications and presumptions are through, and where it came from."""

    known: Facts
    follows: Facts
    presumed: Facts
    leanings: tuple[Leaning, ...] = ()
    dropped: bool = False
    """Presumptions fell because they cannot all be so together."""


# ---- 1. reach ------------------------------------------------------------------------------------

NO_AGENCIES = {"legislature", "employer", "landlord", "funder", "federal_immigration"}


def is_higher(a: str, b: str) -> bool:
    """Place b lies inside place a; a union of nations is higher than any nation."""
    if a.startswith("ocd-division/region:"):
        return not b.startswith("ocd-division/region:")
    return a != b and a in lies_in(b)


def reaches(instrument: Instrument, place: str) -> bool:
    if instrument.reach == "own":
        return place in instrument.bound
    return any(above in instrument.bound for above in lies_in(place))


def addresses(norm: Norm, who: str) -> bool:
    if who in norm.except_who:
        return False
    return who in norm.who_written or ("any_agency" in norm.who_written and who not in NO_AGENCIES)


# ---- 2. in force ---------------------------------------------------------------------------------


def in_force(norm: Norm, effects: Sequence[Effect], place: str, on: date) -> bool:
    """Whether the norm is in force, or may be (`unsure_days`)."""
    sure = any(s.start <= on and (s.end is None or on < s.end) for s in norm.spells)
    if not sure and not unsure_days(norm, on):
        return False
    latest = None
    for effect in effects:
        current = effect.spell.start <= on and (effect.spell.end is None or on < effect.spell.end)
        here = effect.everywhere or any(above in effect.places for above in lies_in(place))
        if effect.norm != norm.id or not current or not here:
            continue
        if effect.kind not in ("enjoined", "stayed", "struck", "revived"):
            continue
        if latest is None or effect.spell.start > latest.spell.start:
            latest = effect
        elif effect.spell.start == latest.spell.start and effect.kind == "revived":
            latest = effect  # what is revived on the day it was taken out, holds
    return latest is None or latest.kind == "revived"


# ---- 2a. what is not known of the law itself ----------------------------------------------------


def unsure_days(norm: Norm, on: date) -> list[str]:
    """The spells that the norm may be in, where it is surely in none; each by a name.

    One instrument's spells between the same bounds are one spell.
    """
    if any(s.start <= on and (s.end is None or on < s.end) for s in norm.spells):
        return []
    found = []
    for s in norm.spells:
        first = s.start if s.starts_from is None else s.starts_from
        last = s.end if s.ends_by is None else s.ends_by
        if first <= on and (last is None or on < last):
            found.append(f"{norm.instrument} {first} {s.start} {s.end} {last}")
    return found


# ---- 3. facts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leaning:
    """Of a fact left out: it is one of these values, unless a condition holds."""

    fact: str
    values: tuple[FactValue, ...]
    unless: Expression

    def allows(self, completion: Mapping[str, FactValue]) -> bool:
        return completion[self.fact] in self.values or truth(self.unless, completion) is True


def settle(
    lawbook: Lawbook,
    conditions: Conditions,
    given: Mapping[str, FactValue | None],
    asked: set[str],
    usual: Mapping[str, Sequence[FactValue]],
) -> Settled:
    """What is known; `usual` are values that stand in place of a fact's own presumption."""
    facts = [fact for fact in lawbook.facts.values() if not fact.derived]
    known = {name: value for name, value in given.items() if value is not None}
    values = values_of(lawbook, conditions)
    follows = what_follows(facts, values, conditions, known)
    known |= follows
    leanings = []
    for fact in facts:
        own = () if fact.presume is None else (fact.presume,)
        taken = tuple(usual.get(fact.name, own))
        unless = conditions.presumed_unless.get(fact.name, Constant(False))
        defined_by_unknown = fact.name in conditions.defined and (
            fact.name not in asked
            or (asked & names_in(conditions.implied[fact.name])) - known.keys()
        )
        if taken and fact.name not in given and fact.name not in known and not defined_by_unknown:
            free = fact.name in usual
            leanings.append(Leaning(fact.name, taken, Constant(False) if free else unless))
    plain, hanging = apart(leanings)
    leanings = [one for one in leanings if one.fact in plain] + [
        replace(one, unless=filled_in(one.unless, known | plain, given, values)) for one in hanging
    ]
    ties = [*conditions.implied.items(), *conditions.presumed_unless.items()]
    before = leanings
    for tied in tied_together(facts, ties):
        mine = [leaning for leaning in leanings if leaning.fact in tied]
        taken, hanging = apart(mine)
        if not any(completions(facts, values, conditions, known | taken, tied, hanging)):
            leanings = [leaning for leaning in leanings if leaning.fact not in tied]
    presumed, hanging = apart(leanings)
    return Settled(known | presumed, follows, presumed, tuple(hanging), leanings != before)


def filled_in(
    unless: Expression,
    known: Facts,
    given: Mapping[str, FactValue | None],
    values: Mapping[str, Sequence[FactValue]],
) -> Expression:
    """A condition with what is known filled in. What was left out does not make it hold."""
    for name in names_in(unless):
        if name in known:
            unless = substitute(unless, name, known[name])
        elif name not in given:
            every = tuple(substitute(unless, name, value) for value in values[name])
            unless = And(every) if Constant(False) not in every else Constant(False)
    return unless


def apart(leanings: Sequence[Leaning]) -> tuple[Facts, list[Leaning]]:
    """The plain presumptions, as values; and the other leanings."""
    plain = [one for one in leanings if len(one.values) == 1 and one.unless == Constant(False)]
    return {one.fact: one.values[0] for one in plain}, [o for o in leanings if o not in plain]


def what_follows(
    facts: Sequence[Fact],
    values: Mapping[str, Sequence[FactValue]],
    conditions: Conditions,
    known: Facts,
) -> Facts:
    """The facts that have one value in every completion of what is known."""
    follows: Facts = {}
    for tied in tied_together(facts, conditions.implied.items()):
        every = list(completions(facts, values, conditions, known, tied))
        if not every:
            raise Impossible
        for name in tied - known.keys():
            found = {completion[name] for completion in every}
            if len(found) == 1 and not isinstance(next(iter(found)), Between):
                follows[name] = found.pop()
    return follows


def values_of(lawbook: Lawbook, conditions: Conditions) -> dict[str, list[FactValue]]:
    """For each fact, values enough to meet every way in which a condition can come out."""
    found: dict[str, list[FactValue]] = {}
    for fact in lawbook.facts.values():
        if fact.type == "bool":
            found[fact.name] = [False, True]
        elif fact.type == "enum":
            found[fact.name] = list(fact.values)
        else:
            everything = [
                *conditions.applies.values(),
                *conditions.implied.values(),
                *conditions.presumed_unless.values(),
            ]
            found[fact.name] = numbers(thresholds(everything, fact.name), fact.unit == "years")
    return found


class Between(float):
    """A number that stands for all those between two thresholds, or beyond them.

    Where only such a one is possible, the fact is still not known.
    """


def numbers(thresholds: set[float], years: bool) -> list[FactValue]:
    """A number before, at, between and after the thresholds, in order; no negative years."""
    edges = sorted(x for x in thresholds if x >= 0 or not years)
    if not edges:
        return [Between(1)]
    found: list[FactValue] = []
    if not years:
        found.append(Between(edges[0] - 1))
    elif edges[0] > 0:
        found.append(Between(edges[0] / 2))
    for here, after in itertools.pairwise([*edges, edges[-1] + 8]):
        found += [here, Between((here + after) / 2)]
    return found


def thresholds(expressions: Sequence[Expression], fact: str) -> set[float]:
    found: set[float] = set()
    for expression in expressions:
        match expression:
            case Compares(name, _, number) if name == fact:
                found.add(number)
            case Not(part):
                found |= thresholds([part], fact)
            case And(parts) | Or(parts):
                found |= thresholds(parts, fact)
    return found


def names_in(expression: Expression) -> set[str]:
    match expression:
        case Constant():
            return set()
        case Not(part):
            return names_in(part)
        case And(parts) | Or(parts):
            return set().union(*(names_in(part) for part in parts))
        case atom:
            return {atom.fact}


def tied_together(facts: Sequence[Fact], ties: Iterable[tuple[str, Expression]]) -> list[set[str]]:
    """Facts sorted into sets, so that no implication leads out of one."""
    sets = [{fact.name} for fact in facts]
    for name, condition in ties:
        link = {name} | names_in(condition)
        joined = set().union(*(s for s in sets if s & link))
        sets = [s for s in sets if not s & link] + [joined]
    return sets


def completions(
    facts: Sequence[Fact],
    values: Mapping[str, Sequence[FactValue]],
    conditions: Conditions,
    known: Mapping[str, FactValue],
    among: set[str],
    leanings: Sequence[Leaning] = (),
) -> Iterator[Facts]:
    """Every completion of these facts that breaks no implication or leaning among them."""
    names = [fact.name for fact in facts if fact.name in among]
    choices = [[known[name]] if name in known else values[name] for name in names]
    laws = [(name, law) for name, law in conditions.implied.items() if name in among]
    for chosen in itertools.product(*choices):
        completion = dict(zip(names, chosen, strict=True))
        if all(
            truth(law, completion) == completion[name]
            if name in conditions.defined
            else truth(law, completion) or completion[name] is False
            for name, law in laws
        ) and all(leaning.allows(completion) for leaning in leanings):
            yield completion


# ---- 4. truth ------------------------------------------------------------------------------------


def truth(expression: Expression, facts: Mapping[str, FactValue | None]) -> bool | None:
    """SQL's: NULL wherever the answer hangs on a fact not known."""
    match expression:
        case Constant(value):
            return value
        case Not(part):
            inner = truth(part, facts)
            return None if inner is None else not inner
        case And(parts):
            found = {truth(part, facts) for part in parts}
            return False if False in found else None if None in found else True
        case Or(parts):
            found = {truth(part, facts) for part in parts}
            return True if True in found else None if None in found else False
        case Holds(fact) | Among(fact) | Compares(fact) if facts.get(fact) is None:
            return None
        case Holds(fact):
            return facts[fact] is True
        case Among(fact, values):
            return facts[fact] in values
        case Compares(fact, relation, number):
            value = float(facts[fact])  # type: ignore[arg-type]
            return {
                "=": value == number,
                "<": value < number,
                "<=": value <= number,
                ">": value > number,
                ">=": value >= number,
            }[relation]
    raise AssertionError(expression)


# ---- 5. standing ---------------------------------------------------------------------------------


def contrary(a: Norm, b: Norm) -> bool:
    return {a.modality, b.modality} in ({"must_not", "must"}, {"must_not", "may"})


def sets_aside(lawbook: Lawbook, a: Norm, b: Norm) -> bool:
    """Whether a sets b aside where both are true and a itself stands."""
    if a.id == b.id:
        return False
    if b.id in a.defeats or a.id in b.yields_to:
        return True
    if a.id in b.defeats or b.id in a.yields_to:
        return False
    if a.preempts == "disputed" or not contrary(a, b):
        return False
    issuers = [lawbook.instruments[norm.instrument].issuer for norm in (a, b)]
    return is_higher(*issuers) and (a.preempts == "yes" or a.modality in ("must", "must_not"))


def standing(lawbook: Lawbook, true: Sequence[Norm]) -> list[Norm]:
    """The norms that are not set aside by one in Dung's grounded extension."""
    beaten_by = {b.id: {a.id for a in true if sets_aside(lawbook, a, b)} for b in true}
    secure: set[str] = set()
    while True:  # least fixed point: what is defended against everything by what is secure
        beaten = {id for id, by in beaten_by.items() if by & secure}
        defended = {id for id, by in beaten_by.items() if by <= beaten}
        if defended == secure:
            return [norm for norm in true if norm.id not in beaten]
        secure = defended


# ---- 6. verdict ----------------------------------------------------------------------------------


def verdict_of(lawbook: Lawbook, true: Sequence[Norm]) -> tuple[str, frozenset[str]]:
    """The verdict of the true binding norms, and the norms that give it."""
    stand = standing(lawbook, true)
    unsettled = set()
    for a in stand:
        for b in stand:
            issuers = [lawbook.instruments[norm.instrument].issuer for norm in (b, a)]
            if a.preempts == "disputed" and contrary(a, b) and not is_higher(*issuers):
                unsettled |= {a.id, b.id}
    if unsettled:
        return "conflict", frozenset(unsettled)
    said = {
        modality: frozenset(norm.id for norm in stand if norm.modality == modality)
        for modality in ("must_not", "must", "may")
    }
    if said["must_not"] and said["must"]:
        return "conflict", said["must_not"] | said["must"]
    if said["must_not"]:
        return "prohibited", said["must_not"]
    if said["must"]:
        return "required", said["must"]
    return "permitted", said["may"]


WEAKER = ["rule", "power", "outside", "no_duty", "silence"]


def basis_of(
    lawbook: Lawbook, verdict: str, deciding: Sequence[Norm], found: Sequence[Norm]
) -> str:
    """What a verdict rests on.

    `found` are the binding norms that reach the agency on that day, those that a ruling keeps from
    holding among them; whether their conditions are met does not matter.
    """
    if verdict != "permitted":
        return "rule"
    if any(norm.grants == "power" for norm in deciding):
        return "power"
    firm = [issuer(lawbook, norm) for norm in found if norm.grants != "no_duty"]
    for norm in deciding:
        if not any(is_higher(issuer(lawbook, norm), place) for place in firm):
            return "no_duty"  # a higher law does not require it, and no lower one has a rule
    return "outside" if firm else "silence"


def issuer(lawbook: Lawbook, norm: Norm) -> str:
    return lawbook.instruments[norm.instrument].issuer


def taken_out(lawbook: Lawbook, place: str, who: str, action: str, on: date) -> list[Norm]:
    """The binding norms that would apply but for a ruling."""
    holding = applicable(lawbook, place, who, action, on)
    every = applicable(lawbook, place, who, action, on, effects=())
    return [norm for norm in every if norm not in holding]


def applicable(
    lawbook: Lawbook,
    place: str,
    who: str,
    action: str,
    on: date,
    *,
    binding: bool = True,
    effects: Sequence[Effect] | None = None,
) -> list[Norm]:
    """The norms that reach, bind and are in force, or may be: the binding or the advisory ones."""
    if effects is None:
        effects = [effect for ruling in lawbook.rulings.values() for effect in ruling.effects]
    return [
        norm
        for instrument in lawbook.instruments.values()
        if instrument.binding is binding and reaches(instrument, place)
        for norm in instrument.norms
        if action in norm.actions
        and addresses(norm, who)
        and binds(lawbook, instrument, norm, place, who) != "no"
        and in_force(norm, effects, place, on)
    ]


def settle_request(lawbook: Lawbook, conditions: Conditions, request: Request) -> Settled:
    """The facts of a request, as `decide` settles them."""
    request = answers(lawbook, request)
    asked = {
        name
        for binding in (True, False)
        for norm in applicable(
            lawbook, request.place, request.who, request.action, request.on, binding=binding
        )
        for name in names_in(condition_of(lawbook, conditions, norm, request))
    }
    fixed = fixed_facts(lawbook, request.who, request.action)
    for name, value in fixed.items():
        if request.facts.get(name) not in (None, value):
            raise Impossible
    given = {**request.facts, **fixed}
    return settle(lawbook, conditions, given, asked, usual_values(lawbook, request))


def condition_of(
    lawbook: Lawbook, conditions: Conditions, norm: Norm, request: Request
) -> Expression:
    """What a norm asks of a request, with what needs no asking filled in."""
    condition = with_bodies(lawbook, norm, request.who, conditions.applies[norm.id])
    fixed = fixed_facts(lawbook, request.who, request.action)
    for name, value in {**fixed, "agency_level": level(request.place)}.items():
        if name in names_in(condition):
            condition = substitute(condition, name, value)
    return condition


def decide(
    lawbook: Lawbook,
    conditions: Conditions,
    place: str,
    who: str,
    action: str,
    on: date,
    given: Mapping[str, FactValue | None],
) -> Answer:
    """The answer to one request. Raises Impossible where what is given contradicts itself."""
    request = answers(lawbook, Request(place, who, action, on, given))
    place, who = request.place, request.who
    norms = applicable(lawbook, place, who, action, on)
    settled = settle_request(lawbook, conditions, request)
    found = [*norms, *taken_out(lawbook, place, who, action, on)]
    met: dict[tuple[str, ...], tuple[str, frozenset[str], str]] = {}
    asks = {norm.id: condition_of(lawbook, conditions, norm, request) for norm in norms}
    days = {norm.id: unsure_days(norm, on) for norm in norms}
    bound = {
        norm.id: norm.instrument
        for norm in norms
        if binds(lawbook, lawbook.instruments[norm.instrument], norm, place, who) == "not_known"
    }
    never = {id for id, condition in asks.items() if truth(condition, {}) is False}
    hidden = sorted({*bound.values(), *(spell for names in days.values() for spell in names)})
    doubtful: set[str] = set()
    for completion in every_completion(lawbook, conditions, settled):
        verdicts: dict[frozenset[str], str] = {}
        for held in subsets(hidden):
            true = [
                norm
                for norm in norms
                if truth(asks[norm.id], completion)
                and (not days[norm.id] or held & set(days[norm.id]))
                and (norm.id not in bound or bound[norm.id] in held)
            ]
            key = tuple(norm.id for norm in true)
            if key not in met:
                verdict, deciding = verdict_of(lawbook, true)
                basis = basis_of(
                    lawbook, verdict, [norm for norm in true if norm.id in deciding], found
                )
                met[key] = verdict, deciding, basis
            verdicts[held] = met[key][0]
        doubtful |= {
            name
            for held, verdict in verdicts.items()
            for name in hidden
            if verdict != verdicts[held ^ {name}]
        }
    bases: dict[str, str] = {}
    for verdict, _, basis in met.values():
        bases[verdict] = max(basis, bases.get(verdict, "rule"), key=WEAKER.index)
    return Answer(
        verdict=next(iter(bases)) if len(bases) == 1 else "depends",
        basis=max(bases.values(), key=WEAKER.index),
        bases=bases,
        possible=frozenset(bases),
        deciding=frozenset().union(*(deciding for _, deciding, _ in met.values())),
        uncertain_in_time=frozenset(
            id for id, names in days.items() if doubtful & set(names) and id not in never
        ),
        may_not_bind=frozenset(
            id for id, name in bound.items() if name in doubtful and id not in never
        ),
    )


def subsets(names: Sequence[str]) -> list[frozenset[str]]:
    return [
        frozenset(chosen)
        for count in range(len(names) + 1)
        for chosen in itertools.combinations(names, count)
    ]


def every_completion(lawbook: Lawbook, conditions: Conditions, settled: Settled) -> Iterator[Facts]:
    facts = [fact for fact in lawbook.facts.values() if not fact.derived]
    everything = {fact.name for fact in facts}
    values = values_of(lawbook, conditions)
    return completions(facts, values, conditions, settled.known, everything, settled.leanings)


# ---- what was searched, and which days are answered ----------------------------------------------

COUNTY_OF = {
    "ocd-division/country:us/state:ca/place:fresno": (
        "ocd-division/country:us/state:ca/county:fresno"
    ),
    "ocd-division/country:us/state:il/place:chicago": (
        "ocd-division/country:us/state:il/county:cook"
    ),
}


def levels_of(place: str) -> list[str]:
    """The nation, the state, the county and the place, as far as there are any."""
    levels = lies_in(place)
    if place in COUNTY_OF:
        levels.insert(-1, COUNTY_OF[place])
    return levels


def rows_on(lawbook: Lawbook, place: str, domain: str) -> list[Search]:
    """Every search of a place for a domain, in whatever order."""
    every = [search for rows in lawbook.coverage.searches.values() for search in rows]
    return [search for search in every if search.place == place and domain in search.domains]


def is_searched(lawbook: Lawbook, place: str, domain: str, on: date) -> bool:
    """Whether a search looked for the law of this very day."""
    return any(s.back_to <= on <= s.through for s in rows_on(lawbook, place, domain))


def what_came(lawbook: Lawbook, place: str, domain: str, on: date) -> str | None:
    """The best of what came of the searches that are nearest to a day."""

    def days_off(search: Search) -> int:
        if search.back_to <= on <= search.through:
            return 0
        return min(abs((search.back_to - on).days), abs((search.through - on).days))

    rows = rows_on(lawbook, place, domain)
    nearest = min(map(days_off, rows), default=0)
    came = {search.came for search in rows if days_off(search) == nearest}
    return next((word for word in ("coded", "named_only", "none_found") if word in came), None)


def enacted_by(lawbook: Lawbook, place: str, domain: str, on: date) -> date | None:
    """The last day searched, where the day asked about is later."""
    rows = [row for level in levels_of(place) for row in rows_on(lawbook, level, domain)]
    last = max((row.through for row in rows), default=None)
    return last if last is not None and on > last else None


def is_refused(lawbook: Lawbook, domain: str, on: date) -> bool:
    """Whether a day lies before the domain's first, or a year after the last change of law."""
    first = lawbook.coverage.first_days.get(domain)
    if first is not None and on < first.on:
        return True
    if not lawbook.coverage.searches:
        return False
    spells = [spell for norm in lawbook.norms.values() for spell in norm.spells]
    last = max(day for spell in spells for day in (spell.start, spell.end) if day is not None)
    return on > last.replace(year=last.year + 1)
