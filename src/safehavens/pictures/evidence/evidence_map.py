"""A map of the evidence: how many studies there are, by topic, by law and by design."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from safehavens.evidence.studies import DESIGN_KINDS, DIRECTIONS, TOPICS, Direction, Study
from safehavens.pictures.charts import alt
from safehavens.pictures.evidence.plot_parts import title_evidence
from safehavens.pictures.style import Picture, finish
from safehavens.wording.evidence_labels import DESIGN, TOPIC

_COLORS: Final = (
    "#0b2f5b", "#4a6fa5", "#a3bbd9", "#c2d8d3", "#e3d39a", "#dd8a2e", "#d2d8dd",
)  # fmt: skip
_ROW: Final = 26
_LAWS: Final[dict[Direction, str]] = {
    "limiting": "law that limits help|to enforcement",
    "compelling": "law that adds or|demands such help",
    "service": "law on whether a|service asks for status",
    "none": "no law is studied",
}
"""The kinds of law, over the columns; | parts lines."""


def draw_evidence_map(name: str, studies: Sequence[Study]) -> Picture:
    """Bars of studies: a row for each topic, a column for each kind of law, colors by design."""
    counts = Counter((study.topic, study.direction, study.design_kind) for study in studies)
    topics = [topic for topic in TOPICS if any(study.topic == topic for study in studies)]
    rows = [
        {
            "topic": TOPIC[topic],
            "law": _LAWS[direction],
            "design": DESIGN[design],
            "order": DESIGN_KINDS.index(design),
            "studies": count,
        }
        for (topic, direction, design), count in counts.items()
    ]
    most = max(Counter((study.topic, study.direction) for study in studies).values(), default=1)
    designs = [DESIGN[one] for one in DESIGN_KINDS]
    chart: Any = (
        alt.Chart(alt.InlineData(rows))
        .mark_bar(stroke="#1a1a1a", strokeWidth=0.4)
        .encode(
            x=alt.X(
                "studies:Q", title="studies", stack="zero",
                scale=alt.Scale(domain=[0, most]), axis=alt.Axis(tickMinStep=1),
            ),
            y=alt.Y(
                "topic:N", title=None, sort=[TOPIC[one] for one in topics],
                axis=alt.Axis(labelLimit=300),
            ),
            color=alt.Color(
                "design:N", title="design, the better ones darker",
                scale=alt.Scale(domain=designs, range=list(_COLORS)),
                legend=alt.Legend(orient="bottom", columns=1),
            ),
            order="order:Q",
            tooltip=["topic:N", "law:N", "design:N", "studies:Q"],
        )
        .properties(width=170, height=_ROW * len(topics))
        .facet(
            column=alt.Column(
                "law:N", title=None, sort=[_LAWS[one] for one in DIRECTIONS],
                header=alt.Header(labelExpr="split(datum.label, '|')", labelFontSize=11),
            )
        )
        .properties(
            title=title_evidence(
                name, f"{len(studies)} studies; a bar counts studies and says nothing of results"
            )
        )
    )  # fmt: skip
    return finish(chart)
