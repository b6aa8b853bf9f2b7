"""A map of who is treated, who is compared with, and who is left out."""

from __future__ import annotations

from typing import Final

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import PlaceRole, Role
from safehavens.pictures.maps.county_svg import Label, Pane, Patch, codes, joined_map
from safehavens.pictures.style import SvgPicture

_PATCHES: Final[dict[Role, Patch]] = {
    "treated": Patch("yes"),
    "control": Patch("nation"),
    "left out": Patch("none", True),
}
_ABSENT: Final = Patch("none")
_WORDS: Final[dict[Role, str]] = {
    "treated": "treated",
    "control": "compared with",
    "left out": "left out",
}
_STATE: Final = 2


def draw_treated(evaluation: Evaluation) -> SvgPicture | None:
    """The states or counties of an evaluation by what they do in it.

    Returns
    -------
    SvgPicture or None
        None where no place of it is a state or county that maps draw.
    """
    design = evaluation.design
    role_of = {one.fips: one for one in design.roles if one.fips}
    found = {code: role_of.get(code) or role_of.get(code[:_STATE]) for code in codes()}
    if not any(found.values()):
        return None
    patches = {code: _paint(one) for code, one in found.items()}
    legend = [
        Label(patch, f"{_WORDS[role]}: {design.count(role)}")
        for role, patch in _PATCHES.items()
        if design.count(role)
    ]
    if _ABSENT in patches.values():
        legend.append(Label(_ABSENT, "not in the table"))
    title = f"Who is treated: {design.condition}"
    first, last = design.name(design.periods[0]), design.name(design.periods[-1])
    about = f"{first} to {last}, by {design.frequency}; law {evaluation.corpus[:12]}"
    return SvgPicture(joined_map(Pane(patches, title, {}), legend, title, about))


def _paint(one: PlaceRole | None) -> Patch:
    return _ABSENT if one is None else _PATCHES[one.role]
