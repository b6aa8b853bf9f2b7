"""What a new process loads before it answers: no more than the answer takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from safehavens import Corpus

EXACT = ("Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01", "warrant=administrative")
FREE = ("Chicago, IL", "Can the police hold someone for ICE?", "--who", "police", "warrant=unknown")

OTHERS = frozenset({
    "alembic", "email", "eyecite", "fastapi", "html", "json", "logging", "lxml", "numpy", "pyarrow",
    "pydantic", "rapidfuzz", "rich", "scipy", "snowballstemmer", "sqlalchemy", "sqlglot", "sqlite3",
    "yaml", "z3",
})  # fmt: skip
"""What no `ask` needs, of others and of Python's own."""

OURS = frozenset({
    "cli.asking.front_door", "cli.asking.interview", "cli.completion.known_words", "compare.engine",
    "corpus.instrument_titles", "corpus.places.agencies", "corpus.places.nearest",
"corpus.reading.assemble", "corpus.reading.law_forms",
    "corpus.report_templates", "decide.cases", "decide.history", "decide.outline.several_answers",
    "decide.place_law", "decide.survey.law_changes", "evidence", "logic.parse", "measure", "screen",
    "search", "warehouse", "web",
})  # fmt: skip
"""Modules of ours that no such `ask` needs."""

UNUSUAL = {"safehavens.decide.norms.judged.Judged", "safehavens.decide.request.Request"}
"""Classes of values that only `dataclasses` can make: one has a type that is open, one shows itself
in its own way. Every other one comes from `safehavens.values.quick_dataclass`."""

RUN = """
import contextlib, io, json, sys
sys.argv = ["safehavens", "ask", *json.loads(sys.argv[1])]
from safehavens.cli import main
answer = io.StringIO()
with contextlib.redirect_stdout(answer), contextlib.suppress(SystemExit):
    main()
print(json.dumps({
    "answer": answer.getvalue(),
    "modules": sorted(set(sys.modules) - {"json", "json.decoder", "json.encoder", "json.scanner"}),
    "slow": sorted(
        f"{kind.__module__}.{kind.__qualname__}"
        for module in list(sys.modules.values())
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__.removeprefix("x ")
        and kind.__module__.startswith("safehavens.") and hasattr(kind, "__dataclass_fields__")
        and kind.__dataclass_params__.frozen and "__slots__" in vars(kind)
        and kind.__setstate__.__module__ == "dataclasses"
    ),
}))
"""


def run(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(words)], capture_output=True, text=True, check=True
    )
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


@pytest.fixture(scope="module", autouse=True)
def _snapshot() -> None:
    Corpus.load()


@pytest.mark.parametrize("words", [EXACT, FREE], ids=["ids", "words"])
def test_ask_loads_what_it_uses(words: tuple[str, ...]) -> None:
    shown = run(*words)
    assert ("PROHIBITED" if words == EXACT else "DEPENDS") in shown["answer"]
    modules = set(shown["modules"])
    assert {"safehavens.decide.reasons", "typer"} < modules
    assert OTHERS & {name.partition(".")[0] for name in modules} == set()
    assert {f"safehavens.{name}" for name in OURS} & modules == set()
    assert set(shown["slow"]) == UNUSUAL


def test_ids_are_read_without_any_table_of_words(tmp_path: Path) -> None:
    """Words that are ids need neither phrases nor the patterns that fold them."""
    code = """
import sys
from safehavens.corpus.words import tokens, word_tables, word_reader
def refuse(*_):
    raise AssertionError("a table of words was asked for")
word_reader.find_table = refuse
tokens.words_of = refuse
sys.argv = ["safehavens", "ask", *sys.argv[1:]]
from safehavens.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *EXACT], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "PROHIBITED" in done.stdout
    refused = subprocess.run(
        [sys.executable, "-c", code, *FREE], capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0  # the refusal works: such words do ask for them


def test_the_package_alone_imports_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import safehavens; "
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("safehavens")} == {"safehavens"}
    assert "dataclasses" not in loaded


def test_every_name_of_the_package_is_there() -> None:
    import safehavens

    for name in safehavens.__all__:
        value = getattr(safehavens, name)
        assert value.__module__.startswith("safehavens."), name
        assert value.__name__ == name
    assert set(safehavens.__all__) <= set(dir(safehavens))
    assert set(safehavens._MODULES) == set(safehavens.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        safehavens.Nothing  # noqa: B018


@pytest.mark.parametrize("command", ["screen", "whatif"])
def test_a_table_in_a_file_is_read_without_pandas(command: str, tmp_path: Path) -> None:
    """pyarrow imports pandas for its first array, a second's work, though only frames need it."""
    pytest.importorskip("pandas")
    table = tmp_path / "t.csv"
    table.write_text("place,who,action,date\nNYC,jail,hold,2024-05-01\n")
    more = ["-o", str(tmp_path / "o.csv")] if command == "screen" else ["--law-of", "2012-01-01"]
    code = (
        "import sys; sys.argv = ['safehavens', *sys.argv[1:]]\n"
        "from safehavens.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: print('\\n', ended.code, 'pandas' in sys.modules)\n"
        "import pandas, pyarrow; print(len(pyarrow.table({'a': [1]}).to_pandas()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command, str(table), *more],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-2:] == [" 0 False", "1"]
