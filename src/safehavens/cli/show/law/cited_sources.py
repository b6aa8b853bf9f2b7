"""What the law was read from, as text and as a CSV file; and what each address answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from safehavens.api import Corpus
from safehavens.cli.output.csv_file import write_csv
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.decide.survey.cited_sources import CitedSource, CitedSources, SourceCount
from safehavens.wording.labels import SEEN
from safehavens.wording.link_sentences import RESULT, reason_words
from safehavens.wording.sentences import capitalize, describe_reading

if TYPE_CHECKING:
    from safehavens.links.link_check import LinkCheck
    from safehavens.links.link_records import LinkRecord

_MOST_SHOWN: Final = 40
_MOST_HOSTS: Final = 12
_MOST_CITING: Final = 3
_COLUMNS: Final = (
    "address", "host", "seen", "checked", "age_days", "instruments", "rulings", "registers",
    "norms", "governments", "events",
)  # fmt: skip
_LINK_COLUMNS: Final = ("result", "asked", "status", "final", "reason", "changed")


def show_sources(corpus: Corpus, cited: CitedSources) -> None:
    """Write how many sources were seen how, the hosts that have most, and the sources."""
    page = Page()
    addresses = say_count("%(count)s address", "%(count)s addresses", len(cited.addresses))
    page.titled(say("Sources"), f": {addresses}")
    if not cited.sources:
        page.line(say("No source of the corpus is like that."))
    else:
        _add_counts(page, cited)
        page.heading(say("Each source"))
        for source in cited.sources[:_MOST_SHOWN]:
            _add_source(page, source)
        _add_rest(page, len(cited.sources) - _MOST_SHOWN)
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def show_check(corpus: Corpus, cited: CitedSources, check: LinkCheck) -> None:
    """Write what the addresses answered: how many what, and each that deserves a look."""
    page = Page()
    number = language().number
    asked = say("%(count)s of %(all)s", count=number(len(check.asked)), all=number(check.due))
    page.titled(say("Addresses asked"), f": {asked}")
    if check.stopped:
        page.line(say("Stopped. The same command goes on from here."))
    elif len(check.records) > check.due:
        page.line(say("The others answered a short time ago and were not asked again."))
    citing = _find_citing(cited)
    for result, words in RESULT.items():
        of_result = [url for url, record in check.records.items() if record.result == result]
        if not of_result:
            continue
        page.heading(f"{capitalize(say(words))}: {number(len(of_result))}")
        if result == "ok":
            continue
        for url in of_result[:_MOST_SHOWN]:
            _add_record(page, url, check.records[url], citing[url])
        _add_rest(page, len(of_result) - _MOST_SHOWN)
    page.line()
    page.line(say("An address that was not reached may be in order: nothing was heard of it."))
    page.line(footer_text(corpus.version))
    page.show()


def write_sources(cited: CitedSources, check: LinkCheck | None, out: Path) -> None:
    """Write the sources to a CSV file, one a row. Raises CannotWrite."""
    columns = _COLUMNS if check is None else _COLUMNS + _LINK_COLUMNS
    records = {} if check is None else check.records
    rows = (
        _list_cells(one)
        + (() if check is None else _list_link_cells(records.get(one.address or "")))
        for one in cited.sources
    )
    write_csv(out, columns, rows)


def _list_cells(source: CitedSource) -> tuple[object, ...]:
    lists = (source.instruments, source.rulings, source.registers, source.norms,
             source.governments)  # fmt: skip
    return (
        source.address, source.host, source.seen, source.checked, source.age, *map(" ".join, lists),
        "; ".join(source.events),
    )  # fmt: skip


def _list_link_cells(record: LinkRecord | None) -> tuple[object, ...]:
    if record is None:
        return ("",) * len(_LINK_COLUMNS)
    return record.result, record.asked, record.status, record.final, record.reason, record.changed


def _add_counts(page: Page, cited: CitedSources) -> None:
    page.heading(say("How they were seen"))
    for count in cited.by_seen:
        seen = say("events, of which files do not say it")
        for name, words in SEEN.items():
            if name == count.name:
                seen = f"{say(words)} ({name})"
        page.line(f"• {capitalize(seen)}: {_describe_count(count)}", 2)
    hosts = [count for count in cited.by_host if count.name is not None]
    page.heading(say_count("%(count)s host", "%(count)s hosts", len(hosts)))
    for count in hosts[:_MOST_HOSTS]:
        page.line(f"• {count.name}: {_describe_count(count)}", 2)
    _add_rest(page, len(hosts) - _MOST_HOSTS)


def _describe_count(count: SourceCount) -> str:
    addresses = say_count("%(count)s address", "%(count)s addresses", count.addresses)
    rules = say_count("%(count)s rule", "%(count)s rules", count.norms)
    return f"{addresses}, {rules}"


def _add_source(page: Page, source: CitedSource) -> None:
    address = source.address or say("no address")
    page.line(f"•\u00a0{address}", 2)
    if source.seen is not None:
        reading = describe_reading(language(), source.seen, source.checked)
        if source.age is not None:
            ago = say_count("%(count)s day ago", "%(count)s days ago", source.age)
            reading += f" ({ago})"
        page.line(capitalize(reading), 4)
    page.line(_describe_citing([source]), 4)


def _describe_citing(sources: Sequence[CitedSource]) -> str:
    """What rests on an address: the first few that cite it, and how many rules."""
    ids: dict[str, None] = {}
    for source in sources:
        cites = (*source.instruments, *source.rulings, *source.registers, *source.governments,
                 *source.events)  # fmt: skip
        ids.update(dict.fromkeys(cites))
    text = "; ".join(list(ids)[:_MOST_CITING])
    if len(ids) > _MOST_CITING:
        count = language().number(len(ids) - _MOST_CITING)
        text += " " + say("and %(count)s more", count=count)
    norms = {norm for source in sources for norm in source.norms}
    rules = say_count("%(count)s rule", "%(count)s rules", len(norms))
    return f"{text} ({rules})" if norms else text


def _find_citing(cited: CitedSources) -> dict[str, list[CitedSource]]:
    citing: dict[str, list[CitedSource]] = {}
    for source in cited.sources:
        if source.address is not None:
            citing.setdefault(source.address, []).append(source)
    return citing


def _add_record(page: Page, url: str, record: LinkRecord, sources: Sequence[CitedSource]) -> None:
    page.line(f"•\u00a0{url}", 2)
    if record.final is not None:
        page.line(say("It leads to %(address)s", address=record.final), 4)
    if record.reason is not None:
        page.line(capitalize(reason_words(language(), record.reason, record.detail)), 4)
    if record.result == "changed" and record.changed is not None and record.digest_of is not None:
        page.line(
            say("Seen on %(date)s; the text recorded is of %(before)s", date=record.changed,
                before=record.digest_of), 4,
        )  # fmt: skip
    page.line(_describe_citing(sources), 4)


def _add_rest(page: Page, count: int) -> None:
    if count > 0:
        more = say("and %(count)s more", count=language().number(count))
        where = say("--json and -o FILE.csv have all of them")
        page.line(f"… {more}; {where}", 2)
