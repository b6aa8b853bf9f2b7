"""What every page needs: the corpus, its versions, languages, templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from safehavens import __version__
from safehavens.api import Corpus
from safehavens.corpus.model import Basis, Verdict
from safehavens.corpus.reading.law_files import SHIPPED
from safehavens.decide.cards.resident_cards import ResidentCards
from safehavens.decide.decision import Question
from safehavens.files.package import package_files
from safehavens.measure.atlas.atlas import Atlas
from safehavens.measure.footing import count_footing
from safehavens.search.place_names import PlaceNames
from safehavens.web.operators.operator_form import LegalHelp, Operator, link_to
from safehavens.web.parts.maps.panel_files import PanelFiles
from safehavens.web.parts.page_words import Words, instrument_path, norm_path, ruling_path
from safehavens.web.parts.place_names import path_of
from safehavens.wording.languages import Language, all_languages
from safehavens.wording.translated.place_words import name_place

HERE: Final = Path(__file__).parent
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9a-fA-F:.]+\](:[0-9]+)?")


Pair = tuple[str, object]


class Site:
    """One corpus on the web. Immutable but for what it remembers; holds nothing of any request."""

    def __init__(self, corpus: Corpus, operator: Operator | None = None) -> None:
        self.corpus = corpus
        self.operator = operator
        self.operator_link = link_to(operator.contact) if operator is not None else None
        translations = corpus.lawbook.vocabulary.translations
        self.languages = {
            code: language.over(translations) for code, language in all_languages().items()
        }
        self.law = corpus.place_law
        self.residents = ResidentCards(corpus.engine)
        self.names = PlaceNames(corpus.gazetteer)
        battery = corpus.lawbook.battery if find_spec("pyarrow") else None  # the extra `tables`
        self.atlas = Atlas(corpus.engine, battery) if battery is not None else None
        self.code, changed = _code()
        self.version = f"{corpus.version[:12]}-{self.code[:8]}"
        if operator is not None:
            self.version += f"-{operator.digest}"
        self.panel_files = PanelFiles(corpus, self.version)
        self.modified = max(changed, _newest(SHIPPED, "*.yaml"))
        self.footing = count_footing(corpus.lawbook)
        compiled = _Compiled()
        self._environments = {
            code: _environment(self, language, compiled)
            for code, language in self.languages.items()
        }

    def count_deciding(self) -> None:
        """Count which norms decide standard requests, for the page about it: seconds of work."""
        self.footing = self.corpus.about()

    def today(self) -> date:
        """The day it is."""
        return date.today()

    @cached_property
    def static_versions(self) -> Mapping[str, str]:
        """A digest of each static file, for addresses that may be kept for ever."""
        return {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            for file in sorted((HERE / "static").iterdir())
        }

    def compile_templates(self) -> None:
        """Make every template ready in every language: a tenth of a second for each, once."""
        for environment in self._environments.values():
            for name in environment.list_templates(("html",)):
                environment.get_template(name)

    def view(self, request: Request) -> View:
        """What a page is made with for one request."""
        return View(self, request, self.languages[request.scope.get("language", "en")])

    def render(self, language: Language, template: str, values: Mapping[str, Any]) -> str:
        """A template, filled in."""
        return self._environments[language.code].get_template(template).render(values)


class View:
    """One request's language, addresses and words."""

    def __init__(self, site: Site, request: Request, language: Language) -> None:
        self.site = site
        self.corpus = site.corpus
        self.request = request
        self.language = language
        self.words = Words(site.corpus, language)

    @property
    def path(self) -> str:
        """The path without its language."""
        return str(self.request.scope["path"])

    def url(self, path: str, query: Mapping[str, object] | Iterable[Pair] = ()) -> str:
        """The address of a page in the language of this one."""
        return address(self.language.prefix + path, query)

    def absolute(self, path: str) -> str:
        """An address with its host: that of the operator, else that of the request.

        A host that is none is left out.
        """
        operator = self.site.operator
        if operator is not None and operator.address is not None:
            return operator.address + path
        url = self.request.url
        return f"{url.scheme}://{url.netloc}{path}" if _HOST.fullmatch(url.netloc) else path

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page for people."""
        values.setdefault("data_links", ())
        values.setdefault("mistake", None)
        values.setdefault("error", None)
        values.setdefault("alternates", self.alternates(values.pop("query", ())))
        html = self.site.render(
            self.language, template, {"view": self, "words": self.words, **values}
        )
        headers = {"Content-Language": self.language.code}
        return HTMLResponse(html, status, headers)

    def legal_help(self, place: str) -> list[LegalHelp]:
        """The legal help that the operator names for a place."""
        if self.site.operator is None:
            return []
        around = set(self.corpus.gazetteer.chain(place))
        county = self.corpus.gazetteer.county_of(place)
        if county is not None:
            around.add(county.id)
        return [one for one in self.site.operator.help if not one.places or one.places & around]

    def alternates(self, query: Iterable[Pair]) -> tuple[tuple[Language, str], ...]:
        """This page in every language, this one included."""
        pairs = list(query)
        return tuple(
            (other, address(other.prefix + self.path, pairs))
            for other in self.site.languages.values()
        )


def address(path: str, query: Mapping[str, object] | Iterable[Pair] = ()) -> str:
    """A path and a query as an address on this host.

    A path of two slashes would lead to another host; it begins with one here, whatever it was.
    """
    path = "/" + path.lstrip("/\\")
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    tail = "?" + urlencode(pairs, quote_via=quote, safe="/:,") if pairs else ""
    return quote(path, safe="/:~,") + tail


class _Compiled(BytecodeCache):
    """Templates as compiled, which is the same in every language."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, where it is here."""
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        assert bucket.code is not None
        self._code[bucket.key] = bucket.code


def _environment(site: Site, language: Language, compiled: BytecodeCache) -> Environment:
    environment = Environment(
        loader=PackageLoader("safehavens.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        bytecode_cache=compiled,
        cache_size=-1,
    )
    # the extension adds it
    install = environment.install_gettext_callables  # type: ignore[attr-defined]
    install(
        language.gettext,
        language.ngettext,
        newstyle=True,
        pgettext=language.pgettext,
        npgettext=language.npgettext,
    )
    environment.globals.update(
        site=site,
        language=language,
        day=language.day,
        number=language.number,
        static=lambda name: f"/static/{name}?v={site.static_versions[name]}",
        corpus_version=site.corpus.version,
        code_version=__version__,
        paths=Paths,
        asked_show=lambda asked: replace(asked, show=True, change=""),
    )
    environment.filters.update(
        sentence=_sentence, place=partial(name_place, language), by_outcomes=_by_outcomes
    )
    return environment


class Paths:
    """The paths of pages about one thing, for templates."""

    norm = staticmethod(norm_path)
    instrument = staticmethod(instrument_path)
    ruling = staticmethod(ruling_path)
    place = staticmethod(path_of)


def _sentence(text: str) -> str:
    """A phrase with a capital letter."""
    return text[:1].upper() + text[1:]


_Outcome = tuple[Verdict, Basis | None]


def _by_outcomes(question: Question) -> list[tuple[tuple[_Outcome, ...], list[str]]]:
    """The answers to a question, those together that leave the same verdicts on the same basis."""
    merged: dict[tuple[_Outcome, ...], list[str]] = {}
    for label, verdicts in question.leads_to.items():
        outcomes = tuple((verdict, question.bases.get(label)) for verdict in verdicts)
        merged.setdefault(outcomes, []).append(label)
    return list(merged.items())


_ANSWERING: Final = (
    ".py", ".html", ".css", ".js", ".mo", ".tsv", ".csv", ".json", ".yaml",
)  # fmt: skip
"""Endings of the files that answers are made of, beside the law."""


def _code() -> tuple[str, datetime]:
    """A digest of the code that answers, and when it last changed."""
    total = hashlib.sha256(__version__.encode())
    newest = 0.0
    for file in package_files(_ANSWERING):
        total.update(file.read_bytes())
        newest = max(newest, file.stat().st_mtime)
    return total.hexdigest(), datetime.fromtimestamp(int(newest), UTC)


def _newest(folder: Path, pattern: str) -> datetime:
    newest = max((file.stat().st_mtime for file in folder.rglob(pattern)), default=0.0)
    return datetime.fromtimestamp(int(newest), UTC)
