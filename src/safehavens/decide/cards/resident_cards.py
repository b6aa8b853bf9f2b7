"""Residents' questions answered at a place: each answer with the conditions that it holds under."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from safehavens.corpus.model import VERDICTS, Basis, FactValue, Verdict
from safehavens.corpus.places.division import level, short
from safehavens.decide.brief import Brief
from safehavens.decide.cards.answer_sureness import is_answer_unsure
from safehavens.decide.cards.assumed_facts import (
    Condition,
    list_assumed,
    list_fitting,
    read_mask,
    write_condition,
)
from safehavens.decide.cards.beside.rules_beside import RulesBeside, find_rules_beside
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.conditional_answers import (
    ConditionalAnswer,
    find_conditional_answers,
    find_leaves,
)
from safehavens.decide.cards.policy_share import (
    PolicyShare,
    find_policy_share,
    join_policy_shares,
)
from safehavens.decide.cards.proofs import Proofs
from safehavens.decide.cards.question_answers import find_answer_within
from safehavens.decide.cards.refusals.refused_values import list_never_refused
from safehavens.decide.cards.refusals.spared_cases import SparedCases, TriedCases
from safehavens.decide.cards.status_conditions import tells_status
from safehavens.decide.engine import Engine
from safehavens.decide.norms.outside import list_outside
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Given, Request
from safehavens.wording.resident_topics import TOPICS, Topic

_MOST_WAYS: Final[Mapping[str, Mapping[Verdict, int]]] = {
    "power": dict.fromkeys(VERDICTS, 3),
    "service": {**dict.fromkeys(VERDICTS, 2), "permitted": 4, "required": 8},
}
"""As many ways to an answer are told: of a service, most of those to getting it."""
_SERVICE_ORDER: Final[tuple[Verdict, ...]] = ("required", "permitted", "prohibited")


@dataclass(frozen=True, slots=True)
class AnswerBeside:
    """A settled answer of another agency of the same kind."""

    verdict: Verdict
    basis: Basis
    by_policy: PolicyShare


@dataclass(frozen=True, slots=True)
class Card:
    """A topic's answer at a place.

    Attributes
    ----------
    topic : Topic
    facts : dict
        What the question itself says.
    place, place_name : str
        The government it is the answer of: for a city's jail, the county; where a county or state
        pays for what the city does not, that one.
    verdict, basis
        In the usual case; `depends` where what is not presumed decides.
    assumed : tuple of Condition
        Of a settled answer: what is presumed, and would change it; of what the question is put with
        and does not say, what the answer needs.
    outcomes : tuple of ConditionalAnswer
        Where it depends: what settles it, and how. Where nothing forbids or demands it: under which
        conditions a rule gives leave.
    waits_for : str or None
        Where it depends: the fact to be asked first.
    because : str or None
        The norm that decides, or the first that was found and does not.
    deciding : tuple of str
        The norms that decide, or may.
    any_status : bool
        Of a settled answer: no fact about the status of the person or of others of the household
        changes it.
    unsure : bool
        Of a settled answer: all rules that give it are of low confidence, whatever the facts or of
        some facts that are left open.
    by_policy : str
        Of a settled answer: the cases in which no law gives it, and a policy does.
    within : tuple of Condition
        Of a settled answer: what the question itself says where several values fit.
    never_refused : tuple of values
        Where it depends: of what the topic leaves aside, what no rule refuses.
    spared : tuple of (OpenCase, Refusal)
        Where it depends: whether what the topic spares is ever refused.
    of_nation : tuple of ConditionalAnswer
        When the nation's own authorities must give it.
    beside : AnswerBeside or None
        Of a county's agency: what is settled of the city's own, where it has one and differs.
    beside_rules : RulesBeside
        Rules that whoever reads it should know as well.
    """

    topic: Topic
    facts: Mapping[str, FactValue]
    place: str
    place_name: str
    verdict: Verdict
    basis: Basis
    assumed: tuple[Condition, ...]
    outcomes: tuple[ConditionalAnswer, ...]
    waits_for: str | None
    because: str | None
    deciding: tuple[str, ...]
    any_status: bool
    unsure: bool
    by_policy: PolicyShare
    within: tuple[Condition, ...]
    never_refused: tuple[FactValue, ...]
    spared: TriedCases
    of_nation: tuple[ConditionalAnswer, ...]
    beside: AnswerBeside | None
    beside_rules: RulesBeside


@dataclass(frozen=True, slots=True)
class _Found:
    """What is the same wherever the norms are."""

    brief: Brief
    assumed: tuple[Condition, ...]
    outcomes: tuple[ConditionalAnswer, ...]
    any_status: bool = False
    unsure: bool = False
    by_policy: PolicyShare = "none"
    within: tuple[Condition, ...] = ()
    never_refused: tuple[FactValue, ...] = ()

    @property
    def gives(self) -> bool:
        """Whether a rule commands, forbids or allows it, if only under conditions."""
        bare = self.brief.verdict == "permitted" and self.brief.basis != "power"
        return bool(self.outcomes) or not bare


class ResidentCards:
    """Answers residents' questions; remembers what was worked out, by the norms it rests on.

    Parameters
    ----------
    engine : Engine

    Attributes
    ----------
    proved_since : datetime.date or None
        From when on all is proved of every place with law; None: not all is.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.proved_since: date | None = None
        vocabulary, declared = engine.lawbook.vocabulary, engine.lawbook.facts
        self._topics = [
            (topic, {name: value for name, value in topic.facts.items() if name in declared})
            for topic in TOPICS
            if topic.who in vocabulary.who and topic.action in vocabulary.actions
        ]
        self._proofs = Proofs[_Found]()
        self._spared = SparedCases(engine)

    def answer(self, place: str, on: date) -> tuple[Card, ...]:
        """The answers to every topic at a place on a day.

        Parameters
        ----------
        place : str
            Open Civic Data id.
        on : datetime.date
        """
        gazetteer = self._engine.gazetteer
        cards = []
        for topic, facts in self._topics:
            where, stretch, found = self._find_giver(topic, facts, place, on)
            brief = found.brief
            rules = brief.deciding
            if brief.basis == "outside" and brief.verdict == "permitted":
                rules = list_outside(self._engine.lawbook, stretch, brief.deciding)
            spared: TriedCases = ()
            if brief.verdict == "depends":
                spared = self._spared.find(topic, facts, where, on)
            cards.append(
                Card(
                    topic=topic,
                    facts=facts,
                    place=where,
                    place_name=gazetteer.get(where).name,
                    verdict=brief.verdict,
                    basis=brief.basis,
                    assumed=found.assumed,
                    outcomes=found.outcomes,
                    waits_for=brief.waits_for[0] if brief.waits_for else None,
                    because=rules[0] if rules else None,
                    deciding=brief.deciding,
                    any_status=found.any_status,
                    unsure=found.unsure,
                    by_policy=found.by_policy,
                    within=found.within,
                    never_refused=found.never_refused,
                    spared=spared,
                    of_nation=self._find_of_nation(topic, facts, place, on),
                    beside=self._answer_beside(topic, facts, place, where, on, brief),
                    beside_rules=find_rules_beside(self._engine, topic, place, where, on),
                )
            )
        return tuple(cards)

    def prove_ahead(self, places: Iterable[str], since: date) -> Iterator[None]:
        """Work out every answer of some places' own agencies from a day on, before it is asked for.

        Parameters
        ----------
        places : iterable of str
        since : datetime.date

        Yields
        ------
        None
            After each answer that was not known.
        """
        agencies = frozenset(self._engine.lawbook.vocabulary.who)
        for place in places:
            for topic, facts in self._topics:
                for who in agencies.intersection((topic.who, topic.of_nation)):
                    timeline = self._engine.timeline(place, who, topic.action)
                    for stretch in timeline.since(since):
                        if (stretch.position, topic.name) not in self._proofs:
                            self._find(topic, facts, stretch.position)
                            yield
                yield from self._spared.prove_ahead(topic, facts, place, since)

    def _find_giver(
        self, topic: Topic, facts: Mapping[str, FactValue], place: str, on: date
    ) -> tuple[str, Stretch, _Found]:
        """The government whose answer a card tells: the place, for its jail the county; where a
        question says so, the nearest of place, county and state that has a rule that gives it."""
        gazetteer = self._engine.gazetteer
        county = gazetteer.county_of(place)
        places = [county.id if county is not None and topic.county else place]
        if topic.from_above:
            places += [county.id] if county is not None else []
            places += [id for id in gazetteer.chain(place)[1:] if level(short(id)) == "state"]
        first = None
        for where in places:
            stretch = self._engine.stretch(Request(where, topic.who, topic.action, on))
            answer = where, stretch, self._find(topic, facts, stretch.position)
            if answer[2].gives:
                return answer
            first = first or answer
        assert first is not None
        return first

    def _find_of_nation(
        self, topic: Topic, facts: Mapping[str, FactValue], place: str, on: date
    ) -> tuple[ConditionalAnswer, ...]:
        """When the nation's own authorities must give what a topic asks for, where it tells so."""
        if topic.of_nation not in self._engine.lawbook.vocabulary.who:
            return ()
        position = self._engine.stretch(Request(place, topic.of_nation, topic.action, on)).position
        if not position.norms:
            return ()
        outcomes = self._find(topic, facts, position).outcomes
        return tuple(one for one in outcomes if one.verdict == "required" and not one.unsure)

    def _answer_beside(
        self,
        topic: Topic,
        facts: Mapping[str, FactValue],
        place: str,
        where: str,
        on: date,
        told: Brief,
    ) -> AnswerBeside | None:
        """What is settled, and surely, of a city's own agency beside its county's."""
        if place == where or self._engine.agencies.has(place, topic.who) != "yes":
            return None
        stretch = self._engine.stretch(Request(place, topic.who, topic.action, on))
        own = self._find(topic, facts, stretch.position)
        if own.brief.verdict == "depends" or own.unsure:
            return None
        answer = AnswerBeside(own.brief.verdict, own.brief.basis, own.by_policy)
        return None if (answer.verdict, answer.basis) == (told.verdict, told.basis) else answer

    @property
    def proofs(self) -> tuple[Proofs[Any], ...]:
        """What was proved so far: of answers, and of what is spared."""
        return self._proofs, self._spared.proofs

    def _find(self, topic: Topic, facts: Mapping[str, FactValue], position: Position) -> _Found:
        prove = partial(self._work_out, topic, facts, position)
        return self._proofs.find(position, topic.name, prove)

    def _work_out(self, topic: Topic, given: Mapping[str, FactValue], position: Position) -> _Found:
        search = CaseSearch(self._engine, position, public=True)
        left_open = [name for name in topic.leaves_open if name in position.facts]
        facts: Given = {**given, **dict.fromkeys(left_open)}
        brief = search.ask(facts)
        if brief.verdict == "depends" or topic.names_law:
            within = find_answer_within(search, facts, topic.not_about)
            if within is not None:
                return _Found(
                    within.brief, within.assumed, (), not tells_status(search, within.assumed),
                    within.unsure, within.by_policy, (within.within,),
                )  # fmt: skip
        fits_too = {name: too for name, too in topic.fits_too.items() if name in position.facts}
        if brief.verdict == "depends":
            outcomes = self._find_outcomes(search, topic, facts, fits_too)
            never = list_never_refused(search, facts, topic.not_about)
            return _Found(brief, (), outcomes, never_refused=tuple(never) if topic.spares else ())
        assumed = list_assumed(search, facts, brief.verdict, fits_too)
        leaves: tuple[ConditionalAnswer, ...] = ()
        if brief.verdict == "permitted" and brief.basis != "power":
            most_leaves = _MOST_WAYS[topic.kind]["permitted"]
            leaves = find_leaves(search, facts, most_leaves, fits_too)
        fitting = list_fitting(facts, fits_too, assumed)
        briefs = [search.decide(one) for one in fitting]
        deciding = tuple(dict.fromkeys(id for one in briefs for id in one.deciding))
        return _Found(
            replace(brief, deciding=deciding),
            assumed,
            leaves,
            not tells_status(search, assumed),
            any(
                is_answer_unsure(search, one, told)
                for one, told in zip(fitting, briefs, strict=True)
            ),
            join_policy_shares(
                find_policy_share(search, one, brief.verdict, deciding, assumed=assumed)
                for one in fitting
            ),
        )

    def _find_outcomes(
        self,
        search: CaseSearch,
        topic: Topic,
        facts: Given,
        fits_too: Mapping[str, Collection[FactValue]],
    ) -> tuple[ConditionalAnswer, ...]:
        """On what an answer depends. Of a service, who is given it comes first, and what is said of
        others leaves them out."""
        most = _MOST_WAYS[topic.kind]
        find = partial(find_conditional_answers, search, facts)
        if topic.kind != "service":
            return find(most, topic.not_about, fits_too=fits_too)
        if topic.also.keys().isdisjoint(search.position.facts):
            return find(most, topic.not_about, order=_SERVICE_ORDER)
        only = {**dict.fromkeys(VERDICTS, 0), "required": most["required"]}
        given = find(only, topic.not_about, order=_SERVICE_ORDER)
        given += self._find_also(search, topic, facts, given)
        return given + find(
            {**most, "required": 0}, topic.not_about, told_before=given, order=_SERVICE_ORDER
        )

    def _find_also(
        self,
        search: CaseSearch,
        topic: Topic,
        facts: Given,
        told: Sequence[ConditionalAnswer],
    ) -> tuple[ConditionalAnswer, ...]:
        """What is given in a case that a question presumes away, and that many are in."""
        engine, asked = self._engine, search.position.facts
        also = {name: value for name, value in topic.also.items() if name in asked}
        cubes = [
            tuple((item.fact, read_mask(engine, item)) for item in way)
            for one in told
            if one.verdict == "required"
            and also.keys().isdisjoint(item.fact for item in one.assumed)
            for way in one.ways
        ]
        case = tuple(
            write_condition(engine, name, engine.classes[name].of(value))
            for name, value in also.items()
        )
        found = find_conditional_answers(
            search,
            {**facts, **also},
            {**dict.fromkeys(VERDICTS, 0), "required": _MOST_WAYS[topic.kind]["required"]},
            topic.not_about,
            {"required": cubes},
        )
        return tuple(replace(one, ways=tuple((*case, *way) for way in one.ways)) for one in found)
