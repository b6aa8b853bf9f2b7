"""`safehavens history`: answers over time say what they rest on and whether that was searched."""

from __future__ import annotations

from datetime import date, timedelta

from safehavens import Corpus
from safehavens.decide.coverage.level_coverage import is_searched_throughout
from tests.cli.conftest import Run

PLACE = "Travis County, TX"


def test_an_answer_that_rests_on_no_rule_says_that_nobody_searched(run: Run) -> None:
    text = run("history", PLACE, "hold", "--who", "jail", "warrant=administrative").stdout
    lines = text.splitlines()
    rows = [i for i, line in enumerate(lines) if "– not required" in line]
    assert rows
    assert all("(not searched" in " ".join(lines[i : i + 3]) for i in rows)
    (row,) = (i for i, line in enumerate(lines) if "! required" in line and "Today" not in line)
    assert "(not searched" not in " ".join(lines[row:])


def test_days_were_searched_throughout_if_each_was(corpus: Corpus) -> None:
    place = corpus.place("San Francisco").place.id
    levels = corpus.engine.levels(corpus.gazetteer.canonical(place))
    first = date(2018, 1, 1)
    asked = {
        day: all(level.searched for level in corpus.ask(place, "hold", who="jail", on=day).coverage)
        for day in (first, date(2024, 5, 1), date(2026, 11, 1))
    }
    for day, searched in asked.items():
        end = day + timedelta(days=1)
        found = is_searched_throughout(corpus.lawbook, levels, "custody", day, end)
        assert found == searched, day
    assert not is_searched_throughout(corpus.lawbook, levels, "custody", None, first)
    far = date(2999, 1, 1)
    assert not is_searched_throughout(corpus.lawbook, levels, "custody", first, far)
