"""A harvest plot: what limits go with, a bar for each study, the higher the better its design.

Drawn here, and not by Altair, since the cells of a table of charts that are empty move its rows.
The form is that of D. Ogilvie and others, "The harvest plot", BMC Medical Research Methodology 8,
2008.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from safehavens.decide.request import BadRequest
from safehavens.evidence.synthesis import Point, Vote
from safehavens.pictures.evidence.told_apart import EVIDENCE_COLORS, name_evidence, name_family
from safehavens.wording.evidence_labels import DESIGN, STATUS, VOTE, VOTES_NOT_SIZES
from safehavens.wording.labels import N_
from safehavens.wording.languages import ENGLISH, Language

_VOTES: Final[tuple[Vote, ...]] = ("less", "none", "more", "mixed")
_BAR: Final = 13
_GAP: Final = 3
_ROW: Final = 58
_UNIT: Final = 14
_LABEL: Final = 210
_LETTER: Final = 7.0
_LETTERS: Final = 29
_INK: Final = "#1b1b1b"
_GRAY: Final = "#454545"
_KEY: Final = N_(
    "A bar is a study. Its height is its design: 3 dated changes or an experiment, 2 followed over "
    "time, 1 other."
)


def draw_harvest(
    name: str, points: Sequence[Point], language: Language = ENGLISH, named_in: str = ENGLISH.code
) -> str:
    """Columns for less, no change, more, and both ways; a row for each family of outcomes.

    Parameters
    ----------
    name : str
        What the picture is called.
    points : sequence of Point
    language : Language
        That of what stands in it; the texts of studies are English, and marked so.
    named_in : str
        The code of the language of its name.

    Returns
    -------
    str
        A whole SVG file. Screen readers read each bar's study and finding.

    Raises
    ------
    BadRequest
        No study tells a direction.
    """
    if not points:
        raise BadRequest("There is nothing for a harvest plot: no study here tells a direction.")
    cells: dict[tuple[str, Vote], list[Point]] = {}
    for point in sorted(points, key=lambda one: (-one.study.strength, one.study.id)):
        cells.setdefault((point.estimate.family, point.vote), []).append(point)
    votes = [vote for vote in _VOTES if vote != "mixed" or any(key[1] == vote for key in cells)]
    families = list(dict.fromkeys(point.estimate.family for point in points))
    seats = max(map(len, cells.values()))
    column = max(seats * (_BAR + _GAP) + 24, 150)
    head = textwrap.wrap(name, int((_LABEL + column * len(votes)) / 9.5))
    key = [
        *textwrap.wrap(language.gettext(_KEY), int((_LABEL + column * len(votes)) / 6.6)),
        *textwrap.wrap(
            language.gettext(VOTES_NOT_SIZES), int((_LABEL + column * len(votes)) / 6.6)
        ),
    ]
    top = 18 + 22 * len(head) + 16 * len(key) + 34
    width = _LABEL + column * len(votes) + 12
    height = top + _ROW * len(families) + 24 * len(EVIDENCE_COLORS)
    parts = [
        f'<text x="12" y="{24 + 22 * n}" font-size="16" font-weight="600" fill="{_INK}" '
        f'lang="{named_in}">'
        f"{escape(line)}</text>"
        for n, line in enumerate(head)
    ]
    parts += [
        f'<text x="12" y="{24 + 22 * len(head) + 16 * n}" font-size="12" fill="{_GRAY}">'
        f"{escape(line)}</text>"
        for n, line in enumerate(key)
    ]
    for n, vote in enumerate(votes):
        parts.append(
            f'<text x="{_LABEL + column * n}" y="{top - 12}" font-weight="600" fill="{_INK}">'
            f"{escape(_capital(language.gettext(VOTE[vote])))}</text>"
        )
    for row, family in enumerate(families):
        base = top + _ROW * (row + 1) - 10
        parts += _draw_family(name_family(family, language), base, width)
        for n, vote in enumerate(votes):
            for seat, point in enumerate(cells.get((family, vote), ())):
                left = _LABEL + column * n + seat * (_BAR + _GAP)
                parts.append(_draw_bar(point, left, base))
    for n, (words, color) in enumerate(EVIDENCE_COLORS.items()):
        y = top + _ROW * len(families) + 10 + 24 * n
        parts.append(f'<rect x="12" y="{y - 11}" width="13" height="13" fill="{color}"/>')
        parts.append(f'<text x="32" y="{y}" fill="{_INK}">{escape(language.gettext(words))}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-labelledby="harvest" '
            'font-family="system-ui, sans-serif" font-size="13">',
            f'<title id="harvest" lang="{named_in}">{escape(name)}</title>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _draw_family(name: str, base: int, width: int) -> list[str]:
    lines = textwrap.wrap(name, _LETTERS)
    first = base - 8 - 15 * (len(lines) - 1)
    texts = [
        f'<text x="12" y="{first + 15 * n}" fill="{_INK}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    ]
    rule = f'<path d="M12 {base}H{width - 12}" stroke="#b4bcc5" fill="none"/>'
    return [*texts, rule]


def _draw_bar(point: Point, left: int, base: int) -> str:
    """A bar; what it stands for is English, since a study's finding is."""
    tall = _UNIT * point.study.strength
    design, status = DESIGN[point.study.design_kind], STATUS[point.study.status]
    about = f"{point.study.id} ({status}; {design}). {point.estimate.outcome}"
    said = f": {point.estimate.text}" if point.estimate.text else ""
    return (
        f'<rect x="{left}" y="{base - tall}" width="{_BAR}" height="{tall}" '
        f'fill="{EVIDENCE_COLORS[name_evidence(point)]}">'
        f'<title lang="en">{escape(about + said)}</title></rect>'
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
