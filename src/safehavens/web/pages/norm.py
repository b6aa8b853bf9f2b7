"""A norm in full: what it says, its condition in words and as coded, its cases, its history."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.model import Case, FactValue, Norm
from safehavens.decide.decision import plain
from safehavens.decide.norms.timeline import describe_effect
from safehavens.logic.expression import FALSE, TRUE
from safehavens.web.operators.mistake_report import write_report
from safehavens.web.parts.ask_address import AskAddress
from safehavens.web.parts.condition_words import in_words
from safehavens.web.parts.data_answers import split_form
from safehavens.web.parts.spell_bars import axis_for
from safehavens.web.private_facts import is_private
from safehavens.web.site import Site


@dataclass(frozen=True, slots=True)
class Relations:
    """Which norms it sets aside, and which set it aside, by name."""

    defeats: tuple[str, ...]
    defeated_by: tuple[str, ...]


def norm(request: Request) -> Response:
    """/norm/INSTRUMENT/NORM, and .json."""
    site: Site = request.app.state.site
    corpus = site.corpus
    text, form = split_form(str(request.path_params["id"]), ("json",))
    instrument_id, _, last = text.rpartition("/")
    if not instrument_id and "#" not in text:
        corpus.norm(text)  # says that there is none
    shown = corpus.norm(text if "#" in text else f"{instrument_id}#{last}")
    if form == "json":
        return JSONResponse(plain(shown))
    view = site.view(request)
    if "#" in text:
        return RedirectResponse(view.url("/norm/" + shown.id.replace("#", "/")), 303)
    conditions, facts = corpus.engine.conditions, corpus.lawbook.facts
    when, unless = conditions.when[shown.id], conditions.unless[shown.id]
    effects = sorted(corpus.engine.effects_on(shown.id), key=lambda effect: effect.spell.start)
    instrument = corpus.instrument(shown.instrument)
    cases = [case for case in corpus.lawbook.cases if shown.id in case.because]
    today = site.today()
    return view.page(
        "norm.html",
        norm=shown,
        instrument=instrument,
        when=None if when == TRUE else in_words(when, facts),
        unless=None if unless == FALSE else in_words(unless, facts),
        terms={n: t for n, t in instrument.terms.items() if n in f"{shown.when} {shown.unless}"},
        asked_for=[facts[name] for name in corpus.facts_asked(shown.id)],
        relations=_relations(site, shown),
        effects=[
            (describe_effect(corpus.lawbook, e, e.everywhere or bool(e.places)), e.places)
            for e in effects
        ],
        cases=[_case(site, case) for case in cases],
        axis=axis_for(shown.spells, today),
        mistake=write_report(view, shown.id, today, page=view.url("/norm/" + text)),
        data_links=[("JSON", view.url(f"/norm/{text}.json"))],
    )


def _relations(site: Site, shown: Norm) -> Relations:
    norms = site.corpus.lawbook.norms.values()
    return Relations(
        defeats=(
            *shown.defeats,
            *(other.id for other in norms if shown.id in other.yields_to),
        ),
        defeated_by=(
            *shown.yields_to,
            *(other.id for other in norms if shown.id in other.defeats),
        ),
    )


def _case(site: Site, case: Case) -> tuple[Case, AskAddress, bool]:
    """A worked case as a question, and whether it holds a private fact."""
    declared = site.corpus.lawbook.facts
    address = AskAddress(
        place=site.corpus.gazetteer.get(case.place).name,
        who=case.who,
        action=case.action,
        on=case.date.isoformat(),
        facts={name: _text(value) for name, value in case.facts.items()},
    )
    if site.corpus.place(address.place).place.id != case.place:
        address = AskAddress(case.place, address.who, address.action, address.on, address.facts)
    return case, address, any(is_private(declared, name) for name in case.facts)


def _text(value: FactValue | None) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)
