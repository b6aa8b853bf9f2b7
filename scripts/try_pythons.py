"""Run the tests with every Python from 3.11 to 3.14 that this machine has.

    python scripts/try_pythons.py                          the whole suite but the long tests
    python scripts/try_pythons.py tests/decide tests/cli   these tests only

Interpreters are looked for on PATH and among pyenv's. None is downloaded. Each gets an environment
of its own under .venvs/ with the locked dependencies. Versions that are not found are named. The
exit status is 1 if tests failed with some version, or if no interpreter was found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def answers_as(interpreter: Path, version: str) -> bool:
    """Whether `interpreter` runs and is Python `version`; a pyenv shim may be neither."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([interpreter, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


def find_interpreter(version: str) -> Path | None:
    """The interpreter of a version such as "3.12": from PATH, else the latest of pyenv's."""
    candidates: list[Path] = []
    on_path = shutil.which(f"python{version}")
    if on_path:
        candidates.append(Path(on_path))
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    releases = sorted(
        pyenv.glob(f"versions/{version}.*/bin/python"),
        key=lambda path: [int(part) for part in path.parts[-3].split(".") if part.isdigit()],
    )
    candidates.extend(reversed(releases))
    return next((path for path in candidates if answers_as(path, version)), None)


def run_tests(version: str, interpreter: Path, uv: str, tests: list[str]) -> bool:
    """Whether the tests pass with one interpreter, in its own environment."""
    environment = ROOT / ".venvs" / version
    print(f"Python {version}: {interpreter}", flush=True)
    settings = {
        **os.environ,
        "UV_PROJECT_ENVIRONMENT": str(environment),
        "UV_PYTHON_DOWNLOADS": "never",
    }
    settings.pop("VIRTUAL_ENV", None)
    sync = [uv, "sync", "--frozen", "--quiet", "--python", str(interpreter)]
    if subprocess.run(sync, cwd=ROOT, env=settings, check=False).returncode:
        return False
    pytest = [str(environment / "bin" / "pytest"), "-m", "not long", *tests]
    return subprocess.run(pytest, cwd=ROOT, env=settings, check=False).returncode == 0


def main() -> int:
    """Run the tests with each version found and print one line for each version."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--uv", default="uv", help="the uv program")
    parser.add_argument("tests", nargs="*", help="tests to run; all if none are named")
    options = parser.parse_args()
    results = {}
    for version in VERSIONS:
        interpreter = find_interpreter(version)
        if interpreter is None:
            results[version] = "no interpreter found; not tested"
        else:
            passed = run_tests(version, interpreter, options.uv, options.tests)
            results[version] = "passed" if passed else "FAILED"
    print()
    for version, result in results.items():
        print(f"Python {version}: {result}")
    return int("FAILED" in results.values() or "passed" not in results.values())


if __name__ == "__main__":
    sys.exit(main())
