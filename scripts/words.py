"""make words: collect every string that people are shown, update each language, compile it.

Strings come from the code (`N_`, `gettext`, `ngettext` and so on), the templates of pages, the
vocabulary of the law, and the help of commands. They go to
`locale/safehavens.pot`; each `locale/CODE/LC_MESSAGES/*.po` gets those that it lacks, without a
translation, and loses those that are said no more or that the vocabulary itself has in the language
(`es:`); what is translated is compiled to `.mo`. Running it twice changes nothing: neither dates
nor versions nor line numbers are written.

    python scripts/words.py [CODE of a new language]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract
from typer.main import get_command

import safehavens
from safehavens import Corpus
from safehavens.cli.app import app
from safehavens.cli.output.help_text import list_help
from safehavens.corpus.searched_people import FIGURES
from safehavens.wording.languages import DOMAIN, LOCALE

PACKAGE: Final = Path(safehavens.__file__).parent
_VOCABULARY: Final = "law/vocabulary.yaml"
_HELP: Final = "cli/commands"
_KEYWORDS: Final = {
    "N_": None,
    "_": None,
    "_say": None,
    "say": None,
    "say_count": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "count_sentence": (2, 3),
}

Message = tuple[str, str | tuple[str, str], str | None, list[str]]
"""Where it stands, the text (or singular and plural), its context, notes for translators."""


class PlainCatalog(Catalog):
    """A catalog whose header has only what readers of it need: no dates, no versions."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        headers = [("Language", str(self.locale_identifier or ""))]
        if self.locale is not None:
            headers.append(("Plural-Forms", self.plural_forms))
        return [
            *headers,
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    mime_headers = property(_get_mime_headers)


def collect() -> PlainCatalog:
    """Every string that is shown, as a catalog without translations."""
    catalog = PlainCatalog(
        header_comment="# What safehavens says to people. Made by `make words`.", fuzzy=False
    )
    for place, text, context, notes in (
        *_of_code(), *_of_templates(), *_of_vocabulary(), *_of_help()
    ):  # fmt: skip
        catalog.add(text, locations=[(place, 0)], auto_comments=notes, context=context)
    return catalog


def needed_in(strings: Catalog, code: str) -> Iterator[CatalogMessage]:
    """The strings that a language's catalog has: all but those that the law itself translates."""
    known = Corpus.load().lawbook.vocabulary.translations.get(code, {})
    for message in strings:
        of_law = all(file == _VOCABULARY for file, _ in message.locations)
        if message.id and not (of_law and message.id in known):
            yield message


def _of_code() -> Iterator[Message]:
    for file in sorted(PACKAGE.rglob("*.py")):
        with file.open("rb") as lines:
            for _, text, notes, context in extract("python", lines, _KEYWORDS, ["Translators:"]):
                yield _name(file), text, context, notes


def _of_templates() -> Iterator[Message]:
    keywords = tuple(word for word in _KEYWORDS if word != "N_")
    for file in sorted(PACKAGE.rglob("*.html")):

        def read(
            lines: io.BytesIO, words: object, tags: object, options: object
        ) -> Iterator[object]:
            yield from babel_extract(lines, keywords, (), {"newstyle_gettext": "true"})

        method: Callable[..., object] = read
        with file.open("rb") as lines:
            for _, text, notes, context in extract(method, lines, _KEYWORDS):
                yield _name(file), text, context, notes


def _of_vocabulary() -> Iterator[Message]:
    lawbook = Corpus.load().lawbook
    vocabulary = lawbook.vocabulary
    words = [text for kind in vocabulary.kinds.values() for text in (kind.says, kind.label)]
    words += vocabulary.actions.values()
    for fact in lawbook.facts.values():
        if fact.file == "vocabulary.yaml":
            words += [fact.ask, *fact.labels]
        words.append(fact.unit or "")
    for word in words:
        if word:
            yield _VOCABULARY, word, None, []
    yield "corpus/searched_people.py", FIGURES, None, []
    for first in lawbook.coverage.first_days.values():
        yield "law/coverage/domains.csv", first.why, None, []


def _of_help() -> Iterator[Message]:
    """What commands say of themselves and of their options."""
    for _, text in list_help(get_command(app)):
        yield _HELP, text, None, []


def _name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def update(strings: Catalog, code: str) -> PlainCatalog:
    """The catalog of a language with exactly these strings; it keeps what was translated."""
    catalog = PlainCatalog(code, header_comment=f"# {DOMAIN} in {code}: see `make words`.",
                           fuzzy=False)  # fmt: skip
    file = po_file(code)
    before = _read(file) if file.exists() else Catalog(code)
    for message in needed_in(strings, code):
        if message.id:
            old = before.get(message.id, message.context)
            catalog.add(
                message.id, old.string if old is not None else None, message.locations,
                flags=message.flags | ({"fuzzy"} if old is not None and old.fuzzy else set()),
                auto_comments=message.auto_comments,
                user_comments=old.user_comments if old is not None else (),
                context=message.context,
            )  # fmt: skip
    return catalog


def po_file(code: str) -> Path:
    """Where the translations of a language are written."""
    return LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def compile_catalog(code: str) -> bytes:
    """The `.mo` file of a language, from its `.po` file."""
    read = _read(po_file(code))
    catalog = PlainCatalog(code, fuzzy=False)
    for message in read:
        if message.id:
            catalog.add(message.id, message.string, flags=message.flags, context=message.context)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _read(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parent.parent.name)


def _text(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, sort_by_file=True)
    return out.getvalue()


def main(new: list[str]) -> None:
    """Collect, update every language and the new ones, compile."""
    strings = collect()
    (LOCALE / f"{DOMAIN}.pot").write_bytes(_text(strings))
    codes = sorted({file.parts[-3] for file in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")})
    for code in dict.fromkeys([*codes, *new]):
        po_file(code).parent.mkdir(parents=True, exist_ok=True)
        catalog = update(strings, code)
        po_file(code).write_bytes(_text(catalog))
        po_file(code).with_suffix(".mo").write_bytes(compile_catalog(code))
        missing = [m for m in catalog if m.id and (m.fuzzy or not _strings(m))]
        print(f"{code}: {len(catalog)} strings, {len(missing)} without a translation")


def _strings(message: object) -> tuple[str, ...]:
    """The translations of a message; none where one of its forms is missing."""
    string = message.string  # type: ignore[attr-defined]
    forms = string if isinstance(string, tuple | list) else (string,)
    return tuple(forms) if all(forms) else ()


if __name__ == "__main__":
    main(sys.argv[1:])
