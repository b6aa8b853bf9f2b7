"""A picture of evidence, by its kind: a map, a harvest plot, a forest or a funnel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from safehavens.decide.request import BadRequest
from safehavens.evidence.library import Evidence
from safehavens.evidence.studies import Study
from safehavens.evidence.synthesis import Cell, Point, list_points, pool_cells
from safehavens.pictures.evidence.evidence_map import draw_evidence_map
from safehavens.pictures.evidence.forest_plot import draw_forest
from safehavens.pictures.evidence.funnel_plot import draw_funnel
from safehavens.pictures.evidence.harvest_plot import draw_harvest
from safehavens.pictures.style import Picture, SvgPicture
from safehavens.wording.evidence_labels import TOPIC
from safehavens.wording.languages import ENGLISH


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture of evidence is drawn from, and what it is called."""

    name: str
    studies: Sequence[Study]
    points: Sequence[Point]
    cells: Sequence[Cell]


_KINDS: Final[Mapping[str, Callable[[Drawn], Picture | SvgPicture]]] = {
    "map": lambda drawn: draw_evidence_map(drawn.name, drawn.studies),
    "harvest": lambda drawn: SvgPicture(draw_harvest(drawn.name, drawn.points)),
    "forest": lambda drawn: draw_forest(drawn.name, drawn.cells),
    "funnel": lambda drawn: draw_funnel(drawn.name, drawn.cells),
}
PLOTS: Final = tuple(_KINDS)


def draw_evidence(
    evidence: Evidence, kind: str, *, topic: str | None = None, claim: str | None = None
) -> Picture | SvgPicture:
    """Draw the evidence on a claim, on a topic, or all of it.

    Parameters
    ----------
    evidence : Evidence
    kind : str
        ``map``: studies by topic and by the law they study, by design. ``harvest``: directions by
        family of outcome, the higher the better the design; votes, not sizes. ``forest``: effects
        with their intervals, and their mean where it may be pooled. ``funnel``: effects by error.
    topic, claim : str, optional
        At most one of them.

    Raises
    ------
    BadRequest
        No such kind, claim or topic, or nothing to draw: no effect whose error could be read.
    """
    if kind not in _KINDS:
        raise BadRequest(f"{kind!r} is not a kind of picture; allowed: {', '.join(PLOTS)}.")
    if topic is not None and claim is not None:
        raise BadRequest("Choose a topic or a claim, not both.")
    return _KINDS[kind](_gather(evidence, topic, claim))


def _gather(evidence: Evidence, topic: str | None, claim: str | None) -> Drawn:
    if claim is not None:
        found = evidence.claim(claim)
        return Drawn(found.claim.claim, found.studies, found.points, found.cells)
    if topic is not None:
        of = evidence.topic(topic)
        name = ENGLISH.gettext(TOPIC[of.topic])
        return Drawn(f"Evidence on {name}", of.studies, of.points, of.cells)
    studies = tuple(evidence.studies.values())
    points = list_points(studies)
    return Drawn("All the evidence", studies, points, pool_cells(points))
