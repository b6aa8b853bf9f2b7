"""A place: for residents in plain words, for counsel complete; data, table and feed beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.model import Basis, Verdict
from safehavens.corpus.places import Match, UnknownPlace
from safehavens.corpus.places.place import Place
from safehavens.decide.cards.place_conclusion import conclude_place
from safehavens.decide.cards.usual_answers import CORE_AGENCIES
from safehavens.decide.coverage.level_coverage import list_last_searches, list_levels
from safehavens.decide.decision import plain
from safehavens.decide.place_law import ActionView, Overview, PlaceSummary
from safehavens.decide.request import BadRequest, read_day
from safehavens.decide.survey.change_words import ChangeLine, describe_day, group_by_day
from safehavens.decide.survey.law_changes import LawChange
from safehavens.web.operators.mistake_report import write_report
from safehavens.web.parts.data_answers import split_form, table_response
from safehavens.web.parts.feed import feed_of
from safehavens.web.parts.place_data import place_data
from safehavens.web.parts.place_names import from_path, path_of
from safehavens.web.parts.spell_bars import axis_for
from safehavens.web.problem import Problem
from safehavens.web.site import Site, View
from safehavens.wording.translated.place_words import name_place

_FORMS = ("json", "csv", "atom")


def find_place(request: Request) -> Response:
    """/place?q=…: the place of a name."""
    site: Site = request.app.state.site
    view = site.view(request)
    text = request.query_params.get("q", "").strip()
    if not text:
        return RedirectResponse(view.url("/places"), 303)
    try:
        match = site.corpus.place(text)
    except UnknownPlace as error:
        return view.page("place_unknown.html", 422, error=str(error), text=text, near=error.nearest)
    on = request.query_params.get("on", "")
    query = {"on": on} if on else {}
    if match.note and not match.place.id.endswith(text):
        query["as"] = text[:200]
    return RedirectResponse(view.url(path_of(match.place.id), query), 303)


def place(request: Request) -> Response:
    """/place/ID, and the same with .json, .csv and .atom."""
    site: Site = request.app.state.site
    text, form = split_form(str(request.path_params["id"]), _FORMS)
    try:
        shown = site.corpus.place(from_path(text)).place
    except UnknownPlace as error:
        if form != "html":
            return Problem(404, "unknown-place", str(error), error.nearest).response()
        return site.view(request).page(
            "place_unknown.html", 404, error=str(error), text=text, near=error.nearest
        )
    view = site.view(request)
    if path_of(shown.id) != "/place/" + text:
        tail = "" if form == "html" else f".{form}"
        query = request.query_params.multi_items()
        return RedirectResponse(view.url(path_of(shown.id) + tail, query), 303)
    if form == "atom":
        return feed_of(view, shown)
    try:
        on = read_day(request.query_params.get("on") or site.today())
        overview = site.law.overview(shown.id, on)
    except BadRequest as error:
        if form != "html":
            raise
        return _page(view, shown, site.law.overview(shown.id, site.today()), str(error))
    if form == "json":
        return JSONResponse(place_data(site, shown, overview))
    if form == "csv":
        return table_response("place.csv", _COLUMNS, _rows(overview))
    return _page(view, shown, overview, None)


_COLUMNS = ("place", "day", "domain", "action", "who", "verdict", "basis", "deciding", "outside")


def _rows(overview: Overview) -> Iterable[tuple[str, ...]]:
    for action in overview.actions:
        for who in action.who:
            yield (
                overview.place,
                overview.on.isoformat(),
                action.domain,
                action.action,
                who,
                action.verdict,
                action.basis,
                " ".join(action.deciding),
                " ".join(action.outside),
            )


def _page(view: View, shown: Place, overview: Overview, error: str | None) -> Response:
    site = view.site
    reaching = site.law.reaching(shown.id)
    own = [i for i in reaching if shown.id in i.makers]
    other = [i for i in reaching if shown.id not in i.makers]
    today = site.today()
    axis = axis_for([spell for i in reaching for spell in i.spells], today)
    rows = _merged(overview.actions)
    by_domain: dict[str, list[ActionRow]] = {}
    for row in rows:
        by_domain.setdefault(row.domain, []).append(row)
    spoken_of = {row.action for row in rows}
    silent = dict.fromkeys(a.action for a in overview.actions if a.action not in spoken_of)
    path = path_of(shown.id)
    on = [] if overview.on == today else [("on", overview.on.isoformat())]
    match = _read_name(view, shown, view.request.query_params.get("as", "").strip())
    cards = [(card, view.words.card(card)) for card in site.residents.answer(shown.id, overview.on)]
    of_county = [
        _name_alone(view, card.place_name)
        for card, _ in cards
        if card.topic.county and card.place != overview.place
    ]
    return view.page(
        "place.html",
        422 if error else 200,
        place=shown,
        note=match.note if match else None,
        others=match.others if match else (),
        overview=overview,
        coming=describe_day(view.language, site.corpus.gazetteer, overview.next),
        next_lines=_lines(view, overview.next),
        last_lines=_lines(view, overview.last),
        error=error,
        conclusion=conclude_place(view.language, site.corpus.engine, overview),
        cards=cards,
        jail_county=of_county[0] if len(of_county) > 1 else None,
        county=site.corpus.gazetteer.county_of(shown.id),
        by_domain=by_domain,
        silent=list(silent),
        own=own,
        other=other,
        axis=axis,
        today=today,
        above=site.law.above(shown.id),
        inside=site.law.lawmakers_inside(shown.id),
        changes=site.law.changes(shown.id),
        searched=_searched(view, shown),
        mistake=write_report(view, shown.id, overview.on, page=view.url(path, on)),
        query=on,
        data_links=[
            ("JSON", view.url(path + ".json", on)),
            ("CSV", view.url(path + ".csv", on)),
            ("Atom", view.url(path + ".atom")),
        ],
    )


def _searched(view: View, shown: Place) -> dict[date | None, list[str]]:
    """The governments whose law reaches here, by the last day that they were searched for."""
    corpus = view.corpus
    names: dict[date | None, list[str]] = {}
    for level, until in list_last_searches(corpus.lawbook, list_levels(corpus.gazetteer, shown.id)):
        names.setdefault(until, []).append(_name_alone(view, level.name))
    return names


def _name_alone(view: View, name: str) -> str:
    """The name of a government without its state, where the page says which it is."""
    return name_place(view.language, name).partition(", ")[0]


def _lines(view: View, changes: Iterable[LawChange]) -> list[tuple[date, ChangeLine]]:
    """A line for each change, with its day."""
    gazetteer = view.corpus.gazetteer
    return [
        (day, line)
        for day, of_day in group_by_day(changes)
        for line in describe_day(view.language, gazetteer, of_day)
    ]


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action and every agency kind with the same answer; `parts` differ in their norms."""

    domain: str
    action: str
    verdict: Verdict
    basis: Basis
    who: tuple[str, ...]
    parts: tuple[ActionView, ...]

    @property
    def rules(self) -> int:
        """How many norms decide it, or may, or were found and do not."""
        return len({id for part in self.parts for id in (*part.deciding, *part.outside)})


def _merged(actions: Iterable[ActionView]) -> list[ActionRow]:
    """Rows for the actions on which a rule was found, agency kinds of one answer together."""
    alike: dict[tuple[str, Verdict, Basis], list[ActionView]] = {}
    for action in actions:
        alike.setdefault((action.action, action.verdict, action.basis), []).append(action)
    rows = [
        ActionRow(
            parts[0].domain,
            action,
            verdict,
            basis,
            tuple(who for part in parts for who in part.who),
            tuple(parts),
        )
        for (action, verdict, basis), parts in alike.items()
        if any(part.deciding or part.outside for part in parts)
    ]
    return sorted(rows, key=lambda row: CORE_AGENCIES.isdisjoint(row.who))


def _read_name(view: View, shown: Place, text: str) -> Match | None:
    """How the name was read by which the reader came here."""
    if not text:
        return None
    try:
        match = view.corpus.place(text)
    except UnknownPlace:
        return None
    return match if match.place.id == shown.id else None


def places(request: Request) -> Response:
    """/places: every place that has made law coded here."""
    site: Site = request.app.state.site
    view = site.view(request)
    rows = site.law.lawmakers()
    path = str(request.scope["path"])
    if path.endswith(".json"):
        return JSONResponse([{**plain(r.place), "instruments": r.instruments} for r in rows])
    if path.endswith(".csv"):
        columns = ("place", "name", "level", "fips", "population", "instruments")
        values = (
            (r.place.id, r.place.name, r.place.level, r.place.fips, r.place.population,
             r.instruments) for r in rows
        )  # fmt: skip
        return table_response("places.csv", columns, values)
    countries: dict[str, list[PlaceSummary]] = {}
    for row in rows:
        top = site.corpus.gazetteer.chain(row.place.id)[-1]
        countries.setdefault(top, []).append(row)
    ordered = sorted(countries.items(), key=lambda item: (-len(item[1]), item[0]))
    return view.page(
        "places.html",
        countries=[(view.words.place(top), _by_state(site, rows)) for top, rows in ordered],
        count=len(rows),
        data_links=[("JSON", "/places.json"), ("CSV", "/places.csv")],
    )


def _by_state(
    site: Site, rows: Iterable[PlaceSummary]
) -> list[tuple[Place, bool, list[tuple[str, str]]]]:
    """The nation, then each state: whether it has law itself, and the places in it that do."""
    rows_by_state: dict[str, list[PlaceSummary]] = {}
    for row in rows:
        chain = site.corpus.gazetteer.chain(row.place.id)
        rows_by_state.setdefault(chain[-2] if len(chain) > 1 else chain[-1], []).append(row)
    groups = []
    for id, members in rows_by_state.items():
        top = site.corpus.gazetteer.get(id)
        inside = [
            (row.place.name.removesuffix(f", {top.name}"), row.place.id)
            for row in members
            if row.place.id != id
        ]
        groups.append((top, len(inside) < len(members), sorted(inside)))
    return sorted(groups, key=lambda group: (group[0].level != "national", group[0].name))
