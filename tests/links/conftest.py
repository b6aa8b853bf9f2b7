"""A site to ask, and a check of its addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from safehavens.links.link_check import check_links
from safehavens.links.link_records import LinkRecord, RecordFile
from safehavens.links.manners import Manners
from tests.links.answering_site import AnsweringSite, running_site

QUICK = Manners(pause=0.02, timeout=1.0, whole_timeout=2.0, longest_wait=1.0, most_bytes=100_000,
                most_tries=2, private=True)  # fmt: skip

Check = Callable[..., dict[str, LinkRecord]]


@pytest.fixture
def site() -> Iterator[AnsweringSite]:
    with running_site() as running:
        yield running


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Ask for addresses; every call asks again and uses the same records."""

    def ask(
        *urls: str, manners: Manners = QUICK, read_on: date | None = None
    ) -> dict[str, LinkRecord]:
        file = RecordFile(tmp_path / "links.json")
        days = dict.fromkeys(urls, read_on)
        return check_links(days, file, manners, timedelta(0), lambda _: lambda: None).records

    return ask
