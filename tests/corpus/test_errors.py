"""Broken law files: each error names file, line, norm and field, and says what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

import safehavens
from safehavens import Corpus, LawError, NoLaw
from tests.corpus.law import INSTRUMENT, RULING, marfa, write

FILE = "us/tx/marfa/policy.yaml"
ISSUER = "issuer: ocd-division/country:us/state:tx/place:marfa\n"
EACH = """issuer: each
applies_to: [ocd-division/country:us/state:tx/county:bell, ocd-division/country:us/state:{}]
"""

# what is replaced, by what, the line and the words of the finding
BROKEN = [
    ("title: Marfa police policy\n", "", 1, "field title: is missing"),
    ("title:", "titel:", 2, "field titel: There is no field 'titel'; did you mean title?"),
    ("kind: agency_policy", "kind: policy", 3, "'policy' is not allowed here; allowed: 'constit"),
    ("kind: agency_policy", "kind: [a]", 3, "field kind: ['a']"),
    ("place:marfa\ncit", "town_marfa\ncit", 4, "is not an Open Civic Data division id"),
    ("state:tx/place:marfa\ncit", "state:zz\ncit", 4, "field issuer:"),
    (ISSUER, "issuer: each\n", 1, "`issuer: each` needs under `applies_to` counties of one state"),
    (ISSUER, EACH.format("tx/place:marfa"), 1, "counties of one state"),
    (ISSUER, EACH.format("ca/county:kern"), 1, "counties of one state"),
    (ISSUER, EACH.format("tx/county:ward") + "reach: within\n", 1, "its makers' own agencies"),
    ("enacted: 2020-01-01", "enacted: 2020-02-30", 6, "field enacted: no such date"),
    ("enacted: 2020-01-01", "enacted: 1 May 2020", 6, "a date is written YYYY-MM-DD"),
    ("enacted: 2020-01-01", "enacted: 2020", 6, "a date is written YYYY-MM-DD"),
    ("{from: 2020-02-01}", "{from: 2020-02-01, to: 2020-02-01}", 7, "must come after `from`"),
    ("{from: 2020-02-01}", "{from: 2020-02-01}, {from: 2021-02-01}", 7, "without overlap"),
    ("[{from: 2020-02-01}]", "[]", 7, "field in_force:"),
    ("seen: described", "seen: hearsay", 9, "field sources.0.seen: 'hearsay' is not allowed"),
    ('url: "https://example.org/policy"', "url: null", 9, "needs its url"),
    ('url: "https://example.org/policy"', "url: example.org", 9, "field sources.0.url:"),
    ("type: bool, presume", "type: boolean, presume", 11, "field facts.marfa_festival.type:"),
    ("presume: false", "presume: no", 11, "'no' is not a valid value of a bool fact"),
    ("presume: false", "presume: true, implies: minor", 11, "`presume: true` cannot stand beside"),
    ("type: bool,", "type: enum,", 11, "an enum fact lists its `values`"),
    ("presume: false", "implies: agency_level = 'state'", 11, "agency_level is read off the place"),
    ("id: ask", "id: Ask It", 13, "field id: 'Ask It' does not have the form"),
    ("    cite: § 1\n", "", 13, "norm ask, field cite: is missing"),
    (
        "who: [police]",
        "who: [polise]",
        16,
        "norm ask, field who: There is no agency kind 'polise'; did",
    ),
    ("who: [police]", "who: [no]", 16, "norm ask, field who: There is no agency kind 'no'"),
    ("who: [police]", "who: police", 16, "norm ask, field who:"),
    (
        "action: inquire_status\n    mod",
        "action: ask_status\n    mod",
        17,
        "There is no action 'ask_status'",
    ),
    ("modality: must_not", "modality: shall_not", 18, "norm ask, field modality: 'shall_not'"),
    ("modality: must_not", "modality: must_not\n    preempts: yes", 19, "norm ask, field preempts"),
    ("modality: must_not", "modality: may", 13, "norm ask: a `may` says what it gives under"),
    ("modality: must_not", "modality: must_not\n    grants: power", 13, "only a `may` has"),
    ("age > 20", "age > 'x'", 19, "norm ask, field unless: age is compared with numbers"),
    ("age > 20", "agee > 20", 19, "There is no declared fact 'agee'; did you mean age?"),
    ("age > 20", "age IS NULL", 19, "'age IS NULL' is not allowed in a condition; allowed: AND"),
    ("age > 20", "age + 1 > 20", 19, "stands where a fact's name was expected"),
    ("age > 20", "abs(age) > 20", 19, "stands where a fact's name was expected"),
    ("age > 20", "age > 20)", 19, "not a condition: something is missing or out of place near ')'"),
    ("age > 20", "(age > 20", 19, "not a condition: a ) is missing near '20', at character"),
    ("age > 20", "warrant = 'none", 19, "not a condition: a quotation is not closed"),
    (
        "presume: false",
        "presume: false, presume_unless: nonsense",
        11,
        "no declared fact 'nonsense'",
    ),
    ("presume: false", "presume: false, presume_unless: marfa_festival", 11, "depends on itself"),
    (
        "  marfa_festival: {type: bool, presume: false,",
        "  dry: {type: bool, presume: true, presume_unless: marfa_festival, ask: Dry?}\n"
        "  marfa_festival: {type: bool, presume: false, presume_unless: dry,",
        11,
        "depends on itself in a circle: dry → marfa_festival → dry",
    ),
    (
        "  marfa_festival: {type: bool, presume: false,",
        "  fair: {type: bool, means: marfa_festival, ask: Fair?}\n"
        "  marfa_festival: {type: bool, presume: false, presume_unless: fair,",
        12,
        "depends on itself in a circle: marfa_festival → fair → marfa_festival",
    ),
    ("age > 20", "age", 19, "age is not a bool; compare it with a value"),
    (
        "age > 20",
        "warrant = 'judge'",
        19,
        "'judge' is not a valid value of warrant; allowed: none, admin",
    ),
    ("age > 20", "warrant > 'none'", 19, "warrant is not a number"),
    ("age > 20", "minor = 'yes'", 19, "minor is a bool"),
    ("age > 20", "warrant IN (SELECT 1)", 19, "IN takes a list of values"),
    ("age > 20", "age > 20 /* why */", 19, "a condition holds no comments"),
    ("age > 20", "age > 20; minor", 19, "one condition is expected"),
    ("age > 20", "age != 20", 19, "'!=' is not allowed in a condition; allowed: AND"),
    ("age > 20", "age == 20", 19, "'==' is not allowed in a condition; allowed: AND"),
    ("age > 20", "warrant IN ('none',)", 19, "',)' is not allowed in a condition; allowed: AND"),
    ("age > 20", "t.age > 20", 19, "stands where a fact's name was expected"),
    ("age > 20", "ca_listed_offence", 19, "There is no declared fact 'ca_listed_offence'"),
    ("confidence: high", "confidence: sure", 20, "norm ask, field confidence: 'sure'"),
    ("confidence: high", "defeats: [us/tx/marfa/policy#no]\n    confidence: high", 20, "no norm"),
    ("who: police", "who: cop", 24, "field cases.0.who: There is no agency kind 'cop'"),
    ("{age: 10}", "{age: ten}", 27, "field cases.0.facts.age: 'ten' is not a valid value of age"),
    (
        "{age: 10}",
        "{age: -1}",
        27,
        "-1 is not a valid value of age; allowed: a number of years, from 0",
    ),
    ("{age: 10}", "{aeg: 10}", 27, "There is no declared fact 'aeg'; did you mean age?"),
    ("{age: 10}", "{agency_level: state}", 27, "agency_level is read off the place"),
    ("expect: prohibited", "expect: forbidden", 28, "field cases.0.expect: 'forbidden' is not"),
    ("because: [us/tx/marfa/policy#ask]", "because: [us/tx/marfa/policy#aks]", 29, "no norm"),
    ("id: us/tx/marfa/policy\n", "id: us/tx/policy\n", 1, "must be the file's path"),
    (
        "norms:\n",
        "defines: {warant: {says: one}}\nnorms:\n",
        12,
        "There is no declared fact 'warant'; did you mean warrant?",
    ),
    (
        "norms:\n",
        "defines: {warrant: {says: one}}\nnorms:\n",
        12,
        "no condition here asks for warrant; leave its definition out",
    ),
    ("norms:\n", "norms: []\nnorms:\n", 13, "the key 'norms' appears twice"),
    ("norms:\n", "norms: [\n", 13, "not YAML"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), BROKEN)
def test_each_error_says_where_and_what(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(LawError) as caught:
        Corpus.load(marfa(tmp_path, old, new))
    found = [finding for finding in caught.value.findings if words in str(finding)]
    assert found, str(caught.value)
    assert (found[0].file, found[0].line, found[0].severity) == (FILE, line, "error")


def test_the_unbroken_file_loads_and_its_case_passes(tmp_path: Path) -> None:
    corpus = Corpus.load(marfa(tmp_path))
    assert [result.problem for result in corpus.run_cases()] == [None]


def test_all_errors_of_all_files_are_listed_together(tmp_path: Path) -> None:
    marfa(tmp_path, "confidence: high", "confidence: sure")
    bad = RULING.replace("court: ca5", "court: 5").replace("preemption", "preemtion")
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": bad})
    with pytest.raises(LawError) as caught:
        Corpus.load(tmp_path)
    assert [(f.file, f.field) for f in caught.value.findings] == [
        ("us/courts/marfa-v-texas.yaml", "court"),
        ("us/courts/marfa-v-texas.yaml", "issue"),
        (FILE, "confidence"),
    ]


def test_of_a_broken_vocabulary_only_that_is_told(tmp_path: Path) -> None:
    words = (Path(safehavens.__file__).parent / "law/vocabulary.yaml").read_text(encoding="utf-8")
    marfa(tmp_path)
    write(tmp_path, {"vocabulary.yaml": words.replace("presumed_public", "state", 1)})
    with pytest.raises(LawError, match=r"ownership: 'state' is not allowed here") as caught:
        Corpus.load(tmp_path)
    assert len(caught.value.findings) == 1


def test_a_length_of_time_is_told_of_once(tmp_path: Path) -> None:
    clock = "modality: must_not\n    clock: {starts: received, within: {weeks: 2}}"
    with pytest.raises(LawError, match=r"within.weeks: There is no field 'weeks'") as caught:
        Corpus.load(marfa(tmp_path, "modality: must_not", clock))
    assert len(caught.value.findings) == 1


def test_a_ruling_on_a_norm_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": RULING})
    with pytest.raises(LawError, match=r"marfa-v-texas.yaml:9: error: field effects.0.norm: There"):
        Corpus.load(tmp_path)


def test_a_ruling_scoped_to_a_court_nobody_knows(tmp_path: Path) -> None:
    marfa(tmp_path)
    scoped = RULING.replace("to: 2022-02-01}", "to: 2022-02-01, scope: {courts: [ca99]}}")
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": scoped})
    with pytest.raises(LawError, match=r"'ca99' is not a known federal court"):
        Corpus.load(tmp_path)


def test_a_fact_declared_twice(tmp_path: Path) -> None:
    marfa(tmp_path, "marfa_festival:", "minor:")
    with pytest.raises(LawError, match=r"the fact minor is declared already, in vocabulary\.yaml:"):
        Corpus.load(tmp_path)


def test_a_fact_of_another_instrument(tmp_path: Path) -> None:
    marfa(tmp_path)
    before, _, after = INSTRUMENT.replace("marfa/policy", "marfa/order").partition("facts:\n")
    other = before + after[after.index("norms:") :]
    write(tmp_path, {"us/tx/marfa/order.yaml": other})
    with pytest.raises(
        LawError, match=r"marfa_festival is declared in us/tx/marfa/policy\.yaml, which"
    ):
        Corpus.load(tmp_path)


def test_terms_that_ask_for_each_other(tmp_path: Path) -> None:
    marfa(tmp_path, "norms:\n", "terms: {one: two OR minor, two: one}\nnorms:\n")
    with pytest.raises(LawError, match=r"the terms one, two refer to each other in a circle"):
        Corpus.load(tmp_path)


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = marfa(tmp_path) / FILE
    path.write_bytes(path.read_bytes() + b"note: \xff\n")
    with pytest.raises(LawError, match=r"policy.yaml:30: error: the file is not UTF-8 text"):
        Corpus.load(tmp_path)


@pytest.mark.parametrize("empty", ["", "# only a comment\n"])
def test_an_empty_file(tmp_path: Path, empty: str) -> None:
    write(tmp_path, {FILE: empty})
    with pytest.raises(LawError, match=r"policy\.yaml:1: error: the file is empty"):
        Corpus.load(tmp_path)


def test_an_empty_folder_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NoLaw, match=r"holds no law: there is no \.yaml file in it\."):
        Corpus.load(tmp_path)
    with pytest.raises(NoLaw, match=r"is not a folder of law files"):
        Corpus.load(tmp_path / "nowhere")


def test_words_that_yaml_1_1_reads_as_booleans_stay_words(tmp_path: Path) -> None:
    """`no`, `on`, `yes`: the traps of YAML 1.1."""
    marfa(
        tmp_path,
        "  marfa_festival:",
        "  answer: {type: enum, values: [yes, no, on, off], ask: Which?}\n  marfa_festival:",
    )
    fact = Corpus.load(tmp_path).fact("answer")
    assert fact.values == ("yes", "no", "on", "off")
