"""Compare: two to four places side by side, by action and by probe, differences first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.compare.comparison import ComparedAction, Comparison, ShownRequest
from safehavens.compare.telling.comparison_words import count_questions, name_relations
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.places.place import Place
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest, find_answered_days, read_day
from safehavens.http.limits import LIMITS
from safehavens.web.parts.compare_rows import (
    ProbeRow,
    Row,
    compare_places,
    compare_probes,
    list_rows,
)
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.place_names import spoken
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.site import Site, View
from safehavens.wording.sentences import capitalize


async def compare(request: Request) -> Response:
    """/compare?place=…&place=…&on=…&action=…&who=…&probes=all, and .json and .csv."""
    site: Site = request.app.state.site
    path = str(request.scope["path"])
    texts = [t.strip() for t in request.query_params.getlist("place") if t.strip()]
    view = site.view(request)
    error = None
    places: list[Place] = []
    actions: list[str] = []
    who: list[str] = []
    on = site.today()
    try:
        on = read_day(request.query_params.get("on") or on)
        find_answered_days(site.corpus.lawbook).check(on)
        if len(texts) > LIMITS.compared_places:
            raise BadRequest(f"At most {LIMITS.compared_places} places can be compared at once.")
        places = _distinct(site, texts)
        actions = [site.corpus.reader.action(word) for word in _list_words(request, "action")]
        who = [site.corpus.reader.who(word) for word in _list_words(request, "who")]
        if len(places) < 2 and (len(texts) > 1 or (texts and path.endswith((".json", ".csv")))):
            raise BadRequest("Name at least two different places.")
    except (BadRequest, UnknownPlace) as problem:
        if path.endswith((".json", ".csv")):
            raise
        error = str(problem)
    if not texts and path.endswith((".json", ".csv")):
        raise BadRequest(f"Name two to {LIMITS.compared_places} places: place is missing.")
    every = request.query_params.get("probes") == "all"
    compared: Compared = Compared((), (), ())
    if not error and len(places) > 1:
        compared = await surveys_of(request).run(
            request, lambda _: _compare(site, places, on, actions, who, every)
        )
    query = [("place", spoken(site.corpus, place)) for place in places]
    query.append(("on", on.isoformat()))
    query += [("action", action) for action in actions]
    query += [("who", kind) for kind in who]
    other = query if every else [*query, ("probes", "all")]
    if every:
        query = [*query, ("probes", "all")]
    if path.endswith(".json"):
        return JSONResponse(_data(site, places, on, compared))
    if path.endswith(".csv"):
        return table_response("compare.csv", *_table(places, compared.rows, compared.probes))
    rows = compared.rows
    differing = _number([row for row in rows if row.differs])
    names = [place.name for place in places]
    return await run_in_threadpool(
        view.page,
        "compare.html",
        422 if error else 200,
        error=error,
        texts=[*texts[: LIMITS.compared_places], *[""] * (LIMITS.compared_places - len(texts))],
        places=places if rows else [],
        on=on,
        chosen_action=actions[0] if actions else "",
        chosen_who=who[0] if who else "",
        sentences=[
            (name, list(count_questions(view.language, one, names[0], name)))
            for name, one in zip(names[1:], compared.comparisons, strict=bool(rows))
        ],
        relation=lambda row, number: _tell_relation(view, row, names, number),
        facts=lambda shown: _tell_facts(view, shown),
        core=_by_domain(pair for pair in differing if pair[1].core),
        rest=[pair for pair in differing if not pair[1].core],
        same=[row for row in rows if not row.differs and row.spoken],
        silent=_silent(rows),
        probes=[row for row in compared.probes if row.differs],
        agreed=[row for row in compared.probes if not row.differs],
        every=every,
        other_probes=view.url("/compare", other) + "#probes",
        battery=site.corpus.lawbook.battery is not None,
        query=query if places else (),
        data_links=[
            ("JSON", view.url("/compare.json", query)),
            ("CSV", view.url("/compare.csv", query)),
        ]
        if rows
        else [],
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """All that is compared."""

    rows: tuple[Row, ...]
    probes: tuple[ProbeRow, ...]
    comparisons: tuple[Comparison, ...]


def _compare(
    site: Site,
    places: Sequence[Place],
    on: date,
    actions: Sequence[str],
    who: Sequence[str],
    every: bool,
) -> Compared:
    comparisons = compare_places(site.corpus, places, on, actions, who)
    rows = list_rows(site.corpus, site.law, places, on, comparisons, actions, who)
    probes = [
        row
        for row in compare_probes(site.corpus, places, on, every)
        if (not actions or row.action in actions) and (not who or row.who in who)
    ]
    return Compared(rows, tuple(probes), comparisons)


def _tell_relation(view: View, row: Row, names: Sequence[str], number: int) -> str:
    """Who goes further on a row's action, of the first place and the one of a number."""
    proof = row.proofs[number - 1]
    if proof is None:
        return view.language.gettext("Nothing found in either")
    words = name_relations(view.language, proof.order, names[0], names[number])
    return capitalize(words[proof.relation])


def _tell_facts(view: View, shown: ShownRequest) -> list[tuple[Markup, str]]:
    """What a request says: each fact's question and its answer."""
    return [
        (view.words.question(fact), view.words.value(fact, value))
        for fact, value in shown.facts.items()
    ]


def _by_domain(rows: Iterable[tuple[str, Row]]) -> dict[str, list[tuple[str, Row]]]:
    by_domain: dict[str, list[tuple[str, Row]]] = {}
    for id, row in rows:
        by_domain.setdefault(row.domain, []).append((id, row))
    return by_domain


def _number(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """Rows with the ids under which they can be cited."""
    seen: Counter[str] = Counter()
    numbered = []
    for row in rows:
        seen[row.action] += 1
        count = seen[row.action]
        numbered.append((row.action if count == 1 else f"{row.action}-{count}", row))
    return numbered


def _list_words(request: Request, name: str) -> list[str]:
    return [text.strip() for text in request.query_params.getlist(name) if text.strip()]


def _distinct(site: Site, texts: Iterable[str]) -> list[Place]:
    by_id = {(place := site.corpus.place(text).place).id: place for text in texts}
    return list(by_id.values())


def _silent(rows: Iterable[Row]) -> list[str]:
    """Actions of which no place's law says anything that decides."""
    rows = list(rows)
    spoken_of = {row.action for row in rows if row.spoken}
    return [a for a in dict.fromkeys(row.action for row in rows) if a not in spoken_of]


def _data(
    site: Site,
    places: Sequence[Place],
    on: date,
    compared: Compared,
) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "places": [plain(place) for place in places],
        "rows": [_write_row(row) for row in compared.rows],
        "probes": [{**plain(row), "differs": row.differs} for row in compared.probes],
        "corpus": site.corpus.version,
    }


def _write_row(row: Row) -> dict[str, object]:
    """A row as data: of each proof the relation, and the requests that show it."""
    return {
        **plain(replace(row, proofs=())),
        "proofs": [None if one is None else _write_proof(one) for one in row.proofs],
        "differs": row.differs,
    }


def _write_proof(proof: ComparedAction) -> dict[str, object]:
    return {
        "order": proof.order,
        "relation": proof.relation,
        "less": None if proof.less is None else _write_shown(proof.less),
        "more": None if proof.more is None else _write_shown(proof.more),
    }


def _write_shown(shown: ShownRequest) -> dict[str, object]:
    verdicts = [shown.a.verdict, shown.b.verdict]
    return {"who": shown.who, "facts": plain(shown.facts), "verdicts": verdicts}


def _table(
    places: Sequence[Place], rows: Iterable[Row], probes: Iterable[ProbeRow]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The actions, then the probes, which have their names in a column of their own."""
    columns = (
        "domain",
        "action",
        "who",
        "probe",
        "differs",
        *(name for place in places for name in (place.id, f"{place.id} basis")),
    )
    actions = [
        (
            row.domain,
            row.action,
            who,
            "",
            _word(row.differs),
            *(word for cell in row.cells for word in (cell.verdict, cell.basis)),
        )
        for row in rows
        for who in row.who
    ]
    probe_rows = [
        (
            row.domain,
            row.action,
            row.who,
            row.probe,
            _word(row.differs),
            *(word for pair in zip(row.verdicts, row.bases, strict=True) for word in pair),
        )
        for row in probes
    ]
    return columns, [*actions, *probe_rows]


def _word(value: bool) -> str:
    return "true" if value else "false"
