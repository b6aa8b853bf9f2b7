"""The description of the API: valid, and whole for those who make clients from it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from safehavens import Corpus

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for methods in description["paths"].values() for one in methods.values()]


def test_it_is_valid(description: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []


def test_names_are_such_that_clients_can_have_them(description: dict[str, Any]) -> None:
    names = list(description["components"]["schemas"])
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in names), names
    assert len({name.casefold() for name in names}) == len(names)
    assert "Question" in names
    ids = [one["operationId"] for one in operations(description)]
    assert all(re.fullmatch(r"[a-z_]+", name) for name in ids)
    assert len(set(ids)) == len(ids)
    told = {tag["name"] for tag in description["tags"]}
    assert {tag for one in operations(description) for tag in one["tags"]} == told
    refers = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)))
    assert refers == set(names)


def test_words_are_listed_and_asked_with_an_example(
    description: dict[str, Any], corpus: Corpus
) -> None:
    schemas = description["components"]["schemas"]
    vocabulary = corpus.lawbook.vocabulary
    assert schemas["AgencyKind"]["enum"] == list(vocabulary.who)
    assert schemas["Action"]["enum"] == list(vocabulary.actions)
    asked = {p["name"]: p for p in description["paths"]["/api/ask"]["get"]["parameters"]}
    assert asked["who"]["schema"] == {"$ref": "#/components/schemas/AgencyKind"}
    assert asked["who"]["example"] in vocabulary.who
    assert schemas["RequestBody"]["properties"]["action"]["$ref"].endswith("/Action")
    assert schemas["Decision"]["properties"]["verdict"]["$ref"].endswith("/Verdict")


def test_a_table_can_be_sent_as_bytes(client: TestClient, description: dict[str, Any]) -> None:
    for path in ("/api/screen", "/api/screen/guess"):
        kinds = description["paths"][path]["post"]["requestBody"]["content"]
        assert "application/octet-stream" in kinds
    table = b"place,who,action,date\nTexas,jail,hold,2024-05-01\n"
    headers = {"Content-Type": "application/octet-stream"}
    answer = client.post("/api/screen", content=table, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.long
def test_generators_take_it_whole() -> None:
    if shutil.which("uv") is None:
        pytest.skip("uv is not installed: it fetches the generators")
    script = [sys.executable, "scripts/api_clients.py"]
    done = subprocess.run(script, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "openapi-python-client: " in done.stdout
