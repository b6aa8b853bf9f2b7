"""Maps of the counties that give an answer: on a day, or on two days side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.decide.survey.answer_places import AnswerPlaces, PlaceAnswer
from safehavens.measure.atlas.map_classes import ANSWERS, NOT_FOUND
from safehavens.pictures.maps.county_places import places_by_code
from safehavens.pictures.maps.county_svg import Label, Pane, Patch, codes, whole_map
from safehavens.pictures.maps.map_words import HATCHED, LICENSE, describe_answer
from safehavens.wording.answers import answer_kind, answer_words
from safehavens.wording.labels import N_
from safehavens.wording.languages import ENGLISH, Language
from safehavens.wording.translated.place_words import name_place

if TYPE_CHECKING:
    from safehavens.pictures.style import SvgPicture

_OTHER: Final = Patch("same")
_GONE: Final = Patch("below-3")
_COME: Final = Patch("above-3")
_ELSEWHERE: Final = N_("gives it, and has no such agency of its own")
_ANOTHER: Final = N_("another answer")
_BEGAN: Final = N_("gives it on the later day alone")
_ENDED: Final = N_("gives it on the earlier day alone")
_BOTH: Final = N_("the same on both days")


@dataclass(frozen=True)
class AnswerMap:
    """Every county, by whether it gives the answer that was looked for.

    Parameters
    ----------
    engine : Engine
    answers : sequence of AnswerPlaces
        To one request on one day, or on two; counties among their levels.

    Raises
    ------
    BadRequest
        Counties were not asked.
    """

    engine: Engine
    answers: Sequence[AnswerPlaces]

    def __post_init__(self) -> None:
        """Check that there are counties."""
        for answer in self.answers:
            if all(count.level != "county" for count in answer.levels):
                raise BadRequest("A map shows counties, and they were not asked; "
                                 "add --level county.")  # fmt: skip

    @cached_property
    def _patches(self) -> list[dict[str, Patch]]:
        by_code = places_by_code(self.engine, codes())
        ordered = sorted(self.answers, key=lambda answer: answer.on)
        found = []
        for answer in ordered:
            giving = {one.place: _paint(one) for one in answer.places if one.level == "county"}
            found.append({code: giving.get(place, _OTHER) for code, place in by_code.items()})
        if len(found) > 1:
            first, second = found
            found.append({code: _compare(first[code], second[code]) for code in first})
        return found

    def panes(self, language: Language, told: bool) -> list[Pane]:
        """The maps; of two days also where the answer began or ended. `told`: name the counties."""
        labels = [
            language.gettext(N_("The law of %(date)s, county by county"))
            % {"date": language.day(day)}
            for day in sorted(answer.on for answer in self.answers)
        ]
        labels.append(language.gettext(N_("What changed between the two days")))
        names = self._names if told else {}
        panes = []
        for i, patches in enumerate(self._patches):
            words = {patch: self._word(language, patch, i > 1) for patch in set(patches.values())}
            says = {
                code: f"{name_place(language, name)}: {words[patches[code]]}"
                for code, name in names.items()
            }
            panes.append(Pane(patches, labels[i], says))
        return panes

    @cached_property
    def _names(self) -> dict[str, str]:
        gazetteer = self.engine.gazetteer
        counties = {county.id: county.name for county in gazetteer.counties()}
        by_code = places_by_code(self.engine, codes())
        return {code: counties.get(place, "") for code, place in by_code.items()}

    def legends(self, language: Language) -> list[list[tuple[Patch, str, int]]]:
        """For each map, its lines: how it is painted, what it means, how many counties."""
        legends = []
        for i, patches in enumerate(self._patches):
            counted = Counter(patches.values())
            lines = [
                (patch, self._word(language, patch, i > 1), counted[patch])
                for patch in sorted(counted, key=_in_order)
            ]
            legends.append(lines)
        return legends

    def _word(self, language: Language, patch: Patch, changed: bool) -> str:
        if changed:
            words = _BOTH if patch == _OTHER else _ENDED if patch == _GONE else _BEGAN
            return language.gettext(words)
        if patch == _OTHER:
            return language.gettext(_ANOTHER)
        if patch.bucket == "elsewhere":
            return language.gettext(_ELSEWHERE)
        words = describe_answer(language, patch.bucket)
        return f"{words}. {language.gettext(HATCHED)}" if patch.hatched else words

    def picture(self) -> SvgPicture:
        """The maps as a file."""
        from safehavens.pictures.style import SvgPicture  # pages do without the extra `pictures`

        answer = self.answers[0]
        words = answer_words(ENGLISH, answer.verdict, answer.basis).lower()
        days = ", ".join(ENGLISH.day(day) for day in sorted(one.on for one in self.answers))
        heading = f"{answer.who}, {answer.action}: {words}, {days}"
        given = f"facts given: {', '.join(answer.facts)}" if answer.facts else "no facts given"
        corpus = self.engine.lawbook.version[:12]
        source = f"safehavens corpus {corpus} · {LICENSE} · not legal advice"
        legend: list[Label] = []
        for i, lines in enumerate(self.legends(ENGLISH)):
            for patch, said, number in lines:
                told = f"{said}: {number:,} counties" if len(self.answers) == 1 else said
                label = Label(patch, told)
                if label not in legend and (i < 2 or patch != _OTHER):
                    legend.append(label)
        return SvgPicture(whole_map(self.panes(ENGLISH, True), legend, heading, (given, source)))


def _in_order(patch: Patch) -> tuple[int, bool]:
    order = (*map(str, ANSWERS), _COME.bucket, _GONE.bucket, "elsewhere", _OTHER.bucket)
    return order.index(patch.bucket), patch.hatched


def _paint(place: PlaceAnswer) -> Patch:
    if place.has_agency == "no":
        return Patch("elsewhere")
    kind = answer_kind(place.verdict, place.basis)
    return Patch(kind, kind in NOT_FOUND and not place.searched)


def _compare(first: Patch, second: Patch) -> Patch:
    if (first == _OTHER) == (second == _OTHER):
        return _OTHER
    return _GONE if second == _OTHER else _COME
