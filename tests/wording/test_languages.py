"""Which language; how each writes plurals, dates and numbers; English loads nothing."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from safehavens.wording.languages import (
    ENGLISH,
    Language,
    UnknownLanguage,
    all_languages,
    choose_language,
    load_language,
)
from safehavens.wording.sentences import count_sentence, describe_days

SPANISH = load_language("es")


@pytest.fixture(scope="module")
def polish() -> Language:
    """A language with three forms and its own way with dates and numbers."""
    catalog = Catalog("pl", fuzzy=False)
    catalog.add(("%(count)s rule", "%(count)s rules"), ("reguła", "reguły", "reguł"))
    catalog.add("May", "maja")
    catalog.add("State", "stan", context="column")
    catalog.add("%(month)s %(day)s, %(year)s", "%(day)s %(month)s %(year)s")
    catalog.add("1,234.5", "1\N{NO-BREAK SPACE}234,5")
    out = io.BytesIO()
    write_mo(out, catalog)
    out.seek(0)
    return Language("pl", GNUTranslations(out))


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "reguła"), (2, "reguły"), (5, "reguł"), (12, "reguł"), (22, "reguły"), (25, "reguł")],
)
def test_each_language_has_its_own_plurals(polish: Language, number: int, form: str) -> None:
    assert polish.ngettext("%(count)s rule", "%(count)s rules", number) == form


def test_plurals_of_shipped_languages() -> None:
    forms = [SPANISH.ngettext("%(count)s rule", "%(count)s rules", n) for n in (0, 1, 2)]
    assert forms == ["%(count)s reglas", "%(count)s regla", "%(count)s reglas"]
    assert [ENGLISH.ngettext("rule", "rules", n) for n in (0, 1, 2)] == ["rules", "rule", "rules"]


def test_dates(polish: Language) -> None:
    day = date(2024, 5, 1)
    said = [language.day(day) for language in (ENGLISH, SPANISH, polish)]
    assert said == ["May 1, 2024", "1 de mayo de 2024", "1 maja 2024"]
    assert describe_days(ENGLISH, day, date(2025, 1, 31)) == (
        "from May 1, 2024 until January 31, 2025"
    )


@pytest.mark.parametrize(
    ("number", "english", "polish_text"),
    [(7, "7", "7"), (1234, "1,234", "1 234"), (1234567.5, "1,234,567.5", "1 234 567,5"),
     (0.1, "0.1", "0,1"), (2.0, "2", "2"), (100.0, "100", "100"), (100, "100", "100"),
     (-0.3456, "-0.346", "-0,346")],
)  # fmt: skip
def test_numbers(polish: Language, number: float, english: str, polish_text: str) -> None:
    assert ENGLISH.number(number) == english
    assert SPANISH.number(number) == english  # as Spanish is written in the United States
    assert polish.number(number) == polish_text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("language", all_languages().values(), ids=lambda language: language.code)
def test_every_language_says_how_it_writes_numbers(language: Language) -> None:
    pattern = language.gettext("1,234.5")
    assert (pattern[0], pattern[2:5], pattern[-1]) == ("1", "234", "5")


def test_a_context_tells_meanings_apart(polish: Language) -> None:
    assert polish.pgettext("column", "State") == "stan"
    assert polish.gettext("State") == "State"
    assert ENGLISH.pgettext("column", "State") == "State"


def test_languages_name_themselves() -> None:
    assert [language.name for language in all_languages().values()] == ["English", "Español"]
    assert [language.prefix for language in all_languages().values()] == ["", "/es"]


def test_sentences_spell_small_numbers_out() -> None:
    one, many = "One other rule agrees.", "%(count)s other rules agree."
    said = [count_sentence(ENGLISH, one, many, number) for number in (1, 2, 9, 12)]
    assert said == [
        "One other rule agrees.", "Two other rules agree.", "Nine other rules agree.",
        "12 other rules agree.",
    ]  # fmt: skip
    assert count_sentence(SPANISH, one, many, 2) == "Dos reglas más coinciden."


@pytest.mark.parametrize(
    ("option", "environment", "code"),
    [
        (None, {}, "en"),
        ("es", {}, "es"),
        ("es_MX", {"LANG": "en_US.UTF-8"}, "es"),
        ("en", {"LANG": "es_MX.UTF-8"}, "en"),
        (None, {"LANG": "es_MX.UTF-8"}, "es"),
        (None, {"LC_ALL": "es_US", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LC_MESSAGES": "es", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LC_ALL": "", "LANG": "es_ES@euro"}, "es"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "es_MX.UTF-8"}, "en"),
        (None, {"LANGUAGE": "es:en", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LANGUAGE": "es", "LANG": "C"}, "en"),
        (None, {"LANGUAGE": "xx:es", "LANG": "en_US"}, "es"),
        (None, {"LANG": "xx_YY"}, "en"),
    ],
)
def test_which_language_a_command_speaks(
    option: str | None, environment: dict[str, str], code: str
) -> None:
    assert choose_language(option, environment).code == code


@pytest.mark.parametrize("option", ["xx", "../es", "e"])
def test_an_unknown_language_is_named(option: str) -> None:
    with pytest.raises(UnknownLanguage, match="There is no language"):
        choose_language(option, {})


def test_english_loads_no_catalog_and_no_babel() -> None:
    code = (
        "import sys; from safehavens.wording.languages import choose_language as c;"
        "c(None, {'LANG': 'en_US.UTF-8'}).day(__import__('datetime').date(2024, 5, 1));"
        "print([m for m in ('gettext', 'babel', 'locale') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
