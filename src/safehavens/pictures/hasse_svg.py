"""A partial order as a picture: an SVG of its Hasse diagram, what goes furthest on top.

Altair, which draws the other pictures, has no layered graphs, and a library for them would be a
large part for a small picture; so it is drawn here. Ranks of one depth stand side by side, ordered
by where those above them stand (the barycentre rule of K. Sugiyama, S. Tagawa and M. Toda,
"Methods for visual understanding of hierarchical system structures", IEEE Transactions on Systems,
Man, and Cybernetics 11, 1981).
"""

from __future__ import annotations

import textwrap
from typing import Final
from xml.sax.saxutils import escape

from safehavens.compare.hasse import PartialOrder, Rank
from safehavens.compare.strictness import ORDERS, VERB

_WIDE: Final = 30
"""Letters to a line in a box."""

_LETTER: Final = 7.2
_LINE: Final = 18
_MOST: Final = 12
"""As many names in a box; then how many more there are."""

_GAP: Final = 28
_STEP: Final = 56


def draw_hasse(order: PartialOrder) -> str:
    """The picture, as the text of an SVG file. Read by screen readers as a list."""
    rows: dict[int, list[int]] = {}
    for i, rank in enumerate(order.ranks):
        rows.setdefault(rank.depth, []).append(i)
    texts = [_lines(rank) for rank in order.ranks]
    boxes = [(max(map(len, lines)) * _LETTER + 20, len(lines) * _LINE + 12) for lines in texts]
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
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {top:.0f}" '
            f'width="{width:.0f}" height="{top:.0f}" role="img" aria-labelledby="t d" '
            'font-family="system-ui, sans-serif" font-size="13">',
            f'<title id="t">{escape(_title(order))}</title>',
            f'<desc id="d">{escape(" ".join(describe_order(order)))}</desc>',
            f'<rect width="{width:.0f}" height="{top:.0f}" fill="#ffffff"/>',
            f'<text x="{_GAP}" y="26" font-size="16" font-weight="600" fill="#1b1b1b">'
            f"{escape(_title(order))}</text>",
            f'<text x="{_GAP}" y="46" fill="#454545">{escape(_key(order))}</text>',
            *_edges(order, centers),
            *(part for i, lines in enumerate(texts) for part in _box(centers[i], boxes[i], lines)),
            "</svg>\n",
        ]
    )


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


def _lines(rank: Rank) -> list[str]:
    names = list(rank.places[:_MOST])
    if len(rank.places) > _MOST:
        names.append(f"and {len(rank.places) - _MOST} more")
    return [line for name in names for line in textwrap.wrap(name, _WIDE)]


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
    center: tuple[float, float, float], size: tuple[float, float], lines: list[str]
) -> list[str]:
    x, top, _ = center
    wide, tall = size
    found = [
        f'<rect x="{x - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
        'rx="6" fill="#eef3f8" stroke="#27506e"/>'
    ]
    for n, line in enumerate(lines):
        found.append(
            f'<text x="{x:.1f}" y="{top + 18 + n * _LINE:.1f}" text-anchor="middle" '
            f'fill="#1b1b1b">{escape(line)}</text>'
        )
    return found
