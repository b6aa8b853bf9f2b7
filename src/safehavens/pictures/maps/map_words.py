"""What maps say: of classes, of places, of where the data come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from safehavens.measure.atlas.map_classes import STEPS, Share, class_of, is_hatched
from safehavens.measure.atlas.standings import Measure, PlaceValue
from safehavens.pictures.maps.county_svg import Patch
from safehavens.wording.answers import ANSWER_WORDS
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.sentences import name_index

LICENSE: Final = "CC BY 4.0"

_ANSWERS: Final[Mapping[str, str]] = {str(kind): words for kind, words in ANSWER_WORDS.items()}
_YES_NO: Final = {"yes": N_("Yes"), "no": N_("No")}
_LIMITS: Final = {
    "above-3": N_("limits most: above %(two)s"),
    "above-2": N_("limits more: %(one)s to %(two)s"),
    "above-1": N_("limits some: up to %(one)s"),
    "zero": N_("nothing of its own: what national law gives everywhere"),
    "below-1": N_("must help some: down to −%(one)s"),
    "below-2": N_("must help more: −%(one)s to −%(two)s"),
    "below-3": N_("must help most: below −%(two)s"),
}
BRIEFLY: Final[Mapping[str, str]] = {
    "above-3": N_("limits most"),
    "above-1": N_("limits some"),
    "zero": N_("nothing of its own"),
    "below-1": N_("must help some"),
    "below-3": N_("must help most"),
}
_GIVES: Final = {
    "above-3": N_("gives most: more than %(two)s above national law"),
    "above-2": N_("gives more: %(one)s to %(two)s above national law"),
    "above-1": N_("gives some: up to %(one)s above national law"),
    "zero": N_("nothing of its own: what national law gives everywhere"),
    "below-1": N_("gives less: up to %(one)s below national law"),
    "below-2": N_("gives less: %(one)s to %(two)s below national law"),
    "below-3": N_("gives less: more than %(two)s below national law"),
}
_SHARE: Final = {
    "above-3": N_("above %(two)s"),
    "above-2": N_("%(one)s to %(two)s"),
    "above-1": N_("above 0, up to %(one)s"),
    "zero": N_("0"),
}
_CHANGED: Final = {
    "above-3": N_("up by more than %(two)s"),
    "above-2": N_("up by %(one)s to %(two)s"),
    "above-1": N_("up by %(one)s or less"),
    "same": N_("the same on both days"),
    "below-1": N_("down by %(one)s or less"),
    "below-2": N_("down by %(one)s to %(two)s"),
    "below-3": N_("down by more than %(two)s"),
}
_COVERAGE: Final = {
    "whole": N_("searched in full: nation, state and the place itself"),
    "nation_and_state": N_("nation and state searched, the place’s own law not"),
    "nation": N_("only the nation’s law searched"),
    "some": N_("searched in part, but not the nation’s law"),
    "none": N_("not searched for this day"),
}
HATCHED: Final = N_("Striped: no rule was found, and the law of this day was not searched in full")
SHORT_HATCHED: Final = N_("not searched in full")
_NOW: Final = N_("now: %(answer)s")
_NOT_SEARCHED: Final = N_("not searched in full for this day")
_SOURCE: Final = N_(
    "%(measure)s · law of %(days)s · safehavens corpus %(corpus)s · %(license)s · not legal advice"
)


def name_measure(language: Language, measure: Measure) -> str:
    """What people call a measure: the label of an index; what a probe asks."""
    if measure.kind == "probe":
        return language.gettext(measure.says)
    return name_index(language, measure.name)


def describe_class(language: Language, measure: Measure, bucket: str) -> str:
    """A class in words."""
    if measure.kind == "probe":
        return describe_answer(language, bucket)
    if measure.kind == "indicator":
        return language.gettext(_YES_NO[bucket])
    words = _SHARE if not measure.centered else _LIMITS if measure.negative else _GIVES
    return _fill(language, words[bucket])


def describe_patch(language: Language, patch: Patch) -> str:
    """An answer as it is painted: in words, and whether it is striped."""
    words = describe_answer(language, patch.bucket)
    return f"{words}, {language.gettext(SHORT_HATCHED)}" if patch.hatched else words


def describe_answer(language: Language, bucket: str) -> str:
    """The class of an answer in words."""
    return language.gettext(_ANSWERS[bucket])


def describe_change(language: Language, measure: Measure, bucket: str) -> str:
    """What changed, in words."""
    if bucket == "same" or measure.kind == "index":
        return _fill(language, _CHANGED[bucket])
    return language.gettext(_NOW) % {"answer": describe_class(language, measure, bucket)}


def describe_coverage(language: Language, bucket: str) -> str:
    """How far the law of a day was searched, in words."""
    return language.gettext(_COVERAGE[bucket])


def describe_value(language: Language, measure: Measure, row: PlaceValue) -> str:
    """The value of a place in words, and whether nobody searched where nothing was found."""
    if measure.kind == "index" and not isinstance(row.value, str):
        text = language.number(row.value).replace("-", "−")
    else:
        text = describe_class(language, measure, class_of(measure, row.value, row.basis))
    if is_hatched(measure, row):
        text += f" ({language.gettext(_NOT_SEARCHED)})"
    return text


def count_counties(language: Language, share: Share) -> str:
    """How many counties, and the share of people who live there."""
    counted = language.ngettext("%(told)s county", "%(told)s counties", share.counties)
    counted %= {"told": language.number(share.counties)}
    return f"{counted}, {count_people(language, share)}"


def count_people(language: Language, share: Share) -> str:
    """The share of people who live in these counties."""
    people = language.gettext("%(share)s%% of the people")
    return people % {"share": language.number(round(share.share * 100, 1))}


def describe_source(language: Language, measure: Measure, days: list[date]) -> str:
    """What a file shows and where it comes from, in a line."""
    return language.gettext(_SOURCE) % {
        "measure": measure.name,
        "days": ", ".join(language.day(day) for day in days),
        "corpus": measure.corpus[:12],
        "license": LICENSE,
    }


def _fill(language: Language, text: str) -> str:
    one, two = (language.number(step) for step in STEPS)
    return language.gettext(text) % {"one": one, "two": two}
