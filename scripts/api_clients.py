"""Have two generators make clients from the API's description, and ask with what they made.

    python scripts/api_clients.py [FOLDER]

Needs uv, which fetches the generators (openapi-python-client, and openapi-generator, which needs
Java) from the Python Package Index. A complaint of the first one, an operation that either leaves
out, and a client that does not answer end the script with status 1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

UV: Final = shutil.which("uv") or "uv"

OVERRIDES: Final = """
content_type_overrides:
  text/csv: application/octet-stream
  application/vnd.apache.parquet: application/octet-stream
  application/yaml: application/octet-stream
"""
"""openapi-python-client knows few content types; tables and maps of columns are bytes to it."""

ASK_FIRST: Final = """
import sys
from client import Client
from client.api.questions import ask, ask_with_facts
from client.models import Action, AgencyKind, RequestBody, RequestBodyFacts
api = Client(base_url=sys.argv[1])
said = ask_with_facts.sync(client=api, body=RequestBody.from_dict({
    "place": "Chicago, IL", "who": "police", "action": "hold", "on": "2024-05-01",
    "facts": {"warrant": "administrative"}}))
assert said.verdict == "prohibited", said
said = ask.sync(client=api, place="Chicago, IL", who=AgencyKind("police"), action=Action("hold"),
                on="2024-05-01")
assert said.verdict in ("prohibited", "depends"), said
"""
ASK_SECOND: Final = """
import sys
import openapi_client as made
api = made.QuestionsApi(made.ApiClient(made.Configuration(host=sys.argv[1])))
said = api.ask_with_facts(made.RequestBody.from_dict({
    "place": "Chicago, IL", "who": "police", "action": "hold", "on": "2024-05-01",
    "facts": {"warrant": "administrative"}}))
assert said.verdict == "prohibited", said
said = api.ask(place="Chicago, IL", who="police", action="hold", on="2024-05-01")
assert said.verdict in ("prohibited", "depends"), said
"""


def run(*command: str, folder: Path, **environment: str) -> str:
    """What a command says; ends the script where it fails."""
    done = subprocess.run(  # noqa: S603 - ours
        command, cwd=folder, env={**os.environ, **environment}, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} failed:\n{done.stdout}")
    return done.stdout


def make_first(folder: Path, description: dict[str, object], server: str) -> None:
    """openapi-python-client: no warning, every operation."""
    (folder / "config.yaml").write_text(OVERRIDES)
    said = run(
        UV, "tool", "run", "--with", "ruff", "openapi-python-client", "generate", "--path",
        "openapi.json", "--output-path", "client", "--meta", "none", "--config", "config.yaml",
        folder=folder,
    )  # fmt: skip
    if "WARNING" in said:
        sys.exit(f"openapi-python-client complains:\n{said}")
    made = {file.stem for file in (folder / "client" / "api").glob("*/*.py")} - {"__init__"}
    if made != operations(description):
        sys.exit(f"openapi-python-client left out {operations(description) - made}")
    run(UV, "run", "--no-project", "--with", "httpx", "--with", "attrs", "--with",
        "python-dateutil", "python", "-c", ASK_FIRST, server, folder=folder)  # fmt: skip
    print(f"openapi-python-client: {len(made)} operations, no warning; it asks and is answered")


def make_second(folder: Path, description: dict[str, object], server: str) -> None:
    """openapi-generator: every operation."""
    run(
        UV, "tool", "run", "openapi-generator-cli", "generate", "-i", "openapi.json", "-g",
        "python", "-o", "second", folder=folder,
    )  # fmt: skip
    files = (folder / "second" / "openapi_client" / "api").glob("*_api.py")
    text = "".join(file.read_text() for file in files)
    left = {name for name in operations(description) if f"def {name}(" not in text}
    if left:
        sys.exit(f"openapi-generator left out {left}")
    needed = ["pydantic", "urllib3", "python-dateutil", "typing-extensions"]
    packages = [word for name in needed for word in ("--with", name)]
    run(UV, "run", "--no-project", *packages, "python", "-c", ASK_SECOND, server,
        folder=folder / "second")  # fmt: skip
    print("openapi-generator: every operation; it asks and is answered")


def operations(description: dict[str, object]) -> set[str]:
    """The ids of all operations."""
    paths = description["paths"]
    assert isinstance(paths, dict)
    return {one["operationId"] for methods in paths.values() for one in methods.values()}


def main() -> int:
    """Try both."""
    from starlette.testclient import TestClient

    from safehavens import Corpus
    from safehavens.web.app import create_app

    text = TestClient(create_app(Corpus.load())).get("/api/openapi.json").text
    serve = [sys.executable, "-m", "safehavens", "serve", "--port", "0"]
    with (
        tempfile.TemporaryDirectory() as spare,
        subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server,  # noqa: S603 - ours
    ):
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else spare)
        folder.mkdir(exist_ok=True)
        (folder / "openapi.json").write_text(text)
        try:
            assert server.stderr is not None
            said = next(line for line in server.stderr if "Serving at" in line)
            address = said.split()[-1]
            make_first(folder, json.loads(text), address)
            if shutil.which("java"):
                make_second(folder, json.loads(text), address)
            else:
                print("openapi-generator: not tried, there is no Java")
        finally:
            server.terminate()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
