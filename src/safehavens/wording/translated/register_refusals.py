"""What the register refuses, sentence by sentence: the book, its keys, entries and fields."""

from __future__ import annotations

from typing import Final

from safehavens.wording.labels import N_

REGISTER_REFUSALS: Final = (
    # ---- the book, who writes, the key
    N_(
        "Name the book: --book with its file. The variable SAFEHAVENS_REGISTER names it for all "
        "commands."
    ),
    N_(
        "Say who writes: --by with a role and a number, such as clerk-7. The variable "
        "SAFEHAVENS_REGISTER_BY says it for all commands."
    ),
    N_(
        "Say who writes as a role and a number, such as clerk-7; the roles are clerk, "
        "supervisor, auditor and system. No name is kept."
    ),
    N_("There is no register %(file)s; `safehavens register init` makes one."),
    N_("%(file)s is not a register."),
    N_("%(file)s is not a register, or it is damaged."),
    N_("%(file)s is an empty register: making it broke off. Remove it and begin."),
    N_("%(file)s is there already; a register is made in a new file."),
    N_("%(file)s is there already; a key is written into a new file."),
    N_("%(file)s cannot be made: %(trouble)s."),
    N_("Others are writing into the book; try again. Nothing was written."),
    N_(
        "The book's triggers or its table are not as they were made; nothing is written any "
        "more. Verify the book with a head, then restore a copy."
    ),
    N_("Name the file with the key of this book: --key-file, or %(word)s."),
    N_("The key file %(file)s cannot be read: %(trouble)s."),
    N_("The key in %(file)s is not the key of this book."),
    N_("Others can read the key file %(file)s; let its owner alone: chmod 600."),
    N_("%(file)s is not a key file of a register."),
    N_("A hold is set: nothing may be destroyed until it is lifted."),
    N_("Name the newest head that was kept elsewhere by --head; if there is none, --no-head."),
    N_("Name the folder of the copies."),
    N_("There is no copy %(file)s."),
    # ---- what is written, and what is asked for
    N_("The book has no such case."),
    N_("The book has no such entry."),
    N_("The settings of the book lack place, kind of agency or time zone."),
    N_("--asks: say what was asked for; this form alone does not tell."),
    N_("--who: the book is kept for %(words)s."),
    N_("Say which of them was asked: --who with one of %(words)s."),
    N_("A nil entry is a certificate: add --certify."),
    N_("Name the period: --period, such as 2026 or 2026-03."),
    N_("--period: this report takes %(words)s."),
    N_("--period: the year must be 1990 or later."),
    N_("Word %(number)s of the fields is not of the form FIELD=VALUE."),
    N_("There is nothing to write."),
    N_("case_no: the book has no such case."),
    N_("case_no: a request opens a new case."),
    N_("target: the book has no such entry."),
    N_("act: the case has no act of this number."),
    N_("approved_by: a decision against the law's answer needs a supervisor."),
    N_("approved_by: a supervisor and an auditor must approve it."),
    N_("Entries of kind %(word)s are written by a %(words)s."),
    N_("Entries of kind %(word)s are written by the book itself."),
    N_(
        "A supervisor makes this correction: who wrote the entry may do so for 15 minutes, in "
        "fields that no answer rests on."
    ),
    # ---- fields
    N_("%(field)s: an entry of kind %(word)s has no such field. Its fields: %(words)s."),
    N_("%(field)s: missing."),
    N_("%(field)s: given twice."),
    N_("%(field)s: allowed are %(words)s."),
    N_("%(field)s: a time needs its zone, such as 2026-11-29T03:12-08:00."),
    N_("%(field)s: not what this field takes."),
    N_("%(field)s: write a time such as 2026-11-29T03:12."),
    N_("%(field)s: there is no such day or time."),
    N_(
        "%(field)s: the clocks are changed then, so that this time happens twice or never; write "
        "it with its offset, such as %(example)s."
    ),
    N_("%(field)s: write %(name)s=- and give the text on standard input."),
    N_("%(field)s: this agency keeps no free text. Leave it out."),
    N_("%(field)s: from %(date)s on, and not in the future."),
    N_("%(field)s: not a norm of the corpus."),
    N_("%(field)s: takes a whole number."),
    N_("%(field)s: takes a number from 0."),
    N_("%(field)s: the form says otherwise."),
    N_("%(field)s: the request says otherwise."),
    N_("facts: one of them is not in the vocabulary."),
    N_("facts: they contradict each other, or a word is not known."),
    N_("zone: not a time zone, such as America/Chicago."),
    N_("place: not a place of the gazetteer."),
    N_("action: not an action of the vocabulary."),
    N_("asks, number %(number)s: not an action of the vocabulary."),
    N_("ground: that norm depends on a fact of the person's status. Write: law."),
    N_(
        "agency_name: takes words of agencies (Sheriff, Office, County, …) and the name of the "
        "place, no name of a person."
    ),
    N_("receipt: takes letters, a year and up to six digits, no more."),
)  # fmt: skip
"""Sentences as they are raised; the names of fields stay as they are."""
