"""Maps of counties as SVG: no style sheet, no script, so that they stand anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from safehavens.pictures.answer_colors import LIGHT, define_pattern, paint

_FOLDER: Final = Path(__file__).parent
_TOP: Final = 150
_LINE: Final = 46
_MOST_WORDS: Final = 70
"""A line of a legend with more characters than this is wider than half of a map."""


class Patch(NamedTuple):
    """How a county is painted: its class, and whether it is hatched."""

    bucket: str
    hatched: bool = False


class Spot(NamedTuple):
    """A shape that can be pointed at: where it leads, and what it says."""

    href: str
    says: str


@dataclass(frozen=True, slots=True)
class Pane:
    """One map among those of a picture.

    Attributes
    ----------
    patches : mapping of str to Patch
        By the FIPS code of a county.
    label : str
        What the map shows, for those who do not see it; a file has it as a heading.
    says : mapping of str to str
        What is told of each county, in a file; may be empty.
    """

    patches: Mapping[str, Patch]
    label: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """A line of a legend."""

    patch: Patch
    words: str


@cache
def _shapes(name: str = "shapes") -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))


def codes() -> Mapping[str, str]:
    """The path of each county that is drawn, by the FIPS code of 2017."""
    paths: Mapping[str, str] = _shapes()["counties"]
    return paths


def swatch(patch: Patch) -> Markup:
    """What stands before a line of a legend, on a page."""
    return Markup(  # noqa: S704 - constants of this package
        '<svg viewBox="0 0 44 32" aria-hidden="true" focusable="false">'
        f'<rect class="swatch {paint_class(patch)}" x="1" y="1" width="42" height="30" '
        f'fill="{paint(*patch)}" stroke="#6f7f89" stroke-width="2"/></svg>'
    )


def plain_swatch(bucket: str) -> Markup:
    """What stands before a line of the legend of a small map, which has colors alone."""
    return Markup(  # noqa: S704 - constants of this package
        '<svg viewBox="0 0 44 32" aria-hidden="true" focusable="false">'
        f'<rect class="swatch b-{bucket}" x="1" y="1" width="42" height="30" '
        f'fill="{LIGHT[bucket]}" stroke="#6f7f89" stroke-width="2"/></svg>'
    )


def patterns(patches: Iterable[Patch], scale: float = 1.0) -> Markup:
    """The patterns that these patches are painted with, each once."""
    drawn = "".join(define_pattern(*patch, scale) for patch in sorted(set(patches)))
    return Markup(f"<defs>{drawn}</defs>")  # noqa: S704 - constants of this package


def page_maps(panes: Sequence[Pane], states: Mapping[str, Spot]) -> list[Markup]:
    """The maps for a page, each state a link; the shapes are sent once and used in every map.

    Counties of one state that are painted alike in every map are one shape.

    Parameters
    ----------
    panes : sequence of Pane
    states : mapping of str to Spot
        By the two digits of a state's code.
    """
    shapes = _shapes("page_shapes")
    joined: dict[str, dict[tuple[Patch, ...], list[str]]] = {}
    for code, path in shapes["counties"].items():
        key = tuple(pane.patches[code] for pane in panes)
        joined.setdefault(code[:2], {}).setdefault(key, []).append(path)
    maps = []
    for i, pane in enumerate(panes):
        body = []
        number = 0
        for state, parts in joined.items():
            drawn = []
            for patches, paths in parts.items():
                shape = f'<use href="#m{number}"/>'
                if i == 0:
                    name = f' id="m{number}"' if len(panes) > 1 else ""
                    shape = f'<path{name} d="{"".join(paths)}"/>'
                drawn.append(f'<g class="{paint_class(patches[i])}" fill="{paint(*patches[i])}">'
                             f"{shape}</g>")  # fmt: skip
                number += 1
            body.append(_spot("".join(drawn), states.get(state), i > 0))
        line = (
            f'<path id="borders" d="{shapes["states"]}"/>' if i == 0 else '<use href="#borders"/>'
        )
        maps.append(
            Markup(  # noqa: S704 - paths are the package's own, words are escaped
                f'<svg class="map" viewBox="0 0 {shapes["width"]} {shapes["height"]}" '
                f'role="group" aria-label="{escape(pane.label)}">'
                f'<g class="counties">{"".join(body)}</g>'
                f'<g class="borders" fill="none">{line}</g></svg>'
            )
        )
    return maps


def state_maps(panes: Sequence[Pane], links: Mapping[str, str]) -> list[Markup]:
    """The maps of the counties of one state, close up, each of them a link.

    Parameters
    ----------
    panes : sequence of Pane
        Of these counties alone; what each says is told.
    links : mapping of str to str
        The address of each county, by its code.
    """
    boxes = [_find_box(codes()[code]) for code in panes[0].patches]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    wide = max(box[2] for box in boxes) - left
    high = max(box[3] for box in boxes) - top
    edge = max(wide, high) * 0.02 + 1
    around = f"{left - edge:.0f} {top - edge:.0f} {wide + 2 * edge:.0f} {high + 2 * edge:.0f}"
    maps = []
    for i, pane in enumerate(panes):
        body = []
        for code, patch in pane.patches.items():
            name = f' id="m{code}"' if len(panes) > 1 else ""
            shape = f'<path{name} d="{codes()[code]}"/>' if i == 0 else f'<use href="#m{code}"/>'
            painted = f'<g class="{paint_class(patch)}" fill="{paint(*patch)}">{shape}</g>'
            body.append(_spot(painted, Spot(links[code], pane.says[code]), i > 0))
        maps.append(
            Markup(  # noqa: S704 - paths are the package's own, words are escaped
                f'<svg class="map near" viewBox="{around}" role="group" '
                f'aria-label="{escape(pane.label)}"><g class="counties">{"".join(body)}</g></svg>'
            )
        )
    return maps


def small_map(pane: Pane, colors: Mapping[str, str]) -> str:
    """The map alone, small to send: a path for each class, in the colors that are given."""
    shapes = _shapes("page_shapes")
    joined: dict[Patch, list[str]] = {}
    for code, path in shapes["counties"].items():
        joined.setdefault(pane.patches[code], []).append(path)
    body = "".join(
        f'<path fill="{colors[patch.bucket]}" d="{"".join(paths)}"/>'
        for patch, paths in joined.items()
    )
    edge, line = colors["zero"], colors["open"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shapes["width"]} '
        f'{shapes["height"]}" role="img"><title>{escape(pane.label)}</title>'
        f'<g stroke="{edge}" stroke-width="0.4">{body}</g>'
        f'<path fill="none" stroke="{line}" stroke-width="0.8" d="{shapes["states"]}"/></svg>\n'
    )


def joined_map(pane: Pane, legend: Sequence[Label], title: str, about: str) -> str:
    """One map as a file, a path for each class: small enough to stand within a page.

    Parameters
    ----------
    pane : Pane
        What it says of single counties is left out.
    legend : sequence of Label
        Beside each other, under the map.
    title, about : str
    """
    shapes = _shapes("page_shapes")
    wide, tall = shapes["width"], shapes["height"]
    joined: dict[Patch, list[str]] = {}
    for code, path in shapes["counties"].items():
        joined.setdefault(pane.patches[code], []).append(path)
    body = "".join(
        f'<path fill="{paint(*patch)}" d="{"".join(paths)}"/>' for patch, paths in joined.items()
    )
    lines = "".join(
        f'<g transform="translate({20 + i * (wide - 40) // len(legend)} {80 + tall})">'
        f'<rect width="24" height="18" stroke="#444444" fill="{paint(*one.patch)}"/>'
        f'<text x="32" y="14" font-size="14">{escape(one.words)}</text></g>'
        for i, one in enumerate(legend)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall + 116}" '
        f'width="{wide}" height="{tall + 116}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif" fill="#1a1a1a"><title>{escape(title)}</title>'
        f"{patterns({*joined, *(one.patch for one in legend)})}"
        f'<rect width="{wide}" height="{tall + 116}" fill="#ffffff"/>'
        f'<text x="20" y="32" font-size="18" font-weight="bold">{escape(title)}</text>'
        f'<text x="20" y="56" font-size="13">{escape(about)}</text>'
        f'<g transform="translate(0 70)"><g stroke="#ffffff" stroke-width="0.4">{body}</g>'
        f'<path fill="none" stroke="#333333" stroke-width="0.8" d="{shapes["states"]}"/></g>'
        f"{lines}</svg>\n"
    )


def whole_map(
    panes: Sequence[Pane], legend: Iterable[Label], title: str, about: Iterable[str]
) -> str:
    """The maps as a file: a path and a title for each county, a legend, what they show.

    Parameters
    ----------
    panes : sequence of Pane
        Side by side, two in a row.
    legend : iterable of Label
    title : str
    about : iterable of str
        Lines under the title: what is shown, the day, the corpus, the license.
    """
    legend, about = tuple(legend), tuple(about)
    painted = {one.patch for one in legend}.union(*(pane.patches.values() for pane in panes))
    shapes = _shapes()
    columns = 1 if len(panes) == 1 else 2
    rows = -(-len(panes) // columns)
    head = 0 if len(panes) == 1 else 60
    wide, tall = shapes["width"], shapes["height"] + head
    top = _TOP + 34 * (len(about) - 1)
    corner = len(panes) % columns  # of two in a row, the last leaves room for the legend
    left, below = (wide, top + (rows - 1) * tall + 60) if corner else (0, top + rows * tall + 20)
    cells = _place_lines(legend)
    lines_below = max((row for _, row in cells), default=-1) + 1
    whole = max(top + rows * tall, below + _LINE * lines_below) + 40
    drawn = []
    for i, pane in enumerate(panes):
        x, y = i % columns * wide, top + i // columns * tall
        named = (
            f'<text x="40" y="40" font-size="30" font-weight="bold">{escape(pane.label)}</text>'
            if head
            else ""
        )
        counties = "".join(
            f'<path class="{paint_class(pane.patches[code])}" fill="{paint(*pane.patches[code])}" '
            f'd="{path}"><title>{escape(pane.says.get(code, code))}</title></path>'
            for code, path in codes().items()
        )
        drawn.append(
            f'<g transform="translate({x} {y})">{named}<g transform="translate(0 {head})">'
            f'<g stroke="#ffffff" stroke-width="0.8">{counties}</g>{_borders()}</g></g>'
        )
    lines = "".join(
        f'<g transform="translate({left + 40 + column * wide // 2} {below + row * _LINE})">'
        f'<rect width="44" height="32" stroke="#444444" fill="{paint(*one.patch)}"/>'
        f'<text x="58" y="25" font-size="24">{escape(one.words)}</text></g>'
        for one, (column, row) in zip(legend, cells, strict=True)
    )
    told = "".join(
        f'<text x="40" y="{98 + 34 * i}" font-size="24">{escape(line)}</text>'
        for i, line in enumerate(about)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide * columns} {whole}" '
        f'width="{wide * columns // 2}" height="{whole // 2}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif" fill="#1a1a1a"><title>{escape(title)}</title>'
        f"<desc>{escape(' '.join(about))}</desc>"
        f"{patterns(painted, 2)}"
        f'<rect width="{wide * columns}" height="{whole}" fill="#ffffff"/>'
        f'<text x="40" y="52" font-size="34" font-weight="bold">{escape(title)}</text>'
        f"{told}{''.join(drawn)}{lines}</svg>\n"
    )


def _place_lines(legend: Sequence[Label]) -> list[tuple[int, int]]:
    """The column and the row of each line of a legend: two in a row, a long one on its own."""
    cells, free = [], 0
    for one in legend:
        long = len(one.words) > _MOST_WORDS
        free += free % 2 if long else 0
        cells.append((free % 2, free // 2))
        free += 2 if long else 1
    return cells


def _spot(shape: str, spot: Spot | None, quiet: bool) -> str:
    """A shape as a link; `quiet`: not for the keyboard, which has the same link before."""
    if spot is None:
        return f"<g>{shape}</g>"
    tab = ' tabindex="-1"' if quiet else ""
    return (
        f'<a href="{escape(spot.href)}"{tab} aria-label="{escape(spot.says)}">'
        f"<title>{escape(spot.says)}</title>{shape}</a>"
    )


def paint_class(patch: Patch) -> str:
    """The class by which a style sheet recolors a patch; a pattern has one of its own inside."""
    return "p" if paint(*patch).startswith("url") else f"b-{patch.bucket}"


def _borders() -> str:
    return f'<path fill="none" stroke="#333333" stroke-width="2" d="{_shapes()["states"]}"/>'


def _find_box(path: str) -> tuple[int, int, int, int]:
    """The corners of a path of this package: absolute first, then steps."""
    xs: list[int] = []
    ys: list[int] = []
    for ring in path.split("z"):
        numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
