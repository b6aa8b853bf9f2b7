"""Pictures: what is drawn is what the engine answers, and files are whole or not there."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.files.whole import CannotWrite
from safehavens.pictures.county_map import draw_county_map
from safehavens.pictures.shapes import county_codes
from safehavens.pictures.spreading import draw_spread
from safehavens.pictures.style import INDEX_COLORS, VERDICT_COLORS, Picture
from safehavens.pictures.timelines import draw_timeline
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ON = date(2024, 5, 1)


@pytest.fixture(scope="module")
def by_verdict(corpus: Corpus) -> Picture:
    return draw_county_map(corpus.engine, ON, probe="hold_clean")


def rows(picture: Picture) -> dict[str, Any]:
    """The values that a map looks up, by county code."""
    (found,) = [
        value
        for value in picture.spec["datasets"].values()
        if isinstance(value, list) and "id" in value[0]
    ]
    return {row["id"]: row["value"] for row in found}


def test_every_county_that_is_drawn_has_a_value(by_verdict: Picture) -> None:
    assert rows(by_verdict).keys() == set(county_codes())
    assert len(county_codes()) > 3100


@pytest.mark.parametrize("code", ["17031", "48453", "36047", "06037", "09001", "51760", "02261"])
def test_a_county_has_the_color_of_its_answer(
    corpus: Corpus, by_verdict: Picture, code: str
) -> None:
    probe = corpus.lawbook.battery.probes["hold_clean"]
    place = corpus.place(code).place.id
    said = corpus.ask(place, probe.action, who=probe.who, on=ON, facts=probe.facts)
    assert rows(by_verdict)[code] == said.verdict


def test_an_index_map_runs_from_compelling_to_limiting(corpus: Corpus) -> None:
    values = rows(draw_county_map(corpus.engine, ON, "custody"))
    assert -1 <= min(values.values()) < 0 < max(values.values()) <= 1
    assert values["06037"] > values["48453"]


def test_svg_png_and_html_are_written_whole(tmp_path: Path, by_verdict: Picture) -> None:
    for name, start in (("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")):
        by_verdict.write(tmp_path / name)
        content = (tmp_path / name).read_bytes()
        assert content.lstrip()[: len(start)].lower() == start.lower()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "a.png", "a.svg"]
    svg = (tmp_path / "a.svg").read_text("utf-8")
    ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert "hold_clean, May 1, 2024" in svg
    assert "not legal advice" in svg
    html = (tmp_path / "a.html").read_text("utf-8")
    head = html[: html.index("</head>")] if "</head>" in html else html
    assert not re.search(r"<(script|link)[^>]*\s(src|href)=", head[:5000])  # nothing is fetched


def test_a_timeline_names_what_moved_it(corpus: Corpus) -> None:
    svg = draw_timeline(corpus.engine, ["Cook County, IL", "Texas"]).svg()
    assert "us/il/cook-county/detainer-ordinance begins" in svg
    assert "September 7, 2011" in svg
    assert "us/tx/sb4 begins" in svg


def test_shares_add_up(corpus: Corpus) -> None:
    picture = draw_spread(corpus.engine, "hold_clean", by="places", start=2010, end=2026)
    (values,) = [v for v in picture.spec["datasets"].values() if isinstance(v, list)]
    for year in range(2010, 2027):
        shares = [row["share"] for row in values if row["year"] == year]
        assert sum(shares) == pytest.approx(1)
    required = {row["year"]: row["share"] for row in values if row["verdict"] == "required"}
    assert required[2017] < 0.001 < required[2018] < required[2026]


DARK_TO_LIGHT = {
    "verdicts": list(VERDICT_COLORS.values()),
    "indices": list(reversed(INDEX_COLORS)),
}


@pytest.mark.parametrize("colors", DARK_TO_LIGHT.values(), ids=DARK_TO_LIGHT)
def test_grayscale_keeps_the_order(colors: list[str]) -> None:
    gray = [
        sum(int(color[i : i + 2], 16) * weight for i, weight in ((1, 0.21), (3, 0.72), (5, 0.07)))
        for color in colors
    ]
    assert all(after - before > 20 for before, after in pairwise(gray))


def test_wrong_questions(corpus: Corpus, tmp_path: Path, by_verdict: Picture) -> None:
    engine = corpus.engine
    for wrong, sentence in (
        (
            lambda: draw_county_map(engine, ON, "custdy"),
            "There is no index 'custdy'; did you mean custody",
        ),
        (lambda: draw_county_map(engine, ON, probe="hold"), "There is no probe 'hold'"),
        (lambda: draw_timeline(engine, []), "A timeline shows one to 6 places, not 0."),
        (lambda: draw_spread(engine, "hold_clean", by="area"), "'area' is not a valid weight"),
        (lambda: draw_spread(engine, "hold_clean", "cities"), "'cities' cannot be counted"),
        (
            lambda: draw_spread(engine, "hold_clean", start=2020, end=2019),
            "must come after the first",
        ),
        (lambda: by_verdict.write(tmp_path / "a.gif"), "is not a valid name for a picture"),
    ):
        with pytest.raises(BadRequest, match=sentence.replace("(", "\\(")):
            wrong()
    with pytest.raises(CannotWrite, match="there is no folder"):
        by_verdict.write(tmp_path / "no" / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_from_the_command_line(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "spread.svg"
    done = run("spread", "hold_clean", "--places", "states", "--by", "places", "--from", "2010",
               "--to", "2026", "-o", str(out))  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text("utf-8").startswith("<svg")
    bad = run("map", "-o", str(tmp_path / "map.gif"))
    assert bad.returncode == 2
    assert "it must end in .svg, .png or .html." in bad.stderr
    bad = run("timeline", "Xyzzyville", "-o", str(tmp_path / "t.svg"))
    assert bad.returncode == 2
