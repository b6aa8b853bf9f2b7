"""The map as SVG: no style sheet, no script, so that it stands anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape

_FILE: Final = Path(__file__).with_name("shapes.json")

COLORS: Final[Mapping[str, str]] = {
    "prohibited": "#0b2f5b",
    "conflict": "#5b3f8c",
    "depends": "#8791a0",
    "permitted": "#b9c0c8",
    "required": "#ffdba6",
    "above-5": "#0b2f5b",
    "above-4": "#3d6193",
    "above-3": "#6b8db9",
    "above-2": "#97b0d0",
    "above-1": "#c3d2e4",
    "zero": "#e6e8ea",
    "below-1": "#ffdba6",
    "below-2": "#f0b45e",
    "yes": "#0b2f5b",
    "no": "#e3e5e8",
}
"""Those of `pictures.style` (which needs another extra), ordered by lightness."""

_HATCHES: Final[Mapping[str, str]] = {
    "conflict": '<path d="M0 0l16 16M16 0l-16 16" stroke="#ffffff" stroke-width="2"/>',
    "depends": '<circle cx="8" cy="8" r="3" fill="#ffffff"/>',
    "required": '<path d="M-4 4l8-8M0 16l16-16M12 20l8-8" stroke="#7a4a00" stroke-width="2"/>',
    "below-1": '<path d="M0 16l16-16M-4 4l8-8M12 20l8-8" stroke="#7a4a00" stroke-width="1.5"/>',
    "below-2": '<path d="M0 0l16 16M16 0l-16 16" stroke="#7a4a00" stroke-width="1.5"/>',
}
"""What sets a bucket apart beside its color."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of a legend."""

    bucket: str
    words: str


@cache
def _shapes() -> Any:
    return json.loads(_FILE.read_text("utf-8"))


def codes() -> Mapping[str, str]:
    """The path of each county that is drawn, by the FIPS code of 2017."""
    paths: Mapping[str, str] = _shapes()["counties"]
    return paths


def fill(bucket: str) -> str:
    """How a bucket is painted; `defs` has the hatches that it may name."""
    return f"url(#hatch-{bucket})" if bucket in _HATCHES else COLORS[bucket]


def defs(buckets: Iterable[str]) -> Markup:
    """The hatches of these buckets."""
    patterns = "".join(
        f'<pattern id="hatch-{bucket}" width="16" height="16" patternUnits="userSpaceOnUse">'
        f'<rect width="16" height="16" fill="{COLORS[bucket]}"/>{_HATCHES[bucket]}</pattern>'
        for bucket in buckets
        if bucket in _HATCHES
    )
    return Markup(f"<defs>{patterns}</defs>")  # noqa: S704 - constants of this module


def plain_map(by_code: Mapping[str, str], order: Iterable[str], label: str) -> Markup:
    """The map for a page: counties of one bucket in one path; names stand in the table."""
    order = tuple(order)
    shapes = _shapes()
    joined: dict[str, list[str]] = {bucket: [] for bucket in order}
    for code, path in codes().items():
        joined[by_code[code]].append(path)
    body = "".join(
        f'<path fill="{fill(bucket)}" d="{"".join(paths)}"/>'
        for bucket, paths in joined.items()
        if paths
    )
    return Markup(  # noqa: S704 - paths are the package's own, words are escaped
        f'<svg class="map" viewBox="0 0 {shapes["width"]} {shapes["height"]}" role="img" '
        f'aria-label="{escape(label)}">{defs(order)}{_background(shapes["height"])}'
        f'<g stroke="#ffffff" stroke-width="0.8">{body}</g>{_borders()}</svg>'
    )


def whole_map(
    by_code: Mapping[str, tuple[str, str]], legend: Iterable[Label], title: str, about: str
) -> str:
    """The map as a file: a path and a title for each county, a legend, what it shows."""
    legend = tuple(legend)
    shapes = _shapes()
    top, high = 130, 50 * ((len(legend) + 2) // 3)
    whole = top + shapes["height"] + high + 20
    counties = "".join(
        f'<path class="{by_code[code][0]}" fill="{fill(by_code[code][0])}" d="{path}">'
        f"<title>{escape(by_code[code][1])}</title></path>"
        for code, path in codes().items()
    )
    lines = "".join(
        f'<g transform="translate({40 + i % 3 * 640} {top + shapes["height"] + i // 3 * 50})">'
        f'<rect width="44" height="32" stroke="#444444" fill="{fill(one.bucket)}"/>'
        f'<text x="58" y="25" font-size="26">{escape(one.words)}</text></g>'
        for i, one in enumerate(legend)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shapes["width"]} {whole}" '
        f'width="{shapes["width"] // 2}" height="{whole // 2}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif" fill="#1a1a1a"><title>{escape(title)}</title>'
        f"<desc>{escape(about)}</desc>{defs(one.bucket for one in legend)}{_background(whole)}"
        f'<text x="40" y="52" font-size="34" font-weight="bold">{escape(title)}</text>'
        f'<text x="40" y="98" font-size="24">{escape(about)}</text>'
        f'<g transform="translate(0 {top - 20})"><g stroke="#ffffff" stroke-width="0.8">{counties}'
        f"</g>{_borders()}</g>{lines}</svg>\n"
    )


def _background(height: int) -> str:
    return f'<rect width="{_shapes()["width"]}" height="{height}" fill="#ffffff"/>'


def _borders() -> str:
    return f'<path fill="none" stroke="#333333" stroke-width="2" d="{_shapes()["states"]}"/>'
