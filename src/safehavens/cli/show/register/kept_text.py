"""What keeping a book comes to, as text: made, its keys, its copies, restored, destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count, say_day
from safehavens.register.book import Book
from safehavens.register.entries.bodies import KeyBody
from safehavens.register.entries.entry import Entry
from safehavens.register.keeping.copies import BookCopy, RestoredBook


def show_made(book: Book, place: str) -> None:
    """Say that a book was made, and what is to be done with its key."""
    page = Page()
    page.titled(book.agency, f": {book.address}, {place}")
    page.line(
        say("The key is in %(file)s. Keep it away from the book and its copies; without it no head "
            "can be signed.", file=book.key_file)
    )  # fmt: skip
    public = _list_keys(book.entries())[-1][1]
    page.line(say("The public key is %(key)s. Write it down where no clerk can change it.",
                  key=public))  # fmt: skip
    page.show()


def show_keys(entries: Sequence[Entry], json: bool) -> None:
    """Write the public keys of a book, oldest first."""
    keys = _list_keys(entries)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([{"entry": no, "public_key": key, "signed": signed} for no, key, signed in keys])
        return
    page = Page()
    for no, key, signed in keys:
        how = "" if signed or no == keys[0][0] else " " + say("(without the last key's signature)")
        number = say("entry %(number)s", number=str(no))
        page.line(f"{key}  {number}{how}")
    page.show()


def _list_keys(entries: Sequence[Entry]) -> list[tuple[int, str, bool]]:
    return [
        (one.no, one.body.public_key, one.body.signed_by_last is not None)
        for one in entries
        if isinstance(one.body, KeyBody)
    ]


def show_copies(copies: Sequence[BookCopy], json: bool) -> None:
    """Write copies of a book, each with its end."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([asdict(one) for one in copies])
        return
    page = Page()
    if not copies:
        page.line(say("There are none."))
    for copy in copies:
        gone = "" if copy.dropped_at is None else ", " + say("removed")
        end = say("to be gone on %(day)s", day=say_day(copy.ends_on))
        page.line(f"{copy.name}  {end}{gone}")
    page.show()


def show_restored(restored: RestoredBook, target: Path, with_head: bool) -> None:
    """Say what was restored, and what is lost."""
    page = Page()
    entries = restored.verification.entries
    number = language().number
    page.titled(str(target), ": " + say_count("%(count)s entry", "%(count)s entries", entries))
    if restored.lost:
        page.line(
            say("A head shows %(count)s more: they are lost. Write them anew from the papers.",
                count=number(restored.lost))
        )  # fmt: skip
    if with_head:
        page.line(say("It fits the heads. Put the key's file beside it."))
    else:
        page.line(
            say("Its chain is whole. Without a head, nobody knows whether entries were cut off or "
                "rewritten. Put the key's file beside it.")
        )  # fmt: skip
    page.show()


def show_destroyed(entry: Entry, copies: Sequence[BookCopy]) -> None:
    """Say that a body is gone, and which copies still have it."""
    page = Page()
    page.line(
        say("The body of entry %(target)s is destroyed; entry %(number)s says so.",
            target=str(entry.target), number=str(entry.no))
    )  # fmt: skip
    if copies:
        page.line(say("These copies still have it. Remove them:"))
        for copy in copies:
            page.line(f"• {copy.name}", 2)
    page.show()
