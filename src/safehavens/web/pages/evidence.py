"""What studies found: claims on all sides, topics, and each study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.api import NotFound
from safehavens.decide.decision import plain
from safehavens.evidence.library import Evidence, UnknownEvidence
from safehavens.evidence.studies import SIDES, Estimate
from safehavens.evidence.synthesis import Point, SignTest, count_signs
from safehavens.pictures.evidence.harvest_plot import draw_harvest
from safehavens.web.parts.data_answers import split_form
from safehavens.web.site import Site, View
from safehavens.wording import evidence_labels as labels
from safehavens.wording.evidence_labels import effect_words, family_words
from safehavens.wording.languages import Language

_FORMS: Final = ("json", "svg")


def evidence(request: Request) -> Response:
    """/evidence: claims and topics; and .json."""
    site: Site = request.app.state.site
    found = site.corpus.evidence
    view = site.view(request)
    if view.path.endswith(".json"):
        return JSONResponse(plain({"studies": found.studies, "claims": found.claims}))
    claims = [
        (claim, [sum(one.direct and one.bears == side for one in claim.bears) for side in SIDES])
        for claim in found.claims.values()
    ]
    topics = [
        (topic, sum(study.topic == topic for study in found.studies.values()))
        for topic in found.topics
    ]
    return view.page(
        "evidence.html",
        **_words(view.language),
        evidence=found,
        claims=claims,
        topics=topics,
        data_links=[("JSON", view.url("/evidence.json"))],
    )


def part(request: Request) -> Response:
    """/evidence/CLAIM, /evidence/topic/TOPIC, /evidence/study/STUDY, and .json, and .svg of the
    first two."""
    site: Site = request.app.state.site
    view = site.view(request)
    path, form = split_form(str(request.path_params["id"]), _FORMS)
    kind, slash, id = path.rpartition("/")
    try:
        if slash and kind == "study":
            return _study(view, site.corpus.evidence, id, form)
        if slash and kind == "topic":
            return _topic(view, site.corpus.evidence, id, form)
        return _claim(view, site.corpus.evidence, path, form)
    except UnknownEvidence as error:
        raise NotFound(str(error)) from None


def _claim(view: View, evidence: Evidence, id: str, form: str) -> Response:
    found = evidence.claim(id)
    if form == "json":
        return JSONResponse(plain(found))
    picture = _draw(view, found.claim.claim, found.points, "en") if found.points else None
    if form == "svg":
        return _picture(picture)
    return view.page(
        "evidence_claim.html",
        **_words(view.language),
        found=found,
        claim=found.claim,
        picture=picture,
        votes=_count_votes(found.points),
        pooled=[cell for cell in found.cells if cell.pooled is not None],
        data_links=_links(view, f"/evidence/{id}", bool(found.points)),
    )


def _topic(view: View, evidence: Evidence, name: str, form: str) -> Response:
    found = evidence.topic(name)
    if form == "json":
        return JSONResponse(plain(found))
    heading = view.language.gettext(labels.TOPIC[name])
    picture = _draw(view, heading, found.points, view.language.code) if found.points else None
    if form == "svg":
        return _picture(picture)
    return view.page(
        "evidence_topic.html",
        **_words(view.language),
        found=found,
        heading=heading,
        picture=picture,
        votes=_count_votes(found.points),
        pooled=[cell for cell in found.cells if cell.pooled is not None],
        data_links=_links(view, f"/evidence/topic/{name}", bool(found.points)),
    )


def _study(view: View, evidence: Evidence, id: str, form: str) -> Response:
    if form == "svg":
        raise NotFound("A study has no picture.")
    study = evidence.study(id)
    if form == "json":
        return JSONResponse(plain(study))
    claims = [
        claim
        for claim in evidence.claims.values()
        if any(one.study == id for one in claim.bears)
    ]  # fmt: skip
    return view.page(
        "evidence_study.html",
        **_words(view.language),
        study=study,
        claims=claims,
        data_links=[("JSON", view.url(f"/evidence/study/{id}.json"))],
    )


def _draw(view: View, name: str, points: Sequence[Point], named_in: str) -> Markup:
    drawn = draw_harvest(name, points, view.language, named_in)
    return Markup(drawn)  # noqa: S704 - it escapes its texts


def _picture(picture: Markup | None) -> Response:
    if picture is None:
        raise NotFound("There is nothing to draw here: no study tells a direction.")
    return Response(str(picture), media_type="image/svg+xml")


def _links(view: View, path: str, has_picture: bool) -> list[tuple[str, str]]:
    forms = ("JSON", "SVG") if has_picture else ("JSON",)
    return [(form, view.url(f"{path}.{form.lower()}")) for form in forms]


def _count_votes(points: Sequence[Point]) -> list[tuple[str, bool, SignTest]]:
    """By family, direct and mirror evidence apart: the directions told."""
    found = []
    for family in dict.fromkeys(point.estimate.family for point in points):
        for mirror in (False, True):
            of = [
                point
                for point in points
                if point.estimate.family == family and point.study.is_mirror == mirror
            ]
            if of:
                found.append((family, mirror, count_signs(of)))
    return found


def _words(language: Language) -> dict[str, Any]:
    """What templates say evidence with, in a language."""

    def label(table: str, key: str) -> str:
        words: Mapping[str, str] = getattr(labels, table)
        return language.gettext(words[key])

    def number(estimate: Estimate) -> str:
        if estimate.effect is None:
            return ""
        said = effect_words(language, estimate.scale, estimate.effect)
        if estimate.ci is not None:
            low, high = (effect_words(language, estimate.scale, end) for end in estimate.ci)
            words = language.gettext("%(number)s (95%% interval %(low)s to %(high)s)")
            return words % {"number": said, "low": low, "high": high}
        if estimate.se is not None:
            error = effect_words(language, estimate.scale, estimate.se).lstrip("+")
            words = language.gettext("%(number)s (standard error %(error)s)")
            return words % {"number": said, "error": error}
        return said

    return {
        "label": label,
        "family": partial(family_words, language),
        "effect": number,
        "not_pooled": language.gettext(labels.NOT_POOLED),
        "votes_not_sizes": language.gettext(labels.VOTES_NOT_SIZES),
    }
