"""Translations of rules: taken into the law files, and recorded as read again.

    python scripts/translations.py list                     what is missing, or must be read again
    python scripts/translations.py export todo.csv          for a translator: id, modality, says
    python scripts/translations.py blind ES.csv blind.csv   Spanish alone, to be turned back
    python scripts/translations.py take --es ES.csv --back BACK.csv --judged JUDGED.csv \\
        --read-by person                                    what is right: into law and register

A translation is made from the English (`ES.csv`: id, says_es), turned back into English by a second
reader who has seen the Spanish alone (`BACK.csv`: id, back), and judged by comparing the two
English texts (`JUDGED.csv`: id, outcome, what): `ok`, or `changed` where a must, may, not, number,
deadline, actor or condition is another. What was judged `changed` is not taken.
`validation/translations/es.csv` records each reading with a digest of both texts, so a sentence
that changes must be read again; `tests/docs/test_translations.py` holds the law files to it. Where
no second reader could be had, the translator reads alone, and the register says `translator`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from safehavens import Corpus
from safehavens.corpus.model import Norm
from safehavens.corpus.reading.law_files import SHIPPED
from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml

REGISTER: Final = Path(__file__).resolve().parent.parent / "validation" / "translations" / "es.csv"
COLUMNS: Final = ("norm", "says", "says_es", "back", "read_by", "read_on", "outcome")
READERS: Final = ("person", "model", "translator")
"""Who turned a sentence back: somebody who speaks both languages, a language model that had not
seen the English, or the model that translated it, which had."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_ISO_DAY: Final = re.compile(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})")
_NO: Final = re.compile(r"\b(not|no|never|nobody|none|neither|nor|cannot|without)\b", re.IGNORECASE)
_NO_ES: Final = re.compile(
    r"\b(no|ni|nadie|nunca|ning[uú]n\w*|nada|sin|s[oó]lo|solamente|únicamente|prohíbe\w*|prohib\w*|"
    r"salvo|excepto|excepción|tampoco|carece\w*|niega\w*|impid\w*|impedir\w*|rechaza\w*|ileg[a]l\w*|"
    r"a menos|inmunidad|irregular\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A row of the register: what was read, and what came of it."""

    norm: str
    says: str
    says_es: str
    back: str
    read_by: str
    read_on: str
    outcome: str

    def is_of(self, norm: Norm) -> bool:
        """Whether both texts are still the ones that were read."""
        return (self.says, self.says_es) == (digest(norm.says), digest(norm.says_es or ""))


# ---- what is there ------------------------------------------------------------------------------


def digest(text: str) -> str:
    """A short digest of a text, whatever its white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def read_register(file: Path = REGISTER) -> dict[str, Reading]:
    """The register, by norm."""
    if not file.exists():
        return {}
    return {row["norm"]: Reading(**{c: row[c] for c in COLUMNS}) for row in read_table(file)}


def read_table(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def find_unread(norms: Iterable[Norm], register: Mapping[str, Reading]) -> dict[str, str]:
    """Translations that no reading stands behind, each with why: *never read* or *changed*."""
    wrong = {}
    for norm in norms:
        if norm.says_es is None:
            continue
        reading = register.get(norm.id)
        if reading is None:
            wrong[norm.id] = "it was never turned back into English"
        elif not reading.is_of(norm):
            wrong[norm.id] = "it or the English has changed since it was turned back"
        elif reading.outcome != "ok" or not reading.back:
            wrong[norm.id] = "it was not judged right"
    return wrong


def find_differences(says: str, says_es: str) -> list[str]:
    """What a program can see of a change of meaning: other numbers, a *not* that is gone."""
    found = []
    english = _ISO_DAY.sub(r"\3 \1", says).replace("round-the-clock", "24").replace("no later", "")
    numbers = [
        Counter(re.sub(r"\D", "", n) for n in _NUMBER.findall(t)) for t in (english, says_es)
    ]
    if numbers[0] != numbers[1]:
        found.append(f"numbers: {sorted(numbers[0])} in English, {sorted(numbers[1])} in Spanish")
    if _NO.search(english) and not _NO_ES.search(says_es):
        found.append("a *not* in English, and none in Spanish")
    return found


# ---- into the law files -------------------------------------------------------------------------


def insert_translations(text: str, translations: Mapping[str, str]) -> str:
    """The text of a law file with `says_es` right after each `says`; nothing else is touched.

    Parameters
    ----------
    text : str
        The whole file.
    translations : mapping
        By the id that the norm has in the file.

    Raises
    ------
    ValueError
        There is no such norm, or the file would not read back as it was but for the translations.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    lines = text.splitlines(keepends=True)
    left = dict(translations)
    for fields in reversed([_fields(node) for node in _norm_nodes(root)]):
        translation = left.pop(fields["id"][1].value, None)
        if translation is not None:
            _put(lines, fields, translation)
    if left:
        raise ValueError(f"there is no norm {', '.join(left)}")
    new = "".join(lines)
    _check_same(text, new, translations)
    return new


def _norm_nodes(root: Any) -> list[Any]:
    for key, value in root.value:
        if key.value == "norms":
            return list(value.value)
    return []


def _fields(node: Any) -> dict[str, tuple[Any, Any]]:
    return {key.value: (key, value) for key, value in node.value} | {"": (node, node)}


def _put(lines: list[str], fields: Mapping[str, tuple[Any, Any]], text: str) -> None:
    in_flow = fields[""][0].flow_style
    if "says_es" in fields:
        value = fields["says_es"][1]
        _replace(lines, value.start_mark, value.end_mark, _scalar(text, in_flow))
        return
    key, says = fields["says"]
    if in_flow:
        end = says.end_mark
        _replace(lines, end, end, f", says_es: {_scalar(text, True)}")
        return
    at = says.end_mark.line + (says.end_mark.column > 0)
    while at > key.start_mark.line + 1 and not lines[at - 1].strip():
        at -= 1
    if not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    lines.insert(at, f"{' ' * key.start_mark.column}says_es: {_scalar(text, False)}\n")


def _replace(lines: list[str], start: Any, end: Any, text: str) -> None:
    head = lines[start.line][: start.column]
    tail = lines[end.line][end.column :] if end.line < len(lines) else "\n"
    lines[start.line : end.line + 1] = [f"{head}{text}{tail}"]


def _scalar(text: str, in_flow: bool) -> str:
    """A text as a YAML scalar on one line: plain where it reads back, else in quotes."""
    text = " ".join(text.split())
    if not in_flow:
        try:
            if read_yaml(f"a:\n  b: {text}\n").data == {"a": {"b": text}}:
                return text
        except YamlError:
            pass
    return json.dumps(text, ensure_ascii=False)


def _check_same(old: str, new: str, translations: Mapping[str, str]) -> None:
    before, after = read_yaml(old).data, read_yaml(new).data
    for norm in before["norms"]:
        if norm["id"] in translations:
            norm["says_es"] = " ".join(translations[norm["id"]].split())
    if before != after:
        raise ValueError("the file would not read back as it was")


# ---- commands -----------------------------------------------------------------------------------


def list_state(corpus: Corpus) -> int:
    """Print what is left to do; the exit status is 1 where a translation must be read again."""
    norms = list(corpus.lawbook.norms.values())
    register = read_register()
    unread = find_unread(norms, register)
    missing = [norm.id for norm in norms if norm.says_es is None]
    gone = [id for id in register if id not in corpus.lawbook.norms]
    for id in missing:
        print(f"{id}: not translated")
    for id, why in unread.items():
        print(f"{id}: {why}")
    for id, reading in register.items():
        if reading.read_by == "translator":
            print(f"{id}: turned back by its translator alone, who had seen the English")
    for id in gone:
        print(f"{id}: read, but there is no such norm")
    told = len(norms) - len(missing)
    print(f"{told} of {len(norms)} rules are translated; {len(unread)} must be read again.")
    return 1 if unread or gone else 0


def export(corpus: Corpus, out: Path) -> int:
    """Write the rules that a translator is to translate."""
    norms = corpus.lawbook.norms
    again = find_unread(norms.values(), read_register())
    rows = [
        (norm.id, norm.modality, norm.says)
        for norm in norms.values()
        if norm.says_es is None or norm.id in again
    ]
    _write(out, ("id", "modality", "says"), rows)
    print(f"{out}: {len(rows)} rules")
    return 0


def export_blind(es: Path, out: Path) -> int:
    """Write translations without their English, for the one who turns them back."""
    rows = [(row["id"], row["says_es"]) for row in read_table(es)]
    _write(out, ("id", "says_es"), rows)
    print(f"{out}: {len(rows)} translations")
    return 0


def take(
    corpus: Corpus, es: Sequence[Path], back: Sequence[Path], judged: Sequence[Path],
    read_by: str, read_on: date,
) -> int:  # fmt: skip
    """Take in what was judged right; the exit status is 1 where something was left out."""
    translations = _column(es, "says_es")
    backs, outcomes = _column(back, "back"), _column(judged, "outcome")
    register = read_register()
    by_file: dict[str, dict[str, str]] = defaultdict(dict)
    left_out = []
    for id, text in translations.items():
        norm = corpus.lawbook.norms.get(id)
        if norm is None:
            left_out.append(f"{id}: there is no such norm")
            continue
        if outcomes.get(id) != "ok" or not backs.get(id):
            left_out.append(f"{id}: {outcomes.get(id) or 'not judged'}")
            continue
        for difference in find_differences(norm.says, text):
            print(f"look at {id}: {difference}")
        by_file[norm.file][id.partition("#")[2]] = text
        register[id] = Reading(
            id, digest(norm.says), digest(text), " ".join(backs[id].split()), read_by,
            read_on.isoformat(), "ok",
        )  # fmt: skip
    for name, found in by_file.items():
        file = SHIPPED / name
        file.write_text(
            insert_translations(file.read_text(encoding="utf-8"), found), encoding="utf-8"
        )
    kept = sorted((r for id, r in register.items() if id in corpus.lawbook.norms),
                  key=lambda reading: reading.norm)  # fmt: skip
    _write(REGISTER, COLUMNS, [[getattr(r, column) for column in COLUMNS] for r in kept])
    print(*left_out, sep="\n")
    print(f"{sum(map(len, by_file.values()))} taken in, {len(left_out)} left out.")
    return 1 if left_out else 0


def _column(files: Iterable[Path], column: str) -> dict[str, str]:
    return {row["id"]: row[column].strip() for file in files for row in read_table(file)}


def _write(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    commands.add_parser("export").add_argument("out", type=Path)
    blind = commands.add_parser("blind")
    blind.add_argument("es", type=Path)
    blind.add_argument("out", type=Path)
    taken = commands.add_parser("take")
    for name in ("es", "back", "judged"):
        taken.add_argument(f"--{name}", type=Path, nargs="+", required=True)
    taken.add_argument("--read-by", choices=READERS, required=True)
    taken.add_argument("--read-on", type=date.fromisoformat, default=date.today())
    chosen = parser.parse_args(arguments)
    if chosen.command == "blind":
        return export_blind(chosen.es, chosen.out)
    corpus = Corpus.load()
    if chosen.command == "list":
        return list_state(corpus)
    if chosen.command == "export":
        return export(corpus, chosen.out)
    return take(corpus, chosen.es, chosen.back, chosen.judged, chosen.read_by, chosen.read_on)


if __name__ == "__main__":
    sys.exit(main())
