"""Pictures: what is drawn is what the engine answers, and files are whole or not there."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.files.whole import CannotWrite
from safehavens.measure.atlas.map_classes import NOT_FOUND
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.maps.county_map import draw_county_map
from safehavens.pictures.maps.county_svg import codes
from safehavens.pictures.spreading import draw_spread
from safehavens.pictures.style import SvgPicture
from safehavens.pictures.timelines import draw_timeline
from safehavens.wording.answers import answer_words
from safehavens.wording.languages import ENGLISH
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ON = date(2024, 5, 1)


@pytest.fixture(scope="module")
def by_verdict(corpus: Corpus) -> SvgPicture:
    return draw_county_map(corpus.engine, ON, probe="hold_clean")


def titles(picture: SvgPicture) -> dict[str, str]:
    """What each county of a map says, by its name."""
    svg = ElementTree.fromstring(picture.svg())  # noqa: S314 - our own
    said = [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}title")][1:]
    return dict(text.split(": ", 1) for text in said)


def test_every_county_that_is_drawn_has_a_value(by_verdict: SvgPicture) -> None:
    assert by_verdict.svg().count("<title>") == len(codes()) + 1 == 3143


@pytest.mark.parametrize("code", ["17031", "48453", "36047", "06037", "09001", "51760", "02198"])
def test_a_county_says_its_answer(corpus: Corpus, by_verdict: SvgPicture, code: str) -> None:
    """Its verdict with what it rests on."""
    probe = corpus.lawbook.battery.probes["hold_clean"]
    said = corpus.ask(code, probe.action, who=probe.who, on=ON, facts=probe.facts)
    words = answer_words(ENGLISH, said.verdict, said.basis)
    (county,) = (one for one in corpus.gazetteer.counties() if one.fips == code)
    assert titles(by_verdict)[county.name].startswith(words)


def test_an_index_map_runs_from_compelling_to_limiting(corpus: Corpus) -> None:
    told = titles(draw_county_map(corpus.engine, ON, "custody"))
    numbers = {name: float(text.split()[0].replace("−", "-")) for name, text in told.items()}
    assert -1 <= min(numbers.values()) < 0 < max(numbers.values()) <= 1
    assert numbers["Los Angeles County, California"] > numbers["Travis County, Texas"]


def test_two_days_and_what_changed_stand_side_by_side(corpus: Corpus) -> None:
    svg = draw_county_map(corpus.engine, ON, probe="hold_clean", beside=date(2012, 1, 1)).svg()
    assert svg.count("<title>Cook County, Illinois: Prohibited</title>") == 2
    assert "<title>Los Angeles County, California: Not required (not searched in full" in svg
    assert "not searched in full for this day) → Prohibited</title>" in svg
    assert "What changed between the two days" in svg
    for words in ("hold_clean", "January 1, 2012, May 1, 2024", "CC BY 4.0"):
        assert words in svg


def test_coverage_is_a_layer(corpus: Corpus) -> None:
    told = titles(draw_county_map(corpus.engine, ON, probe="hold_clean", layer="coverage"))
    panel = corpus.panel(["06037", "48201"], start="2024-05", end="2024-05").to_pylist()
    for row in panel:
        if row["probe"] == "hold_clean":
            full = told[row["name"]] == "searched in full: nation, state and the place itself"
            assert full == row["searched"]


def test_svg_png_and_html_are_written_whole(tmp_path: Path, by_verdict: SvgPicture) -> None:
    for name, start in (("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")):
        by_verdict.write(tmp_path / name)
        content = (tmp_path / name).read_bytes()
        assert content.lstrip()[: len(start)].lower() == start.lower()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "a.png", "a.svg"]
    svg = (tmp_path / "a.svg").read_text("utf-8")
    ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert "hold_clean · law of May 1, 2024" in svg
    assert "not legal advice" in svg
    html = (tmp_path / "a.html").read_text("utf-8")
    head = html[: html.index("</head>")] if "</head>" in html else html
    assert not re.search(r"<(script|link)[^>]*\s(src|href)=", head[:5000])  # nothing is fetched


def test_a_timeline_names_what_moved_it(corpus: Corpus) -> None:
    svg = draw_timeline(corpus.engine, ["Cook County, IL", "Texas"]).svg()
    assert "Cook County policy for responding to ICE detainers (11-O-73) begins" in svg
    assert "September 7, 2011" in svg
    assert "Texas Senate Bill 4" in svg
    assert 'id="p-none-unsearched"' in svg  # the strip of days that were not searched in full


def test_a_timeline_of_answers_has_their_colors(corpus: Corpus) -> None:
    picture = draw_timeline(corpus.engine, ["Cook County, IL"], probe="hold_clean")
    bars = next(rows for rows in picture.spec["datasets"].values() if rows and "answer" in rows[0])
    assert [bar["answer"] for bar in bars[-2:]] == [
        "Not required, not searched in full", "Prohibited",
    ]  # fmt: skip
    assert bars[-1]["day"] == "2011-09-07"
    assert paint("not_required", True) in picture.svg()


def test_shares_add_up(corpus: Corpus) -> None:
    picture = draw_spread(corpus.engine, "hold_clean", by="places", start=2010, end=2026)
    (values,) = [v for v in picture.spec["datasets"].values() if isinstance(v, list)]
    for year in range(2010, 2027):
        shares = [row["share"] for row in values if row["year"] == year]
        assert sum(shares) == pytest.approx(1)
    required = {row["year"]: row["share"] for row in values if row["class"] == "required"}
    assert required[2017] < 0.001 < required[2018] < required[2026]
    silent = {row["class"] for row in values if not row["searched"]}
    assert silent
    assert silent <= NOT_FOUND


def test_wrong_questions(corpus: Corpus, tmp_path: Path, by_verdict: SvgPicture) -> None:
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


def test_no_line_of_a_legend_leaves_the_map(by_verdict: SvgPicture) -> None:
    """A line that is wider than half of the map has a row of its own."""
    svg = ElementTree.fromstring(by_verdict.svg())  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    wide = float(svg.attrib["viewBox"].split()[2])
    lines = [one for one in svg.iter(f"{space}g") if one.find(f"{space}rect") is not None]
    assert len(lines) > 4
    spots = set()
    for line in lines:
        x, y = re.findall(r"[\d.]+", line.attrib["transform"])
        [text] = line.iter(f"{space}text")
        spots.add((x, y))
        assert float(x) + 58 + 12 * len(text.text or "") < wide, text.text
    assert len(spots) == len(lines)
