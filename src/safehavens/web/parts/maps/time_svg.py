"""Answers over time as small pictures in the page: how they spread, and those of one place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from safehavens.corpus.searches import Search
from safehavens.decide.coverage.level_coverage import is_searched_in_full
from safehavens.decide.engine import Engine
from safehavens.decide.history import VerdictSpell
from safehavens.decide.request import Request
from safehavens.measure.atlas.map_classes import NOT_FOUND, class_of, classes_of
from safehavens.measure.atlas.standings import Measure, Steps
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.maps.county_svg import Patch, paint_class
from safehavens.wording.answers import answer_kind

_WIDE: Final = 840
_HIGH: Final = 200
_EARLIEST: Final = 1985
_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class TimePicture:
    """A picture over years, the years under it, and the patches that it is painted with."""

    svg: Markup
    years: tuple[int, ...]
    patches: frozenset[Patch]


@lru_cache(maxsize=64)  # whatever day of a year is shown
def draw_spread(measure: Measure, last: int, state: str | None, label: str) -> TimePicture:
    """The share of the counties' people in each class, by the law of January 1 of each year.

    Parameters
    ----------
    measure : Measure
    last : int
        The last year.
    state : str or None
        The two digits of a state's code, of whose counties alone it is.
    label : str
        What it shows, for those who do not see it.
    """
    people: Counter[int] = Counter()  # by what it says over time, which many counties share
    steps_by_id: dict[int, Steps] = {}
    for group, row in measure.rows:
        if group == "county" and state in (None, (row.fips or "")[:2]):
            steps = measure.steps[row.extent]
            steps_by_id[id(steps)] = steps
            people[id(steps)] += row.population or 0
    years = range(_EARLIEST, last + 1)
    shares = [Counter[Patch]() for _ in years]
    for key, steps in steps_by_id.items():
        for share, patch in zip(shares, _trace(measure, steps, years), strict=True):
            share[patch] += people[key]
    order = [Patch(one, hatched) for one in classes_of(measure) for hatched in (False, True)]
    met = [patch for patch in order if any(share[patch] for share in shares)]
    total = sum(people.values()) or 1
    step = _WIDE / len(years)
    floor = [0.0] * len(years)
    body = []
    for patch in met:
        top = [low + share[patch] / total * _HIGH for low, share in zip(floor, shares, strict=True)]
        body.append(
            f'<path class="{paint_class(patch)}" fill="{paint(*patch)}" '
            f'd="{_area(floor, top, step)}"/>'
        )
        floor = top
    svg = Markup(  # noqa: S704 - numbers and constants; words are escaped
        f'<svg class="spread" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{escape(label)}">{"".join(body)}</svg>'
    )
    return TimePicture(svg, _ticks(_EARLIEST, last + 1), frozenset(met))


def _trace(measure: Measure, steps: Steps, years: Iterable[int]) -> Iterator[Patch]:
    """The patch of a county by the law of January 1 of each year."""
    known: dict[int, Patch] = {}
    for year in years:
        at = max(bisect_right(steps.days, date(year, 1, 1)) - 1, 0)
        if at not in known:
            standing = steps.standings[at]
            bucket = class_of(measure, standing.value, standing.basis)
            known[at] = Patch(bucket, bucket in NOT_FOUND and not standing.searched)
        yield known[at]


def _area(floor: Sequence[float], top: Sequence[float], step: float) -> str:
    """Steps along the top, and back along the floor; nothing is on top of the picture."""
    there = [(i * step, _HIGH - high) for i, high in enumerate(top)]
    back = [(i * step, _HIGH - low) for i, low in enumerate(floor)]
    parts = [f"M0 {there[0][1]:.1f}"]
    for x, y in there[1:]:
        parts.append(f"H{x:.1f}V{y:.1f}")
    parts.append(f"H{_WIDE}V{back[-1][1]:.1f}")
    for (x, _), (_, y) in zip(reversed(back[1:]), reversed(back[:-1]), strict=True):
        parts.append(f"H{x:.1f}V{y:.1f}")
    return "".join([*parts, "H0Z"])


def _ticks(first: int, last: int) -> tuple[int, ...]:
    return tuple(round(first + (last - first) * i / (_TICKS - 1)) for i in range(_TICKS))


def draw_answers(
    engine: Engine, request: Request, spells: Sequence[VerdictSpell], last: int
) -> TimePicture:
    """The answers to a request over the years, in the colors of maps.

    Parameters
    ----------
    engine : Engine
    request : Request
    spells : sequence of VerdictSpell
        Its answers over time, oldest first.
    last : int
        The last year.
    """
    levels = engine.levels(engine.gazetteer.canonical(request.place))
    domain = engine.lawbook.vocabulary.domain_of[request.action]
    coverage = engine.lawbook.coverage
    searches = [one for level in levels for one in coverage.of(level.id, domain)]
    first, end = date(_EARLIEST, 1, 1), date(last + 1, 1, 1)
    days = sorted({first, *_days(spells, searches, first, end)})
    whole = (end - first).days
    runs: list[tuple[date, Patch]] = []
    for day in days:
        spell = next((one for one in reversed(spells) if _began_by(one, day)), None)
        if spell is None:
            continue
        kind = answer_kind(spell.verdict, spell.basis)
        searched = is_searched_in_full(engine.lawbook, levels, domain, day)
        patch = Patch(kind, kind in NOT_FOUND and not searched)
        if not runs or runs[-1][1] != patch:
            runs.append((day, patch))
    ends = [day for day, _ in runs[1:]] + [end]
    body = "".join(
        f'<rect class="{paint_class(patch)}" fill="{paint(*patch)}" '
        f'x="{(day - first).days / whole * _WIDE:.1f}" '
        f'width="{(until - day).days / whole * _WIDE:.1f}" height="24"/>'
        for (day, patch), until in zip(runs, ends, strict=True)
    )
    svg = Markup(  # noqa: S704 - numbers and constants
        f'<svg class="spread" viewBox="0 0 {_WIDE} 24" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{body}</svg>'
    )
    return TimePicture(svg, _ticks(_EARLIEST, last + 1), frozenset(patch for _, patch in runs))


def _began_by(spell: VerdictSpell, day: date) -> bool:
    return spell.start is None or spell.start <= day


def _days(
    spells: Iterable[VerdictSpell], searches: Iterable[Search], first: date, end: date
) -> Iterable[date]:
    """The days on which an answer begins, or a search begins or has ended."""
    days = [spell.start for spell in spells if spell.start is not None]
    for one in searches:
        days += [one.back_to, one.through + timedelta(days=1)]
    return (day for day in days if first < day < end)
