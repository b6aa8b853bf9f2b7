"""The vocabulary is data: a new agency kind, action, fact and value need no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from starlette.testclient import TestClient

from safehavens.api import Corpus
from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.reading.law_files import SHIPPED
from safehavens.corpus.words.word_reader import UnreadableWord, WordReader
from safehavens.web.app import create_app
from safehavens.wording.languages import load_language
from tests.corpus.law import write
from tests.corpus.test_check import check

LAW = """\
id: us/tx/marfa/airport
title: Marfa airport rules
kind: agency_policy
issuer: ocd-division/country:us/state:tx/place:marfa
citation: Marfa Airport Rule 1
in_force: [{from: 2020-02-01}]
sources: [{seen: recalled}]
norms:
  - id: apron
    cite: rule 1
    says: The apron is not lent for removal flights.
    who: [any_agency]
    action: lend_apron
    modality: must_not
    when: aircraft = 'charter'
    confidence: high
"""
SYNONYMS = {
    "who": {"airport": {"en": ["airfield", "airport authority"], "es": ["aeródromo"]}},
    "actions": {"lend_apron": {"en": ["removal flight"], "es": ["vuelo de deportación"]}},
    "values": {"aircraft": {"charter": {"en": ["chartered jet"]}}},
}
PLACE = "ocd-division/country:us/state:tx/place:marfa"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A small law with a kind, an action, a fact and values that no code knows."""
    vocabulary = yaml.safe_load((SHIPPED / "vocabulary.yaml").read_text("utf-8"))
    kinds = list(vocabulary["who"].items())
    kinds.insert(3, ("airport", {
        "says": "the body that runs the airport", "label": "airport", "ownership": "public",
        "es": "el ente que administra el aeropuerto", "label_es": "aeropuerto",
    }))  # fmt: skip
    kinds.append(("airline", {"says": "an airline", "agency": False, "es": "una aerolínea"}))
    vocabulary["who"] = dict(kinds)
    vocabulary["actions"]["field"] = {
        "lend_apron": {
            "says": "let the apron be used for a removal flight",
            "es": "permitir el uso de la plataforma para un vuelo de deportación",
            "see_also": ["allow_property_use"],
        },
        **vocabulary["actions"]["field"],
    }
    vocabulary["facts"]["aircraft"] = {
        "type": "enum", "values": ["charter", "military"], "ask": "What kind of aircraft is it?",
        "es": "¿Qué clase de avión es?",
        "labels": {"charter": "A chartered aircraft", "military": "A military aircraft"},
        "labels_es": {"charter": "Un avión fletado", "military": "Un avión militar"},
    }  # fmt: skip
    folder = write(
        tmp_path_factory.mktemp("law"),
        {
            "vocabulary.yaml": yaml.safe_dump(vocabulary, sort_keys=False, allow_unicode=True),
            "synonyms.yaml": yaml.safe_dump(SYNONYMS, allow_unicode=True),
            "us/tx/marfa/airport.yaml": LAW,
        },
    )
    return Corpus.load(folder)


def test_it_is_asked_about(corpus: Corpus) -> None:
    answers = [
        corpus.ask("Marfa, TX", "lend_apron", who=who, on="2024-05-01", aircraft="charter").verdict
        for who in ("airport", "police", "airline")
    ]
    assert answers == ["prohibited", "prohibited", "permitted"]


def test_it_stands_in_its_place_in_lists(corpus: Corpus) -> None:
    vocabulary = corpus.lawbook.vocabulary
    assert list(vocabulary.who).index("airport") == 3
    assert vocabulary.domains["field"][0] == "lend_apron"
    assert vocabulary.deeds["lend_apron"].see_also == ("allow_property_use",)
    with pytest.raises(UnreadableWord) as caught:
        WordReader(corpus.lawbook).who("zzz")
    listed = str(caught.value)
    assert "jail, airport, prison" in listed
    assert "airline" not in listed


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("airport authority", "who", "airport"),
        ("aeródromo", "who", "airport"),
        ("vuelo de deportación", "action", "lend_apron"),
    ],
)
def test_people_have_their_own_words_for_it(corpus: Corpus, text: str, kind: str, id: str) -> None:
    reader = WordReader(corpus.lawbook)
    assert (reader.who(text) if kind == "who" else reader.action(text)).id == id


def test_a_value_is_read(corpus: Corpus) -> None:
    reader = WordReader(corpus.lawbook)
    assert reader.value(corpus.lawbook.facts["aircraft"], "chartered jet") == "charter"


@pytest.mark.parametrize(
    ("prefix", "kind", "action", "question", "value"),
    [
        ("", "The body that runs the airport", "et the apron be used for a removal flight",
         "What kind of aircraft is it?", "A chartered aircraft"),
        ("/es", "l ente que administra el aeropuerto", "ermitir el uso de la plataforma",
         "¿Qué clase de avión es?", "Un avión fletado"),
    ],
)  # fmt: skip
def test_the_web_form_has_it(
    corpus: Corpus, prefix: str, kind: str, action: str, question: str, value: str
) -> None:
    client = TestClient(create_app(corpus))
    step = f"{prefix}/ask?place=Marfa, TX"
    assert kind in client.get(step).text
    assert action in client.get(f"{step}&who=airport").text
    asked = client.get(f"{step}&who=airport&action=lend_apron&on=2024-05-01").text
    assert question in asked
    assert value in asked
    assert 'lang="en">' + question not in asked


def test_a_table_and_sql_have_it(corpus: Corpus) -> None:
    table = pa.table({
        "place": [PLACE] * 2, "who": ["airport"] * 2, "action": ["lend_apron"] * 2,
        "date": [date(2024, 5, 1)] * 2, "aircraft": ["charter", None],
    })  # fmt: skip
    assert corpus.screen(table)["verdict"].to_pylist() == ["prohibited", "depends"]
    text = corpus.sql("Marfa, TX", "lend_apron", who="airport", start="2024-05-01")
    assert "'charter'" in text


def test_the_shipped_vocabulary() -> None:
    vocabulary = Corpus.load().lawbook.vocabulary
    assert {who for who in vocabulary.who if not vocabulary.is_agency(who)} == {
        "legislature", "employer", "landlord", "funder", "federal_immigration",
    }  # fmt: skip
    assert vocabulary.deeds["allow_nonpublic_access"].fixes == {"area": "nonpublic"}
    assert "transfer" in vocabulary.deeds["hold"].see_also
    assert vocabulary.name_kind("dmv") == "driver's license agency"


def test_every_shared_word_has_its_spanish() -> None:
    lawbook = Corpus.load().lawbook
    known = lawbook.vocabulary.translations["es"]
    texts = [text for kind in lawbook.vocabulary.kinds.values() for text in (kind.says, kind.label)]
    texts += lawbook.vocabulary.actions.values()
    for fact in lawbook.facts.values():
        if fact.file == "vocabulary.yaml" and not fact.derived:
            texts += [fact.ask, *fact.labels]
            assert len(fact.labels) == len(fact.values), fact.name
    assert [text for text in texts if text not in known] == []


def test_a_language_takes_the_words_of_the_law_first() -> None:
    spanish = load_language("es")
    over = spanish.over({"es": {"hold the apron": "retener la plataforma"}})
    assert over.gettext("hold the apron") == "retener la plataforma"
    assert over.knows("hold the apron")
    assert not spanish.knows("hold the apron")
    assert over.gettext("Prohibited") == spanish.gettext("Prohibited") != "Prohibited"


def errors(tmp_path: Path, old: str, new: str) -> list[str]:
    text = (SHIPPED / "vocabulary.yaml").read_text("utf-8")
    assert old in text
    write(tmp_path, {"vocabulary.yaml": text.replace(old, new, 1)})
    try:
        found: list[Finding] = check(tmp_path)
    except LawError as error:
        found = list(error.findings)
    return [f"{f.field}: {f.message}" for f in found if f.severity == "error"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fixes: {area: nonpublic}", "fixes: {aera: nonpublic}",
         "actions.sensitive_places.allow_nonpublic_access.fixes.aera: "
         "There is no declared fact 'aera'; did you mean area?"),
        ("fixes: {area: nonpublic}", "fixes: {area: private}",
         "actions.sensitive_places.allow_nonpublic_access.fixes.area: 'private' is not a valid "
         "value of area; allowed: public, nonpublic."),
        ("fixes: {area: nonpublic}", "fixes: {agency_level: state}",
         "actions.sensitive_places.allow_nonpublic_access.fixes.agency_level: agency_level is read "
         "off the place; no action fixes it"),
        ("presumes: {resident: true,", "presumes: {residnt: true,",
         "actions.services.provide_health_coverage.presumes.residnt: "
         "There is no declared fact 'residnt'; did you mean resident?"),
        ("presumes: {resident: true,", "presumes: {agency_level: state,",
         "agency_level is read off the place; no action presumes it"),
        ("presumes: {resident: true,", "presumes: {benefit_kind: health,",
         "benefit_kind is under `fixes` already"),
        ("presumes: {resident: true,", "presumes: {agreement: none,",
         "a register says what is presumed of agreement"),
        ("presumes: {resident: true,", "presumes: {identity_proved: true,",
         "`true` cannot be presumed of a fact with `implies`"),
        ("presumes: {resident: true,", "presumes: {resident: yes please,",
         "'yes please' is not a valid value of resident"),
        ("warrant: [none, administrative]", "warrant: [none, officers]",
         "actions.custody.hold.presumes.warrant: 'officers' is not a valid value of warrant"),
        ("warrant: [none, administrative]", "warrant: []",
         "no value of warrant is listed; leave it out, so that nothing is presumed of it"),
        ("warrant: [none, administrative]", "warrant: [none, none]",
         "a value of warrant is listed twice"),
        ("warrant: [none, administrative]", "warrant: [none, administrative, judicial]",
         "every value of warrant is listed, and that presumes nothing; leave one out"),
        ("warrant: [none, administrative]", "agreement: [none, 287g_jail]",
         "a register says what is presumed of agreement"),
        ("warrant: [none, administrative]", "court_order: [true, false]",
         "several values can be presumed of an enum fact alone, and court_order is none"),
        ("warrant: [none, administrative]", "warrant: [[none]]", "warrant"),
        ("see_also: [notify_release, transfer, use_resources]",
         "see_also: [notify_release, tranfer]",
         "actions.custody.hold.see_also: There is no action 'tranfer'; did you mean transfer?"),
        ("see_also: [notify_release, transfer, use_resources]", "see_also: [hold]",
         "actions.custody.hold.see_also: an action cannot refer to itself"),
        ("agency: false", "agnecy: false", "did you mean agency?"),
        ("labels: {none: No warrant", "labels: {nothing: No warrant",
         "`labels` names 'nothing', which is not one of the `values`"),
        ("label_es: policía}", "label_es: policía, ownership: mixed}", "appears twice"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = errors(tmp_path, old, new)
    assert any(message in error for error in found), found


def test_one_text_has_one_translation(tmp_path: Path) -> None:
    found = errors(tmp_path, "state: State, local: Local", "state: National, local: Local")
    assert any("one text has one translation" in error for error in found), found


def test_kinds_that_are_no_agencies_must_be_said(tmp_path: Path) -> None:
    text = (SHIPPED / "vocabulary.yaml").read_text("utf-8").replace(", agency: false", "")
    write(tmp_path, {"vocabulary.yaml": text})
    [finding] = [f for f in check(tmp_path) if "no agency kind is marked" in f.message]
    assert (finding.severity, finding.field) == ("warning", "who")
