"""The files of studies and claims: what is shipped, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from safehavens.evidence.evidence_files import EvidenceError, read_claims, read_studies
from safehavens.evidence.library import Evidence
from safehavens.evidence.scales import hold_interval
from safehavens.wording import evidence_labels as labels

ESTIMATE = {
    "outcome": "violent crime", "scale": "log", "se_from": "reported", "effect": -0.1, "se": 0.02,
    "sign": "negative", "family": "violent-crime", "oriented": 1, "primary": True,
    "seen": "primary",
}  # fmt: skip
STUDY = {
    "id": "a-2020", "cite": "A (2020).", "status": "published", "seen": "primary",
    "topic": "crime", "policy": "p", "direction": "limiting", "unit": "county-year",
    "place_period": "US", "design": "d", "design_kind": "panel", "estimates": [ESTIMATE],
}  # fmt: skip
CLAIM = {
    "id": "c", "claim": "Limits raise crime.", "about": ["limiting"],
    "families": ["violent-crime"], "said_by": "some", "standing": "s", "confidence": "low",
    "gaps": "g", "bears": [{"study": "a-2020", "bears": "against", "direct": True}],
}  # fmt: skip


def write(folder: Path, studies: object, claims: object = None) -> Path:
    (folder / "studies.yaml").write_text(yaml.safe_dump(studies), "utf-8")
    (folder / "claims.yaml").write_text(yaml.safe_dump([CLAIM] if claims is None else claims))
    return folder


@pytest.fixture(scope="module")
def shipped() -> Evidence:
    return Evidence.load()


def test_the_shipped_evidence_is_read(shipped: Evidence) -> None:
    assert len(shipped.studies) >= 114
    assert len(shipped.claims) == 20
    assert sum(len(study.estimates) for study in shipped.studies.values()) > 270
    assert shipped.studies["alsan-yang-2024"].topic == "benefits"


def test_every_study_bears_on_a_claim_or_is_listed_by_its_topic(shipped: Evidence) -> None:
    borne = {one.study for claim in shipped.claims.values() for one in claim.bears}
    listed = {study.id for topic in shipped.topics for study in shipped.topic(topic).studies}
    assert borne <= listed == set(shipped.studies)
    assert set(shipped.studies) - borne == {"cox-miles-2013", "pedroza-2019"}


def test_no_number_is_without_a_source_of_its_error(shipped: Evidence) -> None:
    for study in shipped.studies.values():
        for estimate in study.estimates:
            if estimate.se is not None or estimate.ci is not None:
                assert estimate.effect is not None, study.id
                assert estimate.se_from in ("reported", "ci"), study.id
            if estimate.primary:
                assert estimate.family in labels.FAMILY, estimate.family


def test_signs_agree_with_intervals(shipped: Evidence) -> None:
    checked = 0
    for study in shipped.studies.values():
        for estimate in study.estimates:
            interval = hold_interval(estimate)
            if interval is not None and estimate.sign != "mixed":
                low, high, still = interval
                assert (low <= still <= high) == (estimate.sign == "zero"), study.id
                checked += 1
    assert checked >= 30


def test_what_people_read_is_american(shipped: Evidence) -> None:
    words = "licen[c]e|program[m]e|b[e]haviour|labo[u]r|o[f]fence|authori[s]ed|en[r]olment"
    british = re.compile(words, re.IGNORECASE)
    for claim in shipped.claims.values():
        said = " ".join((claim.id, claim.claim, claim.standing, claim.gaps, claim.confidence))
        assert not british.search(said), claim.id
    for study in shipped.studies.values():
        texts = [study.id, study.policy, study.notes, study.design]
        texts += [f"{one.outcome} {one.text}" for one in study.estimates]
        assert not british.search(" ".join(texts)), study.id


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"sign": "zero"},
            "studies.yaml, study a-2020, estimate 1, sign: it is zero, but the interval from "
            "-0.1392 to -0.0608 says negative.",
        ),
        (
            {"sign": "positive"},
            "studies.yaml, study a-2020, estimate 1, sign: it is positive, but the interval from "
            "-0.1392 to -0.0608 says negative.",
        ),
        (
            {"se": None, "se_from": "none", "ci": [0.9, 1.2], "scale": "odds_ratio", "effect": 1.0},
            "studies.yaml, study a-2020, estimate 1, se_from: it is none, but an error is given.",
        ),
        ({"se": -1}, "studies.yaml, study a-2020, estimate 1, se: a standard error is more than 0"),
        ({"se": None}, "se_from: it is reported, but none is given."),
        ({"scale": "percent"}, "studies.yaml, study a-2020, estimate 1, scale: cannot be 'perc"),
        ({"weather": 1}, "studies.yaml, study a-2020, estimate 1, weather: is not a field."),
        ({"effect": "many"}, "studies.yaml, study a-2020, estimate 1, effect: cannot be 'many':"),
        ({"oriented": 2}, "estimate 1, oriented: cannot be 2; allowed: 1 or -1."),
    ],
)
def test_a_bad_estimate_is_named(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    folder = write(tmp_path, [{**STUDY, "estimates": [{**ESTIMATE, **change}]}])
    with pytest.raises(EvidenceError) as error:
        read_studies(folder)
    assert sentence in str(error.value)
    assert all(one.endswith(".") and "\n" not in one for one in error.value.errors)


def test_every_error_is_told_at_once(tmp_path: Path) -> None:
    second = {key: value for key, value in STUDY.items() if key != "cite"}
    folder = write(tmp_path, [{**STUDY, "topic": "weather"}, {**second, "id": "b"}, "c"])
    with pytest.raises(EvidenceError) as error:
        read_studies(folder)
    assert [one.partition(":")[0] for one in error.value.errors] == [
        "studies.yaml, study a-2020, topic",
        "studies.yaml, study b, cite",
        "studies.yaml, study 3",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bears": [{"study": "x", "bears": "for", "direct": True}]}, "there is no study x."),
        (
            {"about": ["compelling"]},
            "claim c: study a-2020 is called direct, but its policy is limiting, and the claim is "
            "about compelling.",
        ),
        ({"bears": CLAIM["bears"] * 2}, "claim c: study a-2020 is given twice."),
    ],
)
def test_a_bad_claim_is_named(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    folder = write(tmp_path, [STUDY], [{**CLAIM, **change}])
    studies = {study.id: study for study in read_studies(folder)}
    with pytest.raises(EvidenceError) as error:
        read_claims(studies, folder)
    assert sentence in str(error.value)


def test_two_studies_of_one_id_and_two_primaries_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, [{**STUDY, "estimates": [ESTIMATE, ESTIMATE]}, STUDY])
    with pytest.raises(EvidenceError) as error:
        read_studies(folder)
    assert "study a-2020: the id is given twice." in str(error.value)
    assert "estimate 2: violent-crime has a primary estimate already." in str(error.value)


def test_files_that_are_no_files_of_evidence(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"studies\.yaml cannot be read"):
        Evidence.load(tmp_path)
    (tmp_path / "studies.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(EvidenceError, match=r"studies\.yaml, line \d+: "):
        Evidence.load(tmp_path)
    (tmp_path / "studies.yaml").write_text("id: a", "utf-8")
    with pytest.raises(EvidenceError, match="must be a list"):
        Evidence.load(tmp_path)
