"""Street addresses: read as their city, and repeated nowhere."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from safehavens.corpus.places import Match, PlaceFinder, PlaceScope, UnknownPlace, load

FINDER = PlaceFinder(load())
US = "ocd-division/country:us/state:"

ADDRESSES = {
    "1200 N Ashland Ave, Chicago, IL": "il/place:chicago",
    "1200 N Ashland Ave, Apt 3B, Chicago, IL 60622": "il/place:chicago",
    "1200 N Ashland Ave Chicago IL 60622": "il/place:chicago",
    "1200 N Ashland Ave\nChicago, IL 60622-1234": "il/place:chicago",
    "1200 N Ashland Ave #4, Chicago": "il/place:chicago",
    "1200 N Ashland Ave Rear, Chicago, IL, USA": "il/place:chicago",
    "1200 Ashland, 60622": "il/place:chicago",
    "55 W Monroe St Suite 1200 Chicago, Illinois": "il/place:chicago",
    "Ashland Ave, Chicago, IL": "il/place:chicago",
    "P.O. Box 1200, Albany, NY": "ny/place:albany",
    "350 5th Ave, New York, NY 10118": "ny/place:new_york",
    "Calle 1200 #10, Los Ángeles, CA 90012": "ca/place:los_angeles",
    "maria lopez, 1200 n ashland ave, chicago, il": "il/place:chicago",
}
SECRET = ("1200", "ashland", "monroe", "5th", "maria", "lopez", "3b", "#", "60622", "calle")


def says_secret(*texts: object) -> list[str]:
    said = " ".join(str(text) for text in texts).casefold()
    return [secret for secret in SECRET if secret in said]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_its_city(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for match in (
            (FINDER.find(text), FINDER.read(text, PlaceScope(level="place")))
            if ("#4" not in text)
            else (FINDER.find(text),)
        ):
            assert match.place.id == US + ADDRESSES[text]
            assert match.note is not None
            assert "The street address was not kept." in match.note
            note = match.note.replace("ZIP code 60622", "")
            assert says_secret(match.place, match.others, note, caplog.text) == []


def refusal(read: Callable[[str], Match], text: str) -> UnknownPlace | None:
    try:
        read(text)
    except UnknownPlace as error:
        return error
    return None


@pytest.mark.parametrize(
    "text",
    [
        "1200 N Ashland Ave",
        "1200 N Ashland Ave, Chicgo, IL",
        "1200 N Ashland Ave, Apt 3B, Nowhereville, IL",
        "maria lopez, 1200 n ashland ave",
        "1200 N Ashland Ave, Springfield",
        "Ashland Ave, Nowhereville, IL",
        f"1200 N Ashland Ave {'x' * 300}",
    ],
)
def test_no_error_repeats_an_address(text: str, caplog: pytest.LogCaptureFixture) -> None:
    for read in (FINDER.find, FINDER.read):
        error = refusal(read, text)
        if error is None:
            assert text.endswith("Springfield")  # found: the likeliest
            continue
        printed = "".join(traceback.format_exception(error))
        lines = [line for line in printed.splitlines() if not line.startswith("  ")]  # no code
        assert says_secret(*lines) == []
        assert says_secret(error, error.text, error.nearest, vars(error)) == []
    assert says_secret(caplog.text) == []


def test_a_personal_number_is_not_repeated() -> None:
    for text in ("123-45-6789", "123456789", "123 45 6789"):
        for read in (FINDER.find, FINDER.read):
            with pytest.raises(UnknownPlace) as error:
                read(text)
            assert "6789" not in str(error.value) + error.value.text


@pytest.mark.parametrize("text", ["6th of October City", "Chicago, IL 60614", "100 Mile House"])
def test_what_is_no_address(text: str) -> None:
    try:
        note = FINDER.find(text).note or ""
    except UnknownPlace:
        note = ""
    assert "street" not in note
