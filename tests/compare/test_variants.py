"""A corpus with a draft, or without norms: it means what reading all the files again would."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.errors import LawError
from safehavens.corpus.reading.law_files import NoLaw
from safehavens.decide.request import BadRequest
from tests.compare.corpora import DAY, TX, instrument, load, norm, write

ASK = {"who": "police", "on": DAY}


def test_a_draft_is_added(tmp_path: Path) -> None:
    base = load(tmp_path / "base", city=instrument("city", norm("leave", "may")))
    draft = write(tmp_path / "draft", other=instrument("other", norm("ban")))
    changed = base.with_draft(draft / "other.yaml")
    assert base.verdict("Marfa, TX", "hold", **ASK) == "permitted"
    assert changed.verdict("Marfa, TX", "hold", **ASK) == "prohibited"
    assert changed.lawbook.instruments["city"] is base.lawbook.instruments["city"]
    assert changed.version != base.version


def test_a_draft_replaces_the_file_of_its_name(tmp_path: Path) -> None:
    facts = "facts: {{city_calm: {{type: bool, presume: {0}, ask: 'Calm?'}}}}\n"
    old = instrument("city", norm("a", when="city_calm"), norm("b"), more=facts.format("true"))
    new = instrument("city", norm("a", when="city_calm"), more=facts.format("false"))
    state = instrument("state", norm("duty", "must", yields_to="[city#b]"), issuer=TX,
                       kind="statute")  # fmt: skip
    base = load(tmp_path / "base", city=old, state=state)
    drafted = base.with_draft(write(tmp_path / "draft", city=new) / "city.yaml")
    again = load(tmp_path / "again", city=new, state=state.replace("yields_to", "# yields_to"))
    assert base.verdict("Marfa, TX", "hold", **ASK) == "prohibited"
    assert drafted.verdict("Marfa, TX", "hold", **ASK) == "required"
    assert drafted.verdict("Marfa, TX", "hold", **ASK) == again.verdict("Marfa, TX", "hold", **ASK)
    assert set(drafted.lawbook.norms) == set(again.lawbook.norms)


def test_a_draft_answers_as_the_corpus_read_with_it(corpus: Corpus, tmp_path: Path) -> None:
    """The same cases, in the two ways of putting a draft over the shipped corpus."""
    text = instrument(
        "us/tx/marfa/draft", norm("ban", when="marfa_quiet OR warrant = 'none'"),
        more="facts: {marfa_quiet: {type: bool, implies: convicted_felony, ask: 'Quiet?'}}\n",
    )  # fmt: skip
    folder = write(tmp_path, us__tx__marfa__draft=text)
    quick = corpus.with_draft(folder / "us/tx/marfa/draft.yaml")
    whole = Corpus.load(folder, over=True)
    assert quick.lawbook.norms == whole.lawbook.norms
    assert quick.lawbook.facts == whole.lawbook.facts
    assert quick.engine.conditions.applies == whole.engine.conditions.applies
    assert quick.engine.conditions.implied == whole.engine.conditions.implied
    for facts in ({}, {"marfa_quiet": True}, {"warrant": "none"}, {"convicted_felony": False}):
        for made in (quick, whole):
            answer = made.ask("Marfa, TX", "hold", who="police", on=DAY, facts=facts)
            other = quick.ask("Marfa, TX", "hold", who="police", on=DAY, facts=facts)
            assert answer.possible == other.possible


def test_without_a_norm_or_an_instrument(corpus: Corpus) -> None:
    ask = {"who": "jail", "on": DAY, "warrant": "administrative"}
    assert corpus.verdict("Harris County, TX", "hold", **ask) == "required"
    for out in (["us/tx/sb4#honor-detainers"], "us/tx/sb4"):
        assert corpus.without(out).verdict("Harris County, TX", "hold", **ask) == "permitted"
    left = corpus.without("us/tx/sb4")
    assert "us/tx/sb4" not in left.lawbook.instruments
    assert left.lawbook.instruments["us/ca/values-act"] is corpus.instrument("us/ca/values-act")
    left.overview("Houston, TX", DAY)  # rulings of norms that are gone are gone too


def test_drafts_that_cannot_be_used(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(NoLaw, match="cannot be read"):
        corpus.with_draft(tmp_path / "none.yaml")
    (tmp_path / "x.yaml").write_text("title: no id\n")
    with pytest.raises(NoLaw, match="no id"):
        corpus.with_draft(tmp_path / "x.yaml")
    (tmp_path / "y.yaml").write_text(instrument("y", norm("a", when="no_such_fact")))
    with pytest.raises(LawError, match="no_such_fact"):
        corpus.with_draft(tmp_path / "y.yaml")
    (tmp_path / "z.yaml").write_text("a: [\n")
    with pytest.raises(LawError, match=r"z\.yaml:"):
        corpus.with_draft(tmp_path / "z.yaml")
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "vocabulary.yaml").write_text("who: {}\n")
    with pytest.raises(BadRequest, match="vocabulary"):
        corpus.with_draft(tmp_path / "law")
