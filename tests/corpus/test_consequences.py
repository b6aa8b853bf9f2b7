"""Time limits, notices and remedies of norms: how they are read, refused and said."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from safehavens.api import Corpus
from safehavens.corpus.consequences import Clock, Notice, Remedy
from safehavens.corpus.errors import LawError
from safehavens.corpus.reading.law_files import SHIPPED
from safehavens.web.app import create_app
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.time_limits import describe_clock, describe_notice, describe_remedy
from tests.corpus.law import marfa, write

SPANISH = load_language("es")


def read(root: Path, fields: str) -> Corpus:
    """The policy of Marfa with these fields on its norm."""
    marfa(root, "    confidence: high", f"    {fields}\n    confidence: high")
    return Corpus.load(
        write(root, {"vocabulary.yaml": (SHIPPED / "vocabulary.yaml").read_text("utf-8")})
    )


@pytest.mark.parametrize(
    ("form", "clock", "english"),
    [
        ("{starts: received, within: {hours: 72}}", Clock("received", hours=72),
         "Within 72 hours, counted from the receipt of the request or notice."),
        ("{starts: otherwise_released, within: {hours: 48}, skips: [weekends, federal_holidays]}",
         Clock("otherwise_released", hours=48, skips=("weekends", "federal_holidays")),
         "Within 48 hours, counted from the time at which the person would be released. "
         "Not counted: weekends, federal holidays."),
        ("{before: interview}", Clock(before="interview"), "Before the interview."),
        ("{starts: received, within: at_once}", Clock("received", promptness="at_once"),
         "At once from the receipt of the request or notice."),
        ("{within: {days: 1}, before: released, note: If possible.}",
         Clock(days=1, before="released", note="If possible."),
         "At least 1 day before: the release. If possible."),
    ],
)  # fmt: skip
def test_clocks(tmp_path: Path, form: str, clock: Clock, english: str) -> None:
    norm = read(tmp_path, f"clock: {form}").norm("us/tx/marfa/policy#ask")
    assert norm.clock == clock
    assert describe_clock(ENGLISH, clock) == english
    assert describe_clock(SPANISH, clock) != english


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("clock: {starts: received}", "a clock says `within` what time, or `before` what"),
        ("clock: {within: {hours: 2}}", "a clock without `before` says under `starts`"),
        ("clock: {starts: received, within: {hours: 2, days: 1}}", "and only one of them"),
        ("clock: {starts: received, within: promptly, skips: [weekends]}", "goes with hours"),
        ("clock: {starts: booking, within: {hours: 2}}", "'booking' is not allowed here"),
        ("clock: {starts: received, within: {hours: 0}}", "greater than 0"),
        ("notice: {what: the request}", "is missing"),
        ("notice: {what: x, to: [y], languages: [Spanish]}", "'Spanish' does not have the form"),
        ("remedies: [{cite: § 9}]", "a remedy has `who_may_sue`, `penalty` or `funds_lost`"),
        ("remedies: [{penalty: $500}]", "is missing"),
    ],
)
def test_what_is_refused(tmp_path: Path, fields: str, message: str) -> None:
    with pytest.raises(LawError) as caught:
        read(tmp_path, fields)
    assert any(message in finding.message for finding in caught.value.findings)
    assert {finding.norm for finding in caught.value.findings} == {"ask"}


def test_notices_and_remedies(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        "notice: {what: the request, to: [the person, counsel], languages: [en, es]}\n"
        "    remedies:\n      - {cite: § 9, who_may_sue: a resident, penalty: $500 a day}\n"
        "    says_es: Los agentes no preguntan por el estatus.",
    )
    norm = corpus.norm("us/tx/marfa/policy#ask")
    assert norm.notice == Notice("the request", ("the person", "counsel"), None, ("en", "es"))
    assert norm.remedies == (Remedy("§ 9", "a resident", "$500 a day"),)
    assert describe_notice(ENGLISH, norm.notice) == (
        "To the person, counsel: the request. In these languages: en, es."
    )
    assert describe_remedy(ENGLISH, norm.remedies[0]) == (
        "Who may sue: a resident. Penalty: $500 a day. (§ 9)"
    )
    client = TestClient(create_app(corpus))
    english = client.get("/norm/us/tx/marfa/policy/ask").text
    assert "Who may sue: a resident." in english
    assert "Los agentes" not in english
    spanish = client.get("/es/norm/us/tx/marfa/policy/ask").text
    assert "Los agentes no preguntan por el estatus." in spanish
    assert "lo que cuenta es el texto en inglés" in spanish
    assert 'En inglés: <span lang="en">Officers do not ask about status.' in spanish


def test_an_answer_carries_them(tmp_path: Path) -> None:
    corpus = read(tmp_path, "clock: {starts: received, within: {hours: 2}}")
    answer = corpus.ask("Marfa, TX", "inquire_status", who="police", on="2024-05-01", age=10)
    [reason] = answer.to_dict()["reasons"]
    citation = reason["considered"]["citation"]
    assert citation["clock"]["hours"] == 2
    assert citation["clock"]["starts"] == "received"


def test_shipped_norms_have_them() -> None:
    norms = Corpus.load().lawbook.norms
    assert norms["us/il/voices-act#certify"].clock == Clock(
        "received", days=90, skips=("weekends", "holidays"),
        note="Within 21 business days if the victim is in removal proceedings; within 5 in some "
        "cases where a child or sibling is about to age out.",
    )  # fmt: skip
    notice = norms["us/ca/truth-act#consent-form"].notice
    assert notice is not None
    assert notice.languages == ("en", "es", "zh", "tl", "vi", "ko")
    assert sum(bool(n.clock or n.notice or n.remedies) for n in norms.values()) >= 20
