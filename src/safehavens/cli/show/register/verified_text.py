"""What verifying a book found, as text."""

from __future__ import annotations

from typing import Final

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.register.answering.asking_again import AskedAgain
from safehavens.register.chain.linking import write_time
from safehavens.register.chain.verifying import ChainFault, Fault, Remark, Verification
from safehavens.wording.labels import N_

_MOST: Final = 20
FAULTS: Final[dict[Fault, str]] = {
    "agency": N_("it is of another agency"),
    "number": N_("it does not have the next number: entries are missing, moved or twice there"),
    "prev": N_("it does not follow the entry before it"),
    "hash": N_("its hash is not what its fields come to: one of them was changed"),
    "leaf": N_("its body is not the one that was written"),
    "form": N_("its body is not of the form of its kind"),
    "target": N_("it names an entry that came later"),
    "blanked": N_("its body is gone, and no entry says that it was destroyed"),
    "not_blanked": N_("an entry says that it was destroyed, and its body is there"),
    "key": N_("the signature of the key before it is wrong"),
    "head": N_("the head that it notes is not what the book came to"),
    "head_signature": N_("the head up to this entry was signed by no key of this book"),
    "head_differs": N_("this entry, or one before it, was written anew after the head was made"),
    "cut_off": N_("the head shows this entry, and the book ends before it"),
    "other_agency": N_("the head is of another agency"),
    "empty": N_("the book has no entry"),
}
REMARKS: Final[dict[Remark, str]] = {
    "key_without_signature": N_("a new key stands without the signature of the one before it"),
    "clock_back": N_("its time is before that of the entry before it"),
}


def show_verified(found: Verification, guarded: bool, again: AskedAgain | None, json: bool) -> None:
    """Write what verifying found: whole or not, what is wrong where, what to do next."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(_data(found, guarded, again))
        return
    page = Page()
    count = say_count("%(count)s entry", "%(count)s entries", found.entries)
    if found.is_whole and guarded:
        page.titled(say("The book is whole"), f": {count}")
    else:
        page.titled(say("The book is not whole"), f": {count}")
    for fault in found.faults[:_MOST]:
        page.line(f"• {_tell(fault)}", 2)
    if len(found.faults) > _MOST:
        more = language().number(len(found.faults) - _MOST)
        page.line("… " + say("and %(count)s more", count=more), 2)
    if not guarded:
        page.line("• " + say("The database's triggers or its table are not as they were made."), 2)
    for remark in found.remarks[:_MOST]:
        what = say(REMARKS[remark.remark])
        page.line(say("Ask about entry %(number)s: %(what)s.", number=str(remark.no), what=what))
    _add_heads(page, found)
    if again is not None:
        _add_again(page, again)
    page.show()


def _tell(fault: ChainFault) -> str:
    return say("Entry %(number)s: %(what)s.", number=str(fault.no), what=say(FAULTS[fault.fault]))


def _add_heads(page: Page, found: Verification) -> None:
    if found.heads_given:
        page.line(
            say_count("%(count)s head that was kept elsewhere was compared.",
                      "%(count)s heads that were kept elsewhere were compared.",
                      found.heads_given)
        )  # fmt: skip
    else:
        page.line(
            say("No head that was kept elsewhere was compared: without one, a cut end or a book "
                "written anew is not seen. Add --head.")
        )  # fmt: skip
    if found.last is not None:
        page.line(f"{found.last.up_to} {found.last.hash.hex()}")


def _add_again(page: Page, again: AskedAgain) -> None:
    number = language().number
    page.line(
        say("Answers of this corpus that were asked again: %(asked)s. Of another corpus: "
            "%(others)s.", asked=number(again.asked), others=number(again.others))
    )  # fmt: skip
    for no, fields in list(again.changed.items())[:_MOST]:
        names = ", ".join(fields)
        page.line("• " + say("Entry %(number)s: the law says otherwise in %(fields)s.",
                             number=str(no), fields=names), 2)  # fmt: skip


def _data(found: Verification, guarded: bool, again: AskedAgain | None) -> dict[str, object]:
    last = found.last
    return {
        "whole": found.is_whole and guarded,
        "entries": found.entries,
        "guarded": guarded,
        "heads_in_book": found.heads_in_book,
        "heads_given": found.heads_given,
        "faults": [{"entry": one.no, "fault": one.fault} for one in found.faults],
        "remarks": [{"entry": one.no, "remark": one.remark} for one in found.remarks],
        "last": None
        if last is None
        else {
            "entry": last.up_to,
            "hash": last.hash.hex(),
            "root": last.root.hex(),
            "at": write_time(last.at),
        },
        "again": None
        if again is None
        else {
            "asked": again.asked,
            "others": again.others,
            "changed": [{"entry": no, "fields": fields} for no, fields in again.changed.items()],
        },
    }
