"""The battery that a panel asks: the corpus's own, the shipped one, or a file's."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from safehavens.corpus.errors import LawError
from safehavens.corpus.model import Battery, Lawbook, Probe
from safehavens.corpus.reading.law_files import SHIPPED, LawFile, NoLaw, read_law_file
from safehavens.decide.request import BadRequest


class BadProbe(BadRequest):
    """A battery, or what is asked of it, that cannot be used. The message is one sentence."""


def choose_battery(lawbook: Lawbook, file: Path | None) -> Battery:
    """The battery of a file, else of the corpus, else the one that comes with the package.

    Raises
    ------
    BadProbe
        The file cannot be read, or the shipped battery does not fit the corpus's own words.
    LawError
        What is wrong in the file, line by line.
    """
    if file is None and lawbook.battery is not None:
        return lawbook.battery
    from safehavens.corpus.reading.battery import battery_of  # pydantic is slow to import

    if file is not None:
        try:
            return battery_of(read_law_file(file), lawbook)
        except NoLaw as error:
            raise BadProbe(str(error)) from None
    try:
        return battery_of(LawFile("probes.yaml", (SHIPPED / "probes.yaml").read_bytes()), lawbook)
    except LawError as error:
        raise BadProbe(
            "The shipped probes do not fit the words of this corpus "
            f"({error.findings[0].message}); give it a probes.yaml, or name one with --probes."
        ) from None


def narrow_battery(battery: Battery, names: Collection[str]) -> Battery:
    """The part of a battery that these probes, indices and indicators need."""
    indices = {id: index for id, index in battery.indices.items() if id in names}
    indicators = {id: one for id, one in battery.indicators.items() if id in names}
    needed = {
        *names,
        *(probe for index in indices.values() for probe in index.probes),
        *(probe for one in indicators.values() for probe in (*one.all, *one.any)),
    }
    probes = {id: probe for id, probe in battery.probes.items() if id in needed}
    return Battery(probes, indices, indicators)


def ask_command(probe: Probe) -> str:
    """The `safehavens ask` that gives a cell its reasons; PLACE and DAY are the cell's."""
    facts = [f"{name}={_word(value)}" for name, value in probe.facts.items()]
    return " ".join(["safehavens ask PLACE", probe.action, "--who", probe.who, "--on DAY", *facts])


def _word(value: object) -> str:
    if value is None:
        return "?"
    return str(value).lower() if isinstance(value, bool) else str(value)
