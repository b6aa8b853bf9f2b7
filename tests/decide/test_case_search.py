"""Requests that are searched together have the answers that the one-case engine gives each."""

import datetime
import random
from itertools import product

from safehavens.api import Corpus
from safehavens.corpus.model import VERDICTS
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.facts.settled_answers import SettledAnswers
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Request
from safehavens.wording.resident_topics import TOPICS

DAY = datetime.date(2026, 11, 29)
PLACES = ("state:ca", "state:tx", "state:il", "state:ny", "state:or/place:portland")


def test_a_cube_is_answered_as_each_of_its_requests(corpus: Corpus) -> None:
    draw, engine = random.Random(5), corpus.engine
    seen = {True: 0, False: 0}
    for place, topic in product(PLACES, TOPICS):
        request = Request(f"ocd-division/country:us/{place}", topic.who, topic.action, DAY)
        position = engine.stretch(request).position
        search = CaseSearch(engine, position)
        presumed = search.settle(topic.facts).presumed
        names = [name for name in position.facts if name not in topic.facts]
        for _ in range(6):
            facts = {**dict.fromkeys([*presumed, *names]), **topic.facts}
            chosen = draw.sample(names, min(2, len(names)))
            cube = tuple((name, draw.randint(1, engine.classes[name].all)) for name in chosen)
            choices = [engine.classes[name].values(mask) for name, mask in cube]
            verdicts = set()
            for values in product(*choices):
                try:
                    given = {**facts, **dict(zip(chosen, values, strict=True))}
                    verdicts.add(engine.judge(position, given))
                except Contradiction:
                    continue
            for verdict in sorted(set(VERDICTS) - {"depends"}):
                together = search.answers_always(facts, cube, verdict)
                if together is not None:
                    seen[together] += 1
                    assert together == (verdicts <= {verdict}), (place, topic.name, cube)
    assert min(seen.values()) > 20


def test_one_value_of_each_sort_stands_for_the_others(corpus: Corpus) -> None:
    draw, engine, tried = random.Random(7), corpus.engine, 0
    for place, topic in product(PLACES, TOPICS):
        request = Request(f"ocd-division/country:us/{place}", topic.who, topic.action, DAY)
        position = engine.stretch(request).position
        search = CaseSearch(engine, position)
        for name in draw.sample(position.facts, min(3, len(position.facts))):
            every = engine.classes[name]
            answers: dict[object, object] = {}
            for value in every.samples:
                try:
                    answers[value] = search.decide({**topic.facts, name: value})
                except Contradiction:
                    answers[value] = None
            listed = search.list_values(name, every.all)
            tried += len(every.samples) - len(listed)
            assert {answers[value] for value in listed} == set(answers.values()), name
    assert tried > 20


def test_an_answer_is_firm_where_every_way_to_it_is(corpus: Corpus) -> None:
    """Whether law of low confidence alone gives an answer of some facts that are left open is what
    a look at each of the answers that settle it says."""
    engine, seen = corpus.engine, {True: 0, False: 0}
    for place, topic in product(PLACES, TOPICS):
        request = Request(f"ocd-division/country:us/{place}", topic.who, topic.action, DAY)
        search = CaseSearch(engine, engine.stretch(request).position)
        settled, facts = search.settle(topic.facts), search.position.facts
        asked = {name for name in facts if name not in settled.known}
        answers = SettledAnswers(engine, search.position, asked, topic.facts)
        for verdict in sorted(set(VERDICTS) - {"depends"}):
            firm = any(
                one.verdict == verdict and not one.unsure and () in answers.list_cubes(one)
                for one in answers.answers
            )
            seen[firm] += 1
            assert search.gives_firmly(topic.facts, verdict) == firm, (place, topic.name, verdict)
    assert min(seen.values()) > 5
