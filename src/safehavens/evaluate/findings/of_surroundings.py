"""Findings on what lies around a design: other law, days that others published, borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.other_laws import OtherLaw
from safehavens.evaluate.design.surroundings import Surroundings
from safehavens.evaluate.findings.telling import tell_count, tell_list
from safehavens.evaluate.nouns import Finding


def check_surroundings(design: Design, around: Surroundings) -> Iterator[Finding]:
    """Every finding on what lies around a design."""
    yield from _check_dates(design, around)
    yield from _check_bundle(design, around)
    yield from _check_borders(design, around)


def _check_dates(design: Design, around: Surroundings) -> Iterator[Finding]:
    apart = [one for one in around.dates if one.differs]
    if apart:
        told = (f"{one.name} ({one.here} here; {one.there}, {one.says or one.coding})"
                for one in apart)  # fmt: skip
        yield Finding(
            "dates-differ",
            "warning",
            f"{len(apart)} of {tell_count(len(around.dates), 'day')} that others published of this "
            f"law {'lies' if len(apart) == 1 else 'lie'} more than one {design.frequency} from "
            f"ours: {tell_list(told)}.",
            "`safehavens history PLACE` says why ours is what it is. Where the other is right, "
            "change the condition, or leave the place out.",
        )


def _check_bundle(design: Design, around: Surroundings) -> Iterator[Finding]:
    inside = [one for one in around.other_laws if not one.outside]
    outside = [one for one in around.other_laws if one.outside]
    touched = {one.place for one in around.other_laws}
    if not touched:
        return
    treated = design.count("treated")
    says = f"In {len(touched)} of {tell_count(treated, 'treated place')} other law began within a "
    says += f"year of it: {tell_list(_tell_laws(inside))}." if inside else "year."
    if outside:
        says += f" Outside this corpus: {tell_list(_tell_laws(outside))}."
    yield Finding(
        "bundled",
        "warning" if outside or 2 * len(touched) > treated else "note",
        says + " The estimate is that of all of it together.",
        "Say so beside the effect, or leave these places out. `safehavens changes PLACE` has the "
        "days.",
    )


def _tell_laws(laws: Iterable[OtherLaw]) -> list[str]:
    """Each law once, with where it is: those of most places first, rules of the same law last."""
    groups: dict[tuple[bool, str], list[OtherLaw]] = {}
    for one in laws:
        groups.setdefault((one.same, one.law), []).append(one)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1])))
    return [_tell(found) for _, found in ordered]


def _tell(found: list[OtherLaw]) -> str:
    one = found[0]
    what = f"other rules of {one.title}" if one.same else one.title
    where = one.name if len(found) == 1 else f"{len(found)} places"
    return f"{what}, {min(law.start for law in found)} ({where})"


def _check_borders(design: Design, around: Surroundings) -> Iterator[Finding]:
    controls = design.count("control")
    if around.bordering:
        names = [one.name for one in design.roles if one.place in around.bordering]
        yield Finding(
            "spillover",
            "warning" if 4 * len(names) > controls else "note",
            f"{len(names)} of {tell_count(controls, 'control')} "
            f"{'borders' if len(names) == 1 else 'border'} a treated place: {tell_list(names)}. "
            "What the law does may reach across the border.",
            "Compare with the estimate without them, under other choices.",
        )
