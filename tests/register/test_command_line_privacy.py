"""The command line of the register: what is personal is refused in every place, and not told."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest

from safehavens.cli import main

NAME = "Yesenia Tecuapetla"
TRACES = ("yesenia", "tecuapetla")
TALLY = ("add", "tally", "--drawn-from", "hand_count")
TRIED = (
    ["add", "request", "--form", NAME],
    ["add", "request", "--form", "I-247A", "--asks", NAME],
    ["add", "request", "--form", "I-247A", "--received", NAME],
    ["add", "request", "--form", "I-247A", "--from", NAME],
    ["add", "request", "--form", "I-247A", "--channel", NAME],
    ["add", "request", "--form", "I-247A", "--who", NAME],
    ["add", "request", "--form", "I-247A", f"inmate_name={NAME}"],
    ["add", "request", "--form", "I-247A", f"{NAME}=1"],
    ["add", "request", "--form", "I-247A", f"office={NAME}"],
    ["add", "request", "--form", "I-247A", NAME],
    ["add", "act", "CASE", NAME],
    ["add", "act", "CASE", "released", "--at", NAME],
    ["add", "act", "CASE", "released", f"reason={NAME}"],
    ["add", "act", NAME, "released"],
    ["add", "decision", "CASE", NAME, "decline", "--ground", "law"],
    ["add", "decision", "CASE", "hold", NAME, "--ground", "law"],
    ["add", "decision", "CASE", "hold", "decline", "--ground", NAME],
    [*TALLY, "us/ga/reports/jails", "2026-Q3", "booked", NAME],
    [*TALLY, "us/ga/reports/jails", "2026-Q3", NAME, "3"],
    [*TALLY, NAME, "2026-Q3", "booked", "3"],
    ["add", "settings", f"agency_name=Sheriff {NAME}"],
    ["add", "settings", "word=yesenia"],
    ["add", "settings", f"zone={NAME}"],
    ["add", "duty", "CASE", NAME, "done"],
    ["add", "withdrawal", "CASE", NAME],
    ["add", "hold", NAME],
    ["add", "nil", NAME, "2026"],
    ["correct", NAME, "box=1", "--why", "typing"],
    ["correct", "3", f"office={NAME}", "--why", "typing"],
    ["correct", "3", f"{NAME}=1", "--why", "typing"],
    ["correct", "3", "box=1", "--why", NAME],
    ["show", NAME],
    ["destroy", NAME, "--why", "retention", "--approved-by", "supervisor,auditor"],
)  # fmt: skip
FACTS = (
    json.dumps({"lawful_presence": NAME}), json.dumps({NAME: True}), NAME,
    f'{{"prior_removal": "{NAME}',
)  # fmt: skip


class Desk:
    """A book, and the command line in this process."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self.patch, self.screen = folder, patch, screen
        self.told: list[str] = []
        self.call(
            "init", str(folder / "shr.db"), "--agency", "SHR", "--place", "Los Angeles County, CA",
            "--who", "jail", "--zone", "America/Los_Angeles", "--by", "supervisor-1",
        )  # fmt: skip
        made = self.keep("add", "request", "--form", "I-247A", "--json")
        self.case = str(json.loads(made)["case"])

    def call(self, *words: str, input: str = "", status: int = 0) -> str:
        self.patch.setattr("sys.argv", ["safehavens", "register", *words])
        self.patch.setattr("sys.stdin", io.StringIO(input))
        with pytest.raises(SystemExit) as ended:
            main()
        told = self.screen.readouterr()
        self.told += [told.out, told.err]
        assert ended.value.code == status, words[:3]
        return told.out

    def keep(self, *words: str, input: str = "", status: int = 0) -> str:
        book = ("--book", str(self.folder / "shr.db"))
        by = () if words[0] == "show" else ("--by", "supervisor-1")
        return self.call(*words, *book, *by, input=input, status=status)


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_personal_is_kept_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture, every: int,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    desk = Desk(tmp_path, monkeypatch, capsys)
    for words in TRIED[::every]:
        desk.keep(*(desk.case if word == "CASE" else word for word in words), status=2)
    for facts in FACTS[:: 1 + every // 2]:
        given = ("add", "request", "--form", "I-247A", "--facts", "-")
        desk.keep(*given, input=facts, status=2)
    desk.call("export", "--book", str(tmp_path / "shr.db"))
    held = "\n".join(
        [*desk.told, caplog.text]
        + [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir()]
    ).lower()
    assert not [trace for trace in TRACES if trace in held]
    assert held.count('"kind": "request"') + held.count('"kind":"request"') >= 1
