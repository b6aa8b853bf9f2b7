"""The codebook, and means of indices over places."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens import BadRequest, Corpus
from safehavens.decide.norms.reach import NormIndex
from safehavens.measure.columns.column_maker import Layout
from safehavens.measure.panel import ask_panel
from safehavens.measure.probes import choose_battery
from safehavens.measure.summaries.codebook import write_codebook
from safehavens.measure.summaries.group_means import average_indices
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture


def test_the_codebook_says_what_the_corpus_has(corpus: Corpus) -> None:
    battery = choose_battery(corpus.lawbook, None)
    text = write_codebook(corpus.engine, battery)
    assert corpus.version[:12] in text
    norms = NormIndex(corpus.lawbook)
    parts = dict(part.split("`", 1) for part in text.split("\n#### `")[1:])
    assert parts.keys() == battery.probes.keys()
    for probe in battery.probes.values():
        part = parts[probe.id]
        assert probe.says in part
        assert probe.caution is None or probe.caution in part
        assert f"`{probe.who}`" in part
        for fact in probe.facts:
            assert f"{fact} = " in part
        first = corpus.lawbook.coverage.first_days[probe.domain].on
        assert f"- first day: {first}" in part
        assert f"- norms on the question: {len(norms.on(probe.action, probe.who))}, of" in part
    for index in battery.indices.values():
        assert f"### `{index.id}`\n\n{index.says}" in text
        assert f"the weighted mean over {len(index.probes)} probes" in text
    for indicator in battery.indicators.values():
        assert f"### `{indicator.id}`\n\n{indicator.says}" in text


def test_what_is_presumed_is_what_answers_presume(corpus: Corpus) -> None:
    battery = choose_battery(corpus.lawbook, None)
    text = write_codebook(corpus.engine, battery)
    part = text.split("#### `hold_clean`")[1].split("#### ")[0]
    line = next(line for line in part.splitlines() if line.startswith("- presumed: "))
    probe = battery.probes["hold_clean"]
    for place in ("Cook County, IL", "Texas", "California"):
        answer = corpus.ask(place, probe.action, who=probe.who, on="2024-01-01", facts=probe.facts)
        for presumed in answer.presumed:
            shared = corpus.lawbook.facts[presumed.fact].file.endswith("vocabulary.yaml")
            assert not shared or f"{presumed.fact} = " in line


def test_the_command_writes_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "codebook.md"
    assert run("panel", "--codebook", "-o", str(out)).returncode == 0
    printed = run("panel", "--codebook").stdout
    assert out.read_text("utf-8") == printed
    assert printed.startswith("# Codebook\n")


def test_means_are_weighted(corpus: Corpus) -> None:
    names = ["17031", "17043", "48201", "02063", "Toronto"]  # no people are known of 02063
    panel = ask_panel(corpus.engine, names, "2012", "2018")
    rows = panel.table(Layout("year", "long"), "indices").to_pylist()
    for by in ("state", "nation"):
        means = average_indices(panel, by, "year").to_pylist()
        assert {row["area"] for row in means} == (
            {"AK", "IL", "TX", "abroad"} if by == "state" else {"US", "abroad"}
        )
        people = {row.id: row.population for row in panel.rows}
        for mean in means:
            mine = [
                (row["value"], people[row["place"]])
                for row in rows
                if (row["index"], row["day"]) == (mean["index"], mean["day"])
                and mean["area"]
                == ((row["state"] if by == "state" else row["state"] and "US") or "abroad")
            ]
            counted = [(value, weight) for value, weight in mine if weight is not None]
            assert mean["places"] == len(counted)
            assert mean["left_out"] == len(mine) - len(counted)
            assert mean["weight"] == sum(weight for _, weight in counted)
            if not counted:
                assert mean["value"] is None
                continue
            expected = sum(value * weight for value, weight in counted) / mean["weight"]
            assert mean["value"] == pytest.approx(expected)


def test_weights_of_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("fips,weight\n17031,3\n48201,1\n")
    out, file = tmp_path / "m.csv", str(tmp_path / "w.csv")
    ask = ["--by", "nation", "--freq", "year", "--from", "2018", "--to", "2018"]
    named = ["--places", "17031", "--places", "48201", "--weights", file]
    for given in (["--places", file], named):
        done = run("panel", "-o", str(out), *given, *ask)
        assert done.returncode == 0, done.stderr
        lines = {line.split(",")[1]: line.split(",") for line in out.read_text().splitlines()}
        value = float(lines['"detainer_needs_judge"'][3])
        assert value == 0.75  # Cook's, which weighs 3 of 4
        out.unlink()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "county", "--freq", "year"], "'county' is not a valid group; allowed: state"),
        (["--by", "state"], "say --freq month, quarter or year"),
        (["--by", "state", "--shape", "wide", "--freq", "year"], "--shape do not go with it"),
        (["--weights", "w.csv"], "--weights goes with --by"),
        (["--by", "state", "--freq", "year"], "None of the places has"),
    ],
)
def test_what_does_not_fit_is_told(run: Run, tmp_path: Path, words: list[str], said: str) -> None:
    done = run("panel", "-o", str(tmp_path / "a.csv"), "--places", "02063", *words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_python_raises_too(corpus: Corpus) -> None:
    panel = ask_panel(corpus.engine, "17031", "2018", "2018")
    with pytest.raises(BadRequest, match="is not a valid group"):
        average_indices(panel, "county", "year")
