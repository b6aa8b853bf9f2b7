"""Languages: every string goes through a catalogue; English is the source.

Catalogues are `.po` files under `locale/`, read when the server starts. Pages in English live at
their own address, those in another language under its code: `/place/…` and `/es/place/…`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALE: Final = Path(__file__).parent / "locale"
DEFAULT: Final = "en"
_LOCALES: Final[Mapping[str, str]] = {"en": "en_GB", "es": "es_US"}


@dataclass(frozen=True)
class Language:
    """One language: its words, and how it writes dates and numbers.

    `words` and `plurals` are by the English text; what they lack stays English.
    """

    code: str
    name: str
    locale: Locale
    words: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]

    def gettext(self, text: str) -> str:
        """The text in this language; in English where there is no translation."""
        return self.words.get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The singular or plural in this language."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[0 if self.locale.plural_form(number) == "one" else -1]

    def knows(self, text: str) -> bool:
        """Whether the text reads in this language (English always does)."""
        return self.code == DEFAULT or text in self.words

    def day(self, day: date) -> str:
        """A day as people write it: 1 May 2024."""
        return _day(day, self.locale)

    def number(self, number: float) -> str:
        """A number with its thousands parted."""
        return str(format_decimal(number, locale=self.locale))

    @property
    def prefix(self) -> str:
        """What comes before the path of a page in this language."""
        return "" if self.code == DEFAULT else f"/{self.code}"


@cache
def _day(day: date, locale: Locale) -> str:
    return str(format_date(day, "long", locale=locale))


def languages() -> dict[str, Language]:
    """Every language that there is a catalogue for, English first."""
    found = {}
    for code, name in _LOCALES.items():
        words, plurals = ({}, {}) if code == DEFAULT else _catalogue(code)
        locale = Locale.parse(name)
        shown = (locale.get_language_name(code) or code).capitalize()
        found[code] = Language(code, shown, locale, words, plurals)
    return found


def _catalogue(code: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    words: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for file in sorted((LOCALE / code / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as lines:
            for message in read_po(lines, locale=code):
                if not message.id or not message.string or message.fuzzy:
                    continue
                if isinstance(message.id, str):
                    words[message.id] = str(message.string)
                else:
                    plurals[message.id[0]] = tuple(message.string)
    return words, plurals


def split(path: str, known: Mapping[str, Language]) -> tuple[str, str]:
    """The language of a path and the path without it."""
    head, _, rest = path[1:].partition("/")
    if head != DEFAULT and head in known:
        return head, "/" + rest
    return DEFAULT, path
