"""Names of places in Spanish, and that they are read back."""

from __future__ import annotations

import pytest

from safehavens import Corpus
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.translated.place_words import NAMES, WHOLE, fit_articles, name_place

SPANISH = load_language("es")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("New York", "Nueva York"),
        ("New York City, New York", "Ciudad de Nueva York, Nueva York"),
        ("Cook County, Illinois", "Condado de Cook, Illinois"),
        ("Los Angeles County, California", "Condado de Los Ángeles, California"),
        ("New York County, New York", "Condado de Nueva York, Nueva York"),
        ("Orleans Parish, Louisiana", "Parroquia de Orleans, Luisiana"),
        ("Cook County", "Condado de Cook"),
        ("Chicago, Illinois", "Chicago, Illinois"),
        ("Oregon, Wisconsin", "Oregon, Wisconsin"),
        ("Los Angeles, Texas", "Los Angeles, Texas"),
        ("London, Ontario", "London, Ontario"),
        ("Lewisham, London, England", "Lewisham, Londres, Inglaterra"),
        ("Bavaria, Germany", "Baviera, Alemania"),
    ],
)
def test_places_by_their_spanish_names(english: str, spanish: str) -> None:
    assert name_place(SPANISH, english) == spanish
    assert name_place(ENGLISH, english) == english


def test_names_take_their_articles() -> None:
    said = "En Condado de Cook, la cárcel de Condado de Cook; Condado de Lake"
    assert fit_articles(SPANISH, said) == (
        "En el Condado de Cook, la cárcel del Condado de Cook; Condado de Lake"
    )
    assert fit_articles(SPANISH, "En Parroquia de Orleans") == "En la Parroquia de Orleans"
    assert fit_articles(ENGLISH, said) == said


def test_spanish_names_of_states_are_read_back(corpus: Corpus) -> None:
    states = {corpus.gazetteer.chain(county.id)[-2] for county in corpus.gazetteer.counties()}
    for state in states:
        name = name_place(SPANISH, corpus.gazetteer.get(state).name)
        assert corpus.place(name).place.id == state, name


@pytest.mark.parametrize("name", sorted({*NAMES, *WHOLE} - {"London"}))
def test_every_name_is_one_of_a_place(corpus: Corpus, name: str) -> None:
    assert corpus.place(name).place.name.startswith(name)


@pytest.mark.parametrize("name", sorted({*NAMES, *WHOLE} - {"London"}))
def test_what_is_shown_in_spanish_is_read(corpus: Corpus, name: str) -> None:
    shown = name_place(SPANISH, name)
    assert corpus.place(shown).place.id == corpus.place(name).place.id, shown
