"""What each of several counties has for itself: one file, the same answers as a file each."""

from __future__ import annotations

from datetime import date

import pytest

from safehavens import Corpus
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.assemble import assemble
from safehavens.corpus.reading.law_files import LawFile
from safehavens.decide.history import trace_history
from safehavens.decide.place_law import PlaceLaw
from safehavens.decide.request import Request
from safehavens.logic.conditions import read_conditions
from safehavens.logic.load import law_files

STATE = "ocd-division/country:us/state:ia"
BENTON, STORY, SCOTT = (f"{STATE}/county:{name}" for name in ("benton", "story", "scott"))
VOCABULARY = next(file for file in law_files(None, False) if file.name == "vocabulary.yaml")
TEXT = """
id: {id}
title: {id}
kind: {kind}
issuer: {issuer}
citation: Ia. 1
in_force: [{spell}]
sources: [{{seen: recalled}}]
norms:
  - id: n
    cite: "1"
    says: It is so.
    who: [sheriff, jail]
    action: hold
    modality: {modality}
    confidence: low
"""
DUTY = TEXT.format(
    id="duty", kind="statute", issuer=STATE, spell="{from: 2018-07-01}", modality="must"
)
ALIKE = "{from: {after: 2014-04-11, by: 2014-08-18}}"


def read(*texts: str) -> Corpus:
    """A corpus of these files, each named as its id."""
    files = [LawFile(f"{text.split()[1]}.yaml", text.encode()) for text in texts]
    lawbook = assemble([VOCABULARY, *files], load_gazetteer())
    gazetteer = load_gazetteer().with_ids(lawbook.places)
    return Corpus(lawbook, read_conditions(lawbook), gazetteer)


def policy(id: str, issuer: str) -> str:
    return TEXT.format(id=id, kind="agency_policy", issuer=issuer, spell=ALIKE, modality="must_not")


@pytest.fixture(scope="module")
def one() -> Corpus:
    return read(DUTY, policy("alike", f"each\napplies_to: [{BENTON}, {STORY}]"))


@pytest.fixture(scope="module")
def many() -> Corpus:
    return read(DUTY, policy("benton", BENTON), policy("story", STORY))


@pytest.mark.parametrize("place", [BENTON, STORY, SCOTT, STATE])
@pytest.mark.parametrize("who", ["jail", "sheriff"])
def test_answers_are_those_of_a_file_each(one: Corpus, many: Corpus, place: str, who: str) -> None:
    """Over all days, a state's duty that sets the policy aside included."""

    def trace(corpus: Corpus) -> list[tuple[object, ...]]:
        spells = trace_history(corpus.engine, Request(place, who, "hold", date(2020, 1, 1)))
        return [(s.start, s.end, s.verdict, s.basis, len(s.deciding)) for s in spells]

    assert trace(one) == trace(many)
    if place == STORY:
        assert [verdict for _, _, verdict, *_ in trace(one)][-2:] == ["prohibited", "required"]


@pytest.mark.parametrize("place", [BENTON, STORY])
def test_it_is_each_countys_own_law(one: Corpus, place: str) -> None:
    """Every page and answer shows it as the law of the county that is asked about."""
    decision = one.ask(place, "hold", who="jail", on="2016-01-01")
    assert [reason.considered.citation.issuer for reason in decision.because] == [place]
    law = PlaceLaw(one.engine)
    overview = law.overview(place, date(2016, 1, 1))
    assert [i.id for i in overview.instruments if place in i.makers] == ["alike"]
    changes = {(change.instrument, change.place) for change in law.law_changes(place)}
    assert ("alike", place) in changes


def test_no_law_of_the_state_or_of_others(one: Corpus) -> None:
    law = one.lawbook.instruments["alike"]
    assert law.makers == (BENTON, STORY)
    assert law.home == STATE
    assert law.maker_for(STORY) == STORY
    assert one.verdict(SCOTT, "hold", who="jail", on="2016-01-01") == "permitted"
    made = {item.place.id: item.instruments for item in PlaceLaw(one.engine).lawmakers()}
    assert made == {STATE: 1, BENTON: 1, STORY: 1}
