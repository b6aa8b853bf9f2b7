"""A partial order as a picture: an SVG of its Hasse diagram, what goes furthest on top.

Altair, which draws the other pictures, has no layered graphs, and a library for them would be a
large part for a small picture; so it is drawn here. Ranks of one depth stand side by side, ordered
by where those above them stand (the barycentre rule of K. Sugiyama, S. Tagawa and M. Toda,
"Methods for visual understanding of hierarchical system structures", IEEE Transactions on Systems,
Man, and Cybernetics 11, 1981).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

from safehavens.compare.hasse import PartialOrder, Rank
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.measure.atlas.map_classes import ANSWERS, NOT_FOUND
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.maps.county_svg import Patch, patterns
from safehavens.pictures.maps.map_words import describe_patch
from safehavens.wording.answers import answer_kind
from safehavens.wording.languages import ENGLISH

_WIDE: Final = 30
"""Letters to a line in a box."""

_LETTER: Final = 7.2
_LINE: Final = 18
_MOST: Final = 12
"""As many names in a box; then how many more there are."""

_SQUARES: Final = "Squares: the answers where nothing is known of the request."
_MOST_SQUARES: Final = 4
_SQUARE: Final = 15
_GAP: Final = 28
_STEP: Final = 56


def draw_hasse(order: PartialOrder, beside: PartialOrder | None = None) -> str:
    """The picture, as the text of an SVG file. Read by screen readers as a list.

    Parameters
    ----------
    order : PartialOrder
    beside : PartialOrder, optional
        The order on another day, drawn beside the first.
    """
    orders = [order] if beside is None else sorted((order, beside), key=lambda one: str(one.on))
    drawn = [_draw(one, named=len(orders) > 1) for one in orders]
    patches = {patch for one in orders for found in _patches(one).values() for patch in found}
    legend = [(p, describe_patch(ENGLISH, p)) for p in sorted(patches, key=_in_order)]
    width = sum(wide for wide, _, _ in drawn)
    tall = max(high for _, high, _ in drawn)
    whole = tall + _LINE * (len(legend) + 1) + _GAP
    parts = []
    left = 0.0
    for wide, _, lines in drawn:
        parts += [f'<g transform="translate({left:.1f} 0)">', *lines, "</g>"]
        left += wide
    parts.append(f'<text x="{_GAP}" y="{tall + 10:.1f}" fill="#454545">{escape(_SQUARES)}</text>')
    for n, (patch, words) in enumerate(legend, 1):
        top = tall + n * _LINE
        parts.append(_square(_GAP, top, patch))
        parts.append(
            f'<text x="{_GAP + 20}" y="{top + 10:.1f}" fill="#1b1b1b">{escape(words)}</text>'
        )
    said = " ".join(sentence for one in orders for sentence in describe_order(one))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {whole:.0f}" '
            f'width="{width:.0f}" height="{whole:.0f}" role="img" aria-labelledby="t d" '
            'font-family="system-ui, sans-serif" font-size="13">',
            f'<title id="t">{escape(_title(order))}</title>',
            f'<desc id="d">{escape(said)}</desc>',
            str(patterns(patches)),
            f'<rect width="{width:.0f}" height="{whole:.0f}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _draw(order: PartialOrder, named: bool) -> tuple[float, float, list[str]]:
    """One order: how wide and how high it is, and its parts. `named`: its day is its subtitle."""
    rows: dict[int, list[int]] = {}
    for i, rank in enumerate(order.ranks):
        rows.setdefault(rank.depth, []).append(i)
    patches = _patches(order)
    texts = [_lines(rank, patches) for rank in order.ranks]
    boxes = [
        (max(len(text) for text, _ in lines) * _LETTER + 26 + _most_squares(lines) * _SQUARE,
         len(lines) * _LINE + 12)
        for lines in texts
    ]  # fmt: skip
    widths = [sum(boxes[i][0] + _GAP for i in row) for row in rows.values()]
    width = max(640.0, *widths) + _GAP
    centers: dict[int, tuple[float, float, float]] = {}
    top = 64.0
    for depth in sorted(rows):
        row = sorted(rows[depth], key=lambda i: _barycentre(order, centers, i))
        left = (width - sum(boxes[i][0] + _GAP for i in row) + _GAP) / 2
        tall = max(boxes[i][1] for i in row)
        for i in row:
            centers[i] = (left + boxes[i][0] / 2, top, top + boxes[i][1])
            left += boxes[i][0] + _GAP
        top += tall + _STEP
    on = "" if order.on is None else f", {ENGLISH.day(order.on)}"
    parts = [
        f'<text x="{_GAP}" y="26" font-size="16" font-weight="600" fill="#1b1b1b">'
        f"{escape(_title(order) + (on if named or order.on else ''))}</text>",
        f'<text x="{_GAP}" y="46" fill="#454545">{escape(_key(order))}</text>',
        *_edges(order, centers),
        *(part for i, lines in enumerate(texts) for part in _box(centers[i], boxes[i], lines)),
    ]
    return width, top, parts


def _patches(order: PartialOrder) -> dict[str, tuple[Patch, ...]]:
    """By place, the colors of its usual answers, each once."""
    found: dict[str, dict[Patch, None]] = {}
    for one in order.usual:
        kind = answer_kind(one.verdict, one.basis)
        patch = Patch(kind, kind in NOT_FOUND and not one.searched)
        found.setdefault(one.place, {})[patch] = None
    return {place: tuple(sorted(patches, key=_in_order)) for place, patches in found.items()}


def _in_order(patch: Patch) -> tuple[int, bool]:
    return [str(one) for one in ANSWERS].index(patch.bucket), patch.hatched


def describe_order(order: PartialOrder) -> list[str]:
    """The order in sentences, one for each rank; pairs that cannot be compared are counted."""
    verb = VERB[order.order]
    sentences = []
    for rank in order.ranks:
        names = " = ".join(rank.places)
        if rank.below:
            under = "; ".join(" = ".join(order.ranks[b].places) for b in rank.below)
            sentences.append(f"{names} {verb} more than: {under}.")
        else:
            sentences.append(f"{names} {verb} more than none of the others.")
    return sentences


def _title(order: PartialOrder) -> str:
    who = f" ({order.who[0]})" if len(order.who) == 1 else ""
    return f"Who {VERB[order.order]} {order.action} more than whom{who}"


def _key(order: PartialOrder) -> str:
    return f"{' > '.join(ORDERS[order.order])}; a line: the upper goes further, for every request"


_Line = tuple[str, tuple[Patch, ...]]


def _lines(rank: Rank, patches: Mapping[str, tuple[Patch, ...]]) -> list[_Line]:
    """The lines of a box; before the first of each place its squares."""
    lines: list[_Line] = []
    for name in rank.places[:_MOST]:
        first, *rest = textwrap.wrap(name, _WIDE)
        lines.append((first, patches.get(name, ())[:_MOST_SQUARES]))
        lines += [(line, ()) for line in rest]
    if len(rank.places) > _MOST:
        lines.append((f"and {len(rank.places) - _MOST} more", ()))
    return lines


def _most_squares(lines: Iterable[_Line]) -> int:
    return max(len(patches) for _, patches in lines)


def _square(x: float, y: float, patch: Patch) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="12" height="12" fill="{paint(*patch)}" '
        'stroke="#6f7f89"/>'
    )


def _barycentre(
    order: PartialOrder, centers: dict[int, tuple[float, float, float]], i: int
) -> tuple[float, int]:
    above = [centers[a][0] for a, r in enumerate(order.ranks) if i in r.below and a in centers]
    return (sum(above) / len(above) if above else 0.0, i)


def _edges(order: PartialOrder, centers: dict[int, tuple[float, float, float]]) -> list[str]:
    lines = []
    for i, rank in enumerate(order.ranks):
        x, _, bottom = centers[i]
        for below in rank.below:
            to, top, _ = centers[below]
            bend = (bottom + top) / 2
            lines.append(
                f'<path d="M{x:.1f} {bottom:.1f} C{x:.1f} {bend:.1f} {to:.1f} {bend:.1f} '
                f'{to:.1f} {top:.1f}" fill="none" stroke="#6b7280" stroke-width="1.5"/>'
            )
    return lines


def _box(
    center: tuple[float, float, float], size: tuple[float, float], lines: list[_Line]
) -> list[str]:
    x, top, _ = center
    wide, tall = size
    left = x - wide / 2
    found = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
        'rx="6" fill="#f6f8f9" stroke="#46545d"/>'
    ]
    indent = 10 + _most_squares(lines) * _SQUARE
    for n, (line, patches) in enumerate(lines):
        base = top + 18 + n * _LINE
        found += [_square(left + 8 + k * _SQUARE, base - 10, p) for k, p in enumerate(patches)]
        found.append(
            f'<text x="{left + indent:.1f}" y="{base:.1f}" fill="#1b1b1b">{escape(line)}</text>'
        )
    return found
