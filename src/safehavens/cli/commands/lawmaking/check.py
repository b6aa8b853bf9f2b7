"""`safehavens check`: everything that is wrong or odd in law files, in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.assemble import assemble
from safehavens.corpus.reading.citations import unread_citations
from safehavens.corpus.reading.file_warnings import lint
from safehavens.corpus.reading.law_files import (
    SHIPPED,
    LawFile,
    overlay,
    read_folder,
    read_law_file,
)
from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml
from safehavens.decide.consistency import find_inconsistencies
from safehavens.decide.engine import Engine
from safehavens.files.steering import escape_steering
from safehavens.logic.conditions import read_conditions
from safehavens.register.reports.figures import check_templates

EXAMPLE: Final = "safehavens check my-law/us/tx/marfa/policy.yaml"


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Law files or folders. If left out, the corpus is checked.", show_default=False
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show errors and warnings only.")] = False,
    json: options.Json = False,
) -> None:
    """Check law files, and list what is wrong or odd in them.

    It checks form, words, places, ids, conditions, dates, cases, sources and citations. The exit
    status is 2 if there is an error, else 0.
    """
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.speech import say, say_count
    from safehavens.cli.terminal import tell

    shipped = read_folder(SHIPPED)
    own = [file for path in paths or () for file in _files_of(path)]
    names = {file.name for file, is_reported in own if is_reported}
    findings = check_law(overlay(shipped, (file for file, _ in own)), names if paths else None)
    if paths:
        # An error elsewhere is the work of these files too: the corpus alone has none.
        findings = [f for f in findings if f.file in names or f.severity == "error"]
    shown = [f for f in findings if not (quiet and f.severity == "notice")]
    if json:
        print_json(shown)
    else:
        for finding in shown:
            print(escape_steering(str(finding)))
        counts = Counter(f.severity for f in findings)
        counted = (
            say_count("%(count)s error", "%(count)s errors", counts["error"]),
            say_count("%(count)s warning", "%(count)s warnings", counts["warning"]),
            say_count("%(count)s notice", "%(count)s notices", counts["notice"]),
        )
        files = len(names) if paths else len(shipped)
        checked = say_count("%(count)s file checked", "%(count)s files checked", files)
        tell(f"{checked}: {', '.join(counted)}")
        if paths and any(f.field == "id" and f.severity == "error" for f in findings):
            tell(say("A draft that lies in no folder of law is checked by: safehavens draft check"))
    raise typer.Exit(2 if any(finding.severity == "error" for finding in findings) else 0)


def check_law(files: Sequence[LawFile], names: Collection[str] | None = None) -> list[Finding]:
    """Everything wrong or odd in these files, in order of file and line.

    Parameters
    ----------
    files : sequence of LawFile
        A whole corpus.
    names : collection of str, optional
        The files whose citations and cases are checked; None checks all of them.

    If a stage cannot use the files, the stages after it are not run.
    """
    gazetteer = load_gazetteer()
    try:
        lawbook = assemble(files, gazetteer)
    except LawError as error:
        return error.findings
    findings = [*lint(lawbook, gazetteer), *unread_citations(lawbook, names)]
    try:
        conditions = read_conditions(lawbook)
    except LawError as error:
        return sorted([*findings, *error.findings], key=Finding.sort_key)
    engine = Engine(lawbook, conditions, gazetteer.with_ids(lawbook.places))
    findings += [*find_inconsistencies(engine, names), *check_templates(lawbook)]
    return sorted(findings, key=Finding.sort_key)


def _files_of(path: Path) -> list[tuple[LawFile, bool]]:
    """The law files of a path, and whether each is to be reported on.

    Of a single file the root of its corpus is found from the id in it; the facts that folders
    above it declare come along, and the vocabulary and registers of its corpus.
    """
    if path.is_dir():
        return [(file, True) for file in read_folder(path)]
    content = read_law_file(path).content
    full = path.resolve()
    root = _root(full, content)
    law_files = [(LawFile(full.relative_to(root).as_posix(), content), True)]
    for folder in full.parents:
        facts = folder / "facts.yaml"
        if facts != full and facts.is_file():
            name = facts.relative_to(root).as_posix()
            law_files.append((read_law_file(facts, name), False))
        if folder == root:
            break
    beside = (root / "vocabulary.yaml", *sorted((root / "registers").glob("*.*")))
    for one in beside:
        if one != full and one.is_file():
            law_files.append((read_law_file(one, one.relative_to(root).as_posix()), False))
    return law_files


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
