"""The command line in Spanish: by `--lang`, by the environment; ids and JSON stay as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Run

CHICAGO = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01",
           "warrant=administrative")  # fmt: skip
FRESNO = ("ask", "Fresno County, CA", "notify_release", "--who", "jail", "--on", "2024-05-01")


def shown(*words: str, **variables: str) -> str:
    removed = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
    done = subprocess.run(
        [sys.executable, "-m", "safehavens", *words], capture_output=True, check=False,
        env={k: v for k, v in os.environ.items() if k not in removed} | variables,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr.decode()
    return " ".join((done.stdout + done.stderr).decode().split())


@pytest.mark.parametrize("words", [("--lang", "es", *CHICAGO), (*CHICAGO, "--lang", "es")])
def test_lang_stands_before_a_command_or_after_it(words: tuple[str, ...]) -> None:
    text = shown(*words)
    assert text.startswith(
        "✗ PROHIBIDO (lo dice una norma; confianza: alta) En Chicago, Illinois, un"
    )
    assert "(ley al 1 de mayo de 2024)" in text
    assert text.count("lo que cuenta es el texto en inglés") == 1


def test_the_environment_chooses_and_the_option_wins() -> None:
    assert shown(*CHICAGO, LANG="es_MX.UTF-8").startswith("✗ PROHIBIDO")
    assert shown(*CHICAGO, LANG="en_US.UTF-8", LC_ALL="es_US.UTF-8").startswith("✗ PROHIBIDO")
    assert shown("--lang", "en", *CHICAGO, LANG="es_MX.UTF-8").startswith("✗ PROHIBITED")
    assert shown(*CHICAGO, LANG="fr_FR.UTF-8").startswith("✗ PROHIBITED")


def test_json_is_the_same_in_every_language() -> None:
    assert shown(*CHICAGO, "--json", "--lang", "es") == shown(*CHICAGO, "--json", "--lang", "en")


def test_an_unknown_language_names_those_there_are(run: Run) -> None:
    done = run("--lang", "tlh", *CHICAGO)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no language 'tlh'; known: en, es." in done.stderr


def in_spanish(folder: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Commands, with words that they show in Spanish."""
    table = folder / "t.csv"
    table.write_text('place,action,warrant\n"Harris County, TX",hold,none\nGotham,hold,none\n')
    out = str(folder / "o.csv")
    return [
        ((*CHICAGO, "--markdown"), ("**Prohibido.**", "Memorando escrito:", "## Deberes")),
        (FRESNO, ("DEPENDE", "Depende de esto", "permitido")),
        (("place", "Denver", "--full"), ("Leyes vigentes", "adopción")),
        (("history", "Cook County, IL", "hold", "--who", "jail"), ("veredicto", "desde", "hasta")),
        (("changes", "Texas", "--since", "2017-01-01", "--until", "2018-06-01"),
         ("Cambios de la ley: Texas, del 1 de enero de 2017 al", "(estado)", "Decisión judicial")),
        (("where", "hold", "--who", "jail", "--verdict", "prohibited", "--level", "state"),
         ("Estados y territorios", "de la población", "prohibido")),
        (("instrument", "us/tx/sb4"), ("Quién la hizo", "Obliga a Texas y", "reglas")),
        (("norm", "us/ca/values-act#notify"), ("Dónde está escrita", "A menos que", "vinculante")),
        (("search", "xyzzy"), ("No se encontró nada para",)),
        (("compare", "Illinois", "Texas", "--action", "hold", "--who", "jail"),
         ("Illinois limita al menos tanto como Texas",)),
        (("order", "Illinois", "Texas", "--action", "hold", "--who", "jail"),
         ("limita más que 2 (demostrado)",)),
        (("panel", "--list"), ("sondeo", "qué representa")),
        (("whatif", str(table), "--place", "Texas", "--map", "place=", "--without", "us/tx/sb4",
          "--who", "jail", "--on", "2024-05-01"), ("La ley actual, frente a la ley sin us/tx/sb4",
         "otra respuesta")),
        (("lint", "--all"), ("Aceptado:", "Sugerencia:", "hallazgos")),
        (("draft", "new", "Marfa, TX", "-o", str(folder / "m.yaml")), ("Se escribió",)),
        (("draft", "check", str(folder / "m.yaml")), ("Forma y casos", "Qué cambia")),
        (("screen", str(table), "--who", "jail", "--on", "2024-05-01", "--place", "Texas", "--map",
          "place=", "-o", out), ("2 filas examinadas",)),
    ]  # fmt: skip


def test_every_command_speaks_spanish(tmp_path: Path) -> None:
    missing = []
    for words, expected in in_spanish(tmp_path):
        text = shown(*words, "--lang", "es")
        missing += [(words, phrase) for phrase in expected if phrase not in text]
    assert missing == []


def test_the_interview_asks_in_spanish() -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "safehavens", *FRESNO, "--lang", "es"], encoding="utf-8",
        dimensions=(60, 200),
    )  # fmt: skip
    child.expect("Pulse Intro si no se sabe", timeout=30)
    child.expect(r"\[s/n\]")
    child.sendline("sí")
    child.expect("PERMITIDO")
    child.expect(r"lo que\s+cuenta\s+es el texto en inglés")  # wherever the line is broken
    child.expect(pexpect.EOF)


def test_what_is_wrong_and_how_it_was_read_is_told_in_spanish(run: Run) -> None:
    done = run("--lang", "es", "place", "zzzzz")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'safehavens: No se conoce ningún lugar llamado "zzzzz".\n'
    text = shown("ask", "Springfield", "hold", "--who", "police", "--on", "2024", "--lang", "es")
    assert "Se leyó como Springfield, Massachusetts" in text
    assert "“2024” se leyó como su primer día, el 1 de enero de 2024." in text
