"""Messages of the code below, in the reader's language: what was wrong, how a question was read.

Places, days and words are read where no language is known, and what is said of them is English.
Here stand the sentences that people meet, with what changes in them; one that is found again is
told in the reader's language. `tests/wording/test_messages.py` makes them be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Final

from safehavens.wording.labels import N_
from safehavens.wording.languages import DEFAULT, Language
from safehavens.wording.translated.command_refusals import COMMAND_REFUSALS
from safehavens.wording.translated.place_words import name_place
from safehavens.wording.translated.register_refusals import REGISTER_REFUSALS

SENTENCES: Final = (
    *COMMAND_REFUSALS,
    *REGISTER_REFUSALS,
    # ---- places
    N_("No place called %(quoted)s is known."),
    N_("No place called %(quoted)s is known; the nearest names are %(places)s."),
    N_("No place has a name of %(number)s characters."),
    N_("%(quoted)s names no place: it has no letters."),
    N_("No ZIP code %(quoted)s is known."),
    N_(
        "No state, county or place has the FIPS code %(quoted)s, and it is not a known ZIP code: a "
        "state's has two digits, a county's five (17031 is Cook County, Illinois), a place's seven."
    ),
    N_("The address says no city: write city and state, or the ZIP code."),
    N_("The city of the address is not known: write city and state, or the ZIP code."),
    N_(
        "The city of the address is not known; the nearest names are %(places)s: write city and "
        "state, or the ZIP code."
    ),
    N_(
        "%(quoted)s is a government of its own (%(kind)s): it is known to exist, but its law is "
        "not covered here."
    ),
    N_(
        "%(quoted)s says an agency, but not of which government that is known here: write its "
        "city, county or state."
    ),
    N_("%(quoted)s may be of %(place)s or %(other)s: say which."),
    N_("Read as %(place)s (the %(kind)s); for %(other)s, say %(quoted)s."),
    N_("Read as %(place)s; for %(other)s, say %(quoted)s."),
    N_("Read as %(place)s (the %(kind)s); there is also %(places)s and %(number)s more."),
    N_("Read as %(place)s; there is also %(places)s and %(number)s more."),
    N_("Read as %(place)s (the %(kind)s); there is also %(places)s."),
    N_("Read as %(place)s; there is also %(places)s."),
    N_("Read as FIPS code %(code)s, %(place)s; as a ZIP code it is %(other)s."),
    N_("Read as FIPS code %(code)s."),
    N_("Read as %(place)s."),
    N_("%(name)s: read as %(place)s."),
    N_("There is also %(places)s."),
    N_("The street address was not kept."),
    N_("The name says the agency: %(word)s."),
    N_("The name says an agency."),
    N_("ZIP code %(code)s is read as %(place)s, as the mail calls it."),
    N_(
        "ZIP code %(code)s is %(name)s, of which no government is known here: read as %(place)s."
    ),
    N_("ZIP code %(code)s: %(name)s is part of %(place)s: asked about %(again)s."),
    N_("It reaches into %(places)s too."),
    N_("%(name)s is part of %(place)s: asked about %(again)s."),
    N_("%(name)s and %(place)s are one government: asked about %(again)s."),
    N_("%(name)s was a county equivalent until %(year)s: read as %(place)s."),
    N_("The place is missing; give a name, such as Chicago, IL, or a FIPS code."),
    # ---- days
    N_("'%(text)s' is not a valid date; write YYYY-MM-DD, such as 2024-05-01, or May 1, 2024."),
    N_("'%(text)s' is not a valid date: there is no such day."),
    N_("Read '%(text)s' as %(day)s (month first)."),
    N_("Read '%(text)s' as %(day)s (day first)."),
    N_("Read '%(text)s' as %(day)s."),
    N_("Read '%(text)s' as its first day, %(day)s."),
    N_("'%(text)s' is not a valid date with the month first."),
    N_("'%(text)s' is not a valid date with the day first."),
    N_("The answer is the same through %(day)s."),
    N_("The answer changes between %(day)s and %(last)s; give the day."),
    N_(
        "%(date)s is after %(last)s, the last day that is answered: a year after the last change "
        "of law that is coded."
    ),
    N_(
        "%(date)s is before %(first)s, the first day that is answered for “%(domain)s”, because "
        "%(why)s."
    ),
    N_("The Atlas shows the law from %(first)s to %(last)s; %(day)s is outside."),
    N_("There is no layer '%(text)s'; known: answers, coverage."),
    # ---- words of a question
    N_("Read '%(text)s' as the fact %(word)s."),
    N_("Read '%(text)s' as %(word)s: %(meaning)s."),
    N_("Read %(word)s='%(text)s' as %(value)s."),
    N_("Read %(word)s."),
    N_("'%(text)s' is not an action. Choose one of: %(words)s."),
    N_("'%(text)s' is not an agency kind. Choose one of: %(words)s."),
    N_("There is no %(thing)s '%(text)s'; did you mean %(words)s?"),
    N_("There is no %(thing)s '%(text)s'; known: %(words)s."),
    N_("There is no %(thing)s '%(text)s'."),
    N_("'%(text)s' is not a valid value of %(word)s; allowed: %(words)s."),
    N_("%(word)s is given twice."),
    N_("Without a host, all addresses are listed."),
    N_(
        "'%(text)s' is not a valid age; write days, weeks, months or years, such as 180d, 26w, 6m "
        "or 1y."
    ),
    N_("'%(text)s' is not a valid age; at most 100y can be written."),
    N_("Name at least two different places."),
    N_("At most %(number)s places can be compared at once."),
    N_("Name two to %(number)s places: place is missing."),
    # ---- the machine, and the program itself
    N_("A file or the output cannot be used: %(trouble)s."),
    N_("%(file)s cannot be used: %(trouble)s."),
    N_("%(file)s cannot be written: it is a folder."),
    N_("%(file)s cannot be written: it is a device or a pipe, not a file."),
    N_("%(file)s cannot be written: there is no folder %(folder)s."),
    N_("%(file)s cannot be written: %(trouble)s."),
    N_("There is not enough memory for this."),
    N_("There is no home folder to write to; set HOME."),
    N_("This command needs %(word)s; pip install 'safehavens[%(extra)s]' brings it."),
    N_(
        "Something went wrong that should not have (%(word)s in %(module)s, line %(number)s). "
        "Please report it, with what SAFEHAVENS_TRACEBACK=1 shows and no private fact; "
        "SECURITY.md and CONTRIBUTING.md of the project say how."
    ),
    N_(
        "Something went wrong that should not have (%(word)s before the program began). Please "
        "report it, with what SAFEHAVENS_TRACEBACK=1 shows and no private fact; SECURITY.md and "
        "CONTRIBUTING.md of the project say how."
    ),
)  # fmt: skip
"""Every sentence, the longer of two that begin alike first."""

_KINDS: Final = {
    "state": N_("state"), "country": N_("country"), "district": N_("district"),
    "territory": N_("territory"), "province": N_("province"),
    "a school district": N_("a school district"),
    "a regional or joint body": N_("a regional or joint body"),
    "a university or college": N_("a university or college"),
    "an airport or port authority": N_("an airport or port authority"),
    "a hospital district": N_("a hospital district"),
    "a transit authority": N_("a transit authority"), "a tribe": N_("a tribe"),
    "an agency of the United States": N_("an agency of the United States"),
    "action": N_("action"), "agency kind": N_("agency kind"), "fact": N_("fact"),
    "paper": N_("paper"), "rule": N_("rule"), "law": N_("law"), "verdict": N_("verdict"),
    "language": N_("language"), "way of seeing a source": N_("way of seeing a source"),
    "host": N_("host"), "instrument": N_("instrument"), "norm": N_("norm"), "sheet": N_("sheet"),
    "format": N_("format"), "claim": N_("claim"), "study": N_("study"), "topic": N_("topic"),
    "order of strictness": N_("order of strictness"), "dialect": N_("dialect"),
    "report": N_("report"), "group": N_("group"), "encoding": N_("encoding"),
    "index": N_("index"), "probe": N_("probe"), "data set": N_("data set"),
    "column": N_("column"),
}  # fmt: skip
"""Words that stand in a sentence for a kind of thing."""

_TROUBLES: Final = (
    N_("No space left on device"), N_("Disk quota exceeded"), N_("File too large"),
    N_("Input/output error"), N_("Read-only file system"), N_("Permission denied"),
    N_("Operation not permitted"), N_("Too many open files"), N_("Too many open files in system"),
    N_("No such file or directory"), N_("Not a directory"), N_("Is a directory"),
    N_("Too many levels of symbolic links"), N_("File name too long"), N_("Invalid argument"),
    N_("Cannot allocate memory"), N_("No such device or address"), N_("Bad file descriptor"),
)  # fmt: skip
"""What the system says of a file that cannot be used (`safehavens.cli.unforeseen`)."""

_LISTED: Final = re.compile(r"  (?P<word>\S+): (?P<meaning>.+)")
_DAY: Final = r"\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{1,4}"
_FORMS: Final[Mapping[str, str]] = {
    "quoted": r'"[^"]*"', "number": r"\d+", "code": r"\d+", "year": r"\d{4}", "day": _DAY,
    "date": _DAY, "first": _DAY, "last": _DAY, "text": r"[^']*", "word": r"\w+", "value": r"\w+",
    "kind": r"[^()]+", "thing": r"[a-z ]+", "module": r"[\w.]+", "field": r"[\w., -]+?",
    "ids": r".+", "usage": r".+", "why_not": r".+", "id": r"\S+", "id_again": r"\S+",
    "rule": r"\S+",
    "columns": r"'[^']*'(?: or '[^']*')*",
    "trouble": "|".join(map(re.escape, _TROUBLES)),
}  # fmt: skip


def translate_message(language: Language, text: str) -> str | None:
    """A message in a language, or None where some of it is not known here.

    Parameters
    ----------
    language : Language
    text : str
        One sentence of the code below, or several after another or in lines, in English.
    """
    if language.code == DEFAULT:
        return text
    lines = [_translate_line(language, line) for line in text.split("\n")]
    return None if any(line is None for line in lines) else "\n".join(filter(None, lines))


def _translate_line(language: Language, text: str) -> str | None:
    """One line of a message: sentences, or a word of the vocabulary after two blanks."""
    if listed := _LISTED.fullmatch(text):
        return f"  {listed['word']}: {language.gettext(listed['meaning'])}"
    told = []
    while text:
        found = _find(text)
        if found is None:
            return None
        sentence, parts, text = found
        told.append(language.gettext(sentence) % dict(_say_parts(language, parts)))
    return " ".join(told)


def tell_message(language: Language, text: str) -> str:
    """A message in a language; in English where it is not known here."""
    return translate_message(language, text) or text


def _find(text: str) -> tuple[str, dict[str, str], str] | None:
    for sentence, pattern in _patterns():
        if match := pattern.match(text):
            return sentence, match.groupdict(), text[match.end() :].lstrip()
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _compile(sentence)) for sentence in SENTENCES)


def _compile(sentence: str) -> re.Pattern[str]:
    """A sentence as a pattern: what changes in it has no full stop before a capital letter."""
    pattern, end = "", 0
    for hole in re.finditer(r"%\((\w+)\)s", sentence):
        name = hole[1]
        form = _FORMS.get(name, r"(?:(?!\. [A-Z]).)+?")
        pattern += f"{re.escape(sentence[end : hole.start()])}(?P<{name}>{form})"
        end = hole.end()
    return re.compile(f"{pattern}{re.escape(sentence[end:])}(?= |$)")


def _say_parts(language: Language, parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in parts.items():
        if name in ("place", "other", "again"):
            yield name, name_place(language, text)
        elif name == "places":
            yield name, "; ".join(name_place(language, one) for one in text.split("; "))
        elif name in ("kind", "thing"):
            yield name, language.gettext(_KINDS.get(text, text))
        elif name in ("domain", "why", "meaning", "trouble"):
            yield name, language.gettext(text)
        elif name in ("day", "date", "first", "last"):
            yield name, _say_day(language, text)
        elif name == "words":
            yield name, text.replace(" or ", f" {language.gettext('or')} ")
        else:
            yield name, text


def _say_day(language: Language, text: str) -> str:
    for form in ("%Y-%m-%d", "%B %d, %Y"):
        with suppress(ValueError):
            return language.day(datetime.strptime(text, form).date())  # a day
    return text
