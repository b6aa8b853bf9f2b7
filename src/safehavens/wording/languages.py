"""Languages: every string goes through a catalog; English is the source and needs none.

A catalog is a compiled `.mo` file of GNU gettext under `locale/CODE/LC_MESSAGES`, read by the
standard library, so that no language costs a dependency. The `.mo` files lie in the repository
beside the `.po` files that they are made from (`make words`): an install from a folder, a wheel or
an editable one then has them without a build step, offline and without Babel. A test holds them to
their `.po` files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from safehavens.corpus.near import unknown
from safehavens.wording.labels import MONTHS, N_

if TYPE_CHECKING:
    from gettext import GNUTranslations

LOCALE: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "safehavens"
DEFAULT: Final = "en"

_NAME: Final = N_("English")
"""Translated by the language's own name for itself."""
_DAY: Final = N_("%(month)s %(day)s, %(year)s")
_MONTH: Final = N_("%(month)s %(year)s")
_NUMBER: Final = N_("1,234.5")
"""Translated by the same number as the language writes it."""


class UnknownLanguage(Exception):
    """A language that there is no catalog for. The message is one sentence."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(unknown("language", code, known))


@dataclass(frozen=True)
class Language:
    """One language: its words, and how it writes dates and numbers.

    Attributes
    ----------
    code : str
        ISO 639 code, such as ``es``.
    catalog : gettext.GNUTranslations or None
        None is English, whose words are the ones in the code.
    words : mapping
        What the law brings along in this language, by its English text; see `over`.
    """

    code: str
    catalog: GNUTranslations | None = None
    words: Mapping[str, str] = field(default_factory=dict, compare=False)

    def over(self, translations: Mapping[str, Mapping[str, str]]) -> Language:
        """This language with the words that the law brings along for it.

        Parameters
        ----------
        translations : mapping
            `Vocabulary.translations`: by language, then by English text.
        """
        words = translations.get(self.code)
        return replace(self, words=words) if words else self

    def gettext(self, text: str) -> str:
        """The text in this language; in English where there is no translation."""
        if self.catalog is None:
            return text
        known = self.words.get(text)
        return self.catalog.gettext(text) if known is None else known

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form that goes with a number, by the language's own rule of plurals."""
        if self.catalog is None:
            return one if number == 1 else many
        return self.catalog.ngettext(one, many, number)

    def pgettext(self, context: str, text: str) -> str:
        """The text in this language where its meaning is that of the context."""
        return text if self.catalog is None else self.catalog.pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        """The form that goes with a number, where the meaning is that of the context."""
        if self.catalog is None:
            return one if number == 1 else many
        return self.catalog.npgettext(context, one, many, number)

    def knows(self, text: str) -> bool:
        """Whether there is a translation of the text (English needs none)."""
        if self.catalog is None:
            return True
        # gettext has no public way to ask whether a text is there
        catalog: Mapping[str, str] = self.catalog._catalog  # type: ignore[attr-defined]
        return text in self.words or text in catalog

    @property
    def name(self) -> str:
        """The language's own name for itself."""
        return self.gettext(_NAME)

    @property
    def prefix(self) -> str:
        """What comes before the path of a page in this language: `/es`; nothing in English."""
        return "" if self.code == DEFAULT else f"/{self.code}"

    def day(self, day: date) -> str:
        """A day as people write it, such as May 1, 2024 or 1 de mayo de 2024."""
        month = self.gettext(MONTHS[day.month - 1])
        return self.gettext(_DAY) % {"month": month, "day": day.day, "year": day.year}

    def month(self, day: date) -> str:
        """The month of a day as people write it, such as May 2024 or mayo de 2024."""
        month = self.gettext(MONTHS[day.month - 1])
        return self.gettext(_MONTH) % {"month": month, "year": day.year}

    def number(self, number: float) -> str:
        """A number with its thousands parted and at most three decimals."""
        text = f"{number:,}" if isinstance(number, int) else f"{number:,.3f}".rstrip("0")
        pattern = self.gettext(_NUMBER)
        if pattern != _NUMBER:
            text = text.translate({ord(","): pattern[1], ord("."): pattern[5:-1]})
        return text.rstrip(".,")


ENGLISH: Final = Language(DEFAULT)


@cache
def load_language(code: str) -> Language:
    """The language of a code, with its catalog; English loads none.

    Raises
    ------
    UnknownLanguage
        There is no catalog for it.
    """
    if code == DEFAULT:
        return ENGLISH
    if code not in language_codes():
        raise UnknownLanguage(code, language_codes())
    return Language(code, read_catalog(_catalog_file(code)))


def read_catalog(file: Path) -> GNUTranslations:
    """A compiled catalog."""
    from gettext import GNUTranslations

    with file.open("rb") as lines:
        return GNUTranslations(lines)


@cache
def language_codes() -> tuple[str, ...]:
    """The code of every language that ships, English first."""
    folders = (folder.name for folder in LOCALE.iterdir() if _catalog_file(folder.name).is_file())
    return (DEFAULT, *sorted(folders))


def all_languages() -> dict[str, Language]:
    """Every language that ships, by its code, English first."""
    return {code: load_language(code) for code in language_codes()}


def choose_language(option: str | None, environment: Mapping[str, str]) -> Language:
    """The language of a command: the one asked for, else the environment's, else English.

    Parameters
    ----------
    option : str or None
        A code, such as ``es`` or ``es_MX``.
    environment : mapping of str to str
        Such as `os.environ`; read in the order of GNU gettext: ``LANGUAGE`` (a list, unless the
        locale is ``C``), then the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set.
        A language that does not ship gives way to the next, and at last to English.

    Raises
    ------
    UnknownLanguage
        There is no catalog for the option.
    """
    if option:
        return load_language(_code_of(option))
    for code in _environment_codes(environment):
        if code == DEFAULT or code in language_codes():
            return load_language(code)
    return ENGLISH


def _environment_codes(environment: Mapping[str, str]) -> Iterator[str]:
    variables = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, variables), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return
    yield from map(_code_of, filter(None, environment.get("LANGUAGE", "").split(":")))
    yield _code_of(locale)


def _code_of(tag: str) -> str:
    """The language of a locale's name: ``es`` of ``es_MX.UTF-8``."""
    for mark in "._-@":
        tag = tag.partition(mark)[0]
    return tag.casefold()


def _catalog_file(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
