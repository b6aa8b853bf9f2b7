"""Law as bytes: the same law, of which no more is made than is asked for."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import date

import pytest

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.ready.norm_addresses import find_addresses, make_addresses
from safehavens.corpus.words import word_tables
from safehavens.corpus.words.word_reader import WordReader
from safehavens.corpus.words.word_tables import ACTIONS, find_table, make_word_parts
from safehavens.decide.engine import Engine
from safehavens.decide.request import Request
from safehavens.logic.classes import classes_of, list_conditions, sort_values
from safehavens.logic.conditions import Conditions
from safehavens.logic.kept import made_when_asked
from safehavens.logic.kept.kept_law import LACKING_PLACES, open_law, write_law
from safehavens.logic.load import law_files, read_law

Law = tuple[Lawbook, Conditions]


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(law_files(None, over_shipped=False))


@pytest.fixture(scope="module")
def kept(law: Law) -> bytes:
    return write_law(*law)


@pytest.fixture
def opened(kept: bytes) -> Law:
    return open_law(memoryview(kept))


def test_what_is_opened_is_what_was_written(law: Law, opened: Law) -> None:
    for was, now in zip(law, opened, strict=True):
        for one in dataclasses.fields(was):
            if one.compare:
                assert getattr(was, one.name) == getattr(now, one.name), one.name
                assert getattr(now, one.name) == getattr(was, one.name), one.name
    for name in ("instruments", "norms", "rulings", "facts", "reports"):
        assert list(getattr(law[0], name)) == list(getattr(opened[0], name)), name
    assert copy.deepcopy(opened) == law


def test_a_norm_is_that_of_its_instrument(opened: Law) -> None:
    lawbook, _ = opened
    norms = [norm for one in lawbook.instruments.values() for norm in one.norms]
    assert [lawbook.norms[norm.id] for norm in norms] == norms
    assert all(lawbook.norms[norm.id] is norm for norm in norms)
    assert len(norms) == len(lawbook.norms) > 1_000


def test_what_is_not_there_is_not_there(opened: Law) -> None:
    lawbook, conditions = opened
    for mapping in (lawbook.instruments, lawbook.norms, lawbook.reports, conditions.applies):
        assert "us/nowhere" not in mapping
        assert mapping.get("us/nowhere") is None
        with pytest.raises(KeyError):
            mapping["us/nowhere"]
    assert lawbook.coverage.searches.get("nowhere", ()) == ()


def test_one_question_makes_few_of_the_instruments(
    opened: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawbook, conditions = opened
    made: list[int] = []
    read = made_when_asked.read_nouns
    monkeypatch.setattr(made_when_asked, "read_nouns", lambda c: made.append(1) or read(c))
    lacking = lawbook.ready[LACKING_PLACES]
    engine = Engine(lawbook, conditions, load_gazetteer().with_ids(lawbook.places, lacking))
    place = engine.place_finder.find("Chicago, IL").place.id
    asked = Request(place, "police", "hold", date(2024, 5, 1), {"warrant": None})
    assert engine.verdict(asked) == "depends"
    assert 5 < len(made) < len(lawbook.instruments) / 10


def test_what_comes_ready_made_is_what_would_be_made(law: Law, opened: Law) -> None:
    lawbook, conditions = opened
    assert set(lawbook.ready) == set(conditions.ready)
    assert find_addresses(lawbook) == make_addresses(law[0])
    assert sort_values(lawbook.facts, conditions) == classes_of(
        law[0].facts, list_conditions(law[1])
    )
    bare, gazetteer = load_gazetteer(), load_gazetteer().with_ids(law[0].places)
    lacking = lawbook.ready[LACKING_PLACES]
    assert lacking == bare.find_lacking(law[0].places) != ()
    known = bare.with_ids(lawbook.places, lacking)
    assert [known.get(place) for place in sorted(lawbook.places)] == [
        gazetteer.get(place) for place in sorted(lawbook.places)
    ]


def test_a_changed_copy_has_nothing_ready_made(opened: Law) -> None:
    lawbook, conditions = opened
    fewer = dict(list(lawbook.norms.items())[:7])
    changed = dataclasses.replace(lawbook, norms=fewer)
    assert changed.ready == {}
    assert set(find_addresses(changed).who) == set(fewer)
    assert dataclasses.replace(conditions, applies={}).ready == {}


@pytest.mark.parametrize("value", [{}, {"lawbook": 1}, [], None])
def test_something_else_is_not_opened(value: object) -> None:
    from safehavens.logic.kept.pickled_nouns import write_nouns

    content = write_nouns(value)
    with pytest.raises((pickle.UnpicklingError, KeyError, TypeError)):
        open_law(memoryview(len(content).to_bytes(8, "big") + content))


def test_words_that_come_ready_made_are_read_alike(law: Law, opened: Law) -> None:
    parts = dict(make_word_parts(law[0]))
    assert len(parts) > 10
    for name, part in parts.items():
        assert opened[0].ready[name] == part, name
    kept, made = WordReader(opened[0]), WordReader(law[0])
    for text in (
        "Can the police hold someone for ICE?", "detainer", "la migra quiere entrar", "sherif",
        "not signed by a judge", "I-247A", "night nurse", "avisarle a inmigración", "xyzzy",
    ):  # fmt: skip
        for rank in ("rank_actions", "rank_agencies"):
            assert getattr(kept, rank)(text) == getattr(made, rank)(text), (rank, text)
        assert kept.facts_with_value(text) == made.facts_with_value(text), text
        assert kept.paper(text) == made.paper(text), text


def test_words_of_another_stemmer_are_not_used(
    opened: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawbook, _ = opened
    assert find_table(lawbook, ACTIONS) is lawbook.ready[ACTIONS]
    monkeypatch.setattr(word_tables, "mark_stemmer", lambda: "another")
    assert find_table(lawbook, ACTIONS) is not lawbook.ready[ACTIONS]
