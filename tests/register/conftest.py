"""Books in both stores, for tests that hold whatever a book is kept in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.register.book import Book
from tests.postgres_server import SUPERUSER, running_postgres
from tests.register.bodies import SETTINGS

MakeBook = Callable[..., Book]
_numbers = count(1)


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a database in a throwaway PostgreSQL."""
    with running_postgres() as folder:
        yield f"postgresql://{SUPERUSER}@/postgres?host={folder}"


@pytest.fixture(params=["sqlite", "postgres"])
def make_book(request: pytest.FixtureRequest, tmp_path: Path, corpus: Corpus) -> Iterator[MakeBook]:
    """Makes an empty book, in each store in turn."""
    made: list[Book] = []

    def make(**options: object) -> Book:
        number = next(_numbers)
        agency = "T" + "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
        address = tmp_path / f"{agency}.db"
        where = str(address) if request.param == "sqlite" else request.getfixturevalue("database")
        book = Book.create(
            where, agency, SETTINGS, by="supervisor-1", key_file=tmp_path / f"{agency}.key",
            lawbook=corpus.lawbook, **options,  # type: ignore[arg-type]
        )  # fmt: skip
        book.address = where if request.param == "sqlite" else f"{where}#{agency}"
        made.append(book)
        return book

    yield make
    for book in made:
        book.close()


@pytest.fixture
def book(make_book: MakeBook) -> Book:
    return make_book()
