"""probes.yaml: where it is read from, and what is said of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safehavens import BadRequest, Corpus, LawError
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture
from tests.corpus.law import INSTRUMENT, write

PROBES = """\
counts:
  custody: {prohibited: 1}
probes:
  hold:
    says: A hold.
    who: jail
    action: hold
    facts: {warrant: none}
indices:
  custody: {says: Limits., domains: [custody]}
indicators:
  never: {says: Never., all: {hold: prohibited}}
"""

WRONG = [
    ("who: jail", "who: jial", 6, "probes.hold.who", "There is no agency kind 'jial'"),
    ("action: hold", "action: hodl", 7, "probes.hold.action", "There is no action 'hodl'"),
    ("{warrant: none}", "{warant: none}", 8, "probes.hold.facts.warant", "did you mean warrant?"),
    ("{warrant: none}", "{warrant: oral}", 8, "probes.hold.facts.warrant", "'oral' is not a valid"),
    ("{warrant: none}", "{agency_level: place}", 8, "probes.hold.facts.agency_level", "read off"),
    ("says: A hold.", "say: A hold.", 5, "probes.hold.say", "did you mean says?"),
    ("who: jail", "who: jail\n    weight: -1", 7, "probes.hold.weight", "greater than or equal"),
    ("custody: {pro", "custodi: {pro", 2, "counts.custodi", "is no domain or"),
    ("{prohibited: 1}", "{prohibited: 2}", 2, "counts.custody.prohibited", "less than or equal"),
    ("{prohibited: 1}", "{forbidden: 1}", 2, "counts.custody.forbidden", "'forbidden'"),
    ("domains: [custody]", "domains: [custard]", 10, "indices.custody.domains.0", "is no domain"),
    ("domains: [custody]", "probes: [hodl]", 10, "indices.custody.probes.0", "is no probe"),
    ("domains: [custody]", "domains: [field]", 10, "indices.custody", "no probe counts"),
    ("all: {hold: ", "all: {hodl: ", 12, "indicators.never.all.hodl", "did you mean hold?"),
    (", all: {hold: prohibited}", "", 12, "indicators.never", "names probes and their verdicts"),
    ("  never: {", f"  {'n' * 33}: {{", 12, f"indicators.{'n' * 33}", "has 33 characters"),
    ("  hold:\n", f"  {'h' * 33}:\n", 4, f"probes.{'h' * 33}", "a name has at most 32"),
    ("never: {", "hold: {", 12, "indicators.hold", "is the name of a probe or index already"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "message"), WRONG)
def test_errors_have_line_and_field(
    corpus: Corpus, tmp_path: Path, old: str, new: str, line: int, field: str, message: str
) -> None:
    assert PROBES.count(old) >= 1
    text = PROBES.replace(old, new, 1)
    write(tmp_path, {"probes.yaml": text})
    with pytest.raises(LawError) as caught:
        corpus.panel("17031", probes=tmp_path / "probes.yaml")
    found = [(one.line, one.field) for one in caught.value.findings if message in one.message]
    assert (line, field) in found, caught.value
    with pytest.raises(LawError) as caught:  # and as part of a corpus
        Corpus.load(write(tmp_path, {"us/tx/marfa/policy.yaml": INSTRUMENT}))
    assert any(message in one.message for one in caught.value.findings)


def test_check_checks_it(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"probes.yaml": PROBES.replace("who: jail", "who: jial")})
    done = run("check", str(tmp_path / "probes.yaml"))
    assert done.returncode == 2
    assert (
        "probes.yaml:6: error: field probes.hold.who: There is no agency kind 'jial'" in done.stdout
    )
    write(tmp_path, {"probes.yaml": PROBES})
    assert run("check", str(tmp_path / "probes.yaml")).returncode == 0


def test_a_caution_is_shown(run: Run, tmp_path: Path) -> None:
    caution = "says: A hold.\n    caution: Not before 2010."
    write(tmp_path, {"probes.yaml": PROBES.replace("says: A hold.", caution)})
    listed = run("panel", "--list", "--probes", str(tmp_path / "probes.yaml"))
    assert listed.returncode == 0
    assert "Not before 2010." in listed.stdout
    written = run(
        "panel", "--probes", str(tmp_path / "probes.yaml"), "--places", "17031", "--from", "2020",
        "--to", "2020", "-o", str(tmp_path / "panel.csv"),
    )  # fmt: skip
    assert written.returncode == 0, written.stderr
    (table, *_) = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
    assert table["probes"]["hold"]["caution"] == "Not before 2010."


@pytest.mark.parametrize("over", [True, False])
def test_a_corpus_brings_its_own(tmp_path: Path, over: bool) -> None:
    write(tmp_path, {"us/tx/marfa/policy.yaml": INSTRUMENT, "probes.yaml": PROBES})
    table = Corpus.load(tmp_path, over=over).panel("17031", start="2020", end="2020")
    assert set(table["probe"].to_pylist()) == {"hold"}


def test_a_corpus_without_gets_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, {"us/tx/marfa/policy.yaml": INSTRUMENT})
    own = Corpus.load(tmp_path)
    marfa = "ocd-division/country:us/state:tx/place:marfa"
    rows = own.panel(marfa, start="2019", end="2021", freq="year").to_pylist()
    asked = [row["verdict"] for row in rows if row["probe"] == "police_ask_stopped"]
    assert asked == [
        "permitted",
        "permitted",
        "depends",
    ]  # the age that Marfa asks for is not given


def test_words_that_the_shipped_one_lacks_are_told(tmp_path: Path) -> None:
    vocabulary = (
        "who: {guard: a guard}\nactions: {doors: {open: open a door}}\n"
        "facts: {knocks: {type: bool, ask: Do they knock?}}\n"
    )
    law = INSTRUMENT[: INSTRUMENT.index("cases:")]
    law = law.replace("[police]", "[guard]").replace("inquire_status", "open")
    law = law.replace("marfa_festival OR age > 20", "knocks")
    write(tmp_path, {"vocabulary.yaml": vocabulary, "us/tx/marfa/policy.yaml": law})
    with pytest.raises(BadRequest, match=r"do not fit the words of this corpus .* --probes"):
        Corpus.load(tmp_path).panel("17031")


def test_the_example_of_the_documentation_works(corpus: Corpus, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "panel.md").read_text("utf-8")
    text = page.split("```yaml\n")[1].split("```")[0]
    write(tmp_path, {"mine.yaml": text})
    file = tmp_path / "mine.yaml"
    table = corpus.panel("17031", start="2020", end="2020", probes=file)
    assert set(table["probe"].to_pylist()) == {"hold", "tell"}
    (row,) = corpus.adoption("holds_nobody >= 1", "17031", probes=file).to_pylist()
    assert str(row["adopted"]) == "2011-09-07"
