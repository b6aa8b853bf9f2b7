"""JSON: the same bytes in every process, and never beside another format."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.tree import with_option
from tests.compare.corpora import instrument, norm

CODE = """
import contextlib, hashlib, io, sys
from safehavens import Corpus
from safehavens.cli import main
corpus = Corpus.load()
Corpus.load = classmethod(lambda *_, **__: corpus)
for words in {commands!r}:
    sys.argv = ["safehavens", *words, "--json"]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            main()
        except SystemExit as ended:
            assert ended.code in (None, 0, 1, 2), (words, ended.code)
    assert out.getvalue().startswith(("{{", "[")), words
    print(words, hashlib.sha256(out.getvalue().encode()).hexdigest())
"""


def commands_with_json(folder: Path) -> list[list[str]]:
    draft = folder / "x.yaml"
    draft.write_text(
        instrument("us/tx/marfa/x", norm("ban"), norm("leave", "may", when="minor")), "utf-8"
    )
    table = folder / "t.csv"
    table.write_text('place,action,warrant\n"Harris County, TX",hold,none\n', "utf-8")
    return [
        ["ask", "Fresno County, CA", "notify_release", "--who", "jail", "--on", "2024-05-01"],
        ["place", "Denver", "--on", "2024-05-01"],
        ["history", "Cook County, IL", "hold", "--who", "jail"],
        ["coverage", "Denver", "--on", "2024-05-01"],
        ["changes", "--since", "2024-05-01", "--until", "2024-12-31"],
        ["where", "hold", "--who", "jail", "--verdict", "prohibited", "--on", "2024-05-01"],
        ["instrument", "us/il/trust-act"],
        ["norm", "us/il/trust-act#hold"],
        ["search", "detain"],
        ["whatif", str(table), "--without", "us/tx/sb4", "--who", "jail", "--on", "2024-05-01"],
        ["compare", "Illinois", "California", "--action", "hold", "--on", "2024-05-01"],
        ["order", "Texas", "Ohio", "California", "--action", "hold", "--on", "2024-05-01"],
        ["draft", "check", str(draft)],
        ["lint", str(draft)],
        ["about"],
        ["sources", "--place", "Denver"],
        ["check", str(draft)],
        ["evidence", "--claim", "raises-crime"],
        ["data", "list"],
        ["data", "show", "fbi-ucr-state"],
        [
            "evaluate", "hold_clean = 'prohibited'", "--outcome", "fbi-ucr-state", "--y",
            "violent_crime", "--from", "2005", "--to", "2015", "--searched", "none", "--plan",
        ],
    ]  # fmt: skip


def test_json_is_the_same_bytes_for_every_hash_seed(tmp_path: Path) -> None:
    commands = commands_with_json(tmp_path)
    grouped = ("draft", "data")
    listed = {" ".join(words[:2]) if words[0] in grouped else words[0] for words in commands}
    # What a register prints has times and keys of its own: tests/register reads that.
    assert listed == {one for one in with_option("--json") if not one.startswith("register ")}
    digests = {}
    for seed in "12":
        done = subprocess.run(
            [sys.executable, "-c", CODE.format(commands=commands)],
            capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        digests[seed] = done.stdout
    assert digests["1"] == digests["2"]


def test_one_format_at_a_time(run: Run) -> None:
    done = run("ask", "Chicago, IL", "hold", "--who", "police", "--json", "--markdown")
    assert done.returncode == 2
    assert json.loads(done.stdout) == {"error": "Choose one format: --json or --markdown."}
    assert done.stderr == "safehavens: Choose one format: --json or --markdown.\n"
