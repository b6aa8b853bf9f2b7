"""How pictures look, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import vl_convert

from safehavens.decide.request import BadRequest
from safehavens.files.whole import check_target, write_whole
from safehavens.pictures.charts import alt
from safehavens.pictures.maps.county_svg import Patch, patterns
from safehavens.wording.answers import ANSWER_WORDS

FORMATS: Final = (".svg", ".png", ".html")

VERDICT_LEGEND: Final = alt.Legend(
    labelExpr=f"datum.label === 'permitted' ? '{ANSWER_WORDS['open'].lower()}' : datum.label"
)
"""A legend of verdicts alone: what *permitted* rests on is not drawn, so it is not called so."""

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
    """A finished picture: its Vega-Lite specification, data included.

    `patterns` are SVG definitions that colors of the specification name: ``url(#id)``.
    """

    spec: dict[str, Any]
    patterns: str = ""

    def svg(self) -> str:
        """The picture as SVG text."""
        text: str = vl_convert.vegalite_to_svg(self.spec)
        if self.patterns:
            head, end, rest = text.partition(">")
            text = f"{head}{end}{self.patterns}{rest}"
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
        if self.patterns:
            SvgPicture(self.svg()).write(path)
            return
        check_picture_path(path)
        kind = path.suffix.lower()
        if kind == ".png":
            content = vl_convert.vegalite_to_png(self.spec, scale=2)
        elif kind == ".svg":
            content = self.svg().encode()
        else:
            content = vl_convert.vegalite_to_html(self.spec, bundle=True).encode()
        write_whole(path, content)


@dataclass(frozen=True, slots=True)
class SvgPicture:
    """A picture that is drawn as SVG.

    Attributes
    ----------
    text : str
        A whole SVG file.
    """

    text: str

    def svg(self) -> str:
        """The picture as SVG text."""
        return self.text

    def write(self, path: Path) -> None:
        """Write it as `Picture.write` does. Raises BadRequest and CannotWrite."""
        check_picture_path(path)
        kind = path.suffix.lower()
        if kind == ".png":
            content = vl_convert.svg_to_png(self.text, scale=2)
        elif kind == ".svg":
            content = self.text.encode()
        else:
            content = (
                '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
                '<meta name="viewport" content="width=device-width">'
                "<title>safehavens</title></head>"
                f'<body style="margin:0">{self.text}</body></html>\n'
            ).encode()
        write_whole(path, content)


def finish(chart: Any, patches: Iterable[Patch] = ()) -> Picture:
    """The chart in the house's style, with the patterns of the patches that it paints."""
    styled = (
        chart.configure(font=_FONT, background="white")
        .configure_title(fontSize=16, subtitleFontSize=11, subtitleColor="#444444", color=_INK)
        .configure_axis(labelFontSize=11, titleFontSize=11, labelColor=_INK, titleColor=_INK)
        .configure_legend(labelFontSize=11, titleFontSize=11, labelLimit=300, titleLimit=300)
        .configure_view(stroke=None)
    )
    spec: dict[str, Any] = styled.to_dict()
    return Picture(spec, patterns(patches))


def check_picture_path(path: Path) -> None:
    """Check that a picture can be written to a path. Raises BadRequest or CannotWrite."""
    if path.suffix.lower() not in FORMATS:
        allowed = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise BadRequest(f"{path} is not a valid name for a picture; it must end in {allowed}.")
    check_target(path)
