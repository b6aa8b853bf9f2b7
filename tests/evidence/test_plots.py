"""Pictures of evidence: every kind, what is drawn, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from safehavens.decide.request import BadRequest
from safehavens.evidence.library import Evidence
from safehavens.evidence.synthesis import list_points, pool_cells
from safehavens.pictures.evidence.evidence_picture import PLOTS, draw_evidence
from safehavens.pictures.evidence.forest_plot import draw_forest
from safehavens.pictures.evidence.funnel_plot import draw_funnel
from safehavens.pictures.evidence.harvest_plot import draw_harvest
from tests.evidence.test_synthesis import study

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


@pytest.mark.parametrize("kind", PLOTS)
def test_every_kind_is_drawn(evidence: Evidence, tmp_path: Path, kind: str) -> None:
    picture = draw_evidence(evidence, kind, claim="raises-crime")
    assert ElementTree.fromstring(picture.svg()).tag == f"{SVG}svg"  # noqa: S314
    picture.write(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").stat().st_size > 1000


def test_a_harvest_has_one_bar_for_each_study_and_family(evidence: Evidence) -> None:
    points = evidence.claim("raises-crime").points
    root = ElementTree.fromstring(draw_harvest("name", points))  # noqa: S314
    titles = [one.findtext(f"{SVG}title") or "" for one in root.iter(f"{SVG}rect")]
    bars = [text for text in titles if text]
    assert len(bars) == len(points)
    assert any(text.startswith("hausman-2020 (published; places compared") for text in bars)
    texts = "".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert "These are votes, not sizes" in texts


def test_better_designs_stand_higher(evidence: Evidence) -> None:
    points = evidence.claim("raises-crime").points
    root = ElementTree.fromstring(draw_harvest("name", points))  # noqa: S314
    heights = {
        (one.findtext(f"{SVG}title") or "").partition(" ")[0]: int(one.attrib["height"])
        for one in root.iter(f"{SVG}rect")
        if one.find(f"{SVG}title") is not None
    }
    assert heights["hausman-2020"] == 3 * heights["wong-2017"]


def test_a_forest_shows_the_mean_of_three(evidence: Evidence) -> None:
    studies = [study("a", -0.1), study("b", -0.2), study("c", 0.05)]
    svg = draw_forest("name", pool_cells(list_points(studies))).svg()
    assert ">mean<" in svg
    assert ">mean<" not in draw_forest("name", pool_cells(list_points(studies[:2]))).svg()


def test_a_funnel_tests_for_asymmetry_from_ten_studies_on() -> None:
    studies = []
    for n in range(10):
        made = study(str(n), -0.1 - 0.01 * n)
        estimate = replace(made.estimates[0], se=0.02 + 0.003 * n)
        studies.append(replace(made, estimates=(estimate,)))
    assert "(Egger)" in draw_funnel("name", pool_cells(list_points(studies))).svg()
    assert "(Egger)" not in draw_funnel("name", pool_cells(list_points(studies[:9]))).svg()


def test_what_cannot_be_drawn_is_said(evidence: Evidence) -> None:
    with pytest.raises(BadRequest, match="'pie' is not a kind of picture; allowed: map, harvest"):
        draw_evidence(evidence, "pie")
    with pytest.raises(BadRequest, match="There is nothing for a forest plot"):
        draw_evidence(evidence, "forest", topic="trust")
    with pytest.raises(BadRequest, match="no study here tells a direction"):
        draw_evidence(evidence, "harvest", claim="moves-arrests-to-streets")
    with pytest.raises(BadRequest, match="a topic or a claim, not both"):
        draw_evidence(evidence, "map", topic="trust", claim="raises-crime")
