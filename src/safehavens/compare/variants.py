"""A corpus with a draft in it, or without some norms: another corpus that shares what it can.

The engine of a variant is its own; law files are read once and the gazetteer is shared.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.model import Instrument, Lawbook, Ruling
from safehavens.corpus.places import Gazetteer
from safehavens.corpus.reading.law_files import LawFile, NoLaw, read_folder, read_law_file
from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml
from safehavens.decide.request import BadRequest
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Expression


def leave_out(lawbook: Lawbook, ids: Iterable[str]) -> Lawbook:
    """A lawbook without some norms or whole instruments.

    What other norms say of them (`defeats`, `yields_to`) and what rulings did to them goes with
    them. Conditions need not be read again: those of the norms that stay are the same.

    Parameters
    ----------
    lawbook : Lawbook
    ids : iterable of str
        Norms (`instrument#norm`) and instruments.

    Raises
    ------
    BadRequest
        An id that is neither.
    """
    out: set[str] = set()
    for id in ids:
        if id in lawbook.norms:
            out.add(id)
        elif id in lawbook.instruments:
            out |= {norm.id for norm in lawbook.instruments[id].norms}
        else:
            raise BadRequest(f"There is no norm or instrument {id!r} to take out.")
    if not out:
        raise BadRequest("Say which norms or instruments to take out.")
    mark = hashlib.sha256(" ".join([lawbook.version, *sorted(out)]).encode()).hexdigest()
    instruments = {id: _instrument(one, out) for id, one in lawbook.instruments.items()}
    instruments = {id: one for id, one in instruments.items() if one.norms}
    return dataclasses.replace(
        lawbook,
        instruments=instruments,
        norms={n.id: n for instrument in instruments.values() for n in instrument.norms},
        rulings={id: _ruling(one, out) for id, one in lawbook.rulings.items()},
        cases=tuple(case for case in lawbook.cases if out.isdisjoint(case.because)),
        version=mark,
    )


def _instrument(instrument: Instrument, out: set[str]) -> Instrument:
    """The instrument without these norms; itself where it has none of them."""
    if out.isdisjoint(norm.id for norm in instrument.norms):
        return instrument
    kept = tuple(norm for norm in instrument.norms if norm.id not in out)
    return dataclasses.replace(instrument, norms=kept)


def _ruling(ruling: Ruling, out: set[str]) -> Ruling:
    if out.isdisjoint(effect.norm for effect in ruling.effects):
        return ruling
    kept = tuple(effect for effect in ruling.effects if effect.norm not in out)
    return dataclasses.replace(ruling, effects=kept)


# ---- drafts -------------------------------------------------------------------------------------


def read_draft_files(path: Path) -> tuple[LawFile, ...]:
    """The law files of a draft: one file, or a folder laid out as the corpus is.

    A single file is named by the id in it, wherever it lies; a `facts.yaml` beside it does not
    come along.

    Raises
    ------
    NoLaw
        Nothing can be read there, or the file has no id.
    """
    if path.is_dir():
        return read_folder(path)
    content = read_law_file(path).content
    try:
        data = read_yaml(content.decode("utf-8")).data
    except YamlError as error:
        raise LawError([Finding("error", str(path), error.line, error.message)]) from None
    except UnicodeDecodeError:
        raise NoLaw(f"{path} is not UTF-8 text.") from None
    id = data.get("id") if isinstance(data, dict) else None
    if not isinstance(id, str):
        raise NoLaw(f"{path} is not a law file: it has no id (safehavens draft new writes one).")
    return (LawFile(f"{id}.yaml", content),)


def add_draft(
    known: tuple[Lawbook, Conditions], path: Path, gazetteer: Gazetteer
) -> tuple[Lawbook, Conditions]:
    """A corpus's law with a draft in it; a file of the same name takes the other's place.

    Parameters
    ----------
    known : (Lawbook, Conditions)
        The corpus's law: what the draft does not change is taken over, not read again.
    path : Path
    gazetteer : Gazetteer

    Raises
    ------
    NoLaw, LawError
        The draft cannot be used: every error with file, line, norm and field.
    BadRequest
        It changes the words that all law shares.
    """
    from safehavens.corpus.reading.assemble import Assembly
    from safehavens.corpus.reading.tables.coverage_rows import find_last_day
    from safehavens.corpus.reading.validate import CheckedFile, validate
    from safehavens.logic.conditions import read_conditions

    own = read_draft_files(path)
    for file in own:
        if file.kind in ("vocabulary", "probes") or file.name.endswith(".csv"):
            raise BadRequest(
                f"A draft brings law, not {file.name}; for other words use --law with a folder."
            )
    lawbook, conditions = known
    kept = _without_files(lawbook, {file.name for file in own})
    outcomes = [validate(file) for file in own]
    read = [outcome for outcome in outcomes if isinstance(outcome, CheckedFile)]
    findings = [f for outcome in outcomes if not isinstance(outcome, CheckedFile) for f in outcome]
    if findings:
        raise LawError(findings)
    work = Assembly.over(kept, gazetteer)
    work.broken.add("vocabulary.yaml")  # it is there already, and is not looked for
    added = work.lawbook(read, "")
    if work.findings:
        raise LawError(work.findings)
    news = read_conditions(added)
    mark = hashlib.sha256(lawbook.version.encode())
    for file in own:
        mark.update(file.name.encode() + b"\0" + file.content)
    together = dataclasses.replace(
        kept,
        facts=added.facts,
        instruments={**kept.instruments, **added.instruments},
        rulings={**kept.rulings, **added.rulings},
        events=tuple(sorted((*kept.events, *added.events), key=lambda e: (e.date, e.place))),
        cases=(*kept.cases, *added.cases),
        norms={**kept.norms, **added.norms},
        places=kept.places | added.places,
        version=mark.hexdigest(),
    )
    if together.coverage.last_day is not None:  # a draft may be of later law than any coded
        last_day = find_last_day(together.norms.values())
        coverage = dataclasses.replace(together.coverage, last_day=last_day)
        together = dataclasses.replace(together, coverage=coverage)

    def both(field: str) -> dict[str, Expression]:
        old, new = getattr(conditions, field), getattr(news, field)
        return {id: new[id] if id in new else old[id] for id in together.norms}

    return together, Conditions(
        both("applies"),
        both("when"),
        both("unless"),
        news.implied,
        news.defined,
        news.presumed_unless,
    )


def _without_files(lawbook: Lawbook, names: set[str]) -> Lawbook:
    """A lawbook without what these files hold; itself where it has none of them."""
    gone = {n.id for n in lawbook.norms.values() if n.file in names}
    facts = {name: f for name, f in lawbook.facts.items() if f.file not in names}
    rulings = {id: r for id, r in lawbook.rulings.items() if r.file not in names}
    if not gone and len(facts) == len(lawbook.facts) and len(rulings) == len(lawbook.rulings):
        return lawbook
    return dataclasses.replace(
        lawbook,
        facts=facts,
        instruments={id: i for id, i in lawbook.instruments.items() if i.file not in names},
        rulings={id: _ruling(one, gone) for id, one in rulings.items()},
        cases=tuple(c for c in lawbook.cases if c.file not in names and gone.isdisjoint(c.because)),
        norms={id: n for id, n in lawbook.norms.items() if id not in gone},
    )
