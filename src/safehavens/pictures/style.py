"""How pictures look: one palette, ordered by lightness so that grayscale keeps the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import vl_convert

from safehavens.corpus.model import Verdict
from safehavens.decide.request import BadRequest
from safehavens.files.whole import check_target, write_whole
from safehavens.pictures.charts import alt
from safehavens.wording.answers import ANSWER_WORDS

FORMATS: Final = (".svg", ".png", ".html")

VERDICT_COLORS: Final[dict[Verdict, str]] = {
    "prohibited": "#0b2f5b",
    "conflict": "#5b3f8c",
    "depends": "#8791a0",
    "permitted": "#b9c0c8",
    "required": "#ffdba6",
}
"""From the rule that limits most, dark, to the one that compels, light and warm."""

VERDICT_LEGEND: Final = alt.Legend(
    labelExpr=f"datum.label === 'permitted' ? '{ANSWER_WORDS['open'].lower()}' : datum.label"
)
"""A legend of verdicts alone: what *permitted* rests on is not drawn, so it is not called so."""

INDEX_COLORS: Final = ("#ffdba6", "#bcc2ca", "#7793b8", "#0b2f5b")
"""At -1 (compels), 0, 0.5 and 1 (limits)."""

SHARE_COLORS: Final = ("#e3e5e8", "#8fa8c8", "#0b2f5b")
"""From 0 to 1."""

_FONT: Final = "Helvetica, Arial, sans-serif"
_INK: Final = "#1a1a1a"


def title(text: str, about: str, corpus: str) -> alt.TitleParams:
    """A picture's title, what it shows, and the corpus that it was drawn from."""
    return alt.TitleParams(
        text=text,
        subtitle=[about, f"safehavens corpus {corpus[:12]}; not legal advice"],
        anchor="start",
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: its Vega-Lite specification, data included."""

    spec: dict[str, Any]

    def svg(self) -> str:
        """The picture as SVG text."""
        text: str = vl_convert.vegalite_to_svg(self.spec)
        return text

    def write(self, path: Path) -> None:
        """Write SVG, PNG (at twice the size), or HTML that works without a network.

        A file that is there already is replaced only once the new one is whole.

        Raises
        ------
        BadRequest
            The suffix is none of FORMATS.
        CannotWrite
            The file cannot be written.
        """
        check_picture_path(path)
        kind = path.suffix.lower()
        if kind == ".png":
            content = vl_convert.vegalite_to_png(self.spec, scale=2)
        elif kind == ".svg":
            content = self.svg().encode()
        else:
            content = vl_convert.vegalite_to_html(self.spec, bundle=True).encode()
        write_whole(path, content)


def finish(chart: Any, datasets: Mapping[str, Any] | None = None) -> Picture:
    """The chart in the house's style, with the data sets that it names."""
    styled = (
        chart.configure(font=_FONT, background="white")
        .configure_title(fontSize=16, subtitleFontSize=11, subtitleColor="#444444", color=_INK)
        .configure_axis(labelFontSize=11, titleFontSize=11, labelColor=_INK, titleColor=_INK)
        .configure_legend(labelFontSize=11, titleFontSize=11, labelLimit=300, titleLimit=300)
        .configure_view(stroke=None)
    )
    spec: dict[str, Any] = styled.to_dict()
    spec["datasets"] = {**spec.get("datasets", {}), **(datasets or {})}
    return Picture(spec)


def check_picture_path(path: Path) -> None:
    """Check that a picture can be written to a path. Raises BadRequest or CannotWrite."""
    if path.suffix.lower() not in FORMATS:
        allowed = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise BadRequest(f"{path} is not a valid name for a picture; it must end in {allowed}.")
    check_target(path)
