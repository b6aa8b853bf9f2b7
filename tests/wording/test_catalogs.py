"""Every string has its translation in every language that ships; catalogs are up to date."""

from __future__ import annotations

import ast
import io
import re
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

import safehavens
from safehavens.wording.languages import DEFAULT, DOMAIN, LOCALE, language_codes, load_language
from tests.wording.catalogs import words_script

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
TRANSLATED = [code for code in language_codes() if code != DEFAULT]


@pytest.fixture(scope="module")
def strings() -> Catalog:
    catalog: Catalog = words_script().collect()
    return catalog


def test_spanish_ships() -> None:
    assert "es" in TRANSLATED


def test_strings_of_code_templates_and_vocabulary_are_collected(strings: Catalog) -> None:
    for text in ("Prohibited", "Skip to the content", "give shelter", "years", "it also applies."):
        assert strings.get(text) is not None, text
    assert len(strings) > 600


def test_no_string_of_the_code_is_overlooked(strings: Catalog) -> None:
    """Such as one that is said inside an f-string, which the collector does not read."""
    package = Path(safehavens.__file__).parent
    missed = []
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            text = node.args[0]
            said = isinstance(text, ast.Constant) and name in ("say", "gettext", "N_")
            if said and text.value and strings.get(text.value) is None:
                missed.append((file.name, text.value))
    assert missed == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_string_is_translated(code: str, strings: Catalog) -> None:
    translated = words_script()._read(words_script().po_file(code))
    missing = [
        message.id for message in words_script().needed_in(strings, code)
        if not _is_translated(translated.get(message.id, message.context))
    ]  # fmt: skip
    assert missing == [], f"run make words, then translate these in locale/{code}"


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_translated_that_is_said_no_more(code: str, strings: Catalog) -> None:
    translated = words_script()._read(words_script().po_file(code))
    needed = {(m.id, m.context) for m in words_script().needed_in(strings, code)}
    stale = [m.id for m in translated if m.id and (m.id, m.context) not in needed]
    assert stale == [], "run make words"


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_have_the_placeholders_of_the_original(code: str) -> None:
    for message in words_script()._read(words_script().po_file(code)):
        if not message.id:
            continue
        originals, forms = _tuple(message.id), _tuple(message.string)
        allowed = {name for text in originals for name in PLACEHOLDER.findall(text)}
        needed = set(PLACEHOLDER.findall(originals[0])) & set(PLACEHOLDER.findall(originals[-1]))
        for form in forms:
            assert needed <= set(PLACEHOLDER.findall(form)) <= allowed, (message.id, form)


@pytest.mark.parametrize("code", TRANSLATED)
def test_compiled_catalogs_are_up_to_date(code: str) -> None:
    fresh = GNUTranslations(io.BytesIO(words_script().compile_catalog(code)))
    assert _content(load_language(code).catalog) == _content(fresh), "run make words"


def test_the_template_is_up_to_date(strings: Catalog) -> None:
    with (LOCALE / f"{DOMAIN}.pot").open("rb") as lines:
        from babel.messages.pofile import read_po

        listed = {(message.id, message.context) for message in read_po(lines)}
    assert listed == {(message.id, message.context) for message in strings}, "run make words"


def test_collecting_twice_changes_nothing(strings: Catalog) -> None:
    script = words_script()
    for code in TRANSLATED:
        once = script._text(script.update(strings, code))
        assert once == script.po_file(code).read_bytes(), "run make words"


def _is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(map(str.strip, _tuple(message.string)))


def _tuple(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def _content(catalog: Any) -> dict[Any, str]:
    return {key: text for key, text in catalog._catalog.items() if key}
