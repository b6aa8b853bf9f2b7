"""Every string that the web shows, collected from its code, templates and the vocabulary."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

import safehavens
from safehavens import Corpus

WEB = Path(safehavens.__file__).parent
_WORDS = {"N_": None, "_say": None, "say": None, "gettext": None, "ngettext": (1, 2)}


def of_code() -> dict[str, str | None]:
    """Strings marked in Python, with the plural where there is one."""
    found: dict[str, str | None] = {}
    for file in sorted(WEB.rglob("*.py")):
        with file.open("rb") as lines:
            for _, message, *_ in extract("python", lines, _WORDS):
                _add(found, message)
    return found


def of_templates() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for file in sorted((WEB / "web" / "templates").rglob("*.html")):
        if file.name == "api.html":
            continue  # for programmers, in English
        options = {"newstyle_gettext": "true"}
        for _, _, message, _ in babel_extract(
            BytesIO(file.read_bytes()), ("_", "gettext", "ngettext"), (), options
        ):
            _add(found, message)
    return found


def of_vocabulary(corpus: Corpus) -> dict[str, str | None]:
    vocabulary = corpus.lawbook.vocabulary
    words = [*vocabulary.who.values(), *vocabulary.actions.values()]
    words += [f.ask for f in corpus.lawbook.facts.values() if f.file == "vocabulary.yaml"]
    words += [f.unit for f in corpus.lawbook.facts.values() if f.unit]
    words = [word for word in words if word]
    return dict.fromkeys(words)


def _add(found: dict[str, str | None], message: object) -> None:
    if isinstance(message, str):
        found.setdefault(message, None)
    elif isinstance(message, tuple):
        texts = [part for part in message if isinstance(part, str)]
        if texts:
            found[texts[0]] = texts[1] if len(texts) > 1 else None
