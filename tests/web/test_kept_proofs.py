"""What a server proved is there for the next one of the same law and code, and for no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.web.kept_proofs import keep_proofs, recall_proofs
from safehavens.web.site import Site

PLACE = "ocd-division/country:us/state:or"
ON = date(2026, 11, 30)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def has_to_prove(site: Site) -> bool:
    recall_proofs(site)
    site.residents.answer(PLACE, ON)
    return any(proofs.has_new for proofs in site.residents.proofs)


def test_a_server_has_what_the_last_one_proved(corpus: Corpus, folder: Path) -> None:
    first = Site(corpus)
    assert has_to_prove(first)
    keep_proofs(first)
    assert not has_to_prove(Site(corpus))


def test_what_is_damaged_is_proved_anew(corpus: Corpus, folder: Path) -> None:
    first = Site(corpus)
    has_to_prove(first)
    keep_proofs(first)
    (kept,) = folder.glob("*.proofs")
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert has_to_prove(Site(corpus))


def test_other_code_proves_for_itself(corpus: Corpus, folder: Path) -> None:
    first = Site(corpus)
    has_to_prove(first)
    keep_proofs(first)
    newer = Site(corpus)
    newer.code = "another"
    assert has_to_prove(newer)


def test_nothing_is_kept_where_others_may_write(corpus: Corpus, folder: Path) -> None:
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    first = Site(corpus)
    assert has_to_prove(first)
    keep_proofs(first)
    assert not [*folder.glob("*.proofs")]
