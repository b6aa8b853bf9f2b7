"""Check law files: everything that is wrong or odd, in one list."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.assemble import assemble
from safehavens.corpus.reading.citations import unread_citations
from safehavens.corpus.reading.file_warnings import lint
from safehavens.corpus.reading.law_files import SHIPPED, LawFile, NoLaw, overlay, read_folder
from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml
from safehavens.decide.consistency import find_inconsistencies
from safehavens.decide.engine import Engine
from safehavens.logic.conditions import read_conditions


def run(paths: Sequence[Path], quiet: bool, as_json: bool) -> int:
    """Check these files or folders over the shipped corpus, else the shipped corpus itself.

    Returns the exit status: 2 where there is an error.
    """
    shipped = read_folder(SHIPPED)
    own = [file for path in paths for file in _files_of(path)]
    names = {file.name for file, listed in own if listed}
    found = findings(overlay(shipped, (file for file, _ in own)), names if paths else None)
    if paths:
        found = [finding for finding in found if finding.file in names]
    shown = [f for f in found if not (quiet and f.severity == "notice")]
    if as_json:
        from safehavens.decide.decision import plain

        print(json.dumps(plain(shown), ensure_ascii=False, indent=2))
    else:
        for finding in shown:
            print(finding)
        count = Counter(f.severity for f in found)
        counted = ", ".join(_counted(count[kind], kind) for kind in ("error", "warning", "notice"))
        checked = _counted(len(names) if paths else len(shipped), "file")
        print(f"{checked} checked: {counted}", file=sys.stderr)
    return 2 if any(finding.severity == "error" for finding in found) else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def findings(files: Sequence[LawFile], names: Collection[str] | None = None) -> list[Finding]:
    """Everything wrong or odd in these files, in order of file and line.

    Parameters
    ----------
    files : sequence of LawFile
        A whole corpus.
    names : collection of str, optional
        The files whose citations and cases are looked at; left out: all of them.

    Where a stage cannot use the files, the stages after it are not asked.
    """
    gazetteer = load_gazetteer()
    try:
        lawbook = assemble(files, gazetteer)
    except LawError as error:
        return error.findings
    found = [*lint(lawbook, gazetteer), *unread_citations(lawbook, names)]
    try:
        conditions = read_conditions(lawbook)
    except LawError as error:
        return sorted([*found, *error.findings], key=Finding.sort_key)
    engine = Engine(lawbook, conditions, gazetteer.with_ids(lawbook.places))
    found += find_inconsistencies(engine, names)
    return sorted(found, key=Finding.sort_key)


def _files_of(path: Path) -> list[tuple[LawFile, bool]]:
    """The law files of a path, and whether each is to be reported on.

    Of a single file the root of its corpus is found from the id in it; the facts that folders
    above it declare come along.
    """
    if path.is_dir():
        return [(file, True) for file in read_folder(path)]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoLaw(f"{path} cannot be read: {error.strerror}.") from None
    full = path.resolve()
    root = _root(full, content)
    found = [(LawFile(full.relative_to(root).as_posix(), content), True)]
    for folder in full.parents:
        facts = folder / "facts.yaml"
        if facts != full and facts.is_file():
            name = facts.relative_to(root).as_posix()
            found.append((LawFile(name, facts.read_bytes()), False))
        if folder == root:
            break
    return found


def _root(path: Path, content: bytes) -> Path:
    """The folder that the id in a file is relative to; without an id, the file's own folder."""
    try:
        data = read_yaml(content.decode("utf-8")).data
    except (YamlError, UnicodeDecodeError):
        return path.parent
    id = data.get("id") if isinstance(data, dict) else None
    if isinstance(id, str):
        parts = (*id.split("/")[:-1], f"{id.split('/')[-1]}.yaml")
        if path.parts[-len(parts) :] == parts:
            return Path(*path.parts[: -len(parts)])
    return path.parent
