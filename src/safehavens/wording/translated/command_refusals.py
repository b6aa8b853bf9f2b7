"""What commands refuse, sentence by sentence: what was asked, files, tables, options."""

from __future__ import annotations

from typing import Final

from safehavens.wording.labels import N_

COMMAND_REFUSALS: Final = (
    # ---- what to say, and to whom
    N_(
        'Say what is asked about: a place, an action and an agency, such as "King County, WA" '
        'detainer jail.'
    ),
    N_("Say what is asked about: an action, such as hold, notify_release or inquire_status."),
    N_("Say which agency is asked about: --who with one of %(words)s."),
    N_("Say which agency is asked about: --who police, sheriff, jail or school."),
    N_(
        "'%(text)s' cannot be placed; write a fact as FACT=VALUE, such as warrant=judicial, and "
        "put a place or a phrase of several words in quotes."
    ),
    N_("%(word)s needs a value, such as %(example)s."),
    N_("The fact %(word)s is given twice."),
    N_("There is no fact '%(text)s'; `safehavens search WORDS` finds facts by their question."),
    N_("There is no fact '%(text)s'. These come nearest; is it one of them?"),
    N_("'%(text)s' is not an action. These come nearest; is it one of them?"),
    N_("'%(text)s' is not an agency kind. These come nearest; is it one of them?"),
    N_("'%(text)s' may mean more than one action; choose one:"),
    N_("'%(text)s' may mean more than one agency kind; choose one:"),
    N_("'%(text)s' is not a form of answer; allowed: %(words)s."),
    N_("True is not a valid value of %(word)s; allowed: %(words)s."),
    N_("False is not a valid value of %(word)s; allowed: %(words)s."),
    N_("%(number)s is not a valid value of %(word)s; allowed: %(words)s."),
    N_("%(word)s is read off the place asked about and cannot be given."),
    N_("%(given)s contradicts %(against)s: %(word)s can only be true where %(condition)s."),
    N_("%(given)s cannot be here: the action and the kind of agency make it %(against)s."),
    N_("Choose one format: %(words)s."),
    N_("--exit-code is for one question; this asks several."),
    N_("Say since which day changes are shown: --since 2025-01-01."),
    N_("--state and --private are of use only with --fetch; add --fetch."),
    N_("Write one action, such as hold, and facts as FACT=VALUE, such as warrant=none."),
    N_("A map shows counties, and they are not asked; add --level county."),
    N_(
        "%(file)s is not a valid name for the places; it must end in .csv, or for a map in "
        "%(words)s."
    ),
    N_("%(file)s is not a valid name for the file; it must end in .csv."),
    N_("%(file)s is not a valid name for a picture; it must end in %(words)s."),
    N_("%(file)s is not a valid name for a table; it must end in %(words)s."),
    N_("%(number)s laws have the words '%(text)s'; write the id: %(ids)s"),
    N_(
        "%(id)s is a whole law, not one rule of it; safehavens instrument %(id_again)s shows it, "
        "and its first rule is %(rule)s."
    ),
    N_("Compare with what? Name a second place, or a second date with --on-b."),
    N_("An order needs two places or more."),
    N_("There is no probe '%(text)s'. `safehavens panel --list` lists them."),
    N_("There is no data set '%(text)s'. `safehavens data list` lists them."),
    N_("Say which file to write, such as -o panel.parquet."),
    N_("'%(text)s' is not a valid month; write YYYY-MM, such as 1985-01."),
    N_("'%(text)s' is not a valid year; write YYYY, such as 1985."),
    N_(
        "'%(text)s' is an instant with a time zone, which is another day in another place; give "
        "the day at the place."
    ),
    N_(
        "'%(text)s' may be %(day)s or %(last)s; say which comes first, month or day, or write "
        "YYYY-MM-DD."
    ),
    N_(
        '"%(text)s" is not an Open Civic Data division id; one reads '
        'ocd-division/country:us/state:il/place:chicago.'
    ),
    # ---- files
    N_("%(file)s cannot be read: %(trouble)s."),
    N_("%(file)s already exists; --force replaces it."),
    N_("%(file)s must be a mapping of facts to values, such as warrant: judicial."),
    N_("%(file)s is not UTF-8 text."),
    N_("%(file)s is not a folder of law files."),
    N_("%(file)s holds no law: there is no .yaml file in it."),
    N_("There is no file %(file)s."),
    N_("%(file)s, line %(number)s: the file is empty."),
    N_("%(file)s, line %(number)s: not YAML: %(why_not)s."),
    N_("%(file)s is empty."),
    N_("%(file)s has fewer than %(number)s lines, so --skip %(again)s skips all."),
    N_("--skip takes a number of lines from 0, not %(id)s."),
    N_(
        "'%(text)s' is not a delimiter; write one sign, such as ';', or comma, semicolon, tab, "
        "pipe."
    ),
    N_(
        "'%(text)s' is not a valid name of a table; write it as in SQL, such as schema.requests."
    ),
    N_("'%(text)s' is not a valid %(option)s; allowed: %(words)s."),
    N_("'%(text)s' is not a kind of picture; allowed: %(words)s."),
    N_("'%(text)s' is nothing that is measured; allowed: %(words)s."),
    N_("%(last)s is before %(first)s; the last day must not be before the first."),
    N_("The last day, %(last)s, is before the first day, %(first)s."),
    N_("The server cannot listen at %(name)s, port %(number)s: %(why_not)s."),
    N_("The workers end as soon as they start; the log says why."),
    N_(
        "What was proved could not be kept. Name a folder that you alone may write to in "
        "SAFEHAVENS_CACHE, and leave room on its disk."
    ),
    N_("%(file)s has no header."),
    N_("%(file)s is damaged and cannot be read: %(why_not)s."),
    N_("%(file)s is locked with a password; save it without one."),
    N_("%(file)s is not an Excel workbook (%(why_not)s); if it is text, say so: --from csv."),
    N_("%(file)s is read and cannot be written too; name another file."),
    N_("The screened rows and the rejects cannot both go into %(file)s."),
    N_(
        "%(file)s: the name does not tell the format; use %(words)s, or say which with "
        "%(option)s (%(known)s)."
    ),
    # ---- tables of requests
    N_(
        "The table has no column %(columns)s (its columns: %(names)s); map one (--map "
        "THEIRS=%(column)s), or give one value for all rows (%(ways)s). It may be %(maps)s. "
        "--guess proposes a map."
    ),
    N_(
        "The table has no column %(columns)s (its columns: %(names)s); map one (--map "
        "THEIRS=%(column)s), or give one value for all rows (%(ways)s). --guess proposes a map."
    ),
    N_("No column of the table belongs to a request; its columns: %(names)s."),
    N_("The map names a column '%(text)s'; the table's are %(names)s."),
    N_("The map names no column of the table for %(column)s."),
    N_("The column '%(text)s' is mapped twice."),
    N_("The column '%(text)s' is named twice."),
    N_(
        "The table has a column for %(column)s, and one value for all rows is given too; leave "
        "one of them out."
    ),
    N_("Screening adds no column '%(text)s'; it adds %(words)s."),
    N_("Name at least one column to add: %(words)s."),
    N_("'%(text)s' is not a map; write THEIRS=OURS, such as Facility=place."),
    N_("A terminal cannot show %(column)s; name a file with -o."),
    N_("The %(column)s is missing."),
    # ---- options of commands
    N_("Usage: %(usage)s"),
    N_("Try '%(text)s' for help."),
    N_("Error: No such option: %(option)s (Possible options: %(words)s)"),
    N_("Error: No such option: %(option)s Did you mean %(words)s?"),
    N_("Error: No such option: %(option)s"),
    N_("Error: Missing option %(option)s."),
    N_("Error: Missing argument %(option)s."),
    N_("Error: Missing command."),
    N_("Error: No such command '%(text)s'. Did you mean %(words)s?"),
    N_("Error: No such command '%(text)s'."),
    N_("Error: Option %(option)s requires an argument."),
    N_("Error: Got unexpected extra argument (%(option)s)"),
    N_("Error: Got unexpected extra arguments (%(option)s)"),
    N_("Error: Invalid value for %(option)s: %(why_not)s"),
)  # fmt: skip
"""Sentences as they are raised, the longer of two that begin alike first."""
