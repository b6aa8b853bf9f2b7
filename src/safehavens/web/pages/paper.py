"""What have you got? A paper in hand, and the answer to all that it asks for."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.near import unknown
from safehavens.corpus.papers import Paper
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.web.operators.mistake_report import write_report
from safehavens.web.parts.ask_address import AskAddress, decide_address
from safehavens.web.site import Site, View

_FIELDS = ("place", "who", "paper", "on")


def paper(request: Request) -> Response:
    """/paper?place=…&who=…&paper=…&on=…, and .json."""
    site: Site = request.app.state.site
    view = site.view(request)
    asked = {name: request.query_params.get(name, "").strip() for name in _FIELDS}
    is_data = view.path.endswith(".json")
    papers = {one.id: one for one in site.corpus.lawbook.synonyms.papers}
    try:
        if asked["paper"] and asked["paper"] not in papers:
            raise BadRequest(unknown("paper", asked["paper"], papers))
        missing = [name for name in ("place", "who", "paper") if not asked[name]]
        if missing and is_data:
            raise BadRequest(f"Say {', '.join(missing)}: each of place, who and paper is needed.")
        found = [] if missing else _answer(view, asked, papers[asked["paper"]])
    except (BadRequest, UnknownPlace) as error:
        if is_data:
            raise
        return _page(view, asked, papers, error=str(error))
    if is_data:
        answers = [plain(decision) for _, decision in found]
        return JSONResponse({"paper": asked["paper"], "answers": answers})
    return _page(view, asked, papers, found=found)


def _answer(view: View, asked: dict[str, str], paper: Paper) -> list[tuple[AskAddress, Any]]:
    """For each action that the paper asks for, the question on /ask, and its answer."""
    facts = {name: str(value).lower() for name, value in paper.facts.items()}
    questions = [
        AskAddress(asked["place"], asked["who"], action, asked["on"], facts)
        for action in paper.actions
    ]
    return [(question, decide_address(view.corpus, question)) for question in questions]


def _page(view: View, asked: dict[str, str], papers: dict[str, Paper], **values: Any) -> Response:
    found, error = values.get("found", ()), values.get("error")
    query = [(name, text) for name, text in asked.items() if text]
    mistake = None
    if found:
        first = found[0][1]
        subject = f"{asked['paper']}: {first.place_name}, {first.who}"
        mistake = write_report(view, subject, first.on, page=view.url("/paper", query))
    return view.page(
        "paper.html",
        422 if error else 200,
        asked=asked,
        papers=papers,
        paper=papers.get(asked["paper"]),
        found=found,
        error=error,
        query=query,
        mistake=mistake,
        data_links=[("JSON", view.url("/paper.json", query))] if found else [],
    )
